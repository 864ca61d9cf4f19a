import type { TSESTree } from '@typescript-eslint/utils';
import {
  enclosingClass,
  isClass,
  isFunction,
  keyOf,
  unwrap,
  wrapped,
  type CallLike,
  type ClassNode,
  type FunctionNode,
  type Node,
  type SourceCode,
} from './ast';
import { isForeign } from './files';
import { nodesAround, nodesOfType } from './nodes';
import { remembered } from './remembered';
import { fieldValues, property, resolve } from './values';
import { variableOf } from './variables';

const MAX_STEPS = 30;

/**
 * The function of this file that an expression is: inline, by name, a method or field of a class
 * or object, through `.bind()`. `undefined` for imports, parameters and whatever has several values.
 */
export function functionOf(
  sourceCode: SourceCode,
  node: Node,
  steps = MAX_STEPS,
): FunctionNode | undefined {
  const inner = unwrap(node);
  if (isFunction(inner)) return inner;
  return steps > 0 ? functionFrom(sourceCode, inner, steps) : undefined;
}

const functionFrom = remembered((sourceCode, inner, steps): FunctionNode | undefined => {
  if (inner.type === 'CallExpression') {
    const callee = unwrap(inner.callee);
    return callee.type === 'MemberExpression' && keyOf(callee) === 'bind'
      ? functionOf(sourceCode, callee.object, steps - 1)
      : undefined;
  }
  if (inner.type === 'MemberExpression') return methodOf(sourceCode, inner, steps - 1);
  const value = inner.type === 'Identifier' ? resolve(sourceCode, inner, steps - 1) : inner;
  return value === inner ? undefined : functionOf(sourceCode, value, steps - 1);
});

function methodOf(
  sourceCode: SourceCode,
  member: TSESTree.MemberExpression,
  steps: number,
): FunctionNode | undefined {
  const key = keyOf(member);
  if (key === undefined) return undefined;
  const owner = classOf(sourceCode, member.object, steps);
  if (owner) {
    const values = fieldValues(sourceCode, owner, key);
    const [only] = values?.length === 1 ? values : [];
    return only && functionOf(sourceCode, only, steps - 1);
  }
  const found = property(sourceCode, member.object, [key], steps);
  return found.state === 'found' ? functionOf(sourceCode, found.node, steps - 1) : undefined;
}

/** The class of this file whose instance (or which itself) an expression is: `this`, `new X()`, a field that holds one, `X`. */
export function classOf(
  sourceCode: SourceCode,
  node: Node,
  steps = MAX_STEPS,
): ClassNode | undefined {
  const inner = unwrap(node);
  if (inner.type === 'ThisExpression') return enclosingClass(inner);
  const value = resolve(sourceCode, inner, steps);
  if (isClass(value)) return value;
  if (value.type !== 'NewExpression') return undefined;
  const constructor = resolve(sourceCode, value.callee, steps - 1);
  return isClass(constructor) ? constructor : undefined;
}

/** The name a function goes by: its own, its variable's, its property's or method's. */
export function nameOf(fn: FunctionNode): string | undefined {
  if (fn.id) return fn.id.name;
  const { parent } = fn;
  switch (parent.type) {
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? parent.id.name : undefined;
    case 'AssignmentExpression':
      return parent.left.type === 'Identifier' ? parent.left.name : keyOf(unwrap(parent.left));
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return keyOf(parent);
    default:
      return undefined;
  }
}

export interface FunctionUses {
  /** Calls of the function in this file. */
  calls: CallLike[];
  /** Mentions of it as a value: handed on, exported, stored. */
  values: Node[];
}

const knownUses = new WeakMap<TSESTree.Program, Map<FunctionNode, FunctionUses>>();

/** Where this file calls a function, and where it hands it on. An inline function is used where it stands. */
export function usesOf(sourceCode: SourceCode, fn: FunctionNode): FunctionUses {
  let known = knownUses.get(sourceCode.ast);
  if (!known) knownUses.set(sourceCode.ast, (known = new Map<FunctionNode, FunctionUses>()));
  const uses = known.get(fn) ?? findUses(sourceCode, fn);
  known.set(fn, uses);
  return uses;
}

function findUses(sourceCode: SourceCode, fn: FunctionNode): FunctionUses {
  const uses: FunctionUses = { calls: [], values: [] };
  const add = (mention: Node) => {
    const outer = wrapped(mention);
    const { parent } = outer;
    const isCall = parent?.type === 'CallExpression' || parent?.type === 'NewExpression';
    if (isCall && parent.callee === outer) uses.calls.push(parent);
    else uses.values.push(mention);
  };
  const member = memberOf(fn);
  if (member) {
    for (const mention of nodesAround(sourceCode, 'MemberExpression', fn))
      if (keyOf(mention) === member && functionOf(sourceCode, mention) === fn) add(mention);
    return uses;
  }
  if (isForeign(sourceCode, fn))
    for (const { callee } of nodesOfType(sourceCode, 'CallExpression'))
      if (functionOf(sourceCode, callee) === fn) add(callee);
  const variable = variableHolding(sourceCode, fn);
  if (!variable) return { ...uses, values: [fn] };
  for (const { identifier, init } of variable.references)
    if (!init && identifier.type === 'Identifier') add(identifier);
  return uses;
}

/** The key of the class member or property that holds a function, if one does. */
function memberOf(fn: FunctionNode): string | undefined {
  const { parent } = fn;
  if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition')
    return keyOf(parent);
  return parent.type === 'Property' && parent.value === fn ? keyOf(parent) : undefined;
}

function variableHolding(sourceCode: SourceCode, fn: FunctionNode) {
  if (fn.type === 'FunctionDeclaration' && fn.id) return variableOf(sourceCode, fn.id);
  const { parent } = fn;
  return parent.type === 'VariableDeclarator' ? variableOf(sourceCode, parent.id) : undefined;
}
