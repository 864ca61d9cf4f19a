import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingFunction,
  isFunction,
  isInside,
  keyOf,
  outwards,
  unwrap,
  wrapped,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { nodesWithin } from '../../analysis/nodes';
import { callsTo } from '../../analysis/origins';
import { variableOf } from '../../analysis/variables';
import { clientValuesIn } from '../ids/client-values';
import { lastName } from '../ids/id-words';
import { lookupsIn, type KeyedLookup } from './lookups';
import type { SessionStore } from './stores';

/** Methods that ask whether a value is one of those that are known, or has a form. */
const ASKING = new Set('has get includes indexOf test exec match startsWith endsWith'.split(' '));
/** Functions of other files whose name says that they refuse what has not the right form. */
const VETTING = /valid|uuid|verif|assert|ensure|sanit|check|^(?:safe)?parse(?:Async)?$|hasOwn/i;
const NOT_VETTING = /^(?:isArray|isInitializeRequest)$/;

/** An expression of an id, as it is at some place. */
interface Use {
  key: Node;
  at: Node;
  store: SessionStore;
}

/** Calls that are followed: into the functions that vet, out to those that call. */
const MAX_STEPS = 3;

/** Whether a key is vetted before a lookup uses it: asked for as an own key, or for its form, in a function around it or in all that hand the key over. */
export function isVetted(sourceCode: SourceCode, { node, key, store }: KeyedLookup): boolean {
  return isVettedAt(sourceCode, { key, at: node, store }, MAX_STEPS);
}

function isVettedAt(sourceCode: SourceCode, use: Use, steps: number): boolean {
  const around = [...outwards(use.at)].filter(isFunction);
  if (around.some((fn) => vets(sourceCode, fn, use, steps))) return true;
  const calls = steps > 0 ? handedOver(sourceCode, use) : [];
  return (
    calls.length > 0 &&
    calls.every(({ key, at }) => isVettedAt(sourceCode, { ...use, key, at }, steps - 1))
  );
}

/** Where the file's calls give a client's value for a key that is a parameter. */
function handedOver(sourceCode: SourceCode, { key }: Use): { key: Node; at: Node }[] {
  const definition = variableOf(sourceCode, key)?.defs[0];
  if (definition?.type !== 'Parameter') return [];
  const fn = definition.node as FunctionNode;
  const index = fn.params.findIndex((each) => nameOf(each) === definition.name);
  return callsTo(sourceCode, fn).flatMap((at) => {
    const argument = at.arguments[index];
    const isSent = argument && clientValuesIn(sourceCode, argument).length > 0;
    return isSent ? { key: argument, at } : [];
  });
}

/** Whether a function vets a key before it is used; a use outside of it comes later. */
function vets(sourceCode: SourceCode, fn: FunctionNode, use: Use, steps: number): boolean {
  const name = sourceCode.getText(unwrap(use.key));
  const isBefore = (at: Node) => !isInside(use.at, fn) || at.range[0] <= use.at.range[0];
  const isKey = (at: Node) => sourceCode.getText(unwrap(at)) === name;
  return (
    lookupsIn(sourceCode, use.store).some(
      (each) =>
        each.how === 'has' &&
        each.isOwn &&
        isInside(each.node, fn) &&
        isBefore(each.node) &&
        isKey(each.key),
    ) ||
    nodesWithin(sourceCode, 'CallExpression', fn).some(
      (call) => isBefore(call) && isVettingCall(sourceCode, call, { ...use, at: fn }, isKey, steps),
    ) ||
    nodesWithin(sourceCode, 'MemberExpression', fn).some(
      (member) =>
        keyOf(member) === 'length' &&
        isKey(member.object) &&
        isBefore(member) &&
        wrapped(member).parent?.type === 'BinaryExpression',
    )
  );
}

/** `ids.has(key)`, `pattern.test(key)`, `key.startsWith(…)`, `isUuid(key)`, and functions of the file that do so. */
function isVettingCall(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  use: Use,
  isKey: (node: Node) => boolean,
  steps: number,
): boolean {
  const callee = unwrap(call.callee);
  const method = calleeName(call) ?? '';
  const object = callee.type === 'MemberExpression' ? callee.object : undefined;
  if (object && isKey(object) && ASKING.has(method)) return true;
  const index = call.arguments.findIndex(isKey);
  if (index < 0 || NOT_VETTING.test(method)) return false;
  const own = functionOf(sourceCode, callee);
  const parameter = own?.params[index];
  if (own)
    return (
      !!parameter &&
      own !== use.at &&
      steps > 0 &&
      vets(sourceCode, own, { ...use, key: nameOf(parameter), at: call }, steps - 1)
    );
  if (object && lastName(object) === 'JSON') return false;
  return ASKING.has(method) || VETTING.test(method);
}

function nameOf(parameter: Node): Node {
  return parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
}

/**
 * Whether what a lookup finds is asked for being a session before it counts as one: only compared,
 * or held against a class or one of its members. A test of whether it is there asks nothing.
 */
export function isChecked(sourceCode: SourceCode, { node }: KeyedLookup): boolean {
  if (isAsked(node) || isTested(node)) return true;
  const { parent } = wrapped(node);
  const target =
    parent?.type === 'VariableDeclarator'
      ? parent.id
      : parent?.type === 'AssignmentExpression'
        ? parent.left
        : undefined;
  const variable = target && variableOf(sourceCode, target);
  const fn = enclosingFunction(node);
  return !!variable?.references.some(
    ({ identifier }) => enclosingFunction(identifier) === fn && isAsked(identifier),
  );
}

/** Whether a value, or a member of it, is compared or held against a class: `found instanceof X`, `!found?.transport`. */
function isAsked(value: Node): boolean {
  const outer = wrapped(value);
  const { parent } = outer;
  switch (parent?.type) {
    case 'BinaryExpression':
      return (
        parent.operator === 'instanceof' || (parent.operator === 'in' && parent.right === outer)
      );
    case 'UnaryExpression':
      return parent.operator === 'typeof';
    case 'MemberExpression': {
      if (parent.object !== outer) return false;
      const member = wrapped(parent);
      const around = member.parent;
      return isTested(parent) || isAsked(parent) || isCompared(around);
    }
    default:
      return false;
  }
}

function isCompared(node: Node | undefined): boolean {
  return node?.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator);
}

/** Whether only the truth of a value is asked: `if (value)`, `!value`, `id && value` in a test. */
function isTested(value: Node): boolean {
  const outer = wrapped(value);
  const { parent } = outer;
  switch (parent?.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return parent.test === outer;
    case 'UnaryExpression':
      return parent.operator === '!';
    case 'BinaryExpression':
      return isCompared(parent);
    case 'LogicalExpression':
      return (parent.operator === '&&' && parent.left === outer) || isTested(parent);
    case 'CallExpression':
      return parent.callee.type === 'Identifier' && parent.callee.name === 'Boolean';
    default:
      return false;
  }
}
