import {
  keyOf,
  unwrap,
  wrapped,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import type { Mention } from '../../analysis/mentions';
import { valueOf, variableOf } from '../../analysis/variables';

/** A place that puts a value into a container: `map.set(key, value)`, `object[key] = value`, `list.push(value)`. */
export interface StoreEntry {
  /** The call or assignment. */
  node: Node;
  /** The expression of the container. */
  store: Node;
  /** The expression of the key; none for lists and sets. */
  key: Node | undefined;
  /** The expression of what is kept. */
  value: Node;
}

/** The entry that an expression is the value of, if it is one. */
export function entryWith(value: Node): StoreEntry | undefined {
  const outer = wrapped(value);
  const { parent } = outer;
  if (parent?.type === 'AssignmentExpression' && parent.right === outer) {
    const target = unwrap(parent.left);
    if (target.type !== 'MemberExpression' || keyOf(target) !== undefined) return undefined;
    return { node: parent, store: target.object, key: target.property, value };
  }
  if (parent?.type !== 'CallExpression') return undefined;
  const callee = unwrap(parent.callee);
  if (callee.type !== 'MemberExpression') return undefined;
  const [first, second] = parent.arguments;
  const entry = { node: parent, store: callee.object, value };
  const method = keyOf(callee);
  if (method === 'set' && first && second === outer) return { ...entry, key: first };
  if ((method === 'add' || method === 'push') && first === outer)
    return { ...entry, key: undefined };
  return undefined;
}

/** The entry that goes into the container that an expression is, if it is one's target. */
export function entryInto(store: Node): StoreEntry | undefined {
  const outer = wrapped(store);
  const { parent } = outer;
  if (parent?.type !== 'MemberExpression' || parent.object !== outer) return undefined;
  const around = wrapped(parent).parent;
  if (around?.type === 'AssignmentExpression') return checked(entryWith(around.right), outer);
  const value = around?.type === 'CallExpression' ? around.arguments.at(-1) : undefined;
  return value && checked(entryWith(value), outer);
}

function checked(entry: StoreEntry | undefined, store: Node): StoreEntry | undefined {
  return entry && unwrap(entry.store) === unwrap(store) ? entry : undefined;
}

/** The entries that a value goes into, by itself or inside another object. */
export function entriesOf(mentions: readonly Mention[]): StoreEntry[] {
  const entries = new Map<Node, StoreEntry>();
  for (const { node } of mentions) {
    const entry = entryWith(node);
    if (entry) entries.set(entry.node, entry);
  }
  return [...entries.values()];
}

/** Whether a function keeps its first parameter, an id: as a key, or in a list; also through functions of this file. */
export function keepsItsParameter(
  sourceCode: SourceCode,
  fn: FunctionNode,
  index = 0,
  steps = 3,
): boolean {
  const parameter = fn.params[index];
  const variable = parameter && variableOf(sourceCode, parameter);
  if (!variable || steps <= 0) return false;
  return variable.references.some(({ identifier }) => isKept(sourceCode, identifier, steps - 1));
}

function isKept(sourceCode: SourceCode, id: Node, steps: number): boolean {
  const outer = wrapped(id);
  const { parent } = outer;
  if (parent?.type === 'MemberExpression' && parent.property === outer && parent.computed) {
    const target = wrapped(parent);
    return target.parent?.type === 'AssignmentExpression' && target.parent.left === target;
  }
  if (parent?.type !== 'CallExpression' || parent.callee === outer) return false;
  const callee = unwrap(parent.callee);
  const method = callee.type === 'MemberExpression' ? keyOf(callee) : undefined;
  const index = parent.arguments.findIndex((each) => each === outer);
  if (method === 'set' && index === 0 && parent.arguments.length > 1) return true;
  if (method === 'add' || method === 'push') return true;
  const fn = functionOf(sourceCode, callee);
  return !!fn && keepsItsParameter(sourceCode, fn, index, steps);
}

/** Whether a key is the id of the transport that a container's value holds: `transport.sessionId`, or the id its callback is handed. */
export function isOwnId(
  sourceCode: SourceCode,
  key: Node,
  transports: ReadonlySet<Node>,
  callbacks: readonly FunctionNode[],
): boolean {
  const inner = unwrap(key);
  if (inner.type === 'MemberExpression')
    return keyOf(inner) === 'sessionId' && transports.has(unwrap(inner.object));
  if (inner.type === 'TemplateLiteral')
    return inner.expressions.some((each) => isOwnId(sourceCode, each, transports, callbacks));
  const variable = variableOf(sourceCode, inner);
  if (!variable) return false;
  if (
    variable.defs.some(({ node }) =>
      callbacks.some((fn) => fn === node && fn.params[0] === variable.defs[0]?.name),
    )
  )
    return true;
  const value = valueOf(variable);
  return !!value && isOwnId(sourceCode, value, transports, callbacks);
}
