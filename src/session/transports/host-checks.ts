import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  keyOf,
  stringOf,
  unwrap,
  wrapped,
  type CallLike,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import type { OptionPlace } from '../../analysis/places';
import { property, resolve, staticValue } from '../../analysis/values';
import type { Framework, Transport } from '../../models/types';
import { callsOf } from '../library-calls';
import { faultyHosts, hostListAt, type FaultyHosts, type HostList } from './host-lists';

/** A setting that looks as if it checked the Host header of requests and does not, or refuses those it means to serve. */
export type HostCheckFlaw =
  /** Turned on, but with no list to check against. */
  | { kind: 'noList'; node: Node; option: string; list: string }
  /** Lists that nothing turns on; `place` is the switch. */
  | {
      kind: 'switchedOff';
      node: Node;
      option: string;
      list: string;
      place: OptionPlace | undefined;
    }
  /** Entries that no Host header equals. */
  | ({ kind: 'faultyHosts'; option: string } & FaultyHosts)
  /** An app that listens on all addresses and checks none. */
  | { kind: 'wildcard'; node: Node; option: string; host: string };

/** The flaws of the settings by which a file protects its transports and apps against DNS rebinding. */
export const hostCheckFlawsIn = oncePerFile((sourceCode: SourceCode): HostCheckFlaw[] => {
  const frameworks = callsOf(sourceCode, 'framework');
  const isChecked = checksHostItself(sourceCode);
  const isCheckedByApp =
    isChecked || frameworks.some(({ call, api }) => hasDefaultCheck(sourceCode, call, api));
  return [
    ...frameworks.flatMap(({ call, api }) => flawsOfApp(sourceCode, call, api, isChecked)),
    ...callsOf(sourceCode, 'transport').flatMap(({ call, api }) =>
      flawsOfTransport(sourceCode, call, api, isCheckedByApp),
    ),
  ];
});

function flawsOfTransport(
  sourceCode: SourceCode,
  call: CallLike,
  { options, dnsRebinding }: Transport,
  isChecked: boolean,
): HostCheckFlaw[] {
  const given = options && call.arguments[options.argument];
  if (!dnsRebinding || !given) return [];
  const [option = ''] = dnsRebinding.enable;
  const flag = switchAt(sourceCode, given, dnsRebinding.enable);
  const hosts = hostListAt(sourceCode, given, dnsRebinding.hosts);
  const origins = hostListAt(sourceCode, given, dnsRebinding.origins);
  const list = [hosts, origins].find(({ state }) => state === 'known');
  if (flag.state === 'off') {
    if (isChecked || !list?.node) return [];
    return [
      {
        kind: 'switchedOff',
        node: flag.node ?? propertyOf(list.node),
        option,
        list: list === hosts ? nameOf(dnsRebinding.hosts) : nameOf(dnsRebinding.origins),
        place: faultyHosts(sourceCode, hosts, 'with port') ? undefined : flag.place,
      },
    ];
  }
  if (flag.state === 'on' && [hosts, origins].every(({ state }) => state === 'none'))
    return isChecked || !flag.node
      ? []
      : [
          {
            kind: 'noList',
            node: flag.node,
            option,
            list: nameOf(dnsRebinding.hosts),
          },
        ];
  const faulty = faultyHosts(sourceCode, hosts, 'with port');
  return faulty ? [{ kind: 'faultyHosts', option: nameOf(dnsRebinding.hosts), ...faulty }] : [];
}

function flawsOfApp(
  sourceCode: SourceCode,
  call: CallLike,
  { hostCheck }: Framework,
  isChecked: boolean,
): HostCheckFlaw[] {
  const given = hostCheck && call.arguments[hostCheck.options.argument];
  if (!given) return [];
  const option = nameOf(hostCheck.hosts);
  const hosts = hostListAt(sourceCode, given, hostCheck.hosts);
  const faulty = faultyHosts(sourceCode, hosts, 'without port');
  if (faulty) return [{ kind: 'faultyHosts', option, ...faulty }];
  const found = property(sourceCode, given, hostCheck.host);
  const host = found.state === 'found' ? stringOf(resolve(sourceCode, found.node)) : undefined;
  if (found.state !== 'found' || host === undefined || !hostCheck.wildcards.includes(host))
    return [];
  const isLimited =
    !isAbsent(hosts) ||
    (hostCheck.origins && !isAbsent(hostListAt(sourceCode, given, hostCheck.origins)));
  return isLimited || isChecked
    ? []
    : [{ kind: 'wildcard', node: propertyOf(found.node), option, host }];
}

/** Not even an empty list, which would refuse everything. */
function isAbsent({ state, node }: HostList): boolean {
  return state === 'none' && !node;
}

interface Switch {
  state: 'on' | 'off' | 'unknown';
  /** The property that says so. */
  node?: Node;
  /** Where to turn it on. */
  place?: OptionPlace | undefined;
}

function switchAt(sourceCode: SourceCode, options: Node, path: readonly string[]): Switch {
  const found = property(sourceCode, options, path);
  if (found.state === 'unknown') return { state: 'unknown' };
  if (found.state === 'missing') {
    const { object, depth } = found;
    const keys = path.slice(depth);
    return { state: 'off', place: object && { kind: 'object', object, keys } };
  }
  const value = staticValue(sourceCode, found.node);
  if (!value) return { state: 'unknown' };
  const { node, object } = found;
  const key = nameOf(path);
  return {
    state: value.value ? 'on' : 'off',
    node: propertyOf(node),
    place: object && { kind: 'value', node, key, object },
  };
}

function nameOf(path: readonly string[]): string {
  return path.at(-1) ?? '';
}

function propertyOf(value: Node): Node {
  const { parent } = wrapped(value);
  return parent?.type === 'Property' ? parent : value;
}

/** Whether the file checks the Host header in another way: a middleware of the SDK, or code that reads the header. */
function checksHostItself(sourceCode: SourceCode): boolean {
  return (
    callsOf(sourceCode, 'framework').some(({ api }) => api.checksHost) ||
    nodesOfType(sourceCode, 'MemberExpression').some(readsHost) ||
    nodesOfType(sourceCode, 'CallExpression').some(
      (call) =>
        /^(?:get|header|getHeader)$/.test(calleeName(call) ?? '') &&
        /^(?:host|origin)$/i.test(stringOf(call.arguments[0]) ?? ''),
    )
  );
}

/** `req.headers.host`, `req.hostname`, `req.headers['origin']`. */
function readsHost(member: TSESTree.MemberExpression): boolean {
  const key = keyOf(member)?.toLowerCase();
  const object = unwrap(member.object);
  const holder = object.type === 'MemberExpression' ? keyOf(object) : undefined;
  if (key === 'host' || key === 'origin') return holder === 'headers';
  return key === 'hostname' && object.type === 'Identifier' && object.name.startsWith('req');
}

/** Whether a call makes an app that checks the Host header, or may. */
function hasDefaultCheck(
  sourceCode: SourceCode,
  call: CallLike,
  { hostCheck }: Framework,
): boolean {
  if (!hostCheck) return false;
  const given = call.arguments[hostCheck.options.argument];
  if (!given) return true;
  const found = property(sourceCode, given, hostCheck.host);
  if (found.state === 'missing') return true;
  const host = found.state === 'found' ? stringOf(resolve(sourceCode, found.node)) : undefined;
  const isOpen = host !== undefined && hostCheck.wildcards.includes(host);
  return !isOpen || !isAbsent(hostListAt(sourceCode, given, hostCheck.hosts));
}
