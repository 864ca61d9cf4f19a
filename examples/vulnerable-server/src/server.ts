// NOT FOR PRODUCTION. Every "Flag" below is a session flaw, written as it is found in real servers.
// README.md says what each one lets an attacker do; ../secure-server has none of them.
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';
import session from 'express-session';
import { localhostHostValidation } from '@modelcontextprotocol/sdk/server/middleware/hostHeaderValidation.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';
import { createServer } from './tools.js';
import { verifyPassword } from './users.js';

declare module 'express-session' {
  interface SessionData {
    userId: string;
  }
}

const app = express();
app.use(localhostHostValidation());
app.use(express.json());
app.use(
  session({
    secret: process.env.SESSION_SECRET ?? randomBytes(32).toString('hex'),
    // Flag 2: ids from the clock and Math.random() can be guessed.
    genid: () => Date.now().toString(36) + Math.random().toString(36).slice(2),
    resave: false,
    saveUninitialized: true,
    // Flag 3: no `secure`. Flag 4: no `maxAge`, and no store that forgets.
    cookie: { sameSite: 'lax' },
  }),
);

app.get('/', (req, res) => {
  res.json({ signedIn: req.session.userId !== undefined });
});

app.post('/login', async (req, res) => {
  const user = await verifyPassword(req.body?.username, req.body?.password);
  if (!user) {
    res.status(401).json({ error: 'Wrong user name or password' });
    return;
  }
  // Flag 1: the session keeps the id that it had before the sign-in.
  req.session.userId = user.id;
  // Flag 3: page script can read this cookie, and plain HTTP carries it.
  res.cookie('session_token', req.sessionID, { sameSite: 'lax' });
  res.json({ username: user.username });
});

// Flag 5: the browser forgets the cookie, the server does not forget the session.
app.post('/logout', (req, res) => {
  res.clearCookie('connect.sid');
  res.clearCookie('session_token');
  res.status(204).end();
});

function requireLogin(req: Request, res: Response, next: NextFunction): void {
  if (!req.session.userId) {
    res.status(401).json({ error: 'Sign in first' });
    return;
  }
  next();
}

// Flag 4: only `onclose` removes from this map, and a client that just goes away closes nothing.
const transports = new Map<string, StreamableHTTPServerTransport>();

app.all(['/mcp', '/mcp/beta'], requireLogin, async (req, res, next) => {
  const sessionId = req.get('mcp-session-id');
  if (!sessionId) {
    next();
    return;
  }
  const transport = transports.get(sessionId);
  if (!transport) {
    res.status(404).json({ error: 'Session not found' });
    return;
  }
  await transport.handleRequest(req, res, req.body);
});

app.post('/mcp', async (req, res) => {
  if (!req.session.userId || !isInitializeRequest(req.body)) {
    res.status(400).json({ error: 'Send initialize first' });
    return;
  }
  const transport = new StreamableHTTPServerTransport({
    // Flag 2, for the MCP session this time.
    sessionIdGenerator: () => `mcp-${Date.now()}-${Math.floor(Math.random() * 10000)}`,
    onsessioninitialized: (id) => {
      transports.set(id, transport);
    },
  });
  transport.onclose = () => {
    if (transport.sessionId) transports.delete(transport.sessionId);
  };
  await createServer(req.session.userId).connect(transport);
  await transport.handleRequest(req, res, req.body);
});

app.post('/mcp/beta', async (req, res) => {
  if (!req.session.userId || !isInitializeRequest(req.body)) {
    res.status(400).json({ error: 'Send initialize first' });
    return;
  }
  // Flag 6: a session is meant, but nothing makes its id: the callback never runs.
  const transport = new StreamableHTTPServerTransport({
    onsessioninitialized: (id) => {
      transports.set(id, transport);
    },
  });
  transport.onclose = () => {
    if (transport.sessionId) transports.delete(transport.sessionId);
  };
  await createServer(req.session.userId).connect(transport);
  await transport.handleRequest(req, res, req.body);
});

const listener = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', (error) => {
  if (error) throw error;
  const { port } = listener.address() as AddressInfo;
  console.log(`listening on http://127.0.0.1:${port}`);
});
