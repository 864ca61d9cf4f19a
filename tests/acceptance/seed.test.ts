import { describe, expect, it } from 'vitest';
import { lint } from '../support/lint';

// The programs of the guide that the plugin's six flags come from, made whole where it abridges.

const regeneration = `
import express from 'express'
import session from 'express-session'
import { randomUUID } from 'crypto'
const app = express()
app.use(session({
  genid: () => randomUUID(), // cryptographic ID generation
  secret: process.env.SESSION_SECRET,
  resave: false,
  saveUninitialized: false,
  cookie: {
    httpOnly: true,
    secure: true, // HTTPS only
    sameSite: 'strict',
    maxAge: 4 * 60 * 60 * 1000 // 4 hours
  }
}))
app.post('/auth/callback', async (req, res) => {
  const user = await verifyOAuthCallback(req.query)
  if (!user) return res.status(401).send('Auth failed')
  // Regenerate session ID BEFORE storing any auth data
  await new Promise((resolve, reject) =>
    req.session.regenerate(err => err ? reject(err) : resolve())
  )
  req.session.userId = user.id
  req.session.authenticatedAt = Date.now()
  res.redirect('/dashboard')
})
`;

const transport = `
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { randomUUID } from 'crypto'
const transport = new StreamableHTTPServerTransport({
  sessionIdGenerator: () => randomUUID() // explicit CSPRNG — never omit this
})
`;

const binding = `
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
  if (fp) {
    const currentIp = req.ip
    const currentUa = req.get('user-agent') ?? ''
    if (fp.ip !== currentIp || fp.ua !== currentUa) {
      req.session.destroy()
      return res.status(401).json({ error: 'Session invalid' })
    }
  }
  next()
}
`;

const lifecycle = `
// Absolute expiry — prevents sessions that live indefinitely via activity
function requireAuth(req, res, next) {
  if (!req.session.userId) return res.status(401).end()
  const MAX_SESSION_AGE_MS = 4 * 60 * 60 * 1000 // 4 hours absolute
  if (Date.now() - req.session.authenticatedAt > MAX_SESSION_AGE_MS) {
    req.session.destroy()
    return res.status(401).json({ error: 'Session expired — re-authenticate' })
  }
  next()
}
// Explicit destruction on logout
app.post('/auth/logout', (req, res) => {
  req.session.destroy(err => {
    res.clearCookie('connect.sid')
    res.redirect('/')
  })
})
`;

describe('what the guide recommends is not reported', () => {
  it.each([
    ['regeneration after sign-in', regeneration],
    ['the transport with its generator', transport],
    ['binding to address and user agent', binding],
    ['absolute expiry and destruction', lifecycle],
    ['all of it in one file', regeneration + lifecycle],
  ])('%s', (_, code) => {
    expect(lint(code)).toEqual([]);
    expect(lint(code, { filename: 'server.mjs' })).toEqual([]);
  });
});

describe('strict is satisfied by', () => {
  const configuration = regeneration.slice(0, regeneration.indexOf("app.post('/auth/callback'"));
  const signIn = binding.slice(0, binding.indexOf('// Validate'));
  const guard = `
function requireAuth(req, res, next) {
  if (!req.session.userId) return res.status(401).end()
  const MAX_SESSION_AGE_MS = 4 * 60 * 60 * 1000
  if (Date.now() - req.session.authenticatedAt > MAX_SESSION_AGE_MS) {
    req.session.destroy()
    return res.status(401).json({ error: 'Session expired' })
  }
  const fp = req.session.fingerprint
  if (fp && (fp.ip !== req.ip || fp.ua !== (req.get('user-agent') ?? ''))) {
    req.session.destroy()
    return res.status(401).json({ error: 'Session invalid' })
  }
  next()
}
`;
  const logout = lifecycle.slice(lifecycle.indexOf('// Explicit destruction'));

  it('the binding middleware', () => {
    expect(lint(binding, { config: 'strict' })).toEqual([]);
  });
  it('the absolute-expiry middleware beside the configuration', () => {
    const code = configuration + lifecycle;
    const expiry = lint(code, { config: 'strict' }).filter((report) =>
      report.startsWith('require-absolute-session-expiry'),
    );
    expect(expiry).toEqual([]);
  });
  it('a server that does all the guide says', () => {
    expect(lint(configuration + signIn + guard + logout, { config: 'strict' })).toEqual([]);
  });
  it('nothing less: without the middleware the missing absolute limit is reported', () => {
    expect(lint(configuration, { config: 'strict' })).toEqual([
      'require-absolute-session-expiry:6',
    ]);
  });
});

describe('each bad id of the guide is reported where it becomes a session id', () => {
  const sinks: Record<string, (id: string) => string> = {
    'a transport': (id) => `
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
let counter = 0
new StreamableHTTPServerTransport({
  sessionIdGenerator: () => ${id},
  onsessioninitialized: (sid) => { sessions.set(sid, 1) } })
`,
    'express-session': (id) => `
import session from 'express-session'
let counter = 0
session({ secret: process.env.S, cookie: { secure: true, maxAge: 1000 },
  genid: () => ${id} })
`,
    'a variable on the way': (id) => `
import session from 'express-session'
let counter = 0
function newId() { const bad = ${id}
  return bad }
session({ secret: process.env.S, cookie: { secure: true, maxAge: 1000 }, genid: newId })
`,
  };
  const ids = ['Date.now().toString()', 'Math.random().toString(36)', '(++counter).toString()'];

  it.each(Object.keys(sinks).flatMap((sink) => ids.map((id) => [id, sink])))(
    '%s in %s',
    (id, sink) => {
      const reports = lint(sinks[sink]?.(id) ?? '');
      expect(reports).toHaveLength(1);
      expect(reports[0]).toMatch(/^no-predictable-session-id:/);
    },
  );
  it.each(['randomUUID()', "randomBytes(32).toString('hex')"])('%s is fine', (id) => {
    for (const program of Object.values(sinks)) {
      const code = `import { randomUUID, randomBytes } from 'crypto'\n${program(id)}`;
      expect(lint(code)).toEqual([]);
    }
  });
});
