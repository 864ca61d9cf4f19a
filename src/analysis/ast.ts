import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

export type Node = TSESTree.Node;
export type SourceCode = Readonly<TSESLint.SourceCode>;
export type FunctionNode =
  TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;
export type CallLike = TSESTree.CallExpression | TSESTree.NewExpression;

/** The node without what changes no value: casts, `!`, `satisfies`, optional chains, `(0, x)`. */
export function unwrap(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
      return unwrap(node.expression);
    case 'SequenceExpression':
      return unwrap(node.expressions.at(-1) ?? node);
    default:
      return isParenthesized(node) ? unwrap(node.expression) : node;
  }
}

/** The outermost node that `unwrap` would reduce to this one. */
export function wrapped(node: Node): Node {
  const { parent } = node;
  return parent && unwrap(parent) === unwrap(node) ? wrapped(parent) : node;
}

/** Babel's `createParenthesizedExpressions` keeps parentheses as nodes. */
function isParenthesized(node: Node): node is Node & { expression: Node } {
  return (node.type as string) === 'ParenthesizedExpression';
}

export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return (
    node?.type === 'ArrowFunctionExpression' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'FunctionDeclaration'
  );
}

export function isCall(node: Node | undefined): node is CallLike {
  return node?.type === 'CallExpression' || node?.type === 'NewExpression';
}

export function isClass(node: Node | null | undefined): node is ClassNode {
  return node?.type === 'ClassDeclaration' || node?.type === 'ClassExpression';
}

/** The node and everything around it, innermost first. */
export function* outwards(node: Node): Generator<Node> {
  for (let at: Node | undefined = node; at; at = at.parent) yield at;
}

/** The nearest function around a node (never the node itself), if any. */
export function enclosingFunction(node: Node): FunctionNode | undefined {
  for (const at of outwards(node)) if (at !== node && isFunction(at)) return at;
  return undefined;
}

/** The nearest class around a node, if any. */
export function enclosingClass(node: Node): ClassNode | undefined {
  for (const at of outwards(node)) if (at !== node && isClass(at)) return at;
  return undefined;
}

const LISTS = new Set<string>(['Program', 'BlockStatement', 'SwitchCase']);

/** The nearest statement around a node that stands in a block, a program or a switch case. */
export function enclosingStatement(node: Node): TSESTree.Statement | undefined {
  for (const at of outwards(node)) {
    const { parent } = at;
    if (parent && (LISTS.has(parent.type) || isSvelteScript(parent)))
      return at as TSESTree.Statement;
  }
  return undefined;
}

/** The statements at the top level of a file; those of a Svelte component stand in its scripts. */
export function topLevelOf({ body }: TSESTree.Program): TSESTree.ProgramStatement[] {
  return body.flatMap((node) => {
    if (isSvelteScript(node)) return node.body;
    return node.type.startsWith('Svelte') ? [] : node;
  });
}

/** svelte-eslint-parser keeps a `<script>` as a node among elements and text. */
function isSvelteScript(
  node: Node,
): node is Node & { type: never; body: TSESTree.ProgramStatement[] } {
  return (node.type as string) === 'SvelteScriptElement';
}

/** The program that a node stands in. */
export function programOf(node: Node): TSESTree.Program | undefined {
  for (const at of outwards(node)) if (at.type === 'Program') return at;
  return undefined;
}

/** Whether the text of a node is within that of another one; nodes of two files never are. */
export function isInside(node: Node, container: Node): boolean {
  return (
    container.range[0] <= node.range[0] &&
    node.range[1] <= container.range[1] &&
    programOf(node) === programOf(container)
  );
}

/** The text of a string literal or of a template without expressions; else `undefined`. */
export function stringOf(node: Node | null | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.quasis.length === 1)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** The static name of a member, property, method or field: `a.b`, `a['b']`, `{ b }`, `#b`; else `undefined`. */
export function keyOf(
  node:
    | TSESTree.MemberExpression
    | TSESTree.Property
    | TSESTree.MethodDefinition
    | TSESTree.PropertyDefinition
    | Node,
): string | undefined {
  const [key, computed] =
    node.type === 'MemberExpression'
      ? [node.property, node.computed]
      : 'key' in node && 'computed' in node
        ? [node.key, node.computed]
        : [undefined, false];
  if (!key) return undefined;
  if (!computed && key.type === 'Identifier') return key.name;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  const inner = unwrap(key);
  if (inner.type === 'Literal' && typeof inner.value === 'number') return String(inner.value);
  return stringOf(inner);
}

/** A chain of static members: `req.session.user` is root `req` and path `session`, `user`; `undefined` where a key is computed. */
export function memberPath(node: Node): { root: Node; path: string[] } | undefined {
  const inner = unwrap(node);
  if (inner.type !== 'MemberExpression') return { root: inner, path: [] };
  const key = keyOf(inner);
  const rest = memberPath(inner.object);
  return key === undefined || !rest ? undefined : { root: rest.root, path: [...rest.path, key] };
}

/** The name that a call is made by: `f()` → f, `a.b.f()` → f; else `undefined`. */
export function calleeName(call: CallLike): string | undefined {
  const callee = unwrap(call.callee);
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? keyOf(callee) : undefined;
}

/** Whether the node's value is thrown away or only awaited: `f();`, `await f();`, `void f();`. */
export function isStatement(node: Node): boolean {
  const outer = wrapped(node);
  const parent = outer.parent;
  if (parent?.type === 'AwaitExpression') return isStatement(parent);
  if (parent?.type === 'UnaryExpression' && parent.operator === 'void') return isStatement(parent);
  return parent?.type === 'ExpressionStatement';
}
