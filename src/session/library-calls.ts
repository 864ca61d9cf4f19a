import {
  keyOf,
  stringOf,
  unwrap,
  type CallLike,
  type Node,
  type SourceCode,
} from '../analysis/ast';
import { homeOf } from '../analysis/files';
import { importedModules, isInterop, traceReferences, type TraceNode } from '../analysis/imports';
import { nodesOfType } from '../analysis/nodes';
import { oncePerFile } from '../analysis/once-per-file';
import { resolve } from '../analysis/values';
import { valueOf, variableOf } from '../analysis/variables';
import { models } from '../models';
import { globals } from '../models/globals';
import type { ApiModel, LibraryModel, MethodModel } from '../models/types';
import { frameworksShown } from './framework-signs';

type Kind = ApiModel['kind'];
interface ApiOfKind<K extends Kind> {
  api: Extract<ApiModel, { kind: K }>;
}

/** What an expression or call is, in the words of the models. */
export interface Api {
  api: ApiModel;
  /** The library it belongs to; none for globals such as `Math.random`. */
  library: LibraryModel | undefined;
}

/** A call or `new` of something a model describes. */
export interface LibraryCall extends Api {
  call: CallLike;
}

export interface Libraries {
  calls: readonly LibraryCall[];
  /** Exports mentioned without being called, by the node that names them. */
  mentions: ReadonlyMap<Node, readonly Api[]>;
  /** Every module the file imports. */
  modules: ReadonlySet<string>;
  /** The libraries among them. */
  imported: readonly LibraryModel[];
}

/** Steps that aliases are followed; code that goes round in circles ends here. */
const MAX_STEPS = 10;

const PACKAGES = new Set(models.flatMap(({ modules }) => modules.map(packageOf)));

/** Whether a module belongs to a package that a model describes. */
export function isModelled(module: string): boolean {
  return PACKAGES.has(packageOf(module));
}

function packageOf(module: string): string {
  return module.split('/', module.startsWith('@') ? 2 : 1).join('/');
}

/** The library calls and imports of a file, found once. */
export const librariesOf: (sourceCode: SourceCode) => Libraries = oncePerFile(findLibraries);

/** The calls of one kind of API: transports, cookie setters, … */
export function callsOf<K extends Kind>(
  sourceCode: SourceCode,
  kind: K,
): (LibraryCall & ApiOfKind<K>)[] {
  return librariesOf(sourceCode).calls.filter(
    (call): call is LibraryCall & ApiOfKind<K> => call.api.kind === kind,
  );
}

/** What a call is, as one kind of API; `undefined` when no model describes it. */
export function callAs<K extends Kind>(
  sourceCode: SourceCode,
  call: Node,
  kind: K,
): (LibraryCall & ApiOfKind<K>) | undefined {
  return callsOf(homeOf(sourceCode, call), kind).find((each) => each.call === unwrap(call));
}

/** What an expression that names an export is (not its call): an import, `ns.name`, an alias. */
export function apiOf<K extends Kind>(
  sourceCode: SourceCode,
  node: Node,
  kind: K,
): (Api & ApiOfKind<K>) | undefined {
  const found = mentioned(sourceCode, unwrap(node));
  return found.find((each): each is Api & ApiOfKind<K> => each.api.kind === kind);
}

/** Whether the file imports one of these modules. */
export function importsAny(sourceCode: SourceCode, modules: readonly string[]): boolean {
  const imported = librariesOf(sourceCode).modules;
  return modules.some((module) => imported.has(module));
}

function findLibraries(sourceCode: SourceCode): Libraries {
  const modules = new Set(importedModules(sourceCode));
  const calls: LibraryCall[] = [];
  const mentions = new Map<Node, readonly Api[]>();
  for (const { node, type, info } of traceReferences(sourceCode, moduleTrees, globalTrees)) {
    if (type === 'read') mentions.set(node, info);
    else for (const each of info) calls.push({ ...each, call: node as CallLike });
  }
  calls.push(...methodCalls(sourceCode, modules));
  const imported = models.filter((model) => model.modules.some((module) => modules.has(module)));
  return { calls, mentions, modules, imported };
}

function mentioned(sourceCode: SourceCode, node: Node, steps = MAX_STEPS): readonly Api[] {
  if (steps === 0) return [];
  const { mentions } = librariesOf(homeOf(sourceCode, node));
  const module = moduleOf(sourceCode, node);
  if (module !== undefined) return mentions.get(node) ?? moduleTrees[module]?.info ?? [];
  const variable = variableOf(sourceCode, node);
  const definition = variable?.defs[0];
  if (!definition) return mentions.get(node) ?? [];
  const specified = mentions.get(definition.node);
  if (definition.type === 'ImportBinding' && specified) return specified;
  if (definition.name.parent.type === 'Property') return mentions.get(definition.name.parent) ?? [];
  const value = valueOf(variable);
  return value ? mentioned(sourceCode, unwrap(value), steps - 1) : [];
}

