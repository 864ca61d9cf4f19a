import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintAcross, reportsAcross, type Linted } from '../support/lint-across';

const fixtures = join(import.meta.dirname, '../fixtures/cross-file');

interface Scenario {
  name: string;
  folder?: 'esm' | 'commonjs' | 'typescript';
  rules: Linted['rules'];
  code: string;
  /** Beginnings and ends of the reports without the reader: none when it is left out. */
  off?: RegExp[];
  on?: RegExp[];
}

const cookies = { 'require-secure-session-cookie': 'error' };
const expiry = { 'require-absolute-session-expiry': 'error' };
const rotation = { 'require-session-regeneration': 'error' };
const destruction = { 'require-session-destruction': 'error' };
const ids = { 'no-predictable-session-id': 'error' };
const sharing = { 'no-shared-transport': 'error' };

const sessionFrom = (clause: string, module: string, options: string) => `
import session from 'express-session';
import ${clause} from '${module}';
app.use(session(${options}));`;
const signIn = (clause: string, statements: string, module = './lib/session.js') => `
import ${clause} from '${module}';
app.post('/login', async (req, res) => {
  const user = await check(req.body);
  ${statements}
  res.end();
});`;
const logout = (clause: string, statements: string, module = './lib/session.js') => `
import ${clause} from '${module}';
app.post('/logout', async (req, res) => {
  ${statements}
  res.end();
});`;

/** With methods that the project added to sessions. */
const signInBy = (statements: string) => signIn('{ Cart }', statements, './lib/added-methods.js');
const logoutBy = (statements: string) => logout('{ Cart }', statements, './lib/added-methods.js');

/** Keeps transports in a store that the module gives. */
const mcpServer = (clause: string, store: string) => `
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import ${clause} from './lib/session-store.js';
const sessions = ${store};
app.post('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => { sessions.set(id, transport); },
  });
  await transport.handleRequest(req, res, req.body);
});`;

/** Connects a server that the module gives, for each client. */
const sseServer = (server: string) => `
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { Tools, createTools, getShared, shared } from './lib/mcp-servers.js';
app.get('/sse', async (req, res) => {
  await (${server}).connect(new SSEServerTransport('/messages', res));
});`;

const scriptable = [/^3: `httpOnly: false` makes .* \(config\/session\.js:4\)\.$/];
const unrotated = [/^5: .*/];

