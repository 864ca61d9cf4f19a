import type { TSESLint } from '@typescript-eslint/utils';
import { isFunction, unwrap, type FunctionNode, type Node, type SourceCode } from '../analysis/ast';
import { returnsOf, walk } from '../analysis/nodes';
import { replaceFunction } from '../fixes/expressions';
import { removeAsync } from '../fixes/functions';
import { importName } from '../fixes/imports';
import type { Fix } from '../fixes/layout';
import { clientValuesIn } from '../session/ids/client-values';
import { strengthAt } from '../session/ids/id-strength';
import { givenBy } from '../session/ids/random-sources';
import type { InvalidGenerator } from '../session/transports/invalid-generators';
import { isForgotten } from '../session/transports/orphans';
import { badTextIn, isPromise, originsOfId } from '../session/transports/session-id-values';

/** An edit that makes a generator give valid ids, or its transport stateless. */
export interface ValidGenerator {
  messageId: 'removeAsync' | 'useGenerator' | 'useUndefined';
  /** What stands in the option afterwards. */
  text: string;
  fix: TSESLint.ReportFixFunction;
}

interface Replacement extends ValidGenerator {
  fix: Fix;
}

/** Random bits that an id must have before it is kept. */
const MIN_BITS = 64;

/** The edit that mends a generator without making another flaw; `undefined` where none is certain. */
export function validGenerator(
  sourceCode: SourceCode,
  invalid: InvalidGenerator,
): ValidGenerator | undefined {
  const { node, flaw } = invalid;
  if (isStateless(sourceCode, invalid))
    return replacement(sourceCode, node, 'useUndefined', 'undefined');
  const synchronous =
    isFunction(node) && givesGoodIds(sourceCode, node) ? removeAsync(sourceCode, node) : undefined;
  if (synchronous) return { messageId: 'removeAsync', text: '', fix: synchronous };
  if (flaw.is === 'value' && !waits(sourceCode, node) && isGoodId(sourceCode, node))
    return replacement(sourceCode, node, 'useGenerator', `() => ${sourceCode.getText(node)}`);
  const randomUUID = importName(sourceCode, node, { module: 'node:crypto', name: 'randomUUID' });
  if (!randomUUID) return undefined;
  const edit = replacement(sourceCode, node, 'useGenerator', `() => ${randomUUID.reference}()`);
  return edit && { ...edit, fix: (fixer) => [...randomUUID.fix(fixer), edit.fix(fixer)] };
}

/** Whether nobody keeps the sessions that would begin. */
function isStateless(sourceCode: SourceCode, { transport, node, flaw }: InvalidGenerator): boolean {
  const { api, wiring, callbacks, entries } = transport;
  if (api.missingMeans !== 'stateless') return false;
  if (isForgotten(sourceCode, transport)) return true;
  if (flaw.is !== 'nothing') return false;
  // `stateless ? null : randomUUID`.
  if (node.type === 'Literal' && transport.generator.state === 'given')
    if (unwrap(transport.generator.value) !== node) return true;
  return wiring !== 'shared' && callbacks.length === 0 && entries.length === 0;
}

/** Whether an async function needs no promise, and what it returns can be told to be a good id. */
function givesGoodIds(sourceCode: SourceCode, fn: FunctionNode): boolean {
  if (waits(sourceCode, fn)) return false;
  const returned = returnsOf(sourceCode, fn);
  return returned.length > 0 && returned.every((node) => isGoodId(sourceCode, node));
}

function waits(sourceCode: SourceCode, node: Node): boolean {
  for (const each of walk(sourceCode, node, 'this function'))
    if (each.type === 'AwaitExpression' || (each.type === 'ForOfStatement' && each.await))
      return true;
  return false;
}

/** Whether an expression gives text that nobody can guess or choose, without being waited for. */
function isGoodId(sourceCode: SourceCode, node: Node): boolean {
  const origins = originsOfId(sourceCode, node);
  return (
    clientValuesIn(sourceCode, node).length === 0 &&
    origins.every(
      (origin) =>
        !isPromise(sourceCode, origin.node) &&
        origin.node.type !== 'AwaitExpression' &&
        !(origin.node.type === 'CallExpression' && givenBy(sourceCode, origin.node)) &&
        badTextIn(sourceCode, origin.node) === undefined &&
        strengthAt(sourceCode, origin, MIN_BITS).is === 'strong',
    )
  );
}

function replacement(
  sourceCode: SourceCode,
  node: Node,
  messageId: 'useGenerator' | 'useUndefined',
  text: string,
): Replacement | undefined {
  const fix = replaceFunction(sourceCode, node, text);
  return fix && { messageId, text, fix };
}
