import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  isFunction,
  keyOf,
  memberPath,
  stringOf,
  unwrap,
  wrapped,
  type CallLike,
  type Node,
  type SourceCode,
} from '../analysis/ast';
import { outcomeTells } from '../analysis/conditions';
import { functionOf } from '../analysis/functions';
import { returnsOf, walk } from '../analysis/nodes';
import { valueOf, variableOf } from '../analysis/variables';
import { FORMER_KEY } from './auth-keys';
import { isRequestName } from './handlers';
import { sessionMember, sessionObject, type SessionObject } from './session-objects';

/** Session keys that hold authentication state. */
export type AuthKeys = ReadonlySet<string>;

const MAX_STEPS = 10;
const LOGGERS = /^(?:log|info|warn|error|debug|trace|verbose)$/;

/** The authentication state of a session that an expression is, also below it: `req.session.user.id`, `session.get('user')`. */
export function authStateOf(
  sourceCode: SourceCode,
  node: Node,
  keys: AuthKeys,
  steps = MAX_STEPS,
): SessionObject | undefined {
  const inner = unwrap(node);
  if (steps <= 0) return undefined;
  switch (inner.type) {
    case 'MemberExpression': {
      const member = sessionMember(sourceCode, inner);
      if (member) return holdsState(member.path[0], keys) ? member.session : undefined;
      return authStateOf(sourceCode, inner.object, keys, steps - 1);
    }
    case 'AwaitExpression':
      return authStateOf(sourceCode, inner.argument, keys, steps - 1);
    case 'CallExpression':
      return stateGotBy(sourceCode, inner, keys);
    case 'Identifier':
      return stateHeldBy(sourceCode, inner, keys, steps - 1);
    default:
      return undefined;
  }
}

/** Whether a key of a session holds authentication state, or held it until somebody acted as another. */
function holdsState(key: string | undefined, keys: AuthKeys): boolean {
  return key !== undefined && (keys.has(key) || FORMER_KEY.test(key));
}

/** `request.session.get('user')`. */
function stateGotBy(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  keys: AuthKeys,
): SessionObject | undefined {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression' || keyOf(callee) !== 'get') return undefined;
  return holdsState(stringOf(call.arguments[0]), keys)
    ? sessionObject(sourceCode, callee.object)
    : undefined;
}

/** `user` after `const user = req.session.user` or `const { user } = req.session`. */
function stateHeldBy(
  sourceCode: SourceCode,
  identifier: Node,
  keys: AuthKeys,
  steps: number,
): SessionObject | undefined {
  const variable = variableOf(sourceCode, identifier);
  const [definition] = variable?.defs ?? [];
  if (!variable || definition?.type !== 'Variable') return undefined;
  const value = valueOf(variable);
  if (value) return authStateOf(sourceCode, value, keys, steps);
  const pattern = definition.node.id;
  if (pattern.type !== 'ObjectPattern' || !definition.node.init) return undefined;
  const property = definition.name.parent;
  return property.type === 'Property' && property.parent === pattern
    ? holdsState(keyOf(property), keys)
      ? sessionObject(sourceCode, definition.node.init)
      : undefined
    : undefined;
}

/** Whether a value is made of the authentication state that a session has already: `{ ...req.session.user, name }`. */
export function isMadeOfAuthState(sourceCode: SourceCode, value: Node, keys: AuthKeys): boolean {
  for (const node of walk(sourceCode, value)) {
    if (isFunction(node)) continue;
    if (node.type === 'MemberExpression' || node.type === 'CallExpression') {
      if (authStateOf(sourceCode, node, keys)) return true;
    } else if (node.type === 'Identifier' && isRead(node)) {
      if (authStateOf(sourceCode, node, keys)) return true;
    }
  }
  return false;
}

function isRead({ parent }: TSESTree.Identifier): boolean {
  return parent.type !== 'MemberExpression' && parent.type !== 'Property';
}

/**
 * Whether a node reads authentication state in order to use it, which only a signed-in session has:
 * `User.findById(req.session.userId)`. A test is no use: its outcome decides (see {@link tellsSignedIn}).
 */
export function usesAuthState(sourceCode: SourceCode, node: Node, keys: AuthKeys): boolean {
  if (node.type === 'VariableDeclarator') {
    if (node.id.type !== 'ObjectPattern' || !node.init) return false;
    if (!sessionObject(sourceCode, node.init)) return false;
    return node.id.properties.some(
      (property) =>
        property.type === 'Property' &&
        holdsState(keyOf(property), keys) &&
        !isTestedLater(sourceCode, property.value),
    );
  }
  if (node.type !== 'MemberExpression' && node.type !== 'CallExpression') return false;
  if (!authStateOf(sourceCode, node, keys)) return false;
  const outer = outermostMember(node);
  const { parent } = outer;
  if (!parent || isWritten(outer) || isTested(outer) || isLogged(outer)) return false;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier')
    return !isTestedLater(sourceCode, parent.id);
  return true;
}

