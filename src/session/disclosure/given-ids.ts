import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingClass,
  keyOf,
  memberPath,
  stringOf,
  unwrap,
  type CallLike,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { oncePerFile } from '../../analysis/once-per-file';
import { resolve } from '../../analysis/values';
import { variableOf } from '../../analysis/variables';
import { isRequestName } from '../handlers';
import { clientValueAt } from '../ids/client-values';
import { lastName, makesSessionIds } from '../ids/id-words';
import { sourceCalled } from '../ids/random-sources';
import { apiOf, callsOf, librariesOf } from '../library-calls';
import { isServerFile } from '../server-files';
import { sessionObject } from '../session-objects';
import { contextSessionIds, mcpHandlersIn } from '../tool-handlers';
import { transportsOf } from '../transports/transports';
import { isStateless } from './early-reads';

/** Where an id comes into the file: the server gave it out, or the client sent it, in a header or in the URL. */
export type Giver = 'issued' | 'header' | 'query';

/** What is known of a file's transports and handlers, once. */
interface Givers {
  transports: ReadonlySet<Node>;
  contextIds: ReadonlySet<Node>;
  /** Whether the file is part of an MCP server over HTTP. */
  isMcp: boolean;
  /** Whether it serves the older transport, whose clients send the id in the query. */
  isSse: boolean;
}

const giversIn = oncePerFile((sourceCode): Givers => {
  const transports = transportsOf(sourceCode);
  const withIds = transports.filter((each) => !isStateless(each));
  const own = withIds.flatMap(({ mentions }) =>
    mentions.flatMap(({ node, path }) => (path.length === 0 ? unwrap(node) : [])),
  );
  const mayHaveIds = withIds.length > 0 || transports.length === 0;
  const ids = mcpHandlersIn(sourceCode).flatMap((each) =>
    mayHaveIds || each.isStateful ? contextSessionIds(sourceCode, each) : [],
  );
  return {
    transports: new Set(own),
    contextIds: new Set(ids.map(unwrap)),
    isMcp: servesMcp(sourceCode),
    isSse: callsOf(sourceCode, 'transport').some(({ api }) => api.wire === 'sse'),
  };
});

/** Whether a file is part of an MCP server that has sessions. */
export const servesMcp = oncePerFile((sourceCode: SourceCode): boolean => {
  const { imported } = librariesOf(sourceCode);
  const isMcp = imported.some(({ exports }) =>
    Object.values(exports ?? {})
      .flat()
      .some(
        (api) => api.kind === 'transport' || (api.kind === 'framework' && api.serves === 'mcp'),
      ),
  );
  return isMcp && isServerFile(sourceCode);
});

/** The session id that an expression reads where it comes into the file: from a transport, a request, a session, the context of a tool. */
export function givenId(sourceCode: SourceCode, node: Node): Giver | undefined {
  const inner = unwrap(node);
  if (giversIn(sourceCode).contextIds.has(inner)) return 'issued';
  switch (inner.type) {
    case 'MemberExpression': {
      const key = keyOf(inner) ?? stringOf(resolve(sourceCode, inner.property));
      return key === undefined ? undefined : memberId(sourceCode, inner.object, key, inner);
    }
    case 'Identifier':
      return destructuredId(sourceCode, inner);
    case 'CallExpression':
      return makesSessionIds(calleeName(inner) ?? '') ? undefined : readId(sourceCode, inner);
    default:
      return undefined;
  }
}

/** Whether a call makes a new id: a random source, or a function whose name says so. */
export function isMadeId(sourceCode: SourceCode, node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type !== 'CallExpression' && inner.type !== 'NewExpression') return false;
  const call: CallLike = inner;
  return (
    makesSessionIds(calleeName(call) ?? '') || sourceCalled(sourceCode, call)?.strength === 'strong'
  );
}

/** `const { sessionId } = transport`, `const { 'mcp-session-id': sid } = req.headers`. */
function destructuredId(sourceCode: SourceCode, node: TSESTree.Identifier): Giver | undefined {
  const [definition] = variableOf(sourceCode, node)?.defs ?? [];
  const name = definition?.name as Node | undefined;
  const slot = name?.parent?.type === 'AssignmentPattern' ? name.parent : name;
  const { parent } = slot ?? {};
  if (parent?.type !== 'Property' || parent.parent.type !== 'ObjectPattern') return undefined;
  const holder = parent.parent.parent;
  const key = keyOf(parent) ?? stringOf(resolve(sourceCode, parent.key));
  if (key === undefined) return undefined;
  if (holder.type === 'VariableDeclarator' && holder.init)
    return memberId(sourceCode, holder.init, key, node);
  return sentId(sourceCode, node);
}

