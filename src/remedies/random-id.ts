import type { TSESLint } from '@typescript-eslint/utils';
import { isInside, type Node, type SourceCode } from '../analysis/ast';
import { replaceExpression, replaceFunction } from '../fixes/expressions';
import { importName } from '../fixes/imports';
import type { PredictableId } from '../session/ids/predictable-ids';
import { isText } from '../session/ids/text-methods';
import { isPureMaker } from './pure-makers';

/** `randomUUID()` in the place of a predictable id. */
export interface RandomId {
  text: string;
  /** Whether it takes the place of a whole function whose value held no information. */
  isSafe: boolean;
  fix: TSESLint.ReportFixFunction;
}

/** The edit that makes the id with `randomUUID()`; `undefined` where what it would do to the code around cannot be told. */
export function randomId(sourceCode: SourceCode, id: PredictableId): RandomId | undefined {
  const { node, sink, strength } = id;
  // The id says whose session it is: another one would not find it.
  const isLookedUp = strength.is === 'weak' && strength.kind === 'identity';
  if (isLookedUp && sink.kind !== 'generator') return undefined;
  const imported = importName(sourceCode, node, { module: 'node:crypto', name: 'randomUUID' });
  if (!imported) return undefined;
  const call = `${imported.reference}()`;
  const arrow = `() => ${call}`;
  const maker = makerInPlace(id);
  const whole = maker && replaceFunction(sourceCode, maker, arrow);
  const edit = whole ?? (isText(node) ? replaceExpression(sourceCode, node, call) : undefined);
  return (
    edit && {
      text: whole ? arrow : call,
      isSafe: whole !== undefined && strength.is !== 'constant' && isPure(sourceCode, id),
      fix: (fixer) => [edit(fixer), ...imported.fix(fixer)],
    }
  );
}

/** The function that makes the id, or what names it, where it stands in the options. */
function makerInPlace({ node, sink, maker }: PredictableId): Node | undefined {
  const target: Node = maker ?? node;
  const isInPlace = isInside(target, sink.node) && isInside(node, target);
  return sink.makes === 'function' && isInPlace ? target : undefined;
}

/** Whether nothing is lost with the function: it is given where session ids are asked for, and its value holds no information. */
function isPure(sourceCode: SourceCode, { maker, sink }: PredictableId): boolean {
  return sink.isOption && maker !== undefined && isPureMaker(sourceCode, maker);
}
