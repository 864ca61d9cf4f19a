import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingClass,
  keyOf,
  unwrap,
  wrapped,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { cookieName, verdictOnName } from '../cookies/cookie-names';
import { cookieSites } from '../cookies/cookie-sites';
import { isCleared } from '../cookies/cookies';
import { storeSinks } from './id-stores';
import { namedMakers } from './id-makers';
import { lastName } from './id-words';
import { isSealedData, isSigned } from './signed-cookies';
import { configurationsIn, optionOf } from '../configurations';
import { wordsOf } from '../name-words';
import { isServerFile } from '../server-files';
import { headerCookies } from '../cookies/set-cookie-strings';
import { claimantOf, claimedGenerators } from '../transports/claims';
import { transportsOf, type McpTransport } from '../transports/transports';

/** A place where a value becomes the id of a session. */
export interface IdSink {
  kind: 'generator' | 'function' | 'assignment' | 'cookie' | 'header' | 'store';
  /** The expression of the id, or of the function that makes it. */
  node: Node;
  makes: 'id' | 'function';
  /** Weak values that say something about sessions here: a cookie may well hold a fixed text, a store be keyed by user. */
  minds: ReadonlySet<'constant' | 'identity' | 'counter'>;
  /** Whether it is the option of a library that makes ids, and takes any text. */
  isOption: boolean;
  /** Whether the function may give a promise. */
  mayBeAsync: boolean;
  /** Whether a value that is not random is data here, and no id. */
  mayBeData?: boolean;
  /** Whether a client's value here is the concern of another rule. */
  claimsClientValues: boolean;
}

const EVERYTHING: IdSink['minds'] = new Set(['constant', 'identity', 'counter'] as const);
const IDENTITIES: IdSink['minds'] = new Set(['identity', 'counter'] as const);
const COUNTERS: IdSink['minds'] = new Set(['counter'] as const);

/** Every place of the file where a value becomes the id of a session, found once. */
export const idSinksIn = oncePerFile((sourceCode: SourceCode): readonly IdSink[] => [
  ...findSinks(sourceCode),
]);

function* findSinks(sourceCode: SourceCode): Generator<IdSink> {
  yield* generatorSinks(sourceCode);
  const claimed = claimedGenerators(sourceCode);
  for (const { node, isGenerator } of namedMakers(sourceCode))
    if (!claimed.has(unwrap(node)))
      yield {
        ...GENERATOR,
        kind: 'function',
        node,
        minds: IDENTITIES,
        isOption: isGenerator,
        mayBeAsync: !isGenerator,
      };
  yield* assignmentSinks(sourceCode);
  yield* cookieSinks(sourceCode);
  yield* headerSinks(sourceCode);
  for (const { key, isPublic } of storeSinks(sourceCode)) {
    const minds = isPublic ? COUNTERS : new Set<never>();
    yield { ...ID, kind: 'store', node: key, minds, claimsClientValues: true };
  }
}

const ID = {
  makes: 'id',
  isOption: false,
  minds: EVERYTHING,
  mayBeAsync: true,
  claimsClientValues: false,
} as const;
const GENERATOR = {
  kind: 'generator',
  makes: 'function',
  minds: EVERYTHING,
  isOption: true,
  mayBeAsync: false,
  claimsClientValues: true,
} as const;

// --- generators ------------------------------------------------------------------------------------

function* generatorSinks(sourceCode: SourceCode): Generator<IdSink> {
  for (const transport of transportsOf(sourceCode))
    if (transport.generator.state === 'given' && !claimantOf(sourceCode, transport))
      yield {
        ...GENERATOR,
        node: transport.generator.value,
        minds: servesSeveral(transport) ? EVERYTHING : IDENTITIES,
      };
  for (const configuration of configurationsIn(sourceCode))
    for (const path of configuration.api.idGenerators ?? []) {
      const found = optionOf(sourceCode, configuration, path);
      if (found.state === 'found') yield { ...GENERATOR, node: found.node, mayBeAsync: true };
    }
}

/** Whether a transport's id is ever asked for: it is kept, or answers more than one request. */
function servesSeveral({ wiring, entries, callbacks, mentions }: McpTransport): boolean {
  return (
    wiring === 'shared' ||
    entries.length > 0 ||
    callbacks.length > 0 ||
    mentions.some(({ node }) => isKept(wrapped(node)))
  );
}

/** `this.transport = transport`, `transport = …` in a field. */
function isKept(value: Node): boolean {
  const { parent } = value;
  if (parent?.type === 'PropertyDefinition') return true;
  return (
    parent?.type === 'AssignmentExpression' &&
    parent.right === value &&
    unwrap(parent.left).type === 'MemberExpression'
  );
}

// --- transport.sessionId = … ---------------------------------------------------------------------

