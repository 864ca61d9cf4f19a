import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingFunction,
  isFunction,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { returnsOf, walk } from '../../analysis/nodes';
import type { Step } from '../../analysis/origins';
import { clientValueAt } from '../ids/client-values';
import { givenBy, sourceCalled, sourceNamed } from '../ids/random-sources';
import type { McpTransport } from './transports';
import { badTextIn, isNothing, isPromise, objectText, originsOfId } from './session-id-values';

/** A generator that no client can get a session by. */
export interface InvalidGenerator {
  transport: McpTransport;
  /** What stands in the option, or in one branch of it. */
  node: Node;
  flaw: GeneratorFlaw;
}

export type GeneratorFlaw =
  /** It returns something that no text stands for but `text`: a promise, an object. */
  | { is: 'object'; what: string; text: string }
  /** What it returns cannot be sent: a function, bytes. */
  | { is: 'unsendable'; what: string }
  /** It returns `value`, which names no session. */
  | { is: 'nothing'; value: string }
  /** The option is a value, and no function that returns one. */
  | { is: 'value' }
  /** The id holds characters that no id may hold. */
  | { is: 'characters'; text: string };

const PROMISE: GeneratorFlaw = { is: 'object', what: 'a promise', text: '[object Promise]' };

const known = new WeakMap<McpTransport, readonly InvalidGenerator[]>();

/** What is wrong with the generator of a transport: one flaw for each branch of the option; what cannot be told is fine. */
export function invalidGeneratorsOf(
  sourceCode: SourceCode,
  transport: McpTransport,
): readonly InvalidGenerator[] {
  let invalid = known.get(transport);
  if (!invalid) {
    const { generator } = transport;
    const branches = generator.state === 'given' ? [...branchesOf(generator.value)] : [];
    invalid = branches.flatMap((node) => {
      const flaw = flawOf(sourceCode, node);
      return flaw ? [{ transport, node, flaw }] : [];
    });
    known.set(transport, invalid);
  }
  return invalid;
}

/** The expressions of the option's own text that it may be. */
function* branchesOf(node: Node): Generator<Node> {
  const inner = unwrap(node);
  if (inner.type === 'ConditionalExpression') {
    yield* branchesOf(inner.consequent);
    yield* branchesOf(inner.alternate);
  } else if (inner.type === 'LogicalExpression') {
    if (inner.operator !== '&&') yield* branchesOf(inner.left);
    yield* branchesOf(inner.right);
  } else yield inner;
}

function flawOf(sourceCode: SourceCode, branch: Node): GeneratorFlaw | undefined {
  for (const { node } of originsOfId(sourceCode, branch)) {
    const fn = functionOf(sourceCode, node);
    const flaw = fn ? flawOfFunction(sourceCode, fn) : flawOfValue(sourceCode, node);
    if (flaw) return flaw;
  }
  return undefined;
}

/** An option that is `undefined` is stateless; `null` is not. */
function flawOfValue(sourceCode: SourceCode, node: Node): GeneratorFlaw | undefined {
  if (node.type === 'Literal' && node.raw === 'null') return { is: 'nothing', value: 'null' };
  if (sourceNamed(sourceCode, node)?.gives === 'promise') return PROMISE;
  return isValue(sourceCode, node) ? { is: 'value' } : undefined;
}

/** Methods of texts and of what makes them; none of them gives a function. */
const GIVES_TEXT =
  /^(?:toString|toUpperCase|toLowerCase|trim|replace|replaceAll|slice|substring|substr|padStart|padEnd|join|digest)$/;

/** Whether an expression surely is no function. */
function isValue(sourceCode: SourceCode, node: Node): boolean {
  switch (node.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'ObjectExpression':
    case 'ArrayExpression':
      return true;
    case 'CallExpression': {
      // `customAlphabet(…)` gives the function that makes ids.
      if (sourceCalled(sourceCode, node)) return givenBy(sourceCode, node) !== 'function';
      const callee = unwrap(node.callee);
      if (callee.type === 'Identifier' && callee.name === 'String') return true;
      if (callee.type === 'MemberExpression' && GIVES_TEXT.test(calleeName(node) ?? ''))
        return true;
      break;
    }
    default:
      break;
  }
  return isPromise(sourceCode, node) || clientValueAt(sourceCode, node) !== undefined;
}

function flawOfFunction(sourceCode: SourceCode, fn: FunctionNode): GeneratorFlaw | undefined {
  if (fn.generator)
    return {
      is: 'object',
      what: 'an iterator',
      text: `[object ${fn.async ? 'Async' : ''}Generator]`,
    };
  if (fn.async) return PROMISE;
  const returned = returnsOf(sourceCode, fn);
  if (returned.length === 0)
    return mayThrow(sourceCode, fn) ? undefined : { is: 'nothing', value: 'undefined' };
  const values = returned.flatMap((node) => originsOfId(sourceCode, node));
  for (const { node } of values) {
    const flaw = flawOfId(sourceCode, node);
    if (flaw) return flaw;
  }
  const [first] = values;
  return first && values.every((value) => isOwnNothing(value, fn))
    ? { is: 'nothing', value: sourceCode.getText(first.node) }
    : undefined;
}

/** What is wrong with one of the values that a generator returns. */
function flawOfId(sourceCode: SourceCode, node: Node): GeneratorFlaw | undefined {
  if (isPromise(sourceCode, node)) return PROMISE;
  const text = objectText(sourceCode, node);
  if (text) return { is: 'object', what: 'an object', text };
  if (isFunction(node) || functionOf(sourceCode, node) || isUncalledSource(sourceCode, node))
    return { is: 'unsendable', what: 'a function' };
  if (node.type === 'CallExpression' && givenBy(sourceCode, node) === 'bytes')
    return { is: 'unsendable', what: 'bytes' };
  const bad = badTextIn(sourceCode, node);
  return bad === undefined ? undefined : { is: 'characters', text: bad };
}

/** `() => randomUUID`: what would make an id is not called. */
function isUncalledSource(sourceCode: SourceCode, node: Node): boolean {
  const source = sourceNamed(sourceCode, node);
  return source?.strength === 'strong' && node.type !== 'CallExpression';
}

/** Whether a value names no session, and stands in the function itself, so that nobody gives it another one. */
function isOwnNothing({ node, frame, as }: Step, fn: FunctionNode): boolean {
  const owner = enclosingFunction(node);
  return as !== 'fallback' && isNothing(node) && !!owner && (owner === fn || owner === frame?.fn);
}

function mayThrow(sourceCode: SourceCode, fn: TSESTree.Node): boolean {
  for (const node of walk(sourceCode, fn, 'this function'))
    if (node.type === 'ThrowStatement') return true;
  return false;
}
