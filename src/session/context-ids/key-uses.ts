import {
  enclosingClass,
  isInside,
  keyOf,
  memberPath,
  unwrap,
  wrapped,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { nodesWithin } from '../../analysis/nodes';
import { originsOf } from '../../analysis/origins';
import { resolve } from '../../analysis/values';
import { variableOf } from '../../analysis/variables';
import { sessionStoresOf } from '../transports/stores';
import { wiringOf } from '../transports/transport-wiring';

/** A value used as the key of what is kept under it. */
export interface KeyUse {
  /** The call or member expression that takes the key. */
  node: Node;
  /** The expression of what is kept by key. */
  container: Node;
  /** Whether it puts something under the key. */
  writes: boolean;
}

/** The use of a value as a key: `map.get(key)`, `map.set(key, value)`, `object[key]`, `set.add(key)`. */
export function keyUseOf(sourceCode: SourceCode, value: Node): KeyUse | undefined {
  const outer = wrapped(value);
  const { parent } = outer;
  if (parent?.type === 'MemberExpression')
    return parent.computed && parent.property === outer
      ? { node: parent, container: parent.object, writes: isAssigned(parent) }
      : undefined;
  if (parent?.type !== 'CallExpression' || parent.arguments[0] !== outer) return undefined;
  const callee = unwrap(parent.callee);
  if (callee.type !== 'MemberExpression') return undefined;
  const use = { node: parent, container: callee.object };
  switch (keyOf(callee)) {
    case 'get':
    case 'has':
    case 'delete':
      return parent.arguments.length === 1 ? { ...use, writes: false } : undefined;
    case 'set':
      return parent.arguments.length > 1 ? { ...use, writes: true } : undefined;
    case 'add':
      return isSet(sourceCode, callee.object) ? { ...use, writes: true } : undefined;
    default:
      return undefined;
  }
}

function isAssigned(member: Node): boolean {
  const outer = wrapped(member);
  return outer.parent?.type === 'AssignmentExpression' && outer.parent.left === outer;
}

function isSet(sourceCode: SourceCode, container: Node): boolean {
  const made = resolve(sourceCode, container);
  return (
    made.type === 'NewExpression' && made.callee.type === 'Identifier' && made.callee.name === 'Set'
  );
}

/** What two expressions of one container have in common: where it is made, else how it is written. */
export function containerId(sourceCode: SourceCode, container: Node): string {
  const [origin] = originsOf(sourceCode, container);
  return origin && isMade(origin.node)
    ? String(origin.node.range[0])
    : sourceCode.getText(unwrap(container));
}

/** Whether the file makes the container itself, so that all that is put into it can be seen. */
export function isMadeHere(sourceCode: SourceCode, container: Node): boolean {
  return originsOf(sourceCode, container).every(({ node }) => isMade(node));
}

function isMade({ type }: Node): boolean {
  return type === 'NewExpression' || type === 'ObjectExpression' || type === 'CallExpression';
}

/** Whether a container outlives the requests that a handler answers: made once, or handed in from outside. */
export function isShared(sourceCode: SourceCode, container: Node, handler: FunctionNode): boolean {
  const inner = unwrap(container);
  if (sessionStoresOf(sourceCode).some(({ mentions }) => mentions.includes(inner))) return false;
  return originsOf(sourceCode, inner).every(({ node }) => {
    if (isMade(node)) return wiringOf(sourceCode, node, []) === 'shared';
    const root = memberPath(node)?.root ?? node;
    return root.type === 'ThisExpression'
      ? isFieldShared(sourceCode, node)
      : isFromOutside(sourceCode, root, handler);
  });
}

/** A field whose value cannot be seen is shared like the instance that has it. */
function isFieldShared(sourceCode: SourceCode, member: Node): boolean {
  const owner = enclosingClass(member);
  const [field] = memberPath(member)?.path ?? [];
  if (!owner || field === undefined) return false;
  const declared = [
    ...nodesWithin(sourceCode, 'PropertyDefinition', owner.body).filter(
      (each) => keyOf(each) === field,
    ),
    ...nodesWithin(sourceCode, 'TSParameterProperty', owner.body),
  ];
  return declared.some((each) => wiringOf(sourceCode, each, []) === 'shared');
}

function isFromOutside(sourceCode: SourceCode, root: Node, handler: FunctionNode): boolean {
  if (root.type !== 'Identifier') return false;
  const definition = variableOf(sourceCode, root)?.defs[0];
  if (!definition || definition.type === 'ImportBinding') return true;
  const owner: Node = definition.node;
  return definition.type === 'Parameter'
    ? owner !== handler && isInside(handler, owner)
    : !isInside(owner, handler);
}
