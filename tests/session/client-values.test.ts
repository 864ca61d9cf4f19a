import { describe, expect, it } from 'vitest';
import { clientValuesIn } from '../../src/session/ids/client-values';
import { find, runInRule } from '../support/run-in-rule';

/** What the client sends that the argument of `use()` may be: `headers:mcp-session-id`. */
function valuesIn(code: string): string[] {
  return runInRule(code, (sourceCode) => {
    const call = find(sourceCode, 'use', 'Identifier').parent;
    const argument = call?.type === 'CallExpression' ? call.arguments[0] : undefined;
    if (!argument) throw new Error('use() is called with nothing');
    return clientValuesIn(sourceCode, argument).map(({ from, name }) => `${from}:${name ?? '?'}`);
  });
}

describe('the values of a request', () => {
  it.each([
    [
      'Node and Express',
      `(req, res) => use(req.headers['mcp-session-id'])`,
      'headers:mcp-session-id',
    ],
    [
      'a constant as the name',
      `const H = 'X-Sid'; (req, res) => use(req.headers[H])`,
      'headers:x-sid',
    ],
    ['a name that is not known', `(req, res) => use(req.headers[name])`, 'headers:?'],
    [
      'methods of Express',
      `(req, res) => use(req.get('Mcp-Session-Id'))`,
      'headers:mcp-session-id',
    ],
    ['header()', `(req, res) => use(req.header('sid'))`, 'headers:sid'],
    [
      'query, body and params',
      `(req, res) => use(req.query.a || req.body.b || req.params.c)`,
      'params:c query:a body:b',
    ],
    [
      'cookies',
      `(req, res) => use(req.cookies.sid ?? req.signedCookies['sid'])`,
      'cookies:sid cookies:sid',
    ],
    [
      'Koa',
      `async (ctx) => use(ctx.get('sid') || ctx.request.headers.sid)`,
      'headers:sid headers:sid',
    ],
    ["Koa's cookies", `async (ctx) => use(ctx.cookies.get('sid'))`, 'cookies:sid'],
    [
      'Hono',
      `async (c) => use(c.req.header('sid') ?? c.req.query('sid'))`,
      'headers:sid query:sid',
    ],
    [
      'functions out of sight that say which header they read',
      `(req, res) => use(readMcpSessionIdHeader(req) ?? helpers.getSessionIdFromHeaders(req.headers))`,
      'headers:mcp-session-id headers:session-id',
    ],
    [
      'functions out of sight that may look a session up, or make one',
      `(req, res) => use(getSessionId(req) || getSessionIdForUser(req) || makeSessionIdHeader(req))`,
      '',
    ],
    [
      'a function of this file, whatever its name',
      `function getSessionIdHeader(req) { return signed(req.user); }
       (req, res) => use(getSessionIdHeader(req))`,
      '',
    ],
    [
      'a function out of sight that reads no request',
      `(req, res) => use(getSessionIdHeader(config))`,
      '',
    ],
    ["the server's own value in Hono", `async (c) => use(c.get('sid'))`, ''],
    ['web requests', `async (request) => use(request.headers.get('sid'))`, 'headers:sid'],
    [
      'a copy of the headers',
      `async (request) => { const h = new Headers(request.headers); use(h.get('sid')); }`,
      'headers:sid',
    ],
    [
      'a body that is read',
      `async (request) => { const { params } = await request.json(); use(params.sid); }`,
      'body:sid',
    ],
    [
      'a URL',
      `(req) => use(new URL(req.url, base).searchParams.get('sessionId'))`,
      'query:sessionid',
    ],
    [
      'a URL in a variable',
      `(req) => { const url = new URL(req.url, base); const { searchParams: q } = url; use(q.get('sid')); }`,
      'query:sid',
    ],
    [
      'h3',
      `(event) => use(getHeader(event, 'sid') ?? getQuery(event).sid)`,
      'headers:sid query:sid',
    ],
    [
      'Next',
      `import { cookies } from 'next/headers'; async () => use((await cookies()).get('sid')?.value)`,
      'cookies:sid',
    ],
    ['a parsed cookie header', `(req) => use(parse(req.headers.cookie).sid)`, 'cookies:sid'],
    [
      'the arguments of a tool call',
      `async (request) => use(request.params.arguments.sessionId)`,
      'arguments:sessionid',
    ],
    [
      'the same, taken apart',
      `async (request) => { const { name, arguments: args } = request.params; use(args.sessionId); }`,
      'arguments:sessionid',
    ],
    [
      'the arguments of a tool',
      `server.registerTool('a', { inputSchema: {} }, async ({ sid }, extra) => use(sid)); import '@modelcontextprotocol/sdk/server/mcp.js';`,
      'arguments:sid',
    ],
    [
      'the first parameter of a handler',
      `app.post('/mcp', (r, s) => use(r.headers.sid))`,
      'headers:sid',
    ],
    [
      'the parameter of a route file',
      `export const POST = async ({ request }) => use(request.headers.get('sid'))`,
      'headers:sid',
    ],
    [
      'headers that a function is handed',
      `const idOf = (headers) => use(headers.sid); (req, res) => idOf(req.headers)`,
      'headers:sid',
    ],
    [
      'an array, a cast, a condition',
      `(req) => { const h = req.headers.sid; use((Array.isArray(h) ? h[0] : h) as string); }`,
      'headers:sid headers:sid',
    ],
    [
      'destructuring',
      `(req) => { const { headers: { 'x-sid': sid = '' } } = req; use(sid); }`,
      'headers:x-sid',
    ],
    ['a text that is trimmed', `(req) => use(String(req.headers.sid).trim())`, 'headers:sid'],
    ['a token that is read', `(req) => use(verify(req.headers.authorization).sub)`, ''],
    [
      'a header of a response',
      `(req, res) => use(res.getHeader('sid') ?? response.headers.get('sid'))`,
      '',
    ],
    ['what the server knows', `(req) => use(req.user.id ?? req.session.id ?? req.ip)`, ''],
    ['a parameter', `export const open = (sid) => use(sid)`, ''],
  ])('%s', (_, code, expected) => {
    expect(valuesIn(code).join(' ')).toBe(expected);
  });
});