function outermostMember(node: Node): Node {
  const outer = wrapped(node);
  return outer.parent?.type === 'MemberExpression' && outer.parent.object === outer
    ? outermostMember(outer.parent)
    : outer;
}

function isWritten(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'AssignmentExpression') return parent.left === node;
  if (parent?.type === 'UnaryExpression') return parent.operator === 'delete';
  return false;
}

function isLogged(node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (at.type === 'CallExpression') return LOGGERS.test(calleeName(at) ?? '');
    if (at.type === 'ExpressionStatement' || isFunction(at)) return false;
  }
  return false;
}

/** Whether a value is only looked at for being there: a condition, `!x`, `x === y`, `x ?? y`, `Boolean(x)`. */
function isTested(node: Node): boolean {
  const outer = wrapped(node);
  const { parent } = outer;
  switch (parent?.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
      return parent.test === outer;
    case 'LogicalExpression':
      return parent.left === outer || isTested(parent);
    case 'UnaryExpression':
      return parent.operator === '!' || parent.operator === 'typeof';
    case 'BinaryExpression':
      return /^(?:[=!]==?|in)$/.test(parent.operator);
    case 'CallExpression':
      return calleeName(parent) === 'Boolean';
    default:
      return false;
  }
}

function isTestedLater(sourceCode: SourceCode, name: Node): boolean {
  const references = variableOf(sourceCode, name)?.references ?? [];
  return references.some(({ identifier, init }) => !init && isTested(outermostMember(identifier)));
}

/** Whether the outcome of a condition says that the session is signed in. */
export function tellsSignedIn(
  sourceCode: SourceCode,
  test: Node,
  holds: boolean,
  keys: AuthKeys,
): boolean {
  return outcomeTells(sourceCode, test, holds, (part, outcome, tells) => {
    if (part.type === 'BinaryExpression') return comparesState(sourceCode, part, outcome, keys);
    if (outcome && !!authStateOf(sourceCode, part, keys)) return true;
    if (part.type !== 'CallExpression') return outcome && isRequestUser(part);
    return (
      (outcome && saysSignedIn(part)) ||
      inCallee(sourceCode, part, (returned) => tells(returned, outcome))
    );
  });
}

/** `req.isAuthenticated()`, `Boolean(x)`. */
function saysSignedIn(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression' || keyOf(callee) !== 'isAuthenticated') return false;
  return isRequest(callee.object);
}

/** `req.user`: what passport and token checks leave for a caller they know. */
function isRequestUser(node: Node): boolean {
  return node.type === 'MemberExpression' && keyOf(node) === 'user' && isRequest(node.object);
}

function isRequest(node: Node): boolean {
  const chain = memberPath(node);
  if (!chain) return false;
  const { root, path } = chain;
  return isRequestName(path.at(-1) ?? (root.type === 'Identifier' ? root.name : ''));
}

function inCallee(
  sourceCode: SourceCode,
  call: CallLike,
  tells: (returned: Node) => boolean,
): boolean {
  const [argument] = call.arguments;
  if (calleeName(call) === 'Boolean' && argument) return tells(argument);
  const fn = functionOf(sourceCode, call.callee);
  const returned = fn ? returnsOf(sourceCode, fn) : [];
  return returned.length > 0 && returned.every(tells);
}

/** `req.session.user !== undefined`, `req.session.userId === id`, `typeof req.session.user === 'object'`. */
function comparesState(
  sourceCode: SourceCode,
  { left, operator, right }: TSESTree.BinaryExpression,
  holds: boolean,
  keys: AuthKeys,
): boolean {
  if (operator === 'in')
    return holds && holdsState(stringOf(left), keys) && !!sessionObject(sourceCode, right);
  const equal = /^={2,3}$/.test(operator);
  if (!equal && !/^!={1,2}$/.test(operator)) return false;
  const sides: [Node, Node][] = [
    [left, right],
    [right, left],
  ];
  return sides.some(([side, other]) => {
    const asked = side.type === 'UnaryExpression' && side.operator === 'typeof';
    if (!authStateOf(sourceCode, asked ? side.argument : side, keys)) return false;
    const isNothing = isFalsy(other) || (asked && stringOf(other) === 'undefined');
    return (equal === holds) !== isNothing;
  });
}

/** Whether an expression is a falsy literal: `null`, `undefined`, `false`, `0`, `''`, `void 0`. */
export function isFalsy(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === 'Identifier') return inner.name === 'undefined';
  if (inner.type === 'UnaryExpression')
    return inner.operator === 'void' || (inner.operator === '!' && isTruthyLiteral(inner.argument));
  return inner.type === 'Literal' && !inner.value && !('regex' in inner);
}

function isTruthyLiteral(node: Node): boolean {
  return node.type === 'Literal' && !!node.value;
}
