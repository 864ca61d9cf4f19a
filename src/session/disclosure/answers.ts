import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  keyOf,
  stringOf,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { nodesOfType, returnsOf } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { resolve } from '../../analysis/values';
import { handlersIn, isContextName, parameterName } from '../handlers';
import { lastName } from '../ids/id-words';
import { mcpHandlersIn } from '../tool-handlers';

/** What a server sends in answer to a request: a body, or the address of a redirect. */
export interface Answer {
  is: 'body' | 'redirect';
  node: Node;
  values: readonly Node[];
}

const RESPONSE = /^_?(?:res|resp|response|reply|rep|outgoing)$|(?:Res|Response|Reply)$/;
const CLASS = /^(?:Next)?Response$/;
const BODIES = new Set('json jsonp send end write html text body newResponse'.split(' '));
/** Those that a context has as well: `c.json(…)`. */
const OF_CONTEXT = new Set('json html text body newResponse redirect'.split(' '));

/** What the results of tools, resources and prompts hold (MCP 2025-06-18). */
const RESULT = /^(?:content|structuredContent|contents|messages)$/;

/** Every answer of the file, by the names that responses and contexts go by, or by what a handler returns. */
export const answersIn = oncePerFile((sourceCode: SourceCode): readonly Answer[] => [
  ...findAnswers(sourceCode),
]);

function* findAnswers(sourceCode: SourceCode): Generator<Answer> {
  for (const call of nodesOfType(sourceCode, 'CallExpression')) yield* answeredBy(call);
  for (const call of nodesOfType(sourceCode, 'NewExpression'))
    if (CLASS.test(calleeName(call) ?? '') && call.arguments[0])
      yield { is: 'body', node: call, values: [call.arguments[0]] };
  for (const each of nodesOfType(sourceCode, 'AssignmentExpression')) {
    const target = unwrap(each.left);
    const isBody = target.type === 'MemberExpression' && keyOf(target) === 'body';
    const owner = isBody ? (lastName(target.object) ?? '') : '';
    if (/^ctx$|^context$/.test(owner) || RESPONSE.test(owner))
      yield { is: 'body', node: each, values: [each.right] };
  }
  for (const each of nodesOfType(sourceCode, 'Property'))
    if (/^location$/i.test(keyOf(each) ?? '') && isOfHeaders(each.parent))
      yield { is: 'redirect', node: each, values: [each.value] };
  for (const { fn, mayBeHelper } of returningHandlers(sourceCode))
    for (const value of returnsOf(sourceCode, fn)) {
      if (isAnswer(value) || (mayBeHelper && !isMcpResult(sourceCode, value))) continue;
      yield { is: 'body', node: value, values: [value] };
    }
}

function* answeredBy(call: TSESTree.CallExpression): Generator<Answer> {
  const callee = unwrap(call.callee);
  const method = callee.type === 'MemberExpression' ? keyOf(callee) : undefined;
  const [first, second] = call.arguments;
  if (callee.type !== 'MemberExpression' || !method || !first) return;
  const name = lastName(chainStart(callee.object)) ?? '';
  const isContext = isContextName(name) && OF_CONTEXT.has(method);
  if (!isContext && !RESPONSE.test(name) && !CLASS.test(name)) return;
  if (BODIES.has(method)) yield { is: 'body', node: call, values: [first] };
  else if ((method === 'render' || method === 'view') && second)
    yield { is: 'body', node: call, values: [second] };
  else if (method === 'redirect' || method === 'location')
    yield { is: 'redirect', node: call, values: call.arguments };
  else if (/^(?:set|setHeader|header|append)$/.test(method) && second)
    if (/^location$/i.test(stringOf(first) ?? ''))
      yield { is: 'redirect', node: call, values: [second] };
}

/** Whether a call or `new` is an answer by itself. */
function isAnswer(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === 'NewExpression') return CLASS.test(calleeName(inner) ?? '');
  return inner.type === 'CallExpression' && !answeredBy(inner).next().done;
}

/** What a chain of calls starts with: `res` in `res.status(404).json(…)`. */
function chainStart(node: Node): Node {
  const inner = unwrap(node);
  if (inner.type !== 'CallExpression') return inner;
  const callee = unwrap(inner.callee);
  return callee.type === 'MemberExpression' ? chainStart(callee.object) : inner;
}

/** `res.writeHead(302, { Location: … })`, `new Response(null, { headers: { Location: … } })`. */
function isOfHeaders(object: Node): boolean {
  const { parent } = object;
  if (parent?.type === 'Property') return keyOf(parent) === 'headers';
  const isCall = parent?.type === 'CallExpression' || parent?.type === 'NewExpression';
  return isCall && /^(?:writeHead|set|headers|Headers)$/.test(calleeName(parent) ?? '');
}

interface ReturningHandler {
  fn: FunctionNode;
  /** Whether only the types of its parameters say that it answers clients. */
  mayBeHelper: boolean;
}

/** Functions whose returned value is sent: tools, Nest's decorated methods, Fastify's handlers. */
function* returningHandlers(sourceCode: SourceCode): Generator<ReturningHandler> {
  for (const { fn, registration } of mcpHandlersIn(sourceCode))
    yield { fn, mayBeHelper: !registration };
  for (const { fn, registration } of handlersIn(sourceCode)) {
    const second = fn.params[1] && parameterName(fn.params[1]);
    if (registration?.type === 'Decorator' || (second && /^_?reply$/.test(second)))
      yield { fn, mayBeHelper: false };
  }
}

/** Whether a value is no object, or one as MCP handlers return it. */
function isMcpResult(sourceCode: SourceCode, value: Node): boolean {
  const object = resolve(sourceCode, value);
  return (
    object.type !== 'ObjectExpression' ||
    object.properties.some((each) => RESULT.test(keyOf(each) ?? ''))
  );
}