function* assignmentSinks(sourceCode: SourceCode): Generator<IdSink> {
  const isServer = isServerFile(sourceCode);
  const transports = new Set(
    transportsOf(sourceCode).flatMap(({ mentions }) => mentions.map((each) => unwrap(each.node))),
  );
  const claimed = { ...ID, kind: 'assignment', claimsClientValues: true } as const;
  for (const { operator, left, right } of nodesOfType(sourceCode, 'AssignmentExpression')) {
    const target = unwrap(left);
    if (operator !== '=' || target.type !== 'MemberExpression' || !isIdKey(keyOf(target))) continue;
    const object = unwrap(target.object);
    if (transports.has(object)) yield { ...claimed, node: right };
    else if (
      object.type === 'ThisExpression'
        ? isTransportClass(enclosingClass(object), isServer)
        : isServer && /transport$/i.test(lastName(object) ?? '')
    )
      yield { ...claimed, node: right, minds: IDENTITIES };
  }
  for (const field of nodesOfType(sourceCode, 'PropertyDefinition'))
    if (field.value && isIdKey(keyOf(field)) && isTransportClass(enclosingClass(field), isServer))
      yield { ...claimed, node: field.value, minds: IDENTITIES };
}

function isIdKey(key: string | undefined): boolean {
  return key !== undefined && /^[_#]?sessionId$/.test(key);
}

/** A transport of the file's own, on the side of the server. */
function isTransportClass(
  owner: TSESTree.ClassDeclaration | TSESTree.ClassExpression | undefined,
  isServer: boolean,
): boolean {
  const name = owner?.id?.name ?? '';
  if (!/transport/i.test(name) || /client|mock|fake|test/i.test(name)) return false;
  return isServer || /server/i.test(name);
}

// --- cookies and headers ---------------------------------------------------------------------------

/** Words of cookies beside the session's that are no ids. */
const NO_IDS = new Set(
  (
    'start started time timestamp ts at created last seen activity count age timeout valid data info ' +
    'name user lifetime version state type active exists present enabled mode warning notice'
  ).split(' '),
);

function* cookieSinks(sourceCode: SourceCode): Generator<IdSink> {
  for (const site of cookieSites(sourceCode)) {
    if (site.role !== 'setter' || !site.name || !site.value || isCleared(sourceCode, site))
      continue;
    const name = cookieName(sourceCode, site.name);
    if (!name || !isIdCookie(name)) continue;
    yield {
      ...ID,
      kind: 'cookie',
      node: site.value,
      minds: mindsOfCookie(name, isSigned(sourceCode, site) !== false),
      mayBeData: isSealedData(sourceCode, site),
    };
  }
  for (const { name, value } of headerCookies(sourceCode)) {
    const text = typeof name === 'string' ? name : cookieName(sourceCode, name);
    if (value && text && isIdCookie(text))
      yield { ...ID, kind: 'cookie', node: value, minds: mindsOfCookie(text, false) };
  }
}

function isIdCookie(name: string): boolean {
  return verdictOnName(name) === 'session' && !wordsOf(name).some((word) => NO_IDS.has(word));
}

/** A user's id in `sid` is all it takes to be that user; `token` may be anything. */
function mindsOfCookie(name: string, maySign: boolean): IdSink['minds'] {
  const isId = wordsOf(name).some((word) => /^(?:sid|.*sessid|session.*)$/.test(word));
  return isId && !maySign ? EVERYTHING : COUNTERS;
}

const HEADER = /^mcp-session-id$/i;
const RESPONSE = /^_?(?:res|resp|response|reply|rep|c|ctx|raw|outgoing|set|\w*Res|\w*Response)$/;

function* headerSinks(sourceCode: SourceCode): Generator<IdSink> {
  const sink = { ...ID, kind: 'header' } as const;
  for (const call of nodesOfType(sourceCode, 'CallExpression')) {
    if (!/^(?:set|setHeader|header|append|appendHeader|add)$/.test(calleeName(call) ?? ''))
      continue;
    const callee = unwrap(call.callee);
    const [name, value] = call.arguments;
    if (callee.type !== 'MemberExpression' || !name || !value) continue;
    if (HEADER.test(cookieName(sourceCode, name) ?? '') && isResponse(callee.object))
      yield { ...sink, node: value };
  }
  for (const { left, right } of nodesOfType(sourceCode, 'AssignmentExpression')) {
    const target = unwrap(left);
    if (target.type === 'MemberExpression' && HEADER.test(keyOf(target) ?? ''))
      if (isResponse(target.object)) yield { ...sink, node: right };
  }
  for (const each of nodesOfType(sourceCode, 'Property'))
    if (HEADER.test(keyOf(each) ?? '') && isOfResponse(each.parent))
      yield { ...sink, node: each.value };
}

/** `res`, `response.headers`, `ctx.response.headers`. */
function isResponse(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === 'MemberExpression' && keyOf(inner) === 'headers')
    return isResponse(inner.object);
  if (inner.type === 'CallExpression') {
    const callee = unwrap(inner.callee);
    return callee.type === 'MemberExpression' && isResponse(callee.object);
  }
  return RESPONSE.test(lastName(inner) ?? '');
}

/** `res.writeHead(200, headers)`, `new Response(body, { headers })`, `c.json(body, 200, headers)`. */
function isOfResponse(headers: Node): boolean {
  const { parent } = wrapped(headers);
  if (parent?.type === 'Property' && keyOf(parent) === 'headers')
    return isOfResponse(parent.parent);
  if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return false;
  const callee = unwrap(parent.callee);
  if (callee.type === 'Identifier') return /^(?:Next)?Response$/.test(callee.name);
  return (
    callee.type === 'MemberExpression' &&
    /^(?:writeHead|set|header|json|text|body|redirect|newResponse)$/.test(keyOf(callee) ?? '') &&
    (isResponse(callee.object) || /^(?:Next)?Response$/.test(lastName(callee.object) ?? ''))
  );
}
