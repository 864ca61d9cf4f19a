import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { NextFunction, Request, Response } from 'express';
import session from 'express-session';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { closeSessionsOf, handleMcp } from './mcp.js';
import { verifyPassword } from './users.js';

declare module 'express-session' {
  interface SessionData {
    userId: string;
    authenticatedAt: number;
    fingerprint: { ip: string | undefined; ua: string };
  }
}

const HOST = '127.0.0.1';
const ALLOWED_HOSTS = process.env.ALLOWED_HOSTS?.split(',') ?? ['127.0.0.1', 'localhost'];
const MAX_SESSION_AGE_MS = 4 * 60 * 60 * 1000; // absolute: activity does not extend it

// Answers 403 to a Host header that is not ours (DNS rebinding), then parses JSON.
const app = createMcpExpressApp({ host: HOST, allowedHosts: ALLOWED_HOSTS });

// Behind a proxy that ends TLS: without this, `secure` cookies are not sent and req.ip is the proxy.
if (process.env.TRUST_PROXY) app.set('trust proxy', 1);

// Browsers send Origin; programs send none. A page of another site gets nothing.
app.use((req, res, next) => {
  const origin = req.get('origin');
  if (origin && !(URL.canParse(origin) && ALLOWED_HOSTS.includes(new URL(origin).hostname))) {
    res.status(403).json({ error: 'Origin not allowed' });
    return;
  }
  next();
});

// The default store keeps sessions in memory: fine here, but give a real server a store with a ttl.
app.use(
  session({
    name: 'sid',
    genid: () => randomUUID(),
    secret: process.env.SESSION_SECRET ?? randomBytes(32).toString('hex'),
    resave: false,
    saveUninitialized: false,
    cookie: {
      httpOnly: true,
      secure: process.env.NODE_ENV === 'production',
      sameSite: 'strict',
      maxAge: MAX_SESSION_AGE_MS,
    },
  }),
);

app.post('/login', async (req, res) => {
  const user = await verifyPassword(req.body?.username, req.body?.password);
  if (!user) {
    res.status(401).json({ error: 'Wrong user name or password' });
    return;
  }
  // A new id before anything of the user is stored: an id from before the sign-in is worth nothing.
  await new Promise<void>((resolve, reject) => {
    req.session.regenerate((error) => (error ? reject(error) : resolve()));
  });
  req.session.userId = user.id;
  req.session.authenticatedAt = Date.now();
  req.session.fingerprint = { ip: req.ip, ua: req.get('user-agent') ?? '' };
  res.json({ username: user.username });
});

/** Lets a signed-in caller through; ends the session that is too old or comes from elsewhere. */
function requireAuth(req: Request, res: Response, next: NextFunction): void {
  if (!req.session.userId || !req.session.authenticatedAt) {
    res.status(401).json({ error: 'Sign in first' });
    return;
  }
  const { fingerprint } = req.session;
  const currentUa = req.get('user-agent') ?? '';
  if (!fingerprint || fingerprint.ip !== req.ip || fingerprint.ua !== currentUa) {
    req.session.destroy((error) => {
      if (error) next(error);
      else res.status(401).json({ error: 'Session invalid' });
    });
    return;
  }
  if (Date.now() - req.session.authenticatedAt > MAX_SESSION_AGE_MS) {
    req.session.destroy((error) => {
      if (error) next(error);
      else res.status(401).json({ error: 'Session expired, sign in again' });
    });
    return;
  }
  next();
}

app.get('/me', requireAuth, (req, res) => {
  res.json({ userId: req.session.userId });
});

app.post('/logout', (req, res, next) => {
  const { userId } = req.session;
  req.session.destroy((error) => {
    res.clearCookie('sid');
    if (error) {
      next(error);
      return;
    }
    if (userId) closeSessionsOf(userId);
    res.status(204).end();
  });
});

app.all('/mcp', requireAuth, handleMcp);

const listener = app.listen(Number(process.env.PORT ?? 3000), HOST, (error) => {
  if (error) throw error;
  const { port } = listener.address() as AddressInfo;
  console.log(`listening on http://${HOST}:${port}`);
});
