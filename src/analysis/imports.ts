import type { TSESTree } from '@typescript-eslint/utils';
import { ReferenceTracker } from '@eslint-community/eslint-utils';
import {
  calleeName,
  stringOf,
  topLevelOf,
  unwrap,
  wrapped,
  type Node,
  type SourceCode,
} from './ast';
import { nodesOfType } from './nodes';
import { isGlobal, variableOf } from './variables';

const { READ, CALL, CONSTRUCT } = ReferenceTracker;

/** Something to look for below a module or a global: `info` marks the export itself, `members` what it holds. */
export interface TraceNode<T> {
  info?: T;
  members?: Record<string, TraceNode<T>>;
}

/** A mention of a traced export. */
export interface TracedReference<T> {
  /** The call, the `new`, or for `read` the specifier, pattern property or member that names it. */
  node: Node;
  type: 'read' | 'call' | 'construct';
  info: T;
}

interface EslintTraceMap<T> {
  [READ]?: T;
  [CALL]?: T;
  [CONSTRUCT]?: T;
  [member: string]: EslintTraceMap<T>;
}

const maps = new WeakMap<object, EslintTraceMap<never>>();

function toTraceMap<T>(node: TraceNode<T>): EslintTraceMap<T> {
  const known = maps.get(node) as EslintTraceMap<T> | undefined;
  if (known) return known;
  const map: EslintTraceMap<T> = Object.fromEntries(
    Object.entries(node.members ?? {}).map(([name, member]) => [name, toTraceMap(member)]),
  );
  if (node.info !== undefined) map[READ] = map[CALL] = map[CONSTRUCT] = node.info;
  maps.set(node, map as EslintTraceMap<never>);
  return map;
}

/**
 * Every mention in the file of what is traced: through ES imports, `require` (with or without Node
 * globals), `import x = require()`, `await import()`, the interop calls of compilers, destructuring
 * and aliases; and of the members of globals that nothing in the file declares.
 */
export function* traceReferences<T>(
  sourceCode: SourceCode,
  modules: Readonly<Record<string, TraceNode<T>>>,
  globals: Readonly<Record<string, TraceNode<T>>>,
): Generator<TracedReference<T>> {
  const globalScope = sourceCode.scopeManager?.globalScope;
  if (!globalScope) return;
  const tracker = new ReferenceTracker(globalScope as never, { mode: 'legacy' });
  const esm = Object.fromEntries(
    importedModules(sourceCode)
      .filter((name) => Object.hasOwn(modules, name))
      .map((name) => [name, toTraceMap(modules[name] as TraceNode<T>)]),
  );
  yield* named(tracker.iterateEsmReferences(esm as never));
  for (const [node, module] of moduleExpressions(sourceCode)) {
    const traced = Object.hasOwn(modules, module) ? modules[module] : undefined;
    if (!traced) continue;
    const map = toTraceMap(traced);
    // Compiled modules reach the same exports as `x.default`.
    yield* named(tracker.iteratePropertyReferences(node as never, { ...map, default: map }));
  }
  for (const [node, name] of globalMentions(sourceCode)) {
    const traced = Object.hasOwn(globals, name) ? globals[name] : undefined;
    if (traced)
      yield* named(tracker.iteratePropertyReferences(node as never, toTraceMap(traced) as never));
  }
}

function* named<T>(
  references: Iterable<{ node: unknown; type: symbol; info: T }>,
): Generator<TracedReference<T>> {
  for (const { node, type, info } of references)
    yield {
      node: node as Node,
      info,
      type: type === CALL ? 'call' : type === CONSTRUCT ? 'construct' : 'read',
    };
}

/** Whether an expression names what another module gives, or a part of it: by `import`, or by `require`, also taken apart. */
export function isImported(sourceCode: SourceCode, node: Node): boolean {
  const definition = variableOf(sourceCode, rootOf(node))?.defs[0];
  if (definition?.type === 'ImportBinding') return true;
  if (definition?.type !== 'Variable' || !definition.node.init) return false;
  const init = rootOf(definition.node.init);
  return [...moduleExpressions(sourceCode)].some(([module]) => unwrap(module) === init);
}

