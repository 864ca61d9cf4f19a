import type { TSESTree } from '@typescript-eslint/utils';
import {
  enclosingClass,
  enclosingFunction,
  isInside,
  keyOf,
  unwrap,
  type CallLike,
  type FunctionNode,
  type Node,
  type SourceCode,
} from './ast';
import { classOf, functionOf, usesOf } from './functions';
import { nodesOfType, returnsOf } from './nodes';
import { fieldValues, property, resolve } from './values';
import { assignmentsOf, valueOf, variableOf, type Variable } from './variables';

/** A call that the search went into: what its parameters are there. */
export interface Frame {
  fn: FunctionNode;
  /** The arguments by position; `unknown` when nothing may be told of the parameters. */
  arguments: readonly Node[] | 'unknown';
  /** The call that was gone into; none for a callback. */
  call: CallLike | undefined;
  outer: Frame | undefined;
}

/** An expression and the calls in which its parameters have a value. */
export interface Place {
  node: Node;
  frame: Frame | undefined;
}

/** How an expression got its value from another one. */
export type Step = Place & {
  /** One of several that are chosen by a condition, of several assignments, or the fallback of another. */
  as: 'only' | 'branch' | 'assignment' | 'fallback';
};

const MAX_PLACES = 200;
const MAX_FRAMES = 8;

/**
 * The expressions that a value comes from, through variables, parameters, fields, properties, the
 * branches of conditions and fallbacks, and functions of this file: each is one that nothing in the
 * file reduces further, or that `isOrigin` takes as it is. A value from elsewhere is its own origin.
 */
export function originsOf(
  sourceCode: SourceCode,
  node: Node,
  isOrigin: (node: Node) => boolean = () => false,
): Step[] {
  const origins: Step[] = [];
  const seen = new Map<Node, Set<Frame | undefined>>();
  const stack: Step[] = [{ node, frame: undefined, as: 'only' }];
  for (
    let place = stack.shift(), count = 0;
    place && count < MAX_PLACES;
    place = stack.shift(), count++
  ) {
    const inner = unwrap(place.node);
    const frames = seen.get(inner) ?? new Set();
    if (frames.has(place.frame)) continue;
    seen.set(inner, frames.add(place.frame));
    const steps = isOrigin(inner)
      ? undefined
      : stepsFrom(sourceCode, { node: inner, frame: place.frame });
    if (!steps) origins.push({ ...place, node: inner });
    for (const step of steps ?? [])
      stack.push({ ...step, as: step.as === 'only' ? place.as : step.as });
  }
  return origins;
}

/** The expressions one step back that the whole value may come from; `undefined` when there is none to tell. */
export function stepsFrom(sourceCode: SourceCode, { node, frame }: Place): Step[] | undefined {
  const inner = unwrap(node);
  const to = (each: Node, as: Step['as'] = 'only'): Step => ({ node: each, frame, as });
  switch (inner.type) {
    case 'ConditionalExpression':
      return [to(inner.consequent, 'branch'), to(inner.alternate, 'branch')];
    case 'LogicalExpression':
      if (inner.operator === '&&') return [to(inner.right)];
      return [to(inner.left, 'branch'), to(inner.right, 'fallback')];
    case 'AwaitExpression':
      return [to(inner.argument)];
    case 'AssignmentExpression':
      if (inner.operator === '=') return [to(inner.right)];
      if (inner.operator === '??=' || inner.operator === '||=')
        return [to(inner.left, 'branch'), to(inner.right, 'fallback')];
      return undefined;
    case 'Identifier':
      return stepsOfVariable(sourceCode, inner, frame);
    case 'MemberExpression':
      return stepsOfMember(sourceCode, inner, frame);
    case 'CallExpression':
      return stepsOfCall(sourceCode, inner, frame);
    default:
      return undefined;
  }
}

function stepsOfVariable(
  sourceCode: SourceCode,
  identifier: Node,
  frame: Frame | undefined,
): Step[] | undefined {
  const variable = variableOf(sourceCode, identifier);
  const [definition] = variable?.defs ?? [];
  if (!variable || !definition) return undefined;
  if (definition.type === 'Parameter') return stepsOfParameter(sourceCode, variable, frame);
  const values = assignmentsOf(variable);
  if (values) {
    if (values.length === 0 || values.some((value) => isBuiltFrom(variable, value)))
      return undefined;
    return assigned(values, frame);
  }
  const resolved = resolve(sourceCode, identifier, 2);
  return resolved === identifier || resolved.type === 'FunctionDeclaration'
    ? undefined
    : [{ node: resolved, frame, as: 'only' }];
}

function assigned(values: readonly Node[], frame: Frame | undefined): Step[] {
  return values.map((node) => ({ node, frame, as: values.length > 1 ? 'assignment' : 'only' }));
}

/** `text = text + x`: a variable that is made of what it held before, and not a function that reads it later. */
function isBuiltFrom(variable: Variable, value: Node): boolean {
  const { type } = unwrap(value);
  if (type === 'LogicalExpression' || type === 'ConditionalExpression') return false;
  const outer = enclosingFunction(value);
  return variable.references.some(
    (reference) =>
      reference.isRead() &&
      isInside(reference.identifier, value) &&
      enclosingFunction(reference.identifier) === outer,
  );
}

