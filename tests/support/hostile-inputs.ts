/**
 * Programs that no rule may stumble over: every odd place where a call, an import, a function or a
 * key can stand. All of them name sessions, or the fast path would skip them.
 */
interface HostileInput {
  title: string;
  code: string;
  /** How the file is read, if not as a module. */
  script?: 'commonjs' | 'script';
  /** The only parser that can read it. */
  only?: 'espree' | 'typescript';
}

const imports = `
import session from 'express-session';
import cookieSession from 'cookie-session';
import passport from 'passport';
import * as crypto from 'node:crypto';
import { StreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
`;
const requires = `
const session = require('express-session');
const { StreamableHTTPServerTransport: Transport } = require('@modelcontextprotocol/sdk/server/streamableHttp.js');
`;

const files: Record<string, string> = {
  'an empty file': '',
  'a comment alone': '// session',
  'a shebang alone': '#!/usr/bin/env node\n// session',
  'a directive alone': "'use strict'; // session",
};

const statements: Record<string, string> = {
  'nothing but the imports': '',
  'calls without arguments':
    'session(); new Transport(); new Transport; app.use(); app.get(); app.delete("/mcp"); res.cookie(); res.clearCookie(); req.login(); passport.authenticate();',
  'spread arguments':
    'session(...args); new Transport(...args); app.use(...middleware); res.cookie(...args); session.apply(null, arguments_); session.call();',
  'odd arguments':
    'session(null); session(undefined); session(1n); session(/x/); session(`x`); session([]); session(() => {}); session(class {}); new Transport(null); new Transport([]);',
  'empty objects':
    'session({}); new Transport({}); session({ cookie: {} }); session({ cookie: [] });',
  'spread objects':
    'session({ ...opts }); new Transport({ ...opts }); session({ cookie: { ...opts } }); session({ ...opts, ...{ cookie: null } }); session({ ...session });',
  'computed, numeric, string and proto keys':
    "session({ [key]: 1, 0: 1, 'cookie': { ['secure']: false, [`httpOnly`]: false, __proto__: null } }); new Transport({ ['sessionId' + 'Generator']: 1 });",
  'getters, setters and methods as keys':
    'session({ get cookie() { return {}; }, set cookie(v) {}, genid() {}, async *store() {} }); new Transport({ sessionIdGenerator() {}, get onsessioninitialized() { return 1; } });',
  'new of calls, members and conditions':
    'new (foo())(); new (foo().session)(); new (a ? Transport : b)({}); new (class extends Transport {})(); new new Transport()();',
  'call of calls':
    'session()()(); session(session)(session({})); (0, session)({}); (session || x)({}); session?.({});',
  'optional chains':
    "req?.session?.regenerate?.(() => {}); req?.session?.['user']?.id; delete req?.session?.user; transports?.[id]?.close?.(); (req?.session).user = 1; ctx?.session;",
  'writes to sessions by every operator':
    'req.session.user = 1; req.session.user ||= 1; req.session.user ??= 1; req.session.user &&= 1; req.session.n += 1; req.session.n++; delete req.session.user; delete req.session; req.session = null; req.session[key] = 1; req.session[`user`] = 1; [req.session.user] = [1]; ({ user: req.session.user } = u); ({ ...req.session.user } = u); [...req.session.list] = u; for (req.session.user of list); for (req.session.user in list);',
  'sparse arrays and holes':
    'const [, a, , b = session, ...c] = [, 1, , 2, ,]; session([, ,]); f([, session]);',
  'destructuring of everything':
    'const { session: { user: { id = 1 } = {} } = {}, ...rest } = req; function f({ session }, [x] = [], ...[y]) { session.user = x; } const { [key]: sess } = req; sess.user = 1;',
  'classes with private members and static blocks':
    'class A { #session; static { this.transport = new Transport({}); session(); } static #x = new Transport(); get session() { return this.#session; } [session] = 1; has(o) { return #session in o; } constructor() { this.#session = new Transport({ sessionIdGenerator: this.#id }); } #id() { return Math.random(); } async logout() { super.logout?.(); } }',
  'an anonymous class and function':
    'new (class { session = session() })(); (function () { session(); })(); (() => session())(); (async () => { await session(); })(); void function* () { yield session(); yield* session; }();',
  'default export of an anonymous function': 'export default function () { return session(); }',
  'default export of an arrow': 'export default (req, res) => { req.session.user = 1; };',
  'default export of an object':
    'export default { logout(req, res) { req.session.user = null; res.end(); }, session };',
  'labelled loops, break and continue':
    'outer: for (;;) { inner: while (x) { if (a) continue outer; if (b) break inner; req.session.user = 1; break outer; } do { session(); } while (y); } block: { break block; }',
  'endless and dead code':
    'function f(req) { return; req.session.user = 1; } function g(req) { throw req; req.session.regenerate(); } while (true) {} req.session.user = 1;',
  'try, catch and finally':
    'function f(req) { try { req.session.user = 1; return; } catch { throw req.session; } finally { req.session.destroy(); } } try { session(); } finally {} try {} catch ({ session }) {}',
  'switch with fallthrough':
    'switch (x) {} switch (session()) { case req.session.user: case 2: req.session.user = 1; default: break; case 3: { session(); } }',
  'sequence, conditional and template expressions':
    "(a, session)(); const id = (1, Math.random()); const t = `${session}${Math.random()}${``}`; session`x`; x ? session() : new Transport({ sessionIdGenerator: x ? () => 1 : y }); res.setHeader('Set-Cookie', `sid=${Math.random()}`);",
  'generators that are anything':
    'new Transport({ sessionIdGenerator: null }); new Transport({ sessionIdGenerator: async () => {} }); new Transport({ sessionIdGenerator: () => {} }); new Transport({ sessionIdGenerator: () => ({}) }); new Transport({ sessionIdGenerator: function* () {} }); new Transport({ sessionIdGenerator: crypto.randomUUID.bind(crypto) }); new Transport({ sessionIdGenerator: () => a.b.c() ?? (() => 1)() }); session({ genid: ({ id }) => id, name: 1 });',
  'functions that call themselves':
    'function id() { return id(); } const a = () => b(); const b = () => a(); new Transport({ sessionIdGenerator: id }); session({ genid: a }); function loop(req) { loop(req); req.session.user = 1; }',
  'variables that are their own value':
    'const x = x; let y = y || Math.random(); var z = { ...z, cookie: z.cookie }; z = z; session(z); session(x); session({ cookie: y }); const o = { get o() { return o; } }; session(o.o); const { q = q } = q; session({ cookie: q });',
  'names of Object.prototype':
    "const m = {}; m.constructor(); m['__proto__'](); toString.call(); hasOwnProperty.session(); session.constructor(); req.session.hasOwnProperty = 1; req.session.__proto__ = 1; constructor(); valueOf(); app.constructor('/logout', toString); new constructor(); res.cookie('constructor', valueOf);",
  'routes of every shape':
    "app.post('/logout'); app.post('/logout', null); app.post('/logout', logout); app.post('/logout', ...handlers); app.post(['/logout', /signout/], [a, [b]], async (req, res) => {}); app.post(`/logout/${x}`, function () { this.session = arguments; }); app.route('/logout').post().all((req, res) => req.session.user = null); app['post']('/logout', (req) => {}); app[method]('/logout', (req) => { delete req.session; }); router.delete('/mcp', async (req, res) => {});",
  'stores of every shape':
    'const transports = {}; transports[id] = new Transport(); transports[transport.sessionId] = transport; transports = null; const map = new Map(); map.set(); map.set(id); map.set(...a); map.get?.(x)?.close(); new Map([[1, new Transport({ onsessioninitialized: (sid) => { map.set(sid, this); } })]]); setInterval(); setInterval(() => map.clear()); setTimeout(...x);',
  'an await at top level':
    'await session(); for await (const x of session) {} await import("express-session"); (await import(name)).default(); const { default: s } = await import("express-session"); s({});',
  'import meta and URLs':
    "import.meta.session; new URL('.', import.meta.url); import(`express-session`).then(({ default: s }) => s());",
  'shadowed names':
    '{ const session = () => {}; session({}); } function f(session, Transport) { session(); new Transport({}); } try {} catch (session) { session(); } class Session { Transport = class Transport {}; }',
  'emoji, escapes and null bytes in strings':
    "session({ name: '\\u{1F36A}', secret: '\\0', cookie: { path: '\\ud800' } }); res.cookie('\\x00', '🍪'); res.cookie('sid', `${''}`); const sess\\u0069on2 = session();",
  'a very long chain': `app${'.use(session())'.repeat(200)};`,
  'a deep nest of calls': `${'session('.repeat(150)}${')'.repeat(150)};`,
  'a deep nest of functions': `${'() => { session(); '.repeat(60).replace(/^/, 'const f = ')}${'}'.repeat(60)};`,
  'a long concatenation': `const sid = ${'Math.random() + '.repeat(300)}1; new Transport({ sessionIdGenerator: () => sid });`,
};

