import type { TSESLint } from '@typescript-eslint/utils';
import { isInside, type Node, type SourceCode } from '../analysis/ast';
import { replaceExpression, replaceFunction } from '../fixes/expressions';
import { importName } from '../fixes/imports';
import type { PredictableId } from '../session/ids/predictable-ids';
import { isText } from '../session/ids/text-methods';
import { isPureMaker } from './pure-makers';

/** A call of `node:crypto` that makes an id which is random enough. */
export interface RandomCall {
  name: 'randomUUID' | 'randomBytes';
  /** The call, with what goes by the name in the file. */
  write: (reference: string) => string;
}

/** The random bits of a UUID of version 4 (RFC 9562). */
const UUID_BITS = 122;

/** How to make an id with so many random bits. */
export function randomCall(bits: number): RandomCall {
  if (bits <= UUID_BITS) return { name: 'randomUUID', write: (reference) => `${reference}()` };
  const bytes = Math.ceil(bits / 8);
  return {
    name: 'randomBytes',
    write: (reference) => `${reference}(${bytes}).toString('hex')`,
  };
}

/** A random id in the place of a predictable one. */
export interface RandomId {
  text: string;
  /** Whether it takes the place of a whole function whose value held no information. */
  isSafe: boolean;
  fix: TSESLint.ReportFixFunction;
}

/** The edit that makes the id with a random call; `undefined` where what it would do to the code around cannot be told. */
export function randomId(
  sourceCode: SourceCode,
  id: PredictableId,
  { name, write }: RandomCall,
): RandomId | undefined {
  const { node, sink, strength } = id;
  // The id says whose session it is: another one would not find it.
  const isLookedUp = strength.is === 'weak' && strength.kind === 'identity';
  if (isLookedUp && sink.kind !== 'generator') return undefined;
  const imported = importName(sourceCode, node, { module: 'node:crypto', name });
  if (!imported) return undefined;
  const call = write(imported.reference);
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
