import type { TSESTree } from '@typescript-eslint/utils';
import {
  enclosingClass,
  keyOf,
  memberPath,
  unwrap,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { fileOf, isForeign } from '../../analysis/files';
import { functionOf } from '../../analysis/functions';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { originsOf } from '../../analysis/origins';
import { resolve } from '../../analysis/values';
import { isGlobal, variableOf } from '../../analysis/variables';

/** A map, set, list or object, whoever made it; two expressions of one container give the same `id`. */
export interface Container {
  id: string;
  kind: 'map' | 'set' | 'list' | 'object' | undefined;
}

/** `map.get(key)`, `map.set(key, value)`, `object[key] = value`, `key in object`, `set.add(key)`. */
export interface KeyUse {
  container: Container;
  /** The expression of the container. */
  object: Node;
  key: Node;
  /** What is kept under the key, where it is written. */
  value: Node | undefined;
}

/** What goes through the entries of a container: a loop's variable, a callback's parameter. */
export interface Iteration {
  container: Container;
  gives: 'keys' | 'values';
  target: Node;
}

/** All keys, values or entries of a container, as one value. */
export interface Listing {
  container: Container;
  gives: 'keys' | 'values' | 'entries';
}

/** Methods that give the same list, or part of it. */
const SAME = new Set('filter slice sort toSorted reverse toReversed concat'.split(' '));
const ITERATES = new Set('forEach map filter some every find flatMap findIndex'.split(' '));

/** What tells the places of two files apart. */
function markOf(sourceCode: SourceCode, node: Node): string {
  return isForeign(sourceCode, node) ? `${fileOf(node)?.filename ?? '?'} ` : '';
}

/** The name a place is known by, the same for every mention of it: a variable's, a field's, a member's. */
export function placeKey(sourceCode: SourceCode, node: Node): string | undefined {
  const path = memberPath(node);
  if (!path) return undefined;
  const below = path.path.map((key) => `.${key}`).join('');
  const mark = markOf(sourceCode, node);
  if (path.root.type === 'ThisExpression') {
    const owner = enclosingClass(path.root);
    return owner && below ? `${mark}class ${owner.range[0]}${below}` : undefined;
  }
  if (path.root.type !== 'Identifier') return undefined;
  const declared = variableOf(sourceCode, path.root)?.defs[0]?.name as Node | undefined;
  return `${mark}${declared ? declared.range[0] : path.root.name}${below}`;
}

/** The container that an expression is; `undefined` for what cannot be one. */
export function containerOf(sourceCode: SourceCode, node: Node): Container | undefined {
  const [origin] = originsOf(sourceCode, node);
  const value = origin && unwrap(origin.node);
  if (!value) return undefined;
  const id = `${markOf(sourceCode, value)}new ${value.range[0]}`;
  switch (value.type) {
    case 'ObjectExpression':
      return { id, kind: 'object' };
    case 'ArrayExpression':
      return { id, kind: 'list' };
    case 'NewExpression':
      return { id, kind: kindOfClass(value) };
    case 'CallExpression':
      return isObjectCreate(value) ? { id, kind: 'object' } : undefined;
    case 'Identifier':
    case 'MemberExpression': {
      const place = placeKey(sourceCode, value);
      return place === undefined ? undefined : { id: place, kind: undefined };
    }
    default:
      return undefined;
  }
}

function kindOfClass({ callee }: TSESTree.NewExpression): Container['kind'] {
  const name = callee.type === 'Identifier' ? callee.name : '';
  if (name.endsWith('Set')) return 'set';
  if (name === 'Array') return 'list';
  return /Map$|Cache$/.test(name) ? 'map' : undefined;
}

function isObjectCreate(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  return callee.type === 'MemberExpression' && keyOf(callee) === 'create';
}

/** Every use of a key that is no constant. */
export const keyUsesIn = oncePerFile((sourceCode: SourceCode): readonly KeyUse[] => [
  ...findKeyUses(sourceCode),
]);

function* findKeyUses(sourceCode: SourceCode): Generator<KeyUse> {
  const use = (object: Node, key: Node | undefined, value?: Node): KeyUse[] => {
    const container = key && !isConstant(key) ? containerOf(sourceCode, object) : undefined;
    return key && container ? [{ container, object, key, value }] : [];
  };
  for (const call of nodesOfType(sourceCode, 'CallExpression')) {
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression') continue;
    const [first, second] = call.arguments;
    switch (keyOf(callee)) {
      case 'get':
      case 'has':
      case 'delete':
      case 'add':
      case 'hasOwnProperty':
        if (call.arguments.length === 1) yield* use(callee.object, first);
        break;
      case 'set':
        if (second) yield* use(callee.object, first, second);
        break;
      case 'hasOwn':
        if (first) yield* use(first, second);
        break;
      default:
        break;
    }
  }
  for (const member of nodesOfType(sourceCode, 'MemberExpression')) {
    if (!member.computed || keyOf(member) !== undefined) continue;
    const { parent } = member;
    const isWrite = parent.type === 'AssignmentExpression' && parent.left === member;
    yield* use(member.object, member.property, isWrite ? parent.right : undefined);
  }
  for (const { operator, left, right } of nodesOfType(sourceCode, 'BinaryExpression'))
    if (operator === 'in') yield* use(right, left);
}

function isConstant(node: Node): boolean {
  const { type } = unwrap(node);
  return type === 'Literal' || type === 'SpreadElement';
}

/** `Object.keys(object)`, `map.keys()`, `[...map.keys()]`, `Array.from(map)`, and what is filtered or sorted of them; also through variables and functions of this file. */
export function listingOf(
  sourceCode: SourceCode,
  node: Node,
  seen: ReadonlySet<Node> = new Set(),
): Listing | undefined {
  const value = resolve(sourceCode, node);
  // `this.list = this.list.filter(…)`: a list that is made of itself.
  if (seen.has(value)) return undefined;
  const path = new Set(seen).add(value);
  if (value.type === 'ArrayExpression') {
    const [only, ...others] = value.elements;
    return only?.type === 'SpreadElement' && others.length === 0
      ? copied(sourceCode, only.argument, path)
      : undefined;
  }
  if (value.type !== 'CallExpression') return undefined;
  const callee = unwrap(value.callee);
  const name = callee.type === 'MemberExpression' ? keyOf(callee) : undefined;
  if (callee.type !== 'MemberExpression' || name === undefined) return undefined;
  const [first] = value.arguments;
  const of = (object: Node, gives: Listing['gives']): Listing | undefined => {
    const container = containerOf(sourceCode, object);
    return container && { container, gives };
  };
  const owner = unwrap(callee.object);
  if (owner.type === 'Identifier' && first && isGlobal(sourceCode, owner))
    switch (`${owner.name}.${name}`) {
      case 'Object.keys':
      case 'Object.getOwnPropertyNames':
      case 'Reflect.ownKeys':
        return of(first, 'keys');
      case 'Object.values':
      case 'Object.entries':
        return of(first, name as Listing['gives']);
      case 'Array.from':
        return value.arguments.length === 1 ? copied(sourceCode, first, path) : undefined;
      default:
        return undefined;
    }
  if (!first && (name === 'keys' || name === 'values' || name === 'entries'))
    return of(owner, name);
  return SAME.has(name) ? listingOf(sourceCode, owner, path) : undefined;
}

/** What a copy of an iterable lists. */
function copied(
  sourceCode: SourceCode,
  iterable: Node,
  seen?: ReadonlySet<Node>,
): Listing | undefined {
  const listing = listingOf(sourceCode, iterable, seen);
  if (listing) return listing;
  const container = containerOf(sourceCode, iterable);
  return container && { container, gives: elementsOf(container) };
}

/** What a loop over a container gives. */
function elementsOf({ kind }: Container): 'keys' | 'entries' {
  return kind === 'set' || kind === 'list' ? 'keys' : 'entries';
}

/** Every loop and callback that goes through a container. */
export const iterationsIn = oncePerFile((sourceCode: SourceCode): readonly Iteration[] => [
  ...findIterations(sourceCode),
]);

function* findIterations(sourceCode: SourceCode): Generator<Iteration> {
  for (const { left, right } of nodesOfType(sourceCode, 'ForOfStatement')) {
    const listing = copied(sourceCode, right);
    if (listing) yield* targets(listing, boundBy(left));
  }
  for (const { left, right } of nodesOfType(sourceCode, 'ForInStatement')) {
    const container = containerOf(sourceCode, right);
    if (container) yield* targets({ container, gives: 'keys' }, boundBy(left));
  }
  for (const call of nodesOfType(sourceCode, 'CallExpression')) {
    const callee = unwrap(call.callee);
    const [callback] = call.arguments;
    const name = callee.type === 'MemberExpression' ? (keyOf(callee) ?? '') : '';
    if (callee.type !== 'MemberExpression' || !ITERATES.has(name) || !callback) continue;
    const fn = functionOf(sourceCode, callback);
    const listing = fn && listingOf(sourceCode, callee.object);
    if (listing) yield* targets(listing, fn.params[0]);
    if (!fn || listing) continue;
    const container = containerOf(sourceCode, callee.object);
    if (container && elementsOf(container) === 'keys')
      yield* targets({ container, gives: 'keys' }, fn.params[0]);
    else if (container && name === 'forEach') {
      yield* targets({ container, gives: 'values' }, fn.params[0]);
      yield* targets({ container, gives: 'keys' }, fn.params[1]);
    }
  }
}

function boundBy(left: Node): Node | undefined {
  return left.type === 'VariableDeclaration' ? left.declarations[0].id : left;
}

function* targets({ container, gives }: Listing, target: Node | undefined): Generator<Iteration> {
  if (!target) return;
  if (gives !== 'entries') yield { container, gives, target };
  else if (target.type === 'ArrayPattern') {
    const [key, value] = target.elements;
    if (key) yield { container, gives: 'keys', target: key };
    if (value) yield { container, gives: 'values', target: value };
  }
}
