import { requireSessionBinding as rule } from '../../src/rules/require-session-binding';
import { commonjs, modules, typescript } from '../support/rule-tester';

/** A sign-in that keeps something of the client, or nothing. */
const signIn = (kept = '') => `app.post('/login', async (req, res) => {
  const user = await verify(req.body);
  await regenerate(req);
  req.session.userId = user.id;
  ${kept}
  res.redirect('/');
});`;
const fingerprint = `req.session.fingerprint = { ip: req.ip, ua: req.get('user-agent') ?? '' };`;
/** A guard that compares, or not. */
const guard = (check = '') => `function requireAuth(req, res, next) {
  if (!req.session.userId) return res.status(401).json({ error: 'Unauthorized' });
  ${check}
  next();
}
app.use(requireAuth);`;
const ends = `{ req.session.destroy(); return res.status(401).end(); }`;

/** The guide's own binding, with and without its optional test. */
const seed = (optional: boolean) => `
// Store fingerprint at session creation
app.post('/auth/callback', async (req, res) => {
const user = await verifyOAuthCallback(req.query)
await new Promise((r, j) => req.session.regenerate(e => e ? j(e) : r()))
req.session.userId = user.id
req.session.fingerprint = {
ip: req.ip,
ua: req.get('user-agent') ?? ''
}
res.redirect('/dashboard')
})
// Validate fingerprint on every authenticated request
function requireAuth(req, res, next) {
if (!req.session.userId) return res.status(401).json({ error: 'Unauthorized' })
const fp = req.session.fingerprint
${optional ? 'if (fp) {' : ''}
const currentIp = req.ip
const currentUa = req.get('user-agent') ?? ''
if (fp.ip !== currentIp || fp.ua !== currentUa) {
req.session.destroy()
return res.status(401).json({ error: 'Session invalid' })
}
${optional ? '}' : ''}
next()
}
`;

/** What the suggestion puts in front of `next()`. */
const check = (indent: string, differs: string) =>
  [
    `if (${differs}) {`,
    '  req.session.destroy(() => res.status(401).end());',
    '  return;',
    '}',
    '',
  ].join(`\n${indent}`);
const DIFFERS = `req.session.fingerprint?.ip !== req.ip || req.session.fingerprint?.ua !== (req.get('user-agent') ?? '')`;
/** The suggestion that keeps the client at the sign-in and compares it before the `next()` at `pass`. */
const bind = (code: string, pass: string, replacement = `${check('  ', DIFFERS)}${pass}`) => [
  {
    messageId: 'bind' as never,
    output: code
      .replace(/( *)(req\.session\.userId = .*;)\n/, `$1$2\n$1${fingerprint}\n`)
      .replace(pass, () => replacement),
  },
];

