import { noSessionIdDisclosure as rule } from '../../src/rules/no-session-id-disclosure';
import { commonjs, modules, typescript } from '../support/rule-tester';

const sdk = `import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';`;
const sse = `import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';`;
const mcp = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
  const server = new McpServer({ name: 'demo', version: '1.0.0' });`;
const session = `import session from 'express-session';`;

/** A file with a store of transports, and what is put at `rest`. */
const endpoint = (rest: string) => `${sdk}
  import { randomUUID } from 'node:crypto';
  const transports = {};
  app.post('/mcp', async (req, res) => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => { transports[id] = transport; },
    });
    await transport.handleRequest(req, res, req.body);
  });
  ${rest}`;

type MessageId = 'logged' | 'loggedAll' | 'sent' | 'sentAll' | 'inUrl';

const everything = [{ logs: true }] as const;
const lenient = (name: string, code: string) => ({ name, code });
const strict = (name: string, code: string) => ({ name, code, options: everything });

/**
 * A case whose reports stand between « and »; what is logged is cut there, unless the marks are ‹
 * and ›. What stands between ⟨ and ⟩ is cut with the report before it.
 */
function reported(name: string, marked: string, ...messageIds: MessageId[]) {
  const MARK = /[«‹⟨]([^»›⟩]*)[»›⟩]/g;
  const plain = (text: string) => text.replace(MARK, '$1');
  const code = plain(marked);
  const marks = [...marked.matchAll(MARK)];
  const cutAt = (match: RegExpExecArray) => {
    const [whole, id = ''] = match;
    const before = plain(marked.slice(0, match.index));
    const rest = plain(marked.slice(match.index + whole.length));
    const isShorthand =
      /(?:[^$]\{|,)\s*$/.test(before) && /^\w+$/.test(id) && /^\s*[,}]/.test(rest);
    return isShorthand ? `${id}: ${id}?.slice(0, 8)` : `${id}?.slice(0, 8)`;
  };
  const errors = marks
    .filter(([mark]) => !mark.startsWith('⟨'))
    .map((match, index) => {
      const lines = plain(marked.slice(0, match.index)).split('\n');
      const position = marks.indexOf(match);
      const next = marks.findIndex(([mark], at) => at > position && !mark.startsWith('⟨'));
      const isCut = (at: number) => at >= position && at < (next < 0 ? marks.length : next);
      let at = 0;
      const output = marked.replace(MARK, (_, id: string) => {
        const mark = marks[at];
        return mark && isCut(at++) ? cutAt(mark) : id;
      });
      return {
        messageId: messageIds[index] ?? messageIds[0] ?? 'logged',
        line: lines.length,
        column: (lines.at(-1) ?? '').length + 1,
        suggestions: match[0].startsWith('«') ? [{ messageId: 'shorten' as const, output }] : [],
      };
    });
  return { name, code, errors, options: everything };
}

typescript.run('no-session-id-disclosure', rule, {
  valid: [
    strict(
      'what a stateless transport never has: its callbacks, its property, the context of its tools',
      `${sdk}
      import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
      app.post('/mcp', async (req, res) => {
        const server = new McpServer({ name: 'a', version: '1' });
        server.registerTool('ping', {}, async (args, extra) => { logger.debug({ id: extra.sessionId }); return { content: [] }; });
        const transport = new StreamableHTTPServerTransport({
          sessionIdGenerator: undefined,
          onsessioninitialized: (sessionId) => { logger.debug('opened', { id: sessionId }); },
          onsessionclosed(id) { logger.debug('closed', { id }); },
        });
        await server.connect(transport);
        await transport.handleRequest(req, res, req.body);
        console.log('answered', transport.sessionId);
      });`,
    ),
    strict(
      'a function that makes the context of a tool another, and answers nobody',
      `import type { ServerContext } from '@modelcontextprotocol/server';
      export function toExtra(ctx: ServerContext) { return { sessionId: ctx.sessionId }; }
      export const withUser = (ctx: ServerContext) => { const extra = { ...ctx, sessionId: ctx.sessionId }; return extra; };`,
    ),
    lenient(
      'logs are left alone unless the option asks for them',
      endpoint('app.get("/mcp", (req) => { console.log(req.headers["mcp-session-id"]); });'),
    ),
    strict(
      'lists that are made of themselves, in any number of rounds',
      endpoint(`class Registry {
        open; closed; sorted;
        drop(id) { this.open = this.open.filter((each) => each !== id); console.log(this.open); }
        close() { this.closed = [...this.closed]; for (const each of this.closed) console.log(each); }
        sort() { this.sorted = Array.from(this.sorted.slice()).sort(); this.sorted.forEach((each) => console.log(each)); }
      }`),
    ),
    strict(
      'the id of a transport that no client can have initialized yet: it is undefined',
      `${sdk}
      import { randomUUID } from 'node:crypto';
      const transports = {};
      app.post('/mcp', async (req, res) => {
        let transport;
        if (req.body.method === 'initialize') {
          transport = new StreamableHTTPServerTransport({
            sessionIdGenerator: () => randomUUID(),
            onsessioninitialized: (id) => { transports[id] = transport; },
          });
          transport.onclose = () => { delete transports[transport.sessionId]; };
          console.log('made', transport.sessionId);
          await server.connect(transport);
          console.log(\`connected \${transport.sessionId}\`);
        }
      });`,
    ),
    strict(
      'a part of the id: slice, substring, substr, in an object, in a template, with a condition',
      endpoint(`app.get('/mcp', (req, res) => {
        const sessionId = req.headers['mcp-session-id'] as string;
        console.log(sessionId.slice(0, 8), sessionId?.substring(0, 8) + '…', sessionId.substr(-4));
        logger.info({ sessionId: sessionId?.slice(0, 8) }, \`session \${sessionId.slice(0, 8)}…\`);
        logger.info({ sessionId: sessionId ? sessionId.substring(0, 8) + '...' : undefined });
        const short = sessionId.slice(0, 8);
        console.log('session', short, { short });
        console.log(sessionId.split('-')[0]);
      });`),
    ),
    strict(
      'whether there is an id, its type and its length',
      endpoint(`app.get('/mcp', (req, res) => {
        const sessionId = req.headers['mcp-session-id'];
        console.log(!!sessionId, Boolean(sessionId), typeof sessionId, sessionId?.length);
        console.log(sessionId ? 'yes' : 'no', sessionId && 'known', sessionId === 'x', sessionId in transports);
        res.json({ hasSession: !!sessionId, known: sessionId in transports });
      });`),
    ),
    strict(
      'hashed and masked by functions in sight and out of sight',
      endpoint(`import { createHash } from 'node:crypto';
      import { mask, redactSessionIdForLog } from './redact.js';
      const short = (id) => id.slice(0, 4) + '…';
      function forLog(id: string) { return createHash('sha256').update(id).digest('hex'); }
      app.get('/mcp', (req, res) => {
        const sessionId = req.headers['mcp-session-id'];
        console.log(mask(sessionId), short(sessionId), forLog(sessionId), sessionId.replace(/.(?=.{4})/g, '*'));
        logger.debug({ sid: redactSessionIdForLog(sessionId) });
        console.log(createHash('sha256').update(sessionId).digest('hex'));
      });`),
    ),
    strict(
      'a function of this file that cuts the id before it logs it',
      endpoint(`function logSession(id: string, what: string) { console.log(what, id.slice(0, 8)); }
      app.get('/mcp', (req, res) => { logSession(req.headers['mcp-session-id'], 'open'); });`),
    ),
    strict(
      'how many sessions there are',
      endpoint(`const sessions = new Map();
      app.get('/health', (req, res) => {
        const ids = Object.keys(transports);
        console.log(Object.keys(transports).length, ids.length, \`\${ids.length} sessions\`);
        res.json({ sessions: Object.keys(transports).length, active: [...sessions.keys()].length, size: sessions.size });
      });`),
    ),
    strict(
      'a list of the starts of all ids',
      endpoint(
        `console.log(Object.keys(transports).map((id) => id.slice(0, 8)), [...Object.keys(transports)].map((id) => mask(id)));`,
      ),
    ),
    lenient(
      'the client is told the id that it sent: it knows it',
      endpoint(`app.get('/mcp', (req, res) => {
        const sessionId = req.headers['mcp-session-id'];
        if (!transports[sessionId]) return res.status(404).json({ error: \`Session \${sessionId} not found\` });
        res.json({ sessionId });
      });
      app.delete('/mcp', (req, res) => {
        const { 'mcp-session-id': sid } = req.headers;
        delete transports[sid];
        res.send(sid);
      });`),
    ),
    lenient(
      'the client is told the id that stands in its URL',
      `${sse}
      const transports: Record<string, SSEServerTransport> = {};
      app.get('/sse', (req, res) => {
        const transport = new SSEServerTransport('/messages', res);
        transports[transport.sessionId] = transport;
      });
      app.post('/messages', (req, res) => {
        const sessionId = req.query.sessionId as string;
        if (!transports[sessionId]) res.status(400).send('No transport for ' + sessionId);
        res.redirect('/messages?sessionId=' + sessionId);
      });`,
    ),
    lenient(
      'the response header and the cookie are how an id is issued',
      endpoint(`app.post('/init', (req, res) => {
        const sessionId = randomUUID();
        transports[sessionId] = create();
        res.setHeader('mcp-session-id', sessionId);
        res.set('Mcp-Session-Id', sessionId).status(200).json({ ok: true });
        res.writeHead(200, { 'Mcp-Session-Id': sessionId });
        res.cookie('sid', sessionId, { httpOnly: true, secure: true });
        res.setHeader('Set-Cookie', \`sid=\${sessionId}; HttpOnly\`);
      });`),
    ),
    lenient(
      'the endpoint event of the older transport must name the address with the id',
      `import { randomUUID } from 'node:crypto';
      const transports = new Map();
      app.get('/sse', (req, res) => {
        const sessionId = randomUUID();
        transports.set(sessionId, new HandMadeTransport(res));
        res.write(\`event: endpoint\\ndata: /messages?sessionId=\${sessionId}\\n\\n\`);
      });`,
    ),
    strict(
      'unknown: a value that is only called a session id',
      `import { trackEvent } from './telemetry.js';
      export function report(sessionId: string, chat: { sessionId: string }) {
        console.log('telemetry session', sessionId, chat.sessionId);
        logger.info({ sessionId, id: chat.sessionId });
      }
      export const answer = (res, sessionId) => res.json({ sessionId });`,
    ),
    strict(
      'unknown: the id of a session that may be a record of any kind',
      `app.get('/me', (req, res) => { console.log(req.session.id, req.chat.sessionId); res.json({ id: req.session.id }); });`,
    ),
    strict(
      'the session of a browser, a chat, a checkout beside a transport of the file',
      `${sdk} ${mcp}
      import { Chat } from './chat.js';
      const chats = new Map();
      export class ChatSessions { open(sessionId: string) { chats.set(sessionId, new Chat()); console.log(sessionId); } }
      server.tool('goto', { url: z.string() }, async ({ sessionId, url }) => {
        console.log('browser session', sessionId);
        return { content: [{ type: 'text', text: \`session \${sessionId}\` }] };
      });`,
    ),
    strict(
      'transports of another kind, kept by an id that is only called a session id',
      `const rooms = {};
      export function join(sessionId, transport) { rooms[sessionId] = transport; console.log('joined', sessionId); }`,
    ),
    strict(
      'a store of chats, a key that is made of more than the id, a store by address',
      `${sdk}
      const chatSessions = new Map();
      const limits = new Map();
      app.post('/chat', (req, res) => {
        chatSessions.set(req.body.id, { transport: new Chat() });
        console.log(req.body.id, [...chatSessions.keys()]);
        const key = req.headers['mcp-session-id'] ?? req.ip;
        limits.set(key, 1);
        limits.get(req.ip);
        console.log(req.ip, [...limits.keys()]);
      });`,
    ),
    strict(
      "a client's own: what a response brings, and the transport of a client",
      `import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
      const transport = new StreamableHTTPClientTransport(url);
      await client.connect(transport);
      console.log('connected', transport.sessionId);
      const response = await fetch(url, { method: 'POST', body });
      console.log(response.headers.get('mcp-session-id'), response.headers['mcp-session-id']);
      const init = await makeRequest('POST', '/mcp', body);
      console.log(init.headers['mcp-session-id']);`,
    ),
    strict(
      'sealed sessions have no id',
      `import { getIronSession } from 'iron-session';
      app.get('/me', async (req, res) => { console.log((await getIronSession(req, res, options)).id); });`,
    ),
    strict(
      'what is no log and no response: a store, an event, an error that is thrown',
      endpoint(`app.get('/mcp', async (req, res) => {
        const sessionId = req.headers['mcp-session-id'];
        await redis.set(\`session:\${sessionId}\`, 'x');
        events.emit('session', sessionId);
        socket.send(JSON.stringify({ sessionId }));
        beginLogging(server, sessionId);
        Math.log(sessionId);
        getLogs(sessionId);
        logIn(sessionId);
        throw new Error(\`no session \${sessionId}\`);
      });`),
    ),
    strict(
      'the session that a log message of MCP goes to',
      `${mcp}
      server.tool('work', {}, async (args, extra) => {
        await server.sendLoggingMessage({ level: 'info', data: 'working' }, extra.sessionId);
        return { content: [] };
      });`,
    ),
    strict(
      'values of a store without their ids',
      endpoint(`for (const transport of Object.values(transports)) console.log(transport.state);
      console.log(JSON.stringify(Object.values(transports).map((each) => each.state)));`),
    ),
    strict(
      'a name that is not in a query, and a URL of something else',
      endpoint(`const url = new URL(\`\${base}/callback?state=\${state}\`);
      const key = \`session:\${Object.keys(transports).length}\`;
      url.searchParams.set('code', code);`),
    ),
  ],
  invalid: [
    reported(
      'the context of a tool whose file has a transport with sessions as well',
      `${sdk}
      import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
      const server = new McpServer({ name: 'a', version: '1' });
      server.registerTool('ping', {}, async (args, extra) => { console.log(«extra.sessionId»); return { content: [] }; });
      export const stateless = () => new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
      export const stateful = () => new StreamableHTTPServerTransport({ sessionIdGenerator: () => crypto.randomUUID() });`,
      'logged',
    ),
    reported(
      'the answer of a tool that is known by its types',
      `import type { ServerContext } from '@modelcontextprotocol/server';
      export async function who(ctx: ServerContext) { return { content: [{ type: 'text', text: ‹ctx.sessionId› }] }; }
      export async function what(ctx: ServerContext) { return { content: [], structuredContent: { id: ‹ctx.sessionId› } }; }`,
      'sent',
    ),
    reported(
      'the id of a transport: argument, template, sum, object, shorthand, nested',
      endpoint(`export function watch(transport: StreamableHTTPServerTransport) {
        const { sessionId } = transport;
        console.log('open', «transport.sessionId»);
        console.error(\`open \${«transport.sessionId»}\`);
        logger.warn('open ' + «transport.sessionId» + '!');
        logger.info({ «sessionId» }, 'open');
        this.logger.debug('open', { session: { id: «sessionId» } });
      }`),
      'logged',
    ),
    reported(
      'the parameter of the callbacks, and what is closed over in onclose',
      `${sdk}
      app.post('/mcp', async (req, res) => {
        const transport = new StreamableHTTPServerTransport({
          sessionIdGenerator: () => crypto.randomUUID(),
          onsessioninitialized: (id) => { console.log(\`Session initialized: \${«id»}\`); },
          onsessionclosed(closed) { console.log('closed', «closed»); },
        });
        transport.onclose = () => {
          const sid = transport.sessionId;
          if (sid) console.log(\`Transport closed for \${«sid»}\`);
        };
      });`,
      'logged',
    ),
    reported(
      'the header of the request, in every framework',
      `const HEADER = 'mcp-session-id';
      export function a(req, res) { console.log(«req.headers['mcp-session-id']»); }
      export function b(req, res) { console.log(«req.header('Mcp-Session-Id')»); }
      export function c(req, res) { console.log(«req.get('mcp-session-id')»); }
      export const d = (c) => { logger.info(\`session \${«c.req.header('mcp-session-id')»}\`); };
      export async function POST(request: Request) { console.log(«request.headers.get(HEADER)»); }
      export function e(req, res) { const { 'mcp-session-id': sid } = req.headers; console.log(«sid»); }
      export function f(req, res) { const id = (req.headers[HEADER] as string | undefined) ?? ''; console.log(«id»); }
      export function g(req, res) { const h = req.headers['mcp-session-id']; const id = Array.isArray(h) ? h[0] : h; console.log(«id»); }`,
      'logged',
    ),
    reported(
      'the id is unknown to the server, or replaced by a word',
      endpoint(`app.get('/mcp', (req, res) => {
        const sessionId = req.headers['mcp-session-id'] as string;
        console.warn(\`Session \${«sessionId»} not found\`);
        logger.info('request', { sessionId: «sessionId» || 'none', isNew: !sessionId });
        logger.info('request', { sessionId: isNew ? 'new' : «sessionId» });
        logger.info('request', { ...(sessionId && { «sessionId» }) });
      });`),
      'logged',
    ),
    reported(
      'the query parameter of an SSE endpoint, which may be an object: not cut',
      `${sse}
      app.get('/sse', (req, res) => { const transport = new SSEServerTransport('/messages', res); });
      app.post('/messages', (req, res) => { console.log('message for', ‹req.query.sessionId›); });`,
      'logged',
    ),
    reported(
      'keys of a store of transports, by get, has, index, in and delete',
      `${sdk}
      const sessions = new Map<string, { transport: StreamableHTTPServerTransport }>();
      const ends: Record<string, number> = {};
      export function add(sessionId: string, transport: StreamableHTTPServerTransport) {
        sessions.set(sessionId, { transport });
        console.log('added', «sessionId»);
      }
      export function find(key: string) { console.log('find', «key»); return sessions.get(key); }
      export function end(sid: string) { if (sessions.delete(sid)) { ends[sid] = Date.now(); console.log('ended', «sid»); } }
      export function ended(which: string) { console.log('asked', «which»); return which in ends; }`,
      'logged',
    ),
    reported(
      'a session manager of its own, whose ids have the name',
      `export class SessionManager {
        private sessions = new Map();
        create(transport) {
          const id = this.generateSessionId();
          this.sessions.set(id, { id, transport, createdAt: Date.now() });
          this.logger.debug('Session created', { «id» });
        }
        start(sessionId) {
          const session = this.sessions.get(sessionId);
          this.logger.info('Session started', { «sessionId», since: session.createdAt });
        }
        sweep() { for (const [key, session] of this.sessions) this.logger.info(\`expired \${«session.id»} \${key.length}\`); }
      }`,
      'logged',
    ),
    reported(
      'the id of a transport once a client may have initialized it',
      `${sdk}
      import { randomUUID } from 'node:crypto';
      app.post('/mcp', async (req, res) => {
        const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
        transport.onclose = () => { console.log(«transport.sessionId»); };
        await server.connect(transport);
        await transport.handleRequest(req, res, req.body);
        console.log(«transport.sessionId»);
      });
      app.post('/other', async (req, res) => {
        let transport = open.get(req.body.name);
        if (!transport) transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
        console.log(«transport.sessionId»);
      });
      app.post('/restored', async (req, res) => {
        const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
        transport.sessionId = await load(req);
        console.log(«transport.sessionId»);
        const another = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
        await serve(another);
        console.log(«another.sessionId»);
      });`,
      'logged',
    ),
    reported(
      'the id of an SSE transport, which has it at once',
      `${sse}
      app.get('/sse', async (req, res) => {
        const transport = new SSEServerTransport('/messages', res);
        console.log(«transport.sessionId»);
      });`,
      'logged',
    ),
    reported(
      'each id of a loop, whatever goes through the store',
      endpoint(`for (const id of Object.keys(transports)) console.log(«id»);
      for (const id in transports) console.log(«id»);
      for (const [sid, transport] of Object.entries(transports)) { transport.close(); console.log(«sid»); }
      Object.keys(transports).forEach((id) => console.log('closing', «id»));
      const ids = Object.keys(transports).filter((id) => isOld(id));
      for (const id of ids) console.log(«id»);
      Object.values(transports).forEach((transport) => console.log(«transport.sessionId»));`),
      'logged',
    ),
    reported(
      'each id of a loop over a map, and of forEach',
      `${sdk}
      const sessions = new Map<string, { transport: StreamableHTTPServerTransport }>();
      export function add(transport: StreamableHTTPServerTransport) { sessions.set(transport.sessionId!, { transport }); }
      export function stop() {
        for (const [id, { transport }] of sessions) { console.log('closing', «id»); transport.close(); }
        for (const id of sessions.keys()) console.log(«id»);
        sessions.forEach((value, id) => console.log(«id»));
        for (const value of sessions.values()) console.log(«value.transport.sessionId»);
        for (const id of Array.from(sessions.keys())) console.log(«id»);
      }`,
      'logged',
    ),
    reported(
      'the id that a generator returns',
      `${sdk}
      import { randomUUID } from 'node:crypto';
      app.post('/mcp', async (req, res) => {
        const newId = randomUUID();
        const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => newId });
        console.log('new session', «newId»);
        res.json({ id: ‹newId› });
      });`,
      'logged',
      'sent',
    ),
    reported(
      'the id that a response header issues',
      `import express from 'express';
      import { randomUUID } from 'node:crypto';
      app.post('/mcp', (req, res) => {
        const id = randomUUID();
        res.setHeader('Mcp-Session-Id', id);
        console.log('issued', «id»);
      });`,
      'logged',
    ),
    reported(
      'fields that are given an id, parameters that functions of this file are given, and returned ids',
      `${sdk}
      class Handler {
        constructor(private transport: StreamableHTTPServerTransport) { this.id = transport.sessionId; }
        run() { console.log('run', «this.id»); }
      }
      function opened(id: string) { console.log('opened', «id»); }
      const idOf = (req) => req.headers['mcp-session-id'];
      app.post('/mcp', async (req, res) => {
        opened(req.headers['mcp-session-id']);
        console.log(«idOf(req)»);
        console.log(‹await idOf(req)›);
      });`,
      'logged',
    ),
    reported(
      'the session id of express-session',
      `${session}
      app.use(session({ secret }));
      app.get('/me', (req, res) => {
        console.log(«req.sessionID», ⟨req.session.id⟩);
        console.log('id', «req.session.id»);
        res.send('Session ' + ‹req.sessionID›);
        res.json({ id: ‹req.session.id› });
        res.render('me', { id: ‹req.sessionID› });
      });`,
      'logged',
      'logged',
      'sent',
      'sent',
      'sent',
    ),
    reported(
      'what a tool knows of its caller, logged and sent to the model',
      `${mcp}
      server.tool('who', {}, async (args, extra) => {
        console.error('called in', «extra.sessionId»);
        return { content: [{ type: 'text', text: \`session \${‹extra.sessionId›}\` }] };
      });
      server.registerTool('whoami', { inputSchema: {} }, async (args, { sessionId }) => {
        await server.server.sendLoggingMessage({ level: 'info', data: \`in \${«sessionId»}\` });
        return { content: [] };
      });`,
      'logged',
      'sent',
      'logged',
    ),
    reported(
      'through a variable: an object, a text, a list',
      endpoint(
        `app.get('/mcp', (req, res) => {
        const sessionId = req.headers['mcp-session-id'];
        const message = \`request of \${sessionId}\`;
        const context = { sessionId, path: req.path };
        console.log(‹message›);
        logger.info(‹context›, 'request');
        logger.info({ ...‹context› });
        console.log(JSON.stringify({ «sessionId» }), [⟨sessionId⟩].join());
      });`,
      ),
      'logged',
    ),
    reported(
      'what leaves the text whole: String, toString, trim, no hyphens, JSON',
      endpoint(`app.get('/mcp', (req, res) => {
        const id = req.headers['mcp-session-id'];
        console.log(«String(id)»);
        console.log(«id.toString()»);
        console.log(«id.trim().toLowerCase()»);
        console.log(«id».replace(/-/g, ''));
        console.log(JSON.stringify({ id: «id» }));
        console.log(util.inspect({ id: «id» }));
        console.log(new Error(\`no session \${«id»}\`));
      });`),
      'logged',
    ),
    reported(
      'every kind of log',
      endpoint(`import createDebug from 'debug';
      import { info, warn as warnAbout } from './logger.js';
      const trace = createDebug('mcp');
      const child = getLogger('mcp').child({ part: 'http' });
      const lines = pino();
      app.get('/mcp', (req, res) => {
        const id = req.headers['mcp-session-id'];
        console.debug(«id»);
        console.dir({ «id» });
        log.info(«id»);
        req.log.info({ «id» });
        fastify.log.warn(«id»);
        this._logger.verbose(«id»);
        winston.error(«id»);
        child.info(«id»);
        lines.info(«id»);
        getLogger('mcp').info(«id»);
        logger[level](«id»);
        logger.child({ «id» });
        log(«id»);
        debug('session %s', «id»);
        logMessage('info', «id»);
        writeLog(«id»);
        this.log(«id»);
        info(«id»);
        process.stderr.write(\`session \${«id»}\\n\`);
      });`),
      'logged',
    ),
    reported(
      'a function of this file that logs what it is handed: its call is to change',
      endpoint(`function note(message: string, data?: object) { console.error(new Date(), message, data); }
      const print = (...parts) => { if (verbose) console.log('[mcp]', ...parts); };
      class Log { info(text, more) { this.write('info', text, more); } write(level, text, more) { console[level](text, more); } }
      const journal = new Log();
      app.get('/mcp', (req, res) => {
        const sessionId = req.headers['mcp-session-id'];
        note(\`session \${«sessionId»}\`);
        note('session', { «sessionId» });
        print('session', «sessionId»);
        journal.info('session', { «sessionId» });
        note('no session');
      });`),
      'logged',
    ),
    reported(
      'all ids in a log, in every form',
      endpoint(
        `const map = new Map();
      export function add(sessionId: string) { map.set(sessionId, transports[sessionId]); }
      const ids = Object.keys(transports);
      console.log(‹Object.keys(transports)›);
      console.log(\`available: \${‹Object.keys(transports)›.join(', ')}\`);
      logger.info({ sessions: ‹ids›, count: ids.length });
      console.log(‹[...map.keys()]›, ‹Array.from(map.keys())›);
      console.log(‹Array.from(map.keys()).sort()›);
      console.log(‹Object.entries(transports)›);
      console.log(‹transports›);
      console.log(‹Object.keys(transports).map((id) => ({ id }))›);`.replace(
          ', ‹Array.from(map.keys())›',
          '',
        ),
      ),
      'loggedAll',
    ),
    reported(
      'an id that the server gave out, in a body',
      endpoint(`app.post('/new', async (req, res) => {
        const sessionId = randomUUID();
        transports[sessionId] = create();
        res.json({ ‹sessionId› });
        res.status(201).send(‹sessionId›);
        res.end(JSON.stringify({ jsonrpc: '2.0', result: { sessionId: ‹sessionId› } }));
        res.writeHead(200).end(\`{"id":"\${‹sessionId›}"}\`);
      });
      export const hono = (c) => c.json({ id: ‹idOfNew()› });
      function idOfNew() { const id = randomUUID(); transports[id] = create(); return id; }
      export async function PUT(request) {
        const id = randomUUID();
        transports[id] = create();
        return new Response(JSON.stringify({ ‹id› }));
      }
      export async function PATCH(request) {
        const id = randomUUID();
        transports[id] = create();
        return Response.json({ ‹id› });
      }`),
      'sent',
    ),
    reported(
      'an id that the client sent, or that is new',
      endpoint(`app.post('/mcp', async (req, res) => {
        let sessionId = req.headers['mcp-session-id'];
        if (!sessionId) sessionId = randomUUID();
        transports[sessionId] = create();
        res.json({ ‹sessionId› });
      });`),
      'sent',
    ),
    reported(
      'a helper of this file that sends what it is handed',
      endpoint(`function sendJson(res, status, body) { res.writeHead(status); res.end(JSON.stringify(body)); }
      app.post('/new', (req, res) => {
        const sessionId = randomUUID();
        transports[sessionId] = create();
        sendJson(res, 200, { ‹sessionId› });
      });`),
      'sent',
    ),
    reported(
      'all ids in a body: keys, entries, a mapped list, one that is filled, an object by id',
      endpoint(`app.get('/sessions', (req, res) => { res.json({ sessions: ‹Object.keys(transports)› }); });
      app.get('/debug', (req, res) => { res.status(404).send(\`known: \${‹Object.keys(transports)›}\`); });
      app.get('/list', (req, res) => {
        res.json(‹Object.entries(transports).map(([id, transport]) => ({ id, open: transport.open }))›);
      });
      app.get('/all', (req, res) => {
        const all = [];
        for (const [id, transport] of Object.entries(transports)) all.push({ id, open: transport.open });
        res.json({ ‹all› });
      });
      app.get('/by-id', (req, res) => {
        const open = {};
        for (const id of Object.keys(transports)) open[id] = transports[id].open;
        res.json(‹open›);
      });
      app.get('/ids', (req, res) => { res.json(‹Object.values(transports).map((each) => each.sessionId)›); });`),
      'sentAll',
    ),
    reported(
      "what a Nest controller and Fastify's handler return",
      `${sdk}
      @Controller('sessions')
      export class Sessions {
        private readonly sessions = new Map<string, StreamableHTTPServerTransport>();
        add(sessionId: string, transport: StreamableHTTPServerTransport) { this.sessions.set(sessionId, transport); }
        @Get()
        list() { return { ids: ‹[...this.sessions.keys()]› }; }
      }
      const transports = new Map();
      fastify.post('/mcp', async (request, reply) => {
        const sessionId = crypto.randomUUID();
        transports.set(sessionId, new StreamableHTTPServerTransport({ sessionIdGenerator: () => sessionId }));
        return { ‹sessionId› };
      });`,
      'sentAll',
      'sent',
    ),
    reported(
      'redirects and addresses',
      `${session}
      app.get('/go', (req, res) => {
        res.redirect('/next?sid=' + ‹req.sessionID›);
        res.setHeader('Location', \`/next/\${‹req.sessionID›}\`);
        res.writeHead(302, { Location: ‹req.sessionID› });
        const next = new URL(\`https://example.com/next?sid=\${‹req.sessionID›}\`);
        next.searchParams.set('sid', ‹req.sessionID›);
        const query = new URLSearchParams({ sid: ‹req.sessionID› });
        const link = '/next?a=1&sid=' + ‹req.sessionID›;
      });`,
      'inUrl',
    ),
    reported(
      'the header of a request goes into an address',
      `app.get('/mcp', (req, res) => { res.redirect(\`/login?session=\${‹req.headers['mcp-session-id']›}\`); });`,
      'inUrl',
    ),
    reported(
      'one report for a call that holds an id and all of them, or an id several times',
      endpoint(`app.get('/mcp', (req, res) => {
        const sessionId = req.headers['mcp-session-id'];
        const context = { sessionId };
        console.log(sessionId, ‹Object.keys(transports)›);
        console.log(«sessionId», { ⟨sessionId⟩ }, \`\${⟨sessionId⟩} of \${⟨req.sessionID⟩}\`);
        console.log(‹sessionId›, context);
      });`),
      'loggedAll',
      'logged',
      'logged',
    ),
    reported(
      'a parameter with the name in a file of transports, whoever calls the function',
      `${sdk}
      export async function setOwner(sessionId: string, userId: string) {
        logger.debug('owner', { «sessionId», userId });
      }`,
      'logged',
    ),
    reported(
      'a class that extends a transport',
      `${sdk}
      export class Traced extends StreamableHTTPServerTransport {
        close() { console.log('closing', «this.sessionId»); return super.close(); }
      }`,
      'logged',
    ),
    {
      name: 'test files are no exception',
      filename: 'server.test.ts',
      code: 'app.get("/", (req, res) => { console.log(req.sessionID); });',
      options: everything,
      errors: [
        {
          messageId: 'logged',
          suggestions: [
            {
              messageId: 'shorten',
              output: 'app.get("/", (req, res) => { console.log(req.sessionID?.slice(0, 8)); });',
            },
          ],
        },
      ],
    },
    {
      name: 'bodies and addresses are reported without the option',
      code: 'app.get("/", (req, res) => { console.log(req.sessionID); res.json(req.sessionID); });',
      errors: [{ messageId: 'sent', column: 67, suggestions: [] }],
    },
    {
      name: 'a cast or an assertion stays where it is',
      code: 'app.get("/", (req, res) => { console.log(req.headers["mcp-session-id"] as string, req.sessionID!); });',
      options: everything,
      errors: [
        {
          messageId: 'logged',
          suggestions: [
            {
              messageId: 'shorten',
              output:
                'app.get("/", (req, res) => { console.log(req.headers["mcp-session-id"]?.slice(0, 8) as string, req.sessionID?.slice(0, 8)!); });',
            },
          ],
        },
      ],
    },
  ],
});

