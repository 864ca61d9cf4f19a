import type { TSESTree } from '@typescript-eslint/utils';
import { getStaticValue } from '@eslint-community/eslint-utils';
import {
  enclosingClass,
  enclosingFunction,
  isInside,
  keyOf,
  unwrap,
  type ClassNode,
  type Node,
  type SourceCode,
} from './ast';
import { moduleMember, moduleValue } from './exports';
import { functionOf } from './functions';
import { returnsOf } from './nodes';
import { writesTo, writtenProperty } from './mutations';
import { remembered } from './remembered';
import { isGlobal, valueOf, variableOf, type Variable } from './variables';

/**
 * What a property is, on every path: the node of its value, surely absent (from `object`, the
 * innermost known literal on the way, `depth` keys down), or not known.
 */
export type Resolved =
  | { state: 'found'; node: Node; object?: TSESTree.ObjectExpression }
  | { state: 'missing'; object?: TSESTree.ObjectExpression; depth: number }
  | { state: 'unknown' };

const UNKNOWN: Resolved = { state: 'unknown' };
/** Steps a resolution may take; code that goes round in circles ends here as unknown. */
const MAX_STEPS = 30;

/**
 * The expression that gives a node its value: through constants, members of known objects, fields
 * of the class and functions of this file with a single return. Where nothing more is known, the
 * last expression that was reached.
 */
export function resolve(sourceCode: SourceCode, node: Node, steps = MAX_STEPS): Node {
  const inner = unwrap(node);
  const next = steps > 0 ? stepFrom(sourceCode, inner, steps - 1) : undefined;
  return next ? resolve(sourceCode, next, steps - 1) : inner;
}

const stepFrom = remembered((sourceCode, node, steps): Node | undefined => {
  switch (node.type) {
    case 'Identifier': {
      const variable = variableOf(sourceCode, node);
      const definition = variable?.defs[0];
      if (!variable || !definition) return undefined;
      if (definition.type === 'FunctionName' || definition.type === 'ClassName')
        return variable.defs.length === 1 ? definition.node : undefined;
      return valueAt(variable, node) ?? destructuredValue(sourceCode, node, steps);
    }
    case 'MemberExpression': {
      const key = keyOf(node);
      if (key === undefined) return undefined;
      if (unwrap(node.object).type === 'ThisExpression') return fieldOf(sourceCode, node, key);
      const found = property(sourceCode, node.object, [key], steps);
      return found.state === 'found' ? found.node : undefined;
    }
    case 'CallExpression':
      return moduleValue(node) ?? returnedBy(sourceCode, node, steps);
    case 'AwaitExpression':
      return unwrap(node.argument).type === 'CallExpression' ? node.argument : undefined;
    default:
      return undefined;
  }
});

/** The one value of a variable where it is read; none inside of that very value: `var x = x ? x.a : x.b`. */
function valueAt(variable: Variable, node: Node): Node | undefined {
  const value = valueOf(variable);
  const isItself =
    value && isInside(node, value) && enclosingFunction(node) === enclosingFunction(value);
  return isItself ? undefined : value;
}

/** The value of `x` in `const { x } = object`, when the object is known. */
function destructuredValue(sourceCode: SourceCode, node: Node, steps: number): Node | undefined {
  const variable = variableOf(sourceCode, node);
  const definition = variable?.defs[0];
  if (definition?.type !== 'Variable' || variable?.references.some((r) => r.isWrite() && !r.init))
    return undefined;
  const declarator = definition.node;
  if (declarator.id.type !== 'ObjectPattern') return undefined;
  const target = declarator.id.properties.find(
    (p) => p.type === 'Property' && p.value === definition.name,
  );
  const key = target && keyOf(target);
  if (key === undefined || !declarator.init) return undefined;
  const found = property(sourceCode, declarator.init, [key], steps);
  return found.state === 'found' ? found.node : undefined;
}

/** `Object.freeze(x)` is x; a call of a function of this file with one return is what it returns. */
function returnedBy(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  steps: number,
): Node | undefined {
  const callee = unwrap(call.callee);
  const [first] = call.arguments;
  if (callee.type === 'MemberExpression' && keyOf(callee) === 'freeze') return first;
  const fn = functionOf(sourceCode, callee, steps);
  if (!fn || fn.generator) return undefined;
  const returned = returnsOf(sourceCode, fn);
  return returned.length === 1 ? returned[0] : undefined;
}

/** The one value of `this.key` in the class around a node: its field's, or the only one assigned. */
function fieldOf(sourceCode: SourceCode, node: Node, key: string): Node | undefined {
  const owner = enclosingClass(node);
  if (!owner) return undefined;
  const values = fieldValues(sourceCode, owner, key);
  return values?.length === 1 ? values[0] : undefined;
}