modules.run('require-session-binding', rule, {
  valid: [
    { name: "the guide's own binding", code: seed(true) },
    { name: "the guide's own binding, without the test whether there is one", code: seed(false) },
    ...Object.entries({
      'the address': [
        `req.session.ipAddress = req.ip;`,
        `if (req.session.ipAddress && req.session.ipAddress !== req.ip) ${ends}`,
      ],
      'the User-Agent, by its header': [
        `req.session.userAgent = req.headers['user-agent'];`,
        `if (req.session.userAgent != req.headers['user-agent']) ${ends}`,
      ],
      'a hash of both': [
        `req.session.hash = createHash('sha256').update(req.ip + req.get('User-Agent')).digest('hex');`,
        `const now = createHash('sha256').update(req.ip + req.get('User-Agent')).digest('hex'); if (now !== req.session.hash) ${ends}`,
      ],
      'a helper of another file that makes a fingerprint': [
        `req.session.device = deviceFingerprint(req.ip, req.headers['user-agent']);`,
        `if (req.session.device !== deviceFingerprint(req.ip, req.headers['user-agent'])) ${ends}`,
      ],
      'a comparison in constant time': [
        `req.session.fp = hash(req.ip);`,
        `if (!timingSafeEqual(Buffer.from(req.session.fp), Buffer.from(hash(req.ip)))) ${ends}`,
      ],
      'the socket': [
        `req.session.ip = req.socket.remoteAddress;`,
        `const { ip } = req.session; if (ip !== req.socket.remoteAddress) ${ends}`,
      ],
      'in the user': [
        `req.session.user = { id: user.id, ip: req.ip };`,
        `if (req.session.user.ip !== req.ip) ${ends}`,
      ],
      'by Object.assign': [
        `Object.assign(req.session, { ip: req.ip });`,
        `if (req.session.ip !== req.ip) ${ends}`,
      ],
      'what another file stored': ['', `if (req.session.ip !== req.ip) ${ends}`],
    }).map(([name, [kept, check]]) => ({
      name: `stored and compared: ${name}`,
      code: `${signIn(kept)} ${guard(check)}`,
    })),
    {
      name: 'a function of this file makes the fingerprint, and another compares it',
      code: `const fingerprintOf = (req) => hash(\`\${req.ip}|\${req.headers['user-agent']}\`);
        function isSameClient(req) { return req.session.client === fingerprintOf(req); }
        ${signIn('req.session.client = fingerprintOf(req);')} ${guard(`if (!isSameClient(req)) ${ends}`)}`,
    },
    {
      name: 'another middleware of the file compares',
      code: `${signIn(fingerprint)} ${guard()}
        app.use((req, res, next) => { if (req.session.fingerprint?.ip !== req.ip) ${ends} next(); });`,
    },
    {
      name: 'an imported helper compares',
      code: `import { bindSession, verifyFingerprint } from './binding'; ${signIn('bindSession(req);')} ${guard(`if (!verifyFingerprint(req)) ${ends}`)}`,
    },
    {
      name: 'a helper of another file that is handed the request, and tells nothing',
      code: `import { inspect } from './inspect'; ${signIn()} ${guard(`if (!inspect(req)) ${ends}`)}`,
    },
    { name: 'the guard stands in another file', code: signIn() },
    ...[
      `const { validateFingerprint } = require('./fingerprint'); app.use(validateFingerprint);`,
      `const fingerprint = require('./fingerprint'); app.use(fingerprint());`,
      `const bindSession = require('./security').bindSession; app.use(bindSession);`,
      `const { validateFingerprint } = require('./fingerprint');
        app.use((req, res, next) => { if (req.session.userId && !validateFingerprint(req, req.session)) ${ends} next(); });`,
      `import { sameClient } from './client.js'; app.use(sameClient);`,
      `var fp_1 = __importDefault(require('./user-agent-fingerprint')); app.use(fp_1.default.compareFingerprint);`,
    ].map((beside) => ({
      name: `another middleware that an imported name says compares: ${beside}`,
      code: `${beside} ${signIn(fingerprint)} ${guard()}`,
    })),
    { name: 'stored, and the guard stands in another file', code: signIn(fingerprint) },
    { name: 'the sign-in stands in another file', code: guard() },
    {
      name: '/me that answers 401 is no guard',
      code: `${signIn()} app.get('/me', (req, res) => { if (!req.session.userId) return res.status(401).end(); res.json({}); });`,
    },
    {
      name: 'GET /login that redirects who is signed in is no guard',
      code: `${signIn()} app.get('/login', (req, res) => { if (req.session.userId) return res.redirect('/'); res.render('login'); });`,
    },
    {
      name: 'a middleware for guests is no guard',
      code: `${signIn()} function guestsOnly(req, res, next) { if (req.session.userId) return res.redirect('/'); next(); }`,
    },
    {
      name: 'a middleware that lets everybody through is no guard',
      code: `${signIn()} app.use(async (req, res, next) => { if (req.session.userId) { res.locals.user = await find(req.session.userId); } next(); });`,
    },
    {
      name: 'a handler that hands on its errors is no guard',
      code: `${signIn()} app.get('/orders', (req, res, next) => { if (!req.session.userId) return res.redirect('/login'); find(id).then((o) => res.json(o)).catch((e) => next(e)); });`,
    },
    {
      name: 'a guard that reads no session',
      code: `${signIn()} app.use((req, res, next) => { if (!req.headers.authorization) return res.status(401).end(); next(); });`,
    },
    {
      name: 'a hook that lets everybody through is no guard',
      code: `import fastifySession from '@fastify/session';
        app.post('/login', async (request) => { request.session.userId = (await verify(request.body)).id; });
        app.addHook('onRequest', async (request, reply) => { request.user = request.session.userId; reply.header('x', 'y'); });`,
    },
  ],
  invalid: [
    {
      name: 'nothing is stored, and nothing compared',
      code: `${signIn()}\n${guard()}`,
      errors: [
        {
          messageId: 'unbound',
          line: 8,
          column: 1,
          suggestions: bind(`${signIn()}\n${guard()}`, 'next();'),
        },
      ],
    },
    ...[
      `export const isAdmin = (req, res, next) => {
  if (req.session.isAdmin) return next();
  res.redirect('/login');
};
${guard()}`,
    ].map((guards) => ({
      name: 'every guard is reported',
      code: `${signIn()}\n${guards}`,
      errors: [
        {
          messageId: 'unbound' as never,
          line: 8,
          column: 24,
          suggestions: bind(
            `${signIn()}\n${guards}`,
            ' return next();',
            ` {\n    ${check('    ', DIFFERS)}return next();\n  }`,
          ),
        },
        {
          messageId: 'unbound' as never,
          line: 12,
          column: 1,
          suggestions: bind(
            `${signIn()}\n${guards}`,
            '  next();',
            `  ${check('  ', DIFFERS)}next();`,
          ),
        },
      ],
    })),
    ...Object.entries({
      'a guard that looks the user up': [
        `app.use(async (req, res, next) => {
  const user = await User.findById(req.session.userId);
  if (!user) return res.sendStatus(401);
  req.user = user;
  next();
});`,
        9,
      ],
      'a guard that compares something else': [
        guard(
          `if (req.session.role !== 'admin' && req.ip !== '127.0.0.1') return res.status(403).end();`,
        ),
        1,
      ],
    } as Record<string, [string, number]>).map(([name, [code, column]]) => ({
      name,
      code: `${signIn()}\n${code}`,
      errors: [
        {
          messageId: 'unbound' as never,
          line: 8,
          column,
          suggestions: bind(`${signIn()}\n${code}`, 'next();'),
        },
      ],
    })),
    {
      name: 'a guard that is made by a function, and two sign-ins: no suggestion',
      code: `${signIn('req.session.role = user.role;')}
const requireRole = (role) => (req, res, next) => {
  if (req.session && req.session.role === role) { next(); } else { res.status(403).end(); }
};`,
      errors: [{ messageId: 'unbound', line: 8, column: 31, suggestions: null }],
    },
    {
      name: 'a session that the file does not name by its request: no suggestion',
      code: `const resolvers = { login: (_, args, context) => { context.req.session.userId = find(args); } };
${guard()}`,
      errors: [{ messageId: 'unbound', line: 2, column: 1, suggestions: null }],
    },
    {
      name: 'stored and not compared: at the store only',
      code: `${signIn('req.session.ip = req.ip; req.session.ua = req.get("user-agent");')}
${guard()}`,
      errors: [
        {
          messageId: 'notCompared',
          line: 5,
          column: 3,
          endColumn: 26,
          suggestions: [
            {
              messageId: 'compare',
              output: `${signIn('req.session.ip = req.ip; req.session.ua = req.get("user-agent");')}
${guard().replace('next();', `${check('  ', 'req.session.ip !== req.ip')}next();`)}`,
            },
          ],
        },
      ],
    },
    {
      name: 'an object is stored and not compared',
      code: `${signIn(fingerprint)}\n${guard()}`,
      errors: [
        {
          messageId: 'notCompared',
          line: 5,
          column: 3,
          suggestions: [
            {
              messageId: 'compare',
              output: `${signIn(fingerprint)}\n${guard().replace('next();', `${check('  ', DIFFERS)}next();`)}`,
            },
          ],
        },
      ],
    },
    {
      name: 'stored from a variable: no suggestion',
      code: `${signIn('const { ip } = req; req.session.ip = ip;')}\n${guard()}`,
      errors: [{ messageId: 'notCompared', line: 5, column: 23, suggestions: null }],
    },
    {
      name: 'stored with each request, which binds nothing',
      code: `${signIn()}\n${guard(`req.session.userAgent = req.headers['user-agent'];`)}`,
      errors: [{ messageId: 'notCompared', line: 10, column: 3, suggestions: null }],
    },
    {
      name: 'an address that is handed to the check of the password is not stored',
      code: `${signIn('const account = await authenticate(req.body, req.ip); req.session.user = account;')}
${guard()}`,
      errors: [{ messageId: 'unbound', line: 8, column: 1, suggestions: null }],
    },
    {
      name: 'Koa',
      code: `import Koa from 'koa'; import session from 'koa-generic-session';
router.post('/login', async (ctx) => { ctx.session.user = await verify(ctx.request.body); });
app.use(async (ctx, next) => { if (!ctx.session.user) ctx.throw(401); else await next(); });`,
      errors: [{ messageId: 'unbound', line: 3, column: 9 }],
    },
    {
      name: 'a hook of Fastify',
      code: `import fastifySession from '@fastify/session';
app.post('/login', async (request) => { request.session.userId = (await verify(request.body)).id; });
app.addHook('preHandler', async (request, reply) => {
  if (!request.session.userId) return reply.code(401).send();
});`,
      errors: [{ messageId: 'unbound', line: 3, column: 27 }],
    },
    {
      name: 'a key of the project',
      code: `app.post('/login', (req, res) => { req.session.shopper = find(req.body); res.end(); });
export function requireShopper(req, res, next) { if (!req.session.shopper) return res.redirect('/'); next(); }`,
      settings: { 'mcp-session': { authKeys: ['shopper'] } },
      errors: [
        {
          messageId: 'unbound',
          line: 2,
          column: 8,
          suggestions: [
            {
              messageId: 'bind',
              output: `app.post('/login', (req, res) => { req.session.shopper = find(req.body); ${fingerprint} res.end(); });
export function requireShopper(req, res, next) { if (!req.session.shopper) return res.redirect('/'); if (${DIFFERS}) { req.session.destroy(() => res.status(401).end()); return; } next(); }`,
            },
          ],
        },
      ],
    },
  ],
});