const commonjs: Record<string, string> = {
  'bare and dynamic requires':
    "require(); require(variable); require(`express-session`)(); require('express-session', 1); require(...names); require.resolve('express-session'); require?.('express-session')(); module.require('express-session'); require('express-session')({}).x; new (require('@modelcontextprotocol/sdk/server/streamableHttp.js').StreamableHTTPServerTransport)({});",
  'a return at top level': 'if (session) return; req.session.user = 1;',
  'compiled modules':
    '"use strict"; Object.defineProperty(exports, "__esModule", { value: true }); var __importDefault = (this && this.__importDefault) || function (m) { return m; }; const express_session_1 = __importDefault(require("express-session")); (0, express_session_1.default)({}); exports.default = void 0; exports.x = (0, crypto_1.randomUUID)();',
  'redeclared and hoisted variables':
    'var session2 = session; var session2; function session2() {} session2(); session2 = 1; undeclared = session; undeclared();',
  'with the exports as session':
    'module.exports = session(); exports.session = module.exports.session = (req) => { req.session.user = exports; };',
};

const scripts: Record<string, string> = {
  'sloppy with, octal and duplicate parameters':
    'with (req) { session.user = 010; } function f(session, session) { return arguments.callee; } var yield = session; delete session;',
  'html comments and let as a name': 'var let = session; let(req); <!-- session\nsession()',
};