function memberId(
  sourceCode: SourceCode,
  object: Node,
  key: string,
  node: Node,
): Giver | undefined {
  if (/^\d+$/.test(key)) return undefined; // a part of the text, or of a header's values
  if (HEADER.test(key)) return isOfRequest(sourceCode, object) ? 'header' : undefined;
  if (key === 'sessionID' && isRequestName(lastName(object) ?? '')) return 'issued';
  if ((key === 'id' || key === 'sessionId') && isLibrarySession(sourceCode, object))
    return 'issued';
  if (/^_?sessionId$/.test(key) && isTransport(sourceCode, object)) return 'issued';
  return sentId(sourceCode, node);
}

/** Variables between a request and its headers. */
const MAX_STEPS = 5;
const HEADER = /^mcp-session-id$/i;

/** `req.header('mcp-session-id')`, `c.req.query('sessionId')`, `url.searchParams.get('sessionId')`. */
function readId(sourceCode: SourceCode, call: TSESTree.CallExpression): Giver | undefined {
  const callee = unwrap(call.callee);
  const text = call.arguments.map((each) => stringOf(resolve(sourceCode, each)) ?? '');
  if (!text.some((each) => HEADER.test(each) || QUERY.test(each))) return undefined;
  const isHeader =
    callee.type === 'MemberExpression' &&
    /^(?:get|header|getHeader)$/.test(keyOf(callee) ?? '') &&
    HEADER.test(text[0] ?? '');
  if (isHeader)
    return call.arguments.length === 1 && isOfRequest(sourceCode, callee.object)
      ? 'header'
      : undefined;
  return sentId(sourceCode, call);
}

const QUERY = /^(?:mcp_?)?session_?id$/i;

/** Whether a file names a transport that has sessions, if only as a type. */
export const namesTransports = oncePerFile((sourceCode: SourceCode): boolean => {
  const { calls, mentions } = librariesOf(sourceCode);
  return [...calls, ...[...mentions.values()].flat()].some(
    ({ api }) => api.kind === 'transport' && (api.wire === 'sse' || api.wire === 'streamable-http'),
  );
});

/** What the models of requests say: the header, or the query of an SSE server's message endpoint. */
function sentId(sourceCode: SourceCode, node: Node): Giver | undefined {
  const value = clientValueAt(sourceCode, node);
  if (value?.name === undefined) return undefined;
  if (value.from === 'headers') return HEADER.test(value.name) ? 'header' : undefined;
  const isQuery = value.from === 'query' && QUERY.test(value.name);
  return isQuery && giversIn(sourceCode).isSse ? 'query' : undefined;
}

const RESPONSE = /^(?:res|resp|response|reply|upstream\w*)$|(?:Res|Resp|Response)$/;

/** Whether headers, or what has them, are those of a request; a client, or a proxy as one, gets those of a response. */
function isOfRequest(sourceCode: SourceCode, object: Node, steps = MAX_STEPS): boolean {
  const path = memberPath(object);
  const root = path?.root;
  if (!path || root?.type !== 'Identifier') return root?.type === 'ThisExpression';
  const names = [root.name, ...path.path];
  if (names.some((name) => RESPONSE.test(name))) return false;
  if (names.some(isRequestName)) return true;
  const value = resolve(sourceCode, root);
  // `var headers = headers.raw`: what is made of itself is nothing known.
  if (value.type === 'MemberExpression')
    return steps > 0 && isOfRequest(sourceCode, value, steps - 1);
  // What a call has given may be anything's; a parameter, or what is taken of one, is no response.
  return value.type === 'Identifier' && /headers?$/i.test(lastName(object) ?? '');
}

/** The session of a library that keeps an id: elsewhere `session.id` may be the key of a record. */
function isLibrarySession(sourceCode: SourceCode, object: Node): boolean {
  return sessionObject(sourceCode, object)?.library?.type === 'id';
}

/** A transport of the file, `this` in a class that extends one, or what a file of an MCP server calls one. */
function isTransport(sourceCode: SourceCode, object: Node): boolean {
  const inner = unwrap(object);
  const { transports, isMcp } = giversIn(sourceCode);
  if (transports.has(inner)) return true;
  if (inner.type === 'ThisExpression') {
    const parent = enclosingClass(inner)?.superClass;
    return !!parent && apiOf(sourceCode, parent, 'transport') !== undefined;
  }
  if (!isMcp || !/transport$/i.test(lastName(inner) ?? '')) return false;
  const value = resolve(sourceCode, inner);
  if (transportsOf(sourceCode).some((each) => each.node === value && isStateless(each)))
    return false;
  const maker = value.type === 'NewExpression' ? (lastName(value.callee) ?? '') : '';
  return !/client/i.test(maker || (lastName(inner) ?? ''));
}