/** What a parameter is handed: in the call gone into, else by every call in the file. */
function stepsOfParameter(
  sourceCode: SourceCode,
  variable: Variable,
  frame: Frame | undefined,
): Step[] | undefined {
  const [definition] = variable.defs;
  const fn = definition?.node as FunctionNode;
  if (variable.references.some((reference) => reference.isWrite() && !reference.init))
    return undefined;
  const slot = slotOf(fn, definition?.name as Node);
  if (!slot) return undefined;
  const inside = [...framesFrom(frame)].find((each) => each.fn === fn);
  if (inside)
    return inside.arguments === 'unknown'
      ? undefined
      : argumentSteps(sourceCode, slot, inside.arguments, inside.outer, frame);
  const steps = callsTo(sourceCode, fn).flatMap(
    (call) => argumentSteps(sourceCode, slot, call.arguments, undefined, frame) ?? [],
  );
  if (steps.length === 0) return slot.fallback && [{ node: slot.fallback, frame, as: 'fallback' }];
  return steps.map((step) => (steps.length > 1 ? { ...step, as: 'branch' } : step));
}

interface Slot {
  index: number;
  /** The key of a destructured parameter. */
  key: string | undefined;
  /** Its default value. */
  fallback: Node | undefined;
}

/** Which argument a parameter's name stands for. */
function slotOf(fn: FunctionNode, name: Node): Slot | undefined {
  for (const [index, each] of fn.params.entries()) {
    const parameter: Node = each.type === 'TSParameterProperty' ? each.parameter : each;
    const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    const fallback = parameter.type === 'AssignmentPattern' ? parameter.right : undefined;
    if (target === name) return { index, key: undefined, fallback };
    if (target.type !== 'ObjectPattern') continue;
    for (const property of target.properties) {
      if (property.type !== 'Property') continue;
      const { value } = property;
      const isDefaulted = value.type === 'AssignmentPattern';
      if ((isDefaulted ? value.left : value) !== name) continue;
      return { index, key: keyOf(property), fallback: isDefaulted ? value.right : undefined };
    }
  }
  return undefined;
}

function argumentSteps(
  sourceCode: SourceCode,
  { index, key, fallback }: Slot,
  given: readonly Node[],
  outer: Frame | undefined,
  inner: Frame | undefined,
): Step[] | undefined {
  const argument = given[index];
  if (given.slice(0, index + 1).some(({ type }) => type === 'SpreadElement')) return undefined;
  const missing: Step[] | undefined = fallback && [{ node: fallback, frame: inner, as: 'only' }];
  if (!argument) return missing;
  if (key === undefined) return [{ node: argument, frame: outer, as: 'only' }];
  const found = property(sourceCode, argument, [key]);
  if (found.state === 'found') return [{ node: found.node, frame: outer, as: 'only' }];
  return found.state === 'missing' ? missing : undefined;
}

/** The calls of a function in this file; of a constructor, the `new` of its class. */
export function callsTo(sourceCode: SourceCode, fn: FunctionNode): readonly CallLike[] {
  const { parent } = fn;
  if (parent.type !== 'MethodDefinition' || parent.kind !== 'constructor')
    return usesOf(sourceCode, fn).calls;
  const owner = enclosingClass(fn);
  return nodesOfType(sourceCode, 'NewExpression').filter(
    (call) => classOf(sourceCode, call) === owner,
  );
}

function stepsOfMember(
  sourceCode: SourceCode,
  member: TSESTree.MemberExpression,
  frame: Frame | undefined,
): Step[] | undefined {
  const key = keyOf(member);
  if (key === undefined) return undefined;
  const owner = classOf(sourceCode, member.object);
  if (owner) {
    const values = fieldValues(sourceCode, owner, key)?.filter(
      ({ type }) => type !== 'FunctionExpression',
    );
    if (!values || values.length === 0) return undefined;
    return assigned(values, frame);
  }
  const found = property(sourceCode, member.object, [key]);
  if (found.state === 'found') return [{ node: found.node, frame, as: 'only' }];
  const written = found.state === 'unknown' ? writtenIn(sourceCode, member.object, key) : [];
  return written.length > 0 ? assigned(written, frame) : undefined;
}

/** The values that a property of an object gets where they can be seen, though the object is handed to others: `list.push(object)`. */
function writtenIn(sourceCode: SourceCode, object: Node, key: string): Node[] {
  const variable = variableOf(sourceCode, object);
  const value = variable && valueOf(variable);
  const literal = value && unwrap(value);
  if (!variable || literal?.type !== 'ObjectExpression') return [];
  const own = property(sourceCode, literal, [key]);
  const later = variable.references.flatMap(({ identifier }) => {
    const { parent } = identifier;
    if (parent.type !== 'MemberExpression' || parent.object !== identifier) return [];
    const write = parent.parent;
    const isWrite = write.type === 'AssignmentExpression' && write.left === parent;
    return isWrite && keyOf(parent) === key ? [write.right] : [];
  });
  return own.state === 'found' ? [own.node, ...later] : later;
}

function stepsOfCall(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  frame: Frame | undefined,
): Step[] | undefined {
  const fn = functionOf(sourceCode, call.callee);
  if (!fn || fn.generator) return undefined;
  const frames = [...framesFrom(frame)];
  // A function that tries again by calling itself gives nothing new.
  if (frames.some((each) => each.fn === fn)) return [];
  const returned = returnsOf(sourceCode, fn);
  if (returned.length === 0 || frames.length >= MAX_FRAMES) return undefined;
  const inside: Frame = { fn, arguments: call.arguments, call, outer: frame };
  return returned.map((node) => ({
    node,
    frame: inside,
    as: returned.length > 1 ? 'branch' : 'only',
  }));
}

function* framesFrom(frame: Frame | undefined): Generator<Frame> {
  for (let at = frame; at; at = at.outer) yield at;
}
