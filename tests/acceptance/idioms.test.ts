import { describe, expect, it } from 'vitest';
import { lint } from '../support/lint';

const sdk = `
import express from 'express';
import { randomUUID } from 'node:crypto';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
const app = express();
const createServer = () => new McpServer({ name: 'a', version: '1' });
`;
const session = `
import express from 'express';
import session from 'express-session';
const app = express();
`;

/** Code of real projects that looks bad at first sight and is good. */
const good: Record<string, string> = {
  'a sealed token that holds the time': `${session}
import { sealData } from 'iron-session';
app.post('/login', async (req, res) => {
  const sessionToken = await sealData({ userId: req.body.id, at: Date.now() }, { password: process.env.PW });
  res.cookie('session', sessionToken, { httpOnly: true, secure: true, sameSite: 'lax', maxAge: 1000 });
});`,
  'a constant id of a stateless server that stores nothing': `${sdk}
app.post('/mcp', async (req, res) => {
  const sessionId = '__stateless__';
  console.log('request in', sessionId);
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await createServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
});`,
  'options chosen by a condition': `${sdk}
const stateless = process.env.STATELESS === '1';
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport(
    stateless ? { sessionIdGenerator: undefined } : { sessionIdGenerator: () => randomUUID() });
  await createServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
});`,
  'a spread after the explicit property': `${sdk}
export function createTransport(options) {
  return new StreamableHTTPServerTransport({ sessionIdGenerator: () => 'fixed', ...options });
}`,
  'options handed in': `${sdk}
export const makeTransport = (options) => new StreamableHTTPServerTransport(options);`,
  'an alias and a subclass of the transport': `
import { StreamableHTTPServerTransport as Base } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
class Transport extends Base { constructor(options) { super(options); } }
export const create = (generate) => new Transport({ sessionIdGenerator: generate });`,
  'a user who waits for the second factor': `
export async function login(req, res) {
  const user = await check(req.body);
  req.session.pendingUserId = user.id;
  res.redirect('/two-factor');
}`,
  'a profile update': `
export async function updateProfile(req, res) {
  if (!req.session.user) return res.status(401).end();
  const user = await save(req.session.user.id, req.body);
  req.session.user = user;
  res.json(user);
}`,
  'a CSRF cookie that scripts must read': `
app.use((req, res, next) => { res.cookie('XSRF-TOKEN', req.csrfToken()); next(); });`,
  'cookie options from a helper out of sight': `
import { cookieOptions } from './cookies';
app.post('/login', (req, res) => { res.cookie('sid', req.sessionID, cookieOptions()); });`,
  'a generator of the caller with a good fallback': `${sdk}
export function create(options) {
  return new StreamableHTTPServerTransport({
    sessionIdGenerator: () => options?.sessionIdGenerator?.() || randomUUID(),
  });
}`,
  'grammY has a session too': `
import { Bot, session } from 'grammy';
const bot = new Bot(process.env.TOKEN);
bot.use(session({ initial: () => ({ user: undefined }) }));
bot.on('message', (ctx) => { ctx.session.user = ctx.from; });`,
  'a GraphQL resolver that rotates first': `
export const resolvers = { Mutation: { login: async (_, args, context) => {
  const user = await check(args);
  await new Promise((ok, no) => context.req.session.regenerate((e) => (e ? no(e) : ok())));
  context.req.session.userId = user.id;
  return user;
} } };`,
  'a session of the request that is handed on after rotation': `
import { promisify } from 'node:util';
function signIn(session, user) { session.userId = user.id; }
export async function login(req, res) {
  const user = await check(req.body);
  await promisify(req.session.regenerate).call(req.session);
  signIn(req.session, user);
  res.end();
}`,
  'promisify with bind, in front': `
import util from 'util';
export async function login(req, res) {
  const regenerate = util.promisify(req.session.regenerate).bind(req.session);
  await regenerate();
  req.session.user = await check(req.body);
}`,
  'a helper of another file that says it rotates': `
import { regenerateSession } from './session';
export async function login(req, res) {
  await regenerateSession(req);
  req.session.userId = (await check(req.body)).id;
}`,
  'a method added to the prototype in another file': `
export async function login(req, res) {
  await req.session.clearSession();
  req.session.userId = (await check(req.body)).id;
}`,
  'a cart, a locale and an OAuth state are no sign-in': `
export function begin(req, res) {
  req.session.cart = []; req.session.locale = 'de'; req.session.state = newState();
  req.session.returnTo = req.originalUrl; req.session.orderId = 7; req.session.lastActivity = Date.now();
}`,
};