const scenarios: Scenario[] = [
  {
    name: 'options of a config module',
    rules: cookies,
    code: sessionFrom('{ insecure }', './config/session.js', 'insecure'),
    on: scriptable,
  },
  {
    name: 'options that are as they should be',
    rules: cookies,
    code: sessionFrom('{ secure }', './config/session.js', 'secure'),
  },
  {
    name: 'options by another name',
    rules: cookies,
    code: sessionFrom('{ renamed as options }', './config/session.js', 'options'),
    on: scriptable,
  },
  {
    name: 'options exported by default',
    rules: cookies,
    code: sessionFrom('options', './config/session.js', 'options'),
    on: scriptable,
  },
  {
    name: 'options of a namespace',
    rules: cookies,
    code: sessionFrom('* as config', './config/session.js', 'config.insecure'),
    on: scriptable,
  },
  {
    name: 'options that an index hands on',
    rules: cookies,
    code: sessionFrom('{ insecure }', './config', 'insecure'),
    on: scriptable,
  },
  {
    name: 'a default export that an index hands on',
    rules: cookies,
    code: sessionFrom('options', './config/index.js', 'options'),
    on: scriptable,
  },
  {
    name: 'a part of the options',
    rules: cookies,
    code: sessionFrom(
      '{ insecure }',
      './config/session.js',
      "{ secret: 'x', cookie: insecure.cookie }",
    ),
    on: scriptable,
  },
  {
    name: 'options spread and set right',
    rules: cookies,
    code: sessionFrom(
      '{ insecure }',
      './config/session.js',
      '{ ...insecure, cookie: { httpOnly: true, secure: true } }',
    ),
  },
  {
    name: 'an export that is not there',
    rules: cookies,
    code: sessionFrom('{ other }', './config/session.js', 'other'),
  },
  {
    name: 'a module that is not there',
    rules: cookies,
    code: sessionFrom('{ insecure }', './config/gone.js', 'insecure'),
  },
  {
    name: 'a package',
    rules: cookies,
    code: sessionFrom('{ insecure }', 'config/session.js', 'insecure'),
  },
  {
    name: 'options without a lifetime',
    rules: expiry,
    code: sessionFrom('{ endless }', './config/session.js', 'endless'),
    on: [/^4: Sessions of express-session have no lifetime here/],
  },
  {
    name: 'options without a lifetime, used twice',
    rules: expiry,
    code: `${sessionFrom('{ endless }', './config/session.js', 'endless')}\napp.use(session(endless));`,
    on: [/^4: Sessions of express-session have no lifetime here/],
  },
  {
    name: 'no lifetime, but a check next door ends old sessions',
    rules: expiry,
    code: `${sessionFrom('{ limitAge }', './lib/expiry.js', "{ secret: 'x' }")}\napp.use(limitAge);`,
    off: [/^4: Sessions of express-session have no lifetime here/],
  },
  {
    name: 'a lifetime that slides, but a check next door looks at the age',
    rules: { 'require-absolute-session-expiry': ['error', { absolute: true }] },
    code: `${sessionFrom('{ limitAge }', './lib/expiry.js', "{ secret: 'x', cookie: { maxAge: 1000 } }")}\napp.use(limitAge);`,
    off: [/^4: This lifetime of express-session slides/],
  },
  {
    name: 'a store class that lets sessions go by age',
    rules: expiry,
    code: mcpServer('{ SweptStore }', 'new SweptStore(1000)'),
  },
  {
    name: 'a store class that does not, for what else it does is not known',
    rules: expiry,
    code: mcpServer('{ EndlessStore }', 'new EndlessStore()'),
  },
  {
    name: 'a class of maps',
    rules: expiry,
    code: mcpServer('{ OwnMap }', 'new OwnMap()'),
  },
  {
    name: 'a map that every file may empty',
    rules: expiry,
    code: mcpServer('{ shared }', 'shared'),
  },
  {
    name: 'a function that makes a map',
    rules: expiry,
    code: mcpServer('{ makeStore }', 'makeStore()'),
  },
  {
    name: 'a map of the linted file, beside stores',
    rules: expiry,
    code: mcpServer('{ shared }', 'new Map()'),
    off: [/^4: Nothing takes abandoned sessions out of `sessions`/],
    on: [/^4: Nothing takes abandoned sessions out of `sessions`/],
  },
  {
    name: 'a helper that rotates, though its name says little',
    rules: rotation,
    code: signIn('{ freshen }', 'await freshen(req); req.session.userId = user.id;'),
    off: unrotated,
  },
  {
    name: 'a helper whose name says more than it does',
    rules: rotation,
    code: signIn(
      '{ regenerateSession }',
      'await regenerateSession(req); req.session.userId = user.id;',
    ),
    on: unrotated,
  },
  {
    name: 'a helper whose name says that it rotates, and that is not there',
    rules: rotation,
    code: signIn(
      '{ regenerateSession }',
      'await regenerateSession(req); req.session.userId = user.id;',
      './lib/gone.js',
    ),
  },
  {
    name: 'a helper that rotates before it calls back',
    rules: rotation,
    code: signIn('{ startOver }', 'startOver(req, () => { req.session.userId = user.id; });'),
    off: unrotated,
  },
  {
    name: 'a helper that calls back without a rotation',
    rules: rotation,
    code: signIn('{ inOldSession }', 'inOldSession(req, () => { req.session.userId = user.id; });'),
    off: unrotated,
    on: unrotated,
  },
  {
    name: 'a helper that destroys the session',
    rules: destruction,
    code: logout('{ wipe }', "await wipe(req); res.clearCookie('connect.sid');"),
  },
  {
    name: 'a helper that destroys nothing',
    rules: destruction,
    code: logout('{ forget }', "forget(req); res.clearCookie('connect.sid');"),
    on: [/^4: A cleared cookie is forgotten by one browser only/],
  },
  {
    name: 'a method added to sessions that rotates, though its name says little',
    rules: rotation,
    code: signInBy('await req.session.startAnew(); req.session.userId = user.id;'),
    off: unrotated,
  },
  {
    name: 'a method added to sessions whose name says more than it does',
    rules: rotation,
    code: signInBy('await req.session.clearSession(); req.session.userId = user.id;'),
    on: unrotated,
  },
  {
    name: 'a method whose name says that it rotates, and that is not there',
    rules: rotation,
    code: signInBy('await req.session.resetSession(); req.session.userId = user.id;'),
  },
  {
    name: 'a method added to something else',
    rules: rotation,
    code: signInBy('await req.session.renewSession(); req.session.userId = user.id;'),
  },
  {
    name: 'a method added to sessions that rotates before it calls back',
    rules: rotation,
    code: signInBy('req.session.startOver(() => { req.session.userId = user.id; });'),
    off: unrotated,
  },
  {
    name: 'a method added to sessions that rotates before a promise is kept',
    rules: rotation,
    code: signInBy(
      'await new Promise((resolve) => req.session.startOver(resolve)); req.session.userId = user.id;',
    ),
    off: unrotated,
  },
  {
    name: 'a method added to sessions that calls back without a rotation',
    rules: rotation,
    code: signInBy('req.session.rotateId(() => { req.session.userId = user.id; });'),
    on: unrotated,
  },
  {
    name: 'a method added to sessions that keeps a promise without a rotation',
    rules: rotation,
    code: signInBy(
      'await new Promise((resolve) => req.session.rotateId(resolve)); req.session.userId = user.id;',
    ),
    on: unrotated,
  },
  {
    name: 'a method added to sessions that destroys them',
    rules: destruction,
    code: logoutBy('req.session.user = null; req.session.wipe(() => {});'),
    off: [/^4: `req.session.user = null` leaves the session/],
  },
  {
    name: 'a method added to sessions that destroys nothing',
    rules: destruction,
    code: logoutBy('req.session.user = null; await req.session.destroyEverything();'),
    on: [/^4: `req.session.user = null` leaves the session/],
  },
  {
    name: 'a logout that its own file reports',
    rules: { 'require-session-destruction': ['error', { clearCookie: true }] },
    code: "import { auth } from './lib/ends.js';\napp.post('/logout', (req, res) => auth.logout(req, res));",
  },
  {
    name: 'the end of a session that is a logout only here',
    rules: { 'require-session-destruction': ['error', { clearCookie: true }] },
    code: "import { finish } from './lib/ends.js';\napp.post('/logout', (req, res) => finish(req, res));",
    on: [/^1: `req.session.destroy` ends the session, but .* \(lib\/ends\.js:7\)\.$/],
  },
  {
    name: 'a generator that can be guessed',
    rules: ids,
    code: sessionFrom('{ weakId }', './ids.js', "{ secret: 'x', genid: weakId }"),
    on: [/^3: This session id is made of Math\.random\(\).* \(ids\.js:2\)\.$/],
  },
  {
    name: 'a generator that cannot be guessed',
    rules: ids,
    code: sessionFrom('{ strongId }', './ids.js', "{ secret: 'x', genid: strongId }"),
  },
  {
    name: 'a function that gives a weak id, called in the generator',
    rules: ids,
    code: sessionFrom('{ weakId }', './ids.js', "{ secret: 'x', genid: () => weakId() }"),
    on: [/^3: This session id is made of Math\.random\(\).* \(ids\.js:2\)\.$/],
  },
  {
    name: 'a generator that its own file reports',
    rules: ids,
    code: sessionFrom(
      '{ generateSessionId }',
      './lib/session-ids.js',
      "{ secret: 'x', genid: generateSessionId }",
    ),
  },
  {
    name: 'a generator that its own file reports, which the linted one is',
    rules: ids,
    code: readFileSync(join(fixtures, 'esm/lib/session-ids.js'), 'utf8'),
    off: [/^4: This session id is made of Math\.random\(\).*UUID\(\)`\.$/],
    on: [/^4: This session id is made of Math\.random\(\).*UUID\(\)`\.$/],
  },
  ...[
    '(await createTools()).getServer()',
    '(await createTools()).server',
    '(await Tools.load()).server',
    'new Tools().server',
  ].map((server) => ({
    name: `a server of its own for each request: ${server}`,
    rules: sharing,
    code: sseServer(server),
  })),
  ...['shared.server', 'shared.getServer()', 'getShared().server'].map((server) => ({
    name: `one server for all: ${server}`,
    rules: sharing,
    code: sseServer(server),
    on: [/^5: One server is connected to a transport for every request here/],
  })),
  {
    name: 'required options',
    folder: 'commonjs',
    rules: cookies,
    code: "const session = require('express-session');\nconst { insecure } = require('./config/session');\napp.use(session(insecure));",
    on: [/^2: `httpOnly: false` .* \(config\/session\.js:2\)\.$/],
  },
  {
    name: 'a property of required options',
    folder: 'commonjs',
    rules: cookies,
    code: "const session = require('express-session');\nconst config = require('./config/session');\napp.use(session(config.insecure));\napp.use(session(config.secure));",
    on: [/^2: `httpOnly: false` .* \(config\/session\.js:2\)\.$/],
  },
  {
    name: 'required options that are the whole module',
    folder: 'commonjs',
    rules: cookies,
    code: "const session = require('express-session');\napp.use(session(require('./config/whole')));",
    on: [/^2: `httpOnly: false` .* \(config\/whole\.js:1\)\.$/],
  },
  {
    name: 'required options that may have been changed',
    folder: 'commonjs',
    rules: cookies,
    code: "const session = require('express-session');\napp.use(session(require('./config/changed')));",
  },
  {
    name: 'a compiled call of a helper',
    folder: 'commonjs',
    rules: rotation,
    code: "const session_1 = require('./lib/session');\napp.post('/login', async (req, res) => {\n  await (0, session_1.freshen)(req);\n  req.session.userId = 1;\n});",
    off: [/^4: /],
  },
  {
    name: 'a compiled default import of a helper',
    folder: 'commonjs',
    rules: rotation,
    code: "const session_1 = __importDefault(require('./lib/session'));\napp.post('/login', async (req, res) => {\n  await (0, session_1.default)(req);\n  req.session.userId = 1;\n});",
    off: [/^4: /],
  },
  {
    name: 'TypeScript behind the name of its output',
    folder: 'typescript',
    rules: cookies,
    code: sessionFrom('{ insecure }', './config/session.js', 'insecure'),
    on: [/^3: `httpOnly: false` .* \(config\/session\.ts:5\)\.$/],
  },
  {
    name: 'a helper in TypeScript',
    folder: 'typescript',
    rules: rotation,
    code: signIn('{ freshen }', 'await freshen(req); req.session.userId = user.id;'),
    off: unrotated,
  },
  {
    name: 'a method of an imported class',
    folder: 'typescript',
    rules: destruction,
    code: logout(
      '{ Sessions }',
      "await new Sessions().end(req); res.clearCookie('connect.sid');",
      './lib/session',
    ),
  },
];

describe('what the linted file imports', () => {
  describe.each(scenarios)('$name', ({ folder = 'esm', rules, code, off = [], on = [] }) => {
    const linted: Linted = {
      folder: join(fixtures, folder),
      filename: folder === 'typescript' ? 'app.ts' : 'app.js',
      sourceType: folder === 'commonjs' ? 'commonjs' : 'module',
      code,
      rules,
    };
    it.each([
      ['is not read by default', undefined, off],
      ['is not read when that is switched off', false, off],
      ['is read when that is switched on', true, on],
    ])('%s', (_, crossFile, expected) => {
      const reports = reportsAcross(linted, crossFile);
      expect(reports).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
    });
  });

  it('is never changed', () => {
    const linted: Linted = {
      folder: join(fixtures, 'esm'),
      filename: 'app.js',
      code: sessionFrom(
        '{ endless }',
        './config/session.js',
        "{ secret: 'x', cookie: endless.cookie }",
      ),
      rules: expiry,
    };
    const [report] = lintAcross(linted, true);
    expect(report?.message).toContain('no lifetime');
    expect(report?.fix).toBeUndefined();
    expect(report?.suggestions ?? []).toEqual([]);
  });
});
