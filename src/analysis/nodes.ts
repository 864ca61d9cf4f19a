import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isInside, type FunctionNode, type Node, type SourceCode } from './ast';
import { homeOf, isForeign } from './files';

type NodeOfType<T extends string> = Extract<Node, { type: T }>;
type Index = Map<string, Node[]>;

const indexes = new WeakMap<TSESTree.Program, Index>();

/** All nodes of a type in the file, in source order. The file is walked once, whoever asks. */
export function nodesOfType<T extends `${TSESTree.AST_NODE_TYPES}`>(
  sourceCode: SourceCode,
  type: T,
): readonly NodeOfType<T>[] {
  let index = indexes.get(sourceCode.ast);
  if (!index) {
    index = new Map();
    indexes.set(sourceCode.ast, index);
    for (const node of walk(sourceCode, sourceCode.ast)) {
      const list = index.get(node.type);
      if (list) list.push(node);
      else index.set(node.type, [node]);
    }
  }
  return (index.get(type) ?? []) as NodeOfType<T>[];
}

/** All nodes of a type inside a node, which may stand in another file. */
export function nodesWithin<T extends `${TSESTree.AST_NODE_TYPES}`>(
  sourceCode: SourceCode,
  type: T,
  container: Node,
): readonly NodeOfType<T>[] {
  const all = nodesOfType(homeOf(sourceCode, container), type);
  return all.filter((node) => isInside(node as Node, container));
}

/** All nodes of a type in the file, and in the one that a node stands in. */
export function nodesAround<T extends `${TSESTree.AST_NODE_TYPES}`>(
  sourceCode: SourceCode,
  type: T,
  node: Node,
): readonly NodeOfType<T>[] {
  const own = nodesOfType(sourceCode, type);
  if (!isForeign(sourceCode, node)) return own;
  return [...own, ...nodesOfType(homeOf(sourceCode, node), type)];
}

/** The node and everything in it, parents first; with `within` set, not what inner functions hold. */
export function* walk(
  sourceCode: SourceCode,
  node: Node,
  within?: 'this function',
): Generator<Node> {
  const stack: { node: Node; top: boolean }[] = [{ node, top: true }];
  for (let item = stack.pop(); item; item = stack.pop()) {
    yield item.node;
    if (within && !item.top && isFunction(item.node)) continue;
    const keys = sourceCode.visitorKeys[item.node.type] ?? [];
    for (const key of [...keys].reverse()) {
      const child = (item.node as unknown as Record<string, unknown>)[key];
      const children = Array.isArray(child) ? [...(child as unknown[])].reverse() : [child];
      for (const each of children) if (isNode(each)) stack.push({ node: each, top: false });
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'range' in value;
}

const returns = new WeakMap<FunctionNode, readonly Node[]>();

/** What a function returns, expression by expression; a bare `return` gives nothing. */
export function returnsOf(sourceCode: SourceCode, fn: FunctionNode): readonly Node[] {
  let returned = returns.get(fn);
  if (!returned) returns.set(fn, (returned = findReturns(sourceCode, fn)));
  return returned;
}

function findReturns(sourceCode: SourceCode, fn: FunctionNode): Node[] {
  if (fn.body.type !== 'BlockStatement') return [fn.body];
  const returned: Node[] = [];
  for (const node of walk(sourceCode, fn, 'this function'))
    if (node.type === 'ReturnStatement' && node.argument) returned.push(node.argument);
  return returned;
}
