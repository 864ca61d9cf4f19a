import { keyOf, memberPath, unwrap, wrapped, type Node, type SourceCode } from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { originsOf, type Step } from '../../analysis/origins';
import { resolve } from '../../analysis/values';
import { isGlobal } from '../../analysis/variables';
import { givenBy } from '../ids/random-sources';

/** What a session id may not hold: it has to be visible ASCII. */
const BAD = /[^\x21-\x7e]/;
/** Steps into parts and variables; a text that is made of itself ends here. */
const MAX_STEPS = 12;

/** The expressions that an id, or what makes it, comes from; promises are not looked into, unless they are awaited. */
export function originsOfId(sourceCode: SourceCode, node: Node): Step[] {
  return originsOf(sourceCode, node, (each) => {
    // `await promise`: that what the variable holds is a promise does not matter.
    if (each.type === 'AwaitExpression') return unwrap(each.argument).type !== 'CallExpression';
    return isPromise(sourceCode, each);
  });
}

/** Whether an expression surely is a promise; one that is awaited in its place is none. */
export function isPromise(sourceCode: SourceCode, node: Node): boolean {
  const inner = unwrap(node);
  const { parent } = wrapped(node);
  if (parent?.type === 'AwaitExpression') return false;
  switch (inner.type) {
    case 'ImportExpression':
      return true;
    case 'NewExpression':
      return isGlobalPromise(sourceCode, inner.callee);
    case 'CallExpression': {
      const callee = unwrap(inner.callee);
      if (callee.type === 'MemberExpression') {
        if (isGlobalPromise(sourceCode, callee.object)) return true;
        if (/^(?:then|catch|finally)$/.test(keyOf(callee) ?? '') && inner.arguments.length > 0)
          return true;
        if (isSubtle(callee.object)) return true;
      }
      const fn = functionOf(sourceCode, callee);
      if (fn) return fn.async && !fn.generator;
      return givenBy(sourceCode, inner) === 'promise';
    }
    default:
      return false;
  }
}

function isGlobalPromise(sourceCode: SourceCode, node: Node): boolean {
  const inner = unwrap(node);
  return inner.type === 'Identifier' && inner.name === 'Promise' && isGlobal(sourceCode, inner);
}

/** `crypto.subtle`, all of whose methods give promises. */
function isSubtle(node: Node): boolean {
  return memberPath(node)?.path.at(-1) === 'subtle';
}

/** What an object is turned into when it is sent: `[object Object]`, the same for all; `undefined` for what is none. */
export function objectText(sourceCode: SourceCode, node: Node): string | undefined {
  if (node.type === 'ObjectExpression') {
    const hasText = node.properties.some(
      (each) =>
        each.type === 'SpreadElement' || keyOf(each) === undefined || keyOf(each) === 'toString',
    );
    return hasText ? undefined : '[object Object]';
  }
  if (node.type !== 'CallExpression') return undefined;
  const fn = functionOf(sourceCode, node.callee);
  if (!fn?.generator) return undefined;
  return fn.async ? '[object AsyncGenerator]' : '[object Generator]';
}

/** Whether an id is none: `undefined`, `null`, `''`. */
export function isNothing(node: Node): boolean {
  switch (node.type) {
    case 'Identifier':
      return node.name === 'undefined';
    case 'UnaryExpression':
      return node.operator === 'void';
    case 'Literal':
      return node.raw === 'null' || node.value === '';
    case 'TemplateLiteral':
      return node.expressions.length === 0 && node.quasis[0]?.value.cooked === '';
    default:
      return false;
  }
}

/** Text with characters that no session id may hold, and that surely is in an id; `undefined` when there is none. */
export function badTextIn(
  sourceCode: SourceCode,
  node: Node,
  steps = MAX_STEPS,
): string | undefined {
  const inner = unwrap(node);
  if (steps === 0) return undefined;
  switch (inner.type) {
    case 'TemplateLiteral': {
      const quasi = inner.quasis.find(({ value }) => BAD.test(value.cooked ?? ''));
      if (quasi) return quasi.value.cooked ?? undefined;
      return badTextOf(sourceCode, inner.expressions, steps - 1);
    }
    case 'BinaryExpression':
      return inner.operator === '+'
        ? badTextOf(sourceCode, [inner.left, inner.right], steps - 1)
        : undefined;
    case 'Literal':
      return typeof inner.value === 'string' && BAD.test(inner.value) ? inner.value : undefined;
    case 'Identifier': {
      const value = resolve(sourceCode, inner);
      return value === inner ? undefined : badTextIn(sourceCode, value, steps - 1);
    }
    default:
      return undefined;
  }
}

function badTextOf(
  sourceCode: SourceCode,
  nodes: readonly Node[],
  steps: number,
): string | undefined {
  for (const node of nodes) {
    const bad = badTextIn(sourceCode, node, steps);
    if (bad !== undefined) return bad;
  }
  return undefined;
}