const typescript: Record<string, string> = {
  'type-only imports and import equals':
    "import type s from 'express-session'; import { type Store } from 'express-session'; import x = require('express-session'); import y = x.Session; import type z = require('cookie-session'); export import w = x.Session; x({}); y(); let v: typeof import('express-session');",
  'decorators everywhere':
    "@Controller('session') class A { constructor(@Inject() private readonly session: Session, @Session() s?: any) {} @Post('logout') @Guard() logout(@Req() req, @Session() session: Record<string, any>, @Res() { res }: any) { session.user = 1; } @Prop() static accessor session = null; declare sid: string; }",
  'casts of every kind':
    '(session as any)({} as any); (<any>session)(<any>{}); session!({ cookie: {} satisfies object }); (req.session as any).user = 1; (req as any).session!.user! = 1; new (Transport as any)({ sessionIdGenerator: (() => Math.random()) as any }); session<Foo>({}); (session<Foo>)({}); const c = { cookie: { secure: false } } as const; session(c);',
  'overloads, abstract methods and bodies that are missing':
    'function logout(req): void; function logout(req?, res?) { req.session.user = null; } abstract class A { abstract logout(req): void; logout2(req): void; logout2() {} session?: string; [key: string]: unknown; } declare function session2(): void; declare const session3: any; session3(); session2(); declare module "express-session" { interface SessionData { user: string } } declare global { var session4: any } session4();',
  'namespaces and enums':
    'namespace N { export const s = session(); export namespace M { export function logout(req) { req.session.user = null; } } } enum E { session = 1, sid = `${1}`.length } const enum F { A } N.M.logout(E.session);',
  'this parameters, generics and predicates':
    'function f<T extends Session>(this: T, req: Request & { session: T }): asserts req is any { req.session.user = this; } const g = async <const T,>(session: T): Promise<T> => { return session; }; type X = `${string}-session`; export default abstract class {} ',
  'export assignment': 'export = session;',
};

export const hostileInputs: HostileInput[] = [
  ...Object.entries(files).map(([title, code]) => ({ title, code })),
  ...Object.entries(statements).map(([title, code]) => ({ title, code: imports + code })),
  ...Object.entries(statements)
    .filter(([, code]) => !/\bimport\b|export|await/.test(code))
    .map(([title, code]) => ({
      title: `${title}, in CommonJS`,
      code: requires + code,
      script: 'commonjs' as const,
    })),
  ...Object.entries(commonjs).map(([title, code]) => ({
    title,
    code: title === 'compiled modules' ? code : requires + code,
    script: 'commonjs' as const,
  })),
  ...Object.entries(scripts).map(([title, code]) => ({
    title,
    code,
    script: 'script' as const,
    only: 'espree' as const,
  })),
  ...Object.entries(typescript).map(([title, code]) => ({
    title,
    code: imports + code,
    only: 'typescript' as const,
  })),
];