function rootOf(node: Node): Node {
  const inner = unwrap(node);
  return inner.type === 'MemberExpression' ? rootOf(inner.object) : inner;
}

/** The specifiers of all modules the file imports, type-only imports included. */
export function importedModules(sourceCode: SourceCode): string[] {
  const sources = topLevelOf(sourceCode.ast).flatMap((statement) =>
    'source' in statement && statement.source ? [statement.source.value] : [],
  );
  const required = nodesOfType(sourceCode, 'TSImportEqualsDeclaration').map(requiredBy);
  const expressions = [...moduleExpressions(sourceCode)].map(([, module]) => module);
  const dynamic = nodesOfType(sourceCode, 'ImportExpression').map(({ source }) => stringOf(source));
  const others = [...required, ...dynamic].filter((module) => module !== undefined);
  return [...sources, ...others, ...expressions];
}

/** Expressions that are a module's exports: `require('x')`, what `import x = require('x')` names, `await import('x')`. */
function* moduleExpressions(sourceCode: SourceCode): Generator<[Node, string]> {
  for (const call of nodesOfType(sourceCode, 'CallExpression')) {
    const callee = unwrap(call.callee);
    const module = stringOf(call.arguments[0]);
    if (callee.type === 'Identifier' && callee.name === 'require' && module !== undefined)
      yield [interopCall(call) ?? call, module];
  }
  for (const declaration of nodesOfType(sourceCode, 'TSImportEqualsDeclaration')) {
    const module = requiredBy(declaration);
    if (module === undefined) continue;
    for (const { identifier } of variableOf(sourceCode, declaration.id)?.references ?? [])
      yield [identifier, module];
  }
  for (const expression of nodesOfType(sourceCode, 'ImportExpression')) {
    const module = stringOf(expression.source);
    const { parent } = wrapped(expression);
    if (module !== undefined && parent?.type === 'AwaitExpression') yield [parent, module];
  }
}

/** The module of `import x = require('module')`; none for `import x = a.b`. */
function requiredBy({ moduleReference }: TSESTree.TSImportEqualsDeclaration): string | undefined {
  return moduleReference.type === 'TSExternalModuleReference'
    ? stringOf(moduleReference.expression)
    : undefined;
}

/** Names that compilers give to the functions around a `require`. */
const INTEROP =
  /^(?:__importDefault|__importStar|__toESM|_interopRequire(?:Default|Wildcard)|_interop_require_(?:default|wildcard))$/;

/** Whether a function is one that a compiler puts around a `require`: it gives the same module. */
export function isInterop(name: string): boolean {
  return INTEROP.test(name);
}

function interopCall(call: TSESTree.CallExpression): Node | undefined {
  const { parent } = call;
  return parent.type === 'CallExpression' && isInterop(calleeName(parent) ?? '')
    ? parent
    : undefined;
}

/** Names of the global object, whose members are globals too. */
const GLOBAL_OBJECTS = new Set(['globalThis', 'global', 'window', 'self']);

/** Mentions of globals by name: `Math`, `globalThis.Math`. */
function* globalMentions(sourceCode: SourceCode): Generator<[Node, string]> {
  const scope = sourceCode.scopeManager?.globalScope;
  if (!scope) return;
  const declared = [...scope.set.values()].filter((variable) => variable.defs.length === 0);
  const references = [...scope.through, ...declared.flatMap((variable) => variable.references)];
  for (const { identifier } of new Set(references)) {
    if (identifier.type !== 'Identifier' || !isGlobal(sourceCode, identifier)) continue;
    const { parent } = wrapped(identifier);
    if (!GLOBAL_OBJECTS.has(identifier.name)) yield [identifier, identifier.name];
    else if (parent?.type === 'MemberExpression' && parent.property.type === 'Identifier')
      yield [parent, parent.property.name];
  }
}
