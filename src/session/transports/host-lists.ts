import type { TSESTree } from '@typescript-eslint/utils';
import { keyOf, stringOf, unwrap, wrapped, type Node, type SourceCode } from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { property, resolve } from '../../analysis/values';
import { variableOf } from '../../analysis/variables';

/** A list of hosts or origins among the options of a transport or app. */
export interface HostList {
  /** `known` has entries; `none` is absent or empty. */
  state: 'known' | 'none' | 'unknown';
  /** Its value, where one is written. */
  node?: Node;
  entries: readonly Node[];
}

/** Entries of a list that no Host header equals. */
export interface FaultyHosts {
  /** The first of them. */
  node: Node;
  entry: string;
  fault: Fault;
  /** All of them. */
  entries: readonly Node[];
}

/** A loopback name that lacks its port, a port where none is matched, a pattern or URL where none is understood. */
type Fault = 'missing port' | 'stray port' | 'pattern';

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|::1?)$/i;
/** Ports that browsers leave out of the Host header. */
const DEFAULT_PORTS = new Set<unknown>([80, 443, '80', '443']);
const CHANGES = /^(?:push|unshift|splice|length)$/;

/** The list at a path of an expression's object; its entries where all changes to it can be seen. */
export function hostListAt(
  sourceCode: SourceCode,
  options: Node,
  path: readonly string[],
): HostList {
  const found = property(sourceCode, options, path);
  if (found.state === 'unknown') return { state: 'unknown', entries: [] };
  if (found.state === 'missing') return { state: 'none', entries: [] };
  const { node } = found;
  const list = resolve(sourceCode, node);
  if (list.type === 'Identifier' && list.name === 'undefined')
    return { state: 'none', entries: [] };
  if (list.type !== 'ArrayExpression' || isChanged(sourceCode, node))
    return { state: 'unknown', node, entries: [] };
  const entries = list.elements.flatMap((each) => each ?? []);
  return { state: entries.length > 0 ? 'known' : 'none', node, entries };
}

function isChanged(sourceCode: SourceCode, list: Node): boolean {
  return !!variableOf(sourceCode, list)?.references.some(({ identifier }) => {
    const { parent } = wrapped(identifier);
    return parent?.type === 'MemberExpression' && CHANGES.test(keyOf(parent) ?? '');
  });
}

/** The entries that match no Host header where hosts are compared with their port, or without; `undefined` for none, and where others may make up for them. */
export function faultyHosts(
  sourceCode: SourceCode,
  { entries }: HostList,
  matching: 'with port' | 'without port',
): FaultyHosts | undefined {
  const texts = entries.map((entry) => startOf(sourceCode, entry));
  if (texts.includes(undefined)) return undefined;
  const known = texts.flatMap((text) => text ?? []);
  const faultOf = (text: string): Fault | undefined => {
    if (/[*/]/.test(text)) return 'pattern';
    if (matching === 'without port')
      return /^[^:]+:\d+$|\]:\d+$/.test(text) ? 'stray port' : undefined;
    if (!LOOPBACK.test(text) || servesDefaultPort(sourceCode)) return undefined;
    if (sendsHost(sourceCode, text)) return undefined;
    return known.some((other) => other.startsWith(`${text}:`)) ? undefined : 'missing port';
  };
  const faulty = entries.flatMap((node, index) => {
    const entry = texts[index] ?? '';
    const fault = faultOf(entry);
    return fault ? [{ node, entry, fault }] : [];
  });
  const [first] = faulty;
  if (!first) return undefined;
  const same = faulty.filter(({ fault }) => fault === first.fault);
  return { ...first, entries: same.map(({ node }) => node) };
}

/** The text of an entry, or what it surely starts with: `localhost:` for `` `localhost:${port}` ``; `undefined` when nothing is known. */
function startOf(sourceCode: SourceCode, entry: Node): string | undefined {
  const value = entry.type === 'SpreadElement' ? entry : resolve(sourceCode, entry);
  const text = stringOf(value);
  if (text !== undefined) return text;
  if (value.type === 'TemplateLiteral') return startsWithHost(value.quasis[0]?.value.cooked);
  if (value.type === 'BinaryExpression' && value.operator === '+')
    return startsWithHost(stringOf(unwrap(value.left)));
  return undefined;
}

function startsWithHost(text: string | null | undefined): string | undefined {
  return text?.endsWith(':') ? text : undefined;
}

function servesDefaultPort(sourceCode: SourceCode): boolean {
  return nodesOfType(sourceCode, 'Literal').some(({ value }: TSESTree.Literal) =>
    DEFAULT_PORTS.has(value),
  );
}

/** Whether a request of the file has a Host header as it stands: `{ headers: { host: 'localhost' } }`. */
function sendsHost(sourceCode: SourceCode, host: string): boolean {
  return nodesOfType(sourceCode, 'Property').some((each) => {
    if (keyOf(each)?.toLowerCase() !== 'host' || stringOf(each.value) !== host) return false;
    const { parent } = wrapped(each.parent);
    return parent?.type === 'Property' && keyOf(parent)?.toLowerCase() === 'headers';
  });
}
