import type { TSESTree } from '@typescript-eslint/utils';
import {
  enclosingClass,
  keyOf,
  memberPath,
  unwrap,
  wrapped,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { usesOf } from '../../analysis/functions';
import { mentionsOf } from '../../analysis/mentions';
import { oncePerFile } from '../../analysis/once-per-file';
import { fieldValues, property, resolve } from '../../analysis/values';
import { assignmentsOf, isGlobal, variableOf, type Variable } from '../../analysis/variables';
import type { Transport } from '../../models/types';
import { entryInto, type StoreEntry } from './store-entries';
import { typedContainers } from './store-types';
import { transportsOf, type McpTransport } from './transports';

/** A map or object of this file that keeps MCP transports, or objects that hold them, by key. */
export interface SessionStore {
  /** What declares it: a variable, a field, or an assignment to one. */
  node: Node;
  name: string;
  kind: 'map' | 'object';
  /** `new Map()`, `{}`, `Object.create(null)`. */
  container: Node;
  /** All that it ever is: the container, and those it is set to later. */
  containers: readonly Node[];
  entries: readonly StoreEntry[];
  transports: readonly McpTransport[];
  /** What these are, also where only the declared type of the store says so. */
  apis: readonly Transport[];
  /** Every expression that is the store. */
  mentions: readonly Node[];
  /** What takes entries out: `map.delete(id)`, `delete object[id]`, `map.clear()`, a new container. */
  deletions: readonly Node[];
  /** What hands the store to code out of sight: it may do anything with it. */
  escapes: readonly Node[];
}

/** The stores of a file; containers of unknown origin (imports, parameters, other classes) are none. */
export const sessionStoresOf: (sourceCode: SourceCode) => readonly SessionStore[] =
  oncePerFile(findStores);

interface Content {
  entries: StoreEntry[];
  transports: Set<McpTransport>;
  /** What the declared type says. */
  apis: readonly Transport[];
}

const emptyContent = (): Content => ({ entries: [], transports: new Set(), apis: [] });

function findStores(sourceCode: SourceCode): SessionStore[] {
  const kept = new Map<Node, Content>();
  for (const transport of transportsOf(sourceCode))
    for (const entry of transport.entries) {
      const container = containerOf(sourceCode, entry.store);
      if (!container || !entry.key) continue;
      const store = kept.get(container) ?? emptyContent();
      store.entries.push(entry);
      store.transports.add(transport);
      kept.set(container, store);
    }
  for (const [container, apis] of typedContainers(sourceCode))
    kept.set(container, { ...(kept.get(container) ?? emptyContent()), apis });
  return [...kept].flatMap(([container, content]) => storeOf(sourceCode, container, content) ?? []);
}

/** What a file does with a container that a variable or field holds. */
export function storeOf(
  sourceCode: SourceCode,
  container: Node,
  { entries, transports, apis }: Content = emptyContent(),
): SessionStore | undefined {
  const node = declarationOf(container);
  const kind = kindOf(sourceCode, container);
  if (!node || !kind) return undefined;
  const { mentions, escapes } = mentionsOf(sourceCode, container);
  const own = mentions.filter(({ path }) => path.length === 0).map((each) => each.node);
  return {
    node,
    name: nameOf(sourceCode, node),
    kind,
    container,
    containers: valuesGiven(sourceCode, node) ?? [container],
    entries: entries.length > 0 ? entries : own.flatMap((each) => entryInto(each) ?? []),
    transports: [...transports],
    apis: [...apis, ...[...transports].map(({ api }) => api)],
    mentions: own,
    deletions: [...own.flatMap((each) => deletionOf(each) ?? []), ...resetsOf(sourceCode, node)],
    escapes: escapes.filter((each) => !isRead(sourceCode, each)),
  };
}

/** The container that an expression is: the first of those its variable or field ever holds. */
function containerOf(
  sourceCode: SourceCode,
  store: Node,
  seen: ReadonlySet<Variable> = new Set(),
): Node | undefined {
  const values = valuesOf(sourceCode, unwrap(store), seen);
  return values?.every((value) => kindOf(sourceCode, value)) ? values[0] : undefined;
}

function valuesOf(
  sourceCode: SourceCode,
  store: Node,
  seen: ReadonlySet<Variable>,
): Node[] | undefined {
  if (store.type === 'MemberExpression' && unwrap(store.object).type === 'ThisExpression') {
    const owner = enclosingClass(store);
    const key = keyOf(store);
    return owner && key !== undefined
      ? fieldValues(sourceCode, owner, key)?.map(unwrap)
      : undefined;
  }
  const nested = store.type === 'MemberExpression' && nestedIn(sourceCode, store, seen);
  if (nested) return [nested];
  const variable = variableOf(sourceCode, store);
  if (variable && seen.has(variable)) return undefined;
  const path = variable ? new Set(seen).add(variable) : seen;
  if (variable?.defs[0]?.type === 'Parameter') return givenTo(sourceCode, variable, path);
  const assigned = variable && assignmentsOf(variable)?.map(unwrap);
  const [only] = assigned ?? [];
  if (only && assigned?.length === 1 && !kindOf(sourceCode, only))
    return valuesOf(sourceCode, only, path);
  return assigned ?? [resolve(sourceCode, store)];
}

/**
 * The container in an object of containers: `stores.sse` of `const stores = { sse: {} }`. What is
 * put into it or taken out leaves it the same. None where another one is put in its place, or where
 * the object is used as a whole: any of its containers may be meant.
 */
function nestedIn(
  sourceCode: SourceCode,
  member: TSESTree.MemberExpression,
  seen: ReadonlySet<Variable>,
): Node | undefined {
  const key = keyOf(member);
  const holders = valuesOf(sourceCode, unwrap(member.object), seen);
  const [holder] = holders?.length === 1 ? holders : [];
  if (key === undefined || holder?.type !== 'ObjectExpression') return undefined;
  const found = property(sourceCode, holder, [key]);
  const container = found.state === 'found' ? unwrap(found.node) : undefined;
  if (!container || !kindOf(sourceCode, container)) return undefined;
  const uses = mentionsOf(sourceCode, holder).mentions.filter(({ path }) => path.length === 0);
  return uses.every(({ node }) => node === holder || isReadAt(node, key)) ? container : undefined;
}

/** `object.key`, or another key, which nothing is assigned to. */
function isReadAt(object: Node, key: string): boolean {
  const outer = wrapped(object);
  const { parent } = outer;
  if (parent?.type !== 'MemberExpression' || parent.object !== outer) return false;
  const target = wrapped(parent);
  const isWritten = target.parent?.type === 'AssignmentExpression' && target.parent.left === target;
  return keyOf(parent) !== undefined && !(isWritten && keyOf(parent) === key);
}

/** What the calls of this file give for a parameter; `undefined` for a function they do not call. */
function givenTo(
  sourceCode: SourceCode,
  variable: Variable,
  seen: ReadonlySet<Variable>,
): Node[] | undefined {
  const [definition] = variable.defs;
  const fn = definition?.node as FunctionNode | undefined;
  const index = fn?.params.findIndex((parameter) => parameter === definition?.name) ?? -1;
  if (!fn || index < 0) return undefined;
  const given = usesOf(sourceCode, fn).calls.flatMap(({ arguments: { [index]: argument } }) => {
    if (!argument) return [undefined];
    // A function that calls itself hands on what it was given.
    const isSame = variableOf(sourceCode, argument) === variable;
    return isSame ? [] : [containerOf(sourceCode, argument, seen)];
  });
  const [first] = given;
  return first && given.every((each) => each === first) ? [first] : undefined;
}

function kindOf(sourceCode: SourceCode, value: Node): SessionStore['kind'] | undefined {
  if (value.type === 'ObjectExpression') return 'object';
  if (value.type !== 'NewExpression' && value.type !== 'CallExpression') return undefined;
  const path = memberPath(value.callee);
  if (path?.root.type !== 'Identifier' || !isGlobal(sourceCode, path.root)) return undefined;
  const name = [path.root.name, ...path.path].join('.');
  if (name === 'Map') return 'map';
  return name === 'Object.create' ? 'object' : undefined;
}

function declarationOf(container: Node): Node | undefined {
  const { parent } = wrapped(container);
  switch (parent?.type) {
    case 'VariableDeclarator':
    case 'PropertyDefinition':
    case 'AssignmentExpression':
      return parent;
    // `const transports = { streamable: {}, sse: {} }`
    case 'Property':
      return declarationOf(parent.parent) ? parent : undefined;
    default:
      return undefined;
  }
}

function nameOf(sourceCode: SourceCode, declaration: Node): string {
  switch (declaration.type) {
    case 'VariableDeclarator':
      return declaration.id.type === 'Identifier' ? declaration.id.name : 'sessions';
    case 'AssignmentExpression':
      return sourceCode.getText(declaration.left);
    default:
      return keyOf(declaration) ?? 'sessions';
  }
}

/** `store.delete(…)`, `store.clear()`, `delete store[…]`, `store[…] = undefined`. */
function deletionOf(mention: Node): Node | undefined {
  const outer = wrapped(mention);
  const { parent } = outer;
  if (parent?.type !== 'MemberExpression' || parent.object !== outer) return undefined;
  const member = wrapped(parent);
  const around = member.parent;
  const key = keyOf(parent);
  switch (around?.type) {
    case 'CallExpression':
      return around.callee === member && (key === 'delete' || key === 'clear') ? around : undefined;
    case 'UnaryExpression':
      return around.operator === 'delete' ? around : undefined;
    case 'AssignmentExpression':
      return around.left === member && isNothing(around.right) ? around : undefined;
    default:
      return undefined;
  }
}

function isNothing(node: Node): boolean {
  const inner = unwrap(node);
  return (
    (inner.type === 'Identifier' && inner.name === 'undefined') ||
    (inner.type === 'Literal' && inner.value === null)
  );
}

/** Later assignments of a new container to the variable or field. */
function resetsOf(sourceCode: SourceCode, declaration: Node): Node[] {
  if (declaration.type === 'VariableDeclarator')
    return (variableOf(sourceCode, declaration.id)?.references ?? [])
      .filter((reference) => reference.isWrite() && !reference.init)
      .map(({ identifier }) => identifier);
  return valuesGiven(sourceCode, declaration)?.slice(1) ?? [];
}

/** All that the variable or field of a declaration is ever given. */
function valuesGiven(sourceCode: SourceCode, declaration: Node): Node[] | undefined {
  if (declaration.type === 'Property') return undefined;
  const target = declaration.type === 'AssignmentExpression' ? unwrap(declaration.left) : undefined;
  const name = declaration.type === 'VariableDeclarator' ? declaration.id : target;
  const variable = name && variableOf(sourceCode, name);
  if (variable) return assignmentsOf(variable)?.map(unwrap);
  const owner = enclosingClass(declaration);
  const key = keyOf(target ?? declaration);
  return owner && key !== undefined ? fieldValues(sourceCode, owner, key)?.map(unwrap) : undefined;
}

/** Calls that only read what they are handed. */
const READERS =
  /^(?:log|info|warn|error|debug|trace|keys|values|entries|stringify|from|isArray|hasOwn|freeze|inspect)$/;

/** `Object.keys(store)`, `console.log(store)`: nothing is taken out there. */
function isRead(sourceCode: SourceCode, escape: Node): boolean {
  const { parent } = escape;
  if (parent?.type !== 'CallExpression') return false;
  const path = memberPath(parent.callee);
  const root = path?.root;
  return (
    READERS.test(path?.path.at(-1) ?? '') &&
    root?.type === 'Identifier' &&
    (isGlobal(sourceCode, root) || /log/i.test(root.name))
  );
}