/** Every value a field of a class gets in the class: initialiser, then assignments to `this.key`. `undefined` when there is no such field, or it is a method. */
export function fieldValues(
  sourceCode: SourceCode,
  owner: ClassNode,
  key: string,
): Node[] | undefined {
  const values: Node[] = [];
  let known = false;
  for (const member of owner.body.body) {
    if (keyOf(member) !== key) continue;
    if (member.type === 'MethodDefinition') return [member.value];
    if (member.type !== 'PropertyDefinition') return undefined;
    known = true;
    if (member.value) values.push(member.value);
  }
  const writes = writesTo(sourceCode, owner, key);
  if (!known && writes.length === 0) return undefined;
  return [...values, ...writes];
}

/** The property at a path of an expression's object, three-valued. See {@link Resolved}. */
export function property(
  sourceCode: SourceCode,
  object: Node,
  path: readonly string[],
  steps = MAX_STEPS,
): Resolved {
  const node = unwrap(object);
  if (path.length === 0) return { state: 'found', node };
  if (steps <= 0) return UNKNOWN;
  if (isNothing(node)) return { state: 'missing', depth: 0 };
  const below = (next: Node) => property(sourceCode, next, path, steps - 1);
  const [key = '', ...rest] = path;
  const exported = moduleMember(sourceCode, node, key);
  if (exported) return property(sourceCode, exported, rest, steps - 1);
  switch (node.type) {
    case 'Identifier': {
      const variable = variableOf(sourceCode, node);
      if (!variable) return UNKNOWN;
      const value = valueAt(variable, node) ?? destructuredValue(sourceCode, node, steps - 1);
      if (!value) return UNKNOWN;
      return writtenProperty(sourceCode, variable, node, path) ?? below(value);
    }
    case 'ObjectExpression':
      return inLiteral(sourceCode, node, path, steps - 1);
    case 'ConditionalExpression':
      return either(below(node.consequent), below(node.alternate));
    case 'LogicalExpression':
      // `...(condition && { key })`: nothing is spread when the condition is falsy.
      if (node.operator === '&&') return either({ state: 'missing', depth: 0 }, below(node.right));
      return either(below(node.left), below(node.right));
    default: {
      const merged = mergedObjects(sourceCode, node);
      if (merged) return firstOf(merged, below) ?? { state: 'missing', depth: 0 };
      const next = stepFrom(sourceCode, node, steps - 1);
      return next ? below(next) : UNKNOWN;
    }
  }
}

/** `undefined`, `null`, `void 0`, `false`: what a spread or an absent argument may be. */
function isNothing(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'undefined';
  if (node.type === 'UnaryExpression') return node.operator === 'void';
  return node.type === 'Literal' && (node.raw === 'null' || node.value === false);
}

function inLiteral(
  sourceCode: SourceCode,
  object: TSESTree.ObjectExpression,
  path: readonly string[],
  steps: number,
): Resolved {
  const [key, ...rest] = path;
  const found = firstOf(object.properties, (member): Resolved => {
    if (member.type === 'SpreadElement') return property(sourceCode, member.argument, path, steps);
    const name = keyOf(member);
    if (name === undefined) return UNKNOWN;
    if (name !== key) return { state: 'missing', depth: 0 };
    if (rest.length === 0) return { state: 'found', node: member.value, object };
    if (isNothing(resolve(sourceCode, member.value, steps)))
      return { state: 'missing', object, depth: 1 };
    const below = property(sourceCode, member.value, rest, steps);
    return below.state === 'missing' ? { ...below, depth: below.depth + 1 } : below;
  });
  return found ?? { state: 'missing', object, depth: 0 };
}

/** What the last part that has the first key says; the last one wins, so the search goes from the end. */
function firstOf<T extends Node>(
  parts: readonly T[],
  lookUp: (part: T) => Resolved,
): Resolved | undefined {
  for (const part of [...parts].reverse()) {
    const found = lookUp(part);
    if (found.state !== 'missing' || found.depth > 0) return found;
  }
  return undefined;
}

/** The objects that `Object.assign(a, b)` gives one of, which has the properties of both; `undefined` for other nodes. */
function mergedObjects(sourceCode: SourceCode, node: Node): Node[] | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression' || keyOf(callee) !== 'assign') return undefined;
  const isNew = node.arguments[0]?.type === 'ObjectExpression';
  return isNew || isObject(sourceCode, callee.object) ? node.arguments : undefined;
}

function isObject(sourceCode: SourceCode, node: Node): boolean {
  const inner = unwrap(node);
  return inner.type === 'Identifier' && inner.name === 'Object' && isGlobal(sourceCode, inner);
}

/** Two branches agree when both lack the property; anything else is unknown. */
function either(left: Resolved, right: Resolved): Resolved {
  if (left.state === 'missing' && right.state === 'missing')
    return { state: 'missing', object: right.object ?? left.object, depth: right.depth };
  return UNKNOWN;
}

/** The static value of a leaf, such as a literal, a constant or arithmetic on them; `null` when unknown. */
export function staticValue(sourceCode: SourceCode, node: Node): { value: unknown } | null {
  return getStaticValue(node as never, sourceCode.getScope(node) as never);
}