/** The module that an expression is, or whose default export it is: an import, `require('x')`, `import('x')`, `x_1.default`. */
export function moduleOf(
  sourceCode: SourceCode,
  node: Node,
  steps = MAX_STEPS,
): string | undefined {
  const inner = unwrap(node);
  if (steps === 0) return undefined;
  switch (inner.type) {
    case 'AwaitExpression':
      return moduleOf(sourceCode, inner.argument, steps - 1);
    case 'ImportExpression':
      return stringOf(inner.source);
    case 'MemberExpression':
      return keyOf(inner) === 'default' ? moduleOf(sourceCode, inner.object, steps - 1) : undefined;
    case 'CallExpression': {
      const [argument] = inner.arguments;
      if (!argument) return undefined;
      const name = inner.callee.type === 'Identifier' ? inner.callee.name : '';
      if (name === 'require') return stringOf(argument);
      return isInterop(name) ? moduleOf(sourceCode, argument, steps - 1) : undefined;
    }
    case 'Identifier': {
      const variable = variableOf(sourceCode, inner);
      const definition = variable?.defs[0];
      const value = variable && valueOf(variable);
      if (definition?.type === 'ImportBinding' && !value)
        return importedModule(definition.node, definition.parent);
      return value && moduleOf(sourceCode, value, steps - 1);
    }
    default:
      return undefined;
  }
}

/** The module of a default or namespace import. */
function importedModule(specifier: Node, declaration: Node | null | undefined): string | undefined {
  if (specifier.type === 'TSImportEqualsDeclaration')
    return specifier.moduleReference.type === 'TSExternalModuleReference'
      ? stringOf(specifier.moduleReference.expression)
      : undefined;
  const isWhole =
    specifier.type !== 'ImportSpecifier' ||
    (specifier.imported.type === 'Identifier' && specifier.imported.name === 'default');
  return isWhole && declaration?.type === 'ImportDeclaration'
    ? declaration.source.value
    : undefined;
}

// --- methods of framework objects -------------------------------------------------------------

const methods = models.flatMap((library) =>
  (library.methods ?? []).map((model) => ({ library, model })),
);
const methodNames = new Set(methods.map(({ model }) => model.method));

function* methodCalls(
  sourceCode: SourceCode,
  modules: ReadonlySet<string>,
): Generator<LibraryCall> {
  for (const call of nodesOfType(sourceCode, 'CallExpression')) {
    const callee = unwrap(call.callee);
    const name = callee.type === 'MemberExpression' ? keyOf(callee) : undefined;
    if (callee.type !== 'MemberExpression' || !name || !methodNames.has(name)) continue;
    const names = [callee.object, resolve(sourceCode, callee.object)].map(receiverName);
    const start = receiverName(chainStart(callee.object));
    for (const { library, model } of methods) {
      const known = model.fluent ? [...names, start] : names;
      if (model.method !== name || !isReceiver(model, known)) continue;
      if (isAllowed(model, [...modules, ...frameworksShown(sourceCode, modules)]))
        yield { call, api: model.api, library };
    }
  }
}

/** What a chain of calls starts with: `res` in `res.status(200).cookie(…)`. */
function chainStart(node: Node): Node {
  const inner = unwrap(node);
  if (inner.type !== 'CallExpression') return inner;
  const callee = unwrap(inner.callee);
  return callee.type === 'MemberExpression' ? chainStart(callee.object) : inner;
}

function isReceiver({ receivers }: MethodModel, names: readonly string[]): boolean {
  return names.some((name) =>
    receivers.some((receiver) => name === receiver || name.endsWith(`.${receiver}`)),
  );
}

function isAllowed({ needs, unless }: MethodModel, modules: readonly string[]): boolean {
  if (unless?.some((module) => modules.includes(module))) return false;
  return !needs || needs.some((module) => modules.includes(module));
}

/** The receiver as models write it: `res`, `ctx.cookies`, `cookies()`; awaiting changes nothing. */
function receiverName(node: Node): string {
  const inner = unwrap(node);
  switch (inner.type) {
    case 'Identifier':
      return inner.name;
    case 'ThisExpression':
      return 'this';
    case 'AwaitExpression':
      return receiverName(inner.argument);
    case 'MemberExpression':
      return `${receiverName(inner.object)}.${keyOf(inner) ?? '?'}`;
    case 'CallExpression':
    case 'NewExpression':
      return `${receiverName(inner.callee)}()`;
    default:
      return '?';
  }
}

// --- exports of modules, members of globals ---------------------------------------------------

type Tree = TraceNode<readonly Api[]>;

const moduleTrees: Record<string, Tree> = {};
for (const library of models)
  for (const module of library.modules)
    for (const [path, api] of Object.entries(library.exports ?? {})) {
      const apis: readonly ApiModel[] = 'kind' in api ? [api] : api;
      const members = path === 'default' ? [] : path.split('.');
      place(
        (moduleTrees[module] ??= {}),
        members,
        apis.map((each) => ({ api: each, library })),
      );
    }

const globalTrees: Record<string, Tree> = {};
for (const [path, api] of Object.entries(globals)) {
  const [root = path, ...members] = path.split('.');
  place((globalTrees[root] ??= {}), members, [{ api, library: undefined }]);
}

function place(tree: Tree, path: readonly string[], info: readonly Api[]): void {
  const [key, ...rest] = path;
  if (key === undefined) tree.info = [...(tree.info ?? []), ...info];
  else place(((tree.members ??= {})[key] ??= {}), rest, info);
}
