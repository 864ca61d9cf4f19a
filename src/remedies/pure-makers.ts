import type { TSESTree } from '@typescript-eslint/utils';
import {
  isInside,
  keyOf,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../analysis/ast';
import { walk } from '../analysis/nodes';
import { isGlobal, variableOf } from '../analysis/variables';
import { sourceCalled, sourceNamed } from '../session/ids/random-sources';
import { CONVERSIONS, KEEPING, NAMESPACES } from '../session/ids/text-methods';

/** Globals that are the same everywhere, or random. */
const GLOBALS = new Set([
  ...CONVERSIONS,
  ...NAMESPACES,
  ...'crypto globalThis process performance undefined NaN Infinity'.split(' '),
]);
/** Constructors of values that hold nothing but what they are given. */
const PLAIN_CLASSES = /^(?:Array|Date|(?:Big)?(?:Uint|Int)(?:8|16|32|64)(?:Clamped)?Array)$/;
const IMPURE = new Set([
  'ThisExpression',
  'AwaitExpression',
  'YieldExpression',
  'ThrowStatement',
  'TaggedTemplateExpression',
  'ImportExpression',
]);

/**
 * Whether a function without parameters gives nothing but random numbers, the time and text of its
 * own, and does nothing else: any other id can then take its value's place.
 */
export function isPureMaker(sourceCode: SourceCode, fn: FunctionNode): boolean {
  if (fn.params.length > 0 || fn.async || fn.generator) return false;
  for (const node of walk(sourceCode, fn.body)) {
    if (IMPURE.has(node.type)) return false;
    if (node.type === 'Identifier' && !isPureName(sourceCode, node, fn)) return false;
    if (node.type === 'CallExpression' && !isPureCall(sourceCode, node)) return false;
    if (node.type === 'NewExpression' && !isPlainConstruction(sourceCode, node)) return false;
    if (node.type === 'MemberExpression' && isOutside(sourceCode, node)) return false;
  }
  return true;
}

/** A name of the function's own, of a property, of a type, or of what random values come from. */
function isPureName(sourceCode: SourceCode, name: TSESTree.Identifier, fn: FunctionNode): boolean {
  const { parent } = name;
  if (parent.type === 'MemberExpression' && parent.property === name && !parent.computed)
    return true;
  if (parent.type === 'Property' && parent.key === name && !parent.shorthand) return true;
  if (parent.type.startsWith('TSType') || parent.type === 'TSQualifiedName') return true;
  const [definition] = variableOf(sourceCode, name)?.defs ?? [];
  if (!definition) return GLOBALS.has(name.name) || PLAIN_CLASSES.test(name.name);
  if (isInside(definition.name, fn)) return true;
  const outer = callAround(name);
  return (
    sourceNamed(sourceCode, name) !== undefined ||
    (outer !== undefined && sourceCalled(sourceCode, outer) !== undefined)
  );
}

/** The call that a name is the callee of, or the start of it: `uuid.v1()`, `(0, crypto_1.randomUUID)()`. */
function callAround(name: Node): TSESTree.CallExpression | undefined {
  for (let at = name; at.parent; at = at.parent) {
    const { parent } = at;
    if (parent.type === 'CallExpression') return parent.callee === at ? parent : undefined;
    if (parent.type !== 'MemberExpression' && unwrap(parent) !== unwrap(at)) return undefined;
  }
  return undefined;
}

function isPureCall(sourceCode: SourceCode, call: TSESTree.CallExpression): boolean {
  if (sourceCalled(sourceCode, call)) return true;
  const callee = unwrap(call.callee);
  if (callee.type === 'Identifier')
    return isGlobal(sourceCode, callee) && CONVERSIONS.has(callee.name);
  if (callee.type !== 'MemberExpression') return false;
  const object = unwrap(callee.object);
  if (object.type === 'Identifier' && isGlobal(sourceCode, object))
    return NAMESPACES.has(object.name);
  const name = keyOf(callee);
  return name !== undefined && (KEEPING.has(name) || name === 'push');
}

function isPlainConstruction(sourceCode: SourceCode, node: TSESTree.NewExpression): boolean {
  const callee = unwrap(node.callee);
  return (
    callee.type === 'Identifier' && isGlobal(sourceCode, callee) && PLAIN_CLASSES.test(callee.name)
  );
}

/** `process.env.X`: a member of a global that is read for what it holds. */
function isOutside(sourceCode: SourceCode, member: TSESTree.MemberExpression): boolean {
  const object = unwrap(member.object);
  return (
    object.type === 'Identifier' &&
    isGlobal(sourceCode, object) &&
    object.name === 'process' &&
    keyOf(member) === 'env'
  );
}
