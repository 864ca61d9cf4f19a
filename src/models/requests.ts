/** Where in a request a value stands; `arguments` are those of a tool call. */
export type RequestPart = 'headers' | 'query' | 'body' | 'params' | 'cookies' | 'url' | 'arguments';

const named = <T>(value: T, names: string): [string, T][] =>
  names.split(' ').map((name) => [name, value]);

/** What the properties of requests and of contexts hold: of Node, Express, Fastify, Koa, Hono, hapi, h3, Next, and of the web's own. */
export const REQUEST_PROPERTIES: ReadonlyMap<string, RequestPart | 'request'> = new Map([
  ...named('request' as const, 'req request raw node'),
  ...named('headers' as const, 'headers header headersDistinct'),
  ...named('query' as const, 'query searchParams'),
  ...named('body' as const, 'body payload rawBody'),
  ...named('params' as const, 'params'),
  ...named('cookies' as const, 'cookies signedCookies'),
  ...named('url' as const, 'url originalUrl nextUrl'),
]);

/** What the methods of requests and of contexts read. */
export const REQUEST_METHODS: ReadonlyMap<string, RequestPart> = new Map([
  ...named('headers' as const, 'get header'),
  ...named('query' as const, 'query queries'),
  ...named('params' as const, 'param'),
  ...named('cookies' as const, 'cookie'),
  ...named('body' as const, 'json text formData parseBody'),
]);

/** Functions that read a part of the request that they are handed: of h3, Hono, and by the names that programs give them. */
export const REQUEST_FUNCTIONS: readonly (readonly [RegExp, RequestPart])[] = [
  [/^get(?:Signed)?Cookies?$|^parseCookies?$/, 'cookies'],
  [/^get(?:Request)?Headers?$/, 'headers'],
  [/^get(?:Validated)?Query$/, 'query'],
  [/^getRouterParams?$/, 'params'],
  [/^(?:read|get|parse)(?:Raw|Json|JSON|Request)?(?:Body|Json|JSON)$/, 'body'],
];

/** Modules whose context reads with `get` what the server has put there, and no header. */
export const STORING_CONTEXTS = /hono/;
