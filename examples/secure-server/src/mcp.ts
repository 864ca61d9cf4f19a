import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';
import { createServer } from './tools.js';

interface McpSession {
  transport: StreamableHTTPServerTransport;
  userId: string;
  createdAt: number;
  lastSeen: number;
  /** Responses not yet ended: a listening stream is not idle. */
  open: number;
}

const IDLE_MS = 30 * 60 * 1000;
const MAX_AGE_MS = 4 * 60 * 60 * 1000;
const MAX_SESSIONS = 1000;
const sessions = new Map<string, McpSession>();

function end(id: string, session: McpSession): void {
  sessions.delete(id);
  session.transport.close().catch(console.error);
}

// `onclose` runs only on DELETE and close(): a client that just goes away is found here.
setInterval(() => {
  const now = Date.now();
  for (const [id, session] of sessions) {
    const idle = session.open === 0 && now - session.lastSeen > IDLE_MS;
    if (idle || now - session.createdAt > MAX_AGE_MS) end(id, session);
  }
}, 60_000).unref();

/** Ends every MCP session of a user, with its open streams. */
export function closeSessionsOf(userId: string): void {
  for (const [id, session] of sessions) {
    if (session.userId === userId) end(id, session);
  }
}

function refuse(res: Response, status: number, message: string): void {
  res.status(status).json({ jsonrpc: '2.0', error: { code: -32000, message }, id: null });
}

/** POST, GET and DELETE of the endpoint, for a caller whom requireAuth let through. */
export async function handleMcp(req: Request, res: Response): Promise<void> {
  const { userId } = req.session;
  if (!userId) throw new Error('handleMcp needs requireAuth before it');

  const sessionId = req.get('mcp-session-id');
  if (sessionId) {
    const session = sessions.get(sessionId);
    // Somebody else's session is as unknown as none: an id alone opens nothing.
    if (!session || session.userId !== userId) {
      refuse(res, 404, 'Session not found');
      return;
    }
    session.open++;
    session.lastSeen = Date.now();
    res.on('close', () => {
      session.open--;
      session.lastSeen = Date.now();
    });
    await session.transport.handleRequest(req, res, req.body);
    return;
  }

  if (req.method !== 'POST' || !isInitializeRequest(req.body)) {
    refuse(res, 400, 'Bad Request: no session id');
    return;
  }
  if (sessions.size >= MAX_SESSIONS) {
    refuse(res, 503, 'Too many open sessions');
    return;
  }
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => {
      const now = Date.now();
      sessions.set(id, { transport, userId, createdAt: now, lastSeen: now, open: 0 });
    },
  });
  transport.onclose = () => {
    if (transport.sessionId) sessions.delete(transport.sessionId);
  };
  await createServer(userId).connect(transport);
  await transport.handleRequest(req, res, req.body);
}