modules.run('no-session-id-disclosure (ES modules)', rule, {
  valid: [strict('a page of a browser', 'console.log(localStorage.sessionId);')],
  invalid: [
    reported(
      'the web standard transport of v2, with Hono',
      `import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
      const transports = new Map();
      app.all('/mcp', async (c) => {
        const transport = new WebStandardStreamableHTTPServerTransport({
          sessionIdGenerator: () => crypto.randomUUID(),
          onsessioninitialized: (id) => { transports.set(id, transport); console.log('new', «id»); },
        });
        return transport.handleRequest(c.req.raw);
      });
      app.get('/sessions', (c) => c.json({ ids: ‹[...transports.keys()]› }));`,
      'logged',
      'sentAll',
    ),
  ],
});

commonjs.run('no-session-id-disclosure (CommonJS)', rule, {
  valid: [],
  invalid: [
    reported(
      'compiled modules',
      `"use strict";
      Object.defineProperty(exports, "__esModule", { value: true });
      const streamableHttp_js_1 = require("@modelcontextprotocol/sdk/server/streamableHttp.js");
      const logger_1 = require("./logger");
      class Server {
        transports = {};
        async post(req, res) {
          const sessionId = req.headers["mcp-session-id"];
          logger_1.logger.info("request", { «sessionId», known: Object.keys(this.transports).length });
          (0, logger_1.logMessage)("info", «sessionId»);
          const transport = new streamableHttp_js_1.StreamableHTTPServerTransport({
            sessionIdGenerator: () => (0, crypto_1.randomUUID)(),
            onsessioninitialized: (id) => { this.transports[id] = transport; },
          });
          logger_1.logger.info("all", { ids: ‹Object.keys(this.transports)› });
        }
      }
      exports.Server = Server;`,
      'logged',
      'logged',
      'loggedAll',
    ),
  ],
});