typescript.run('require-session-binding, in TypeScript', rule, {
  valid: [
    {
      name: 'stored and compared',
      code: `export async function login(req: Request, res: Response): Promise<void> {
          req.session.userId = (await verify(req.body)).id;
          (req.session as BoundSession).ip = req.ip!;
        }
        export function requireAuth(req: Request, res: Response, next: NextFunction): void {
          if (!req.session.userId || (req.session as BoundSession).ip !== req.ip) { res.status(401).end(); return; }
          next();
        }`,
    },
  ],
  invalid: [
    {
      name: 'neither',
      code: `export async function login(req: Request, res: Response): Promise<void> { req.session.userId = (await verify(req.body)).id; }
export function requireAuth(req: Request, res: Response, next: NextFunction): void {
  if (!req.session?.userId) { res.status(401).end(); return; }
  next();
}`,
      errors: [{ messageId: 'unbound', line: 2, column: 8 }],
    },
  ],
});

commonjs.run('require-session-binding, in CommonJS', rule, {
  valid: [
    {
      name: 'compiled: stored and compared',
      code: `exports.login = async (req, res) => { req.session.userId = (await (0, auth_1.verify)(req.body)).id; req.session.fp = (0, hash_1.default)(req.ip); };
exports.requireAuth = (req, res, next) => { if (!req.session.userId || req.session.fp !== (0, hash_1.default)(req.ip)) return res.status(401).end(); next(); };`,
    },
  ],
  invalid: [
    {
      name: 'compiled: neither',
      code: `exports.login = async (req, res) => { req.session.userId = (await (0, auth_1.verify)(req.body)).id; };
exports.requireAuth = (req, res, next) => { if (!req.session.userId) return res.status(401).end(); next(); };`,
      errors: [
        {
          messageId: 'unbound',
          line: 2,
          column: 23,
          suggestions: [
            {
              messageId: 'bind',
              output: `exports.login = async (req, res) => { req.session.userId = (await (0, auth_1.verify)(req.body)).id; ${fingerprint} };
exports.requireAuth = (req, res, next) => { if (!req.session.userId) return res.status(401).end(); if (${DIFFERS}) { req.session.destroy(() => res.status(401).end()); return; } next(); };`,
            },
          ],
        },
      ],
    },
  ],
});