/** Code of real projects that looks good at first sight and is bad. */
const bad: Record<string, [code: string, rules: string[]]> = {
  'randomUUID with a fallback to Math.random': [
    `${sdk}
const generate = () => globalThis.crypto?.randomUUID?.() ?? Math.random().toString(36).slice(2);
const sessions = new Map();
setInterval(() => { for (const [id, s] of sessions) if (Date.now() - s.seen > 1e6) sessions.delete(id); }, 1000);
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: generate,
    onsessioninitialized: (id) => { sessions.set(id, { transport, seen: Date.now() }); },
  });
  await createServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
});`,
    ['no-predictable-session-id'],
  ],
  'a logout that only takes back a field': [
    `${session}
app.use(session({ secret: process.env.S, cookie: { secure: true, maxAge: 1000 } }));
app.get('/logout', (req, res) => { req.session.isLoggedIn = false; res.redirect('/'); });`,
    ['require-session-destruction'],
  ],
  'a sweep that only removes tokens': [
    `${sdk}
const transports = {};
const tokens = new Map();
setInterval(() => { for (const [id, at] of tokens) if (Date.now() - at > 1000) tokens.delete(id); }, 1000);
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => { transports[id] = transport; },
  });
  await createServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
});`,
    ['require-absolute-session-expiry'],
  ],
  'save is no rotation': [
    `export function login(req, res, next) {
  check(req.body, (user) => {
    req.session.save(() => { req.session.user = user; res.end(); });
  });
}`,
    ['require-session-regeneration'],
  ],
  'the shim that satisfies passport makes regenerate do nothing': [
    `app.use((req, res, next) => {
  req.session.regenerate = (cb) => cb();
  next();
});
app.post('/login', (req, res) => {
  req.session.regenerate(() => { req.session.user = req.body.user; res.end(); });
});`,
    ['require-session-regeneration'],
  ],
  'a weak id minted in a service far from the constructor': [
    `${sdk}
class Ids { private count = 0; next() { return 'session-' + ++this.count; } }
const ids = new Ids();
app.post('/mcp', async (req, res) => {
  const sessionId = ids.next();
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => sessionId });
  keep(transport);
  await createServer().connect(transport);
  await transport.handleRequest(req, res, req.body);
});`,
    ['no-predictable-session-id'],
  ],
  'regeneration in only one of two branches': [
    `export async function login(req, res) {
  const user = await check(req.body);
  if (user.isNew) await new Promise((r) => req.session.regenerate(r));
  req.session.user = user;
}`,
    ['require-session-regeneration'],
  ],
  'a class property arrow as a handler': [
    `export class AuthController {
  login = async (req, res) => { req.session.userId = (await this.users.check(req.body)).id; res.end(); };
}`,
    ['require-session-regeneration'],
  ],
};

describe('what looks bad and is good is not reported', () => {
  it.each(Object.entries(good))('%s', (_, code) => {
    expect(lint(code)).toEqual([]);
  });
});

describe('what looks good and is bad is reported', () => {
  it.each(Object.entries(bad).map(([title, [code, rules]]) => ({ title, code, rules })))(
    '$title',
    ({ code, rules }) => {
      expect(lint(code).map((report) => report.split(':')[0])).toEqual(rules);
    },
  );
});
