import { randomBytes } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifySecureSession from '@fastify/secure-session';
import fastifySession from '@fastify/session';
import yar from '@hapi/yar';
import { useSession as honoSession } from '@hono/session';
import cookieSession from 'cookie-session';
import type { RequestHandler } from 'express';
import expressSession from 'express-session';
import { useSession as h3Session } from 'h3';
import { MemoryStore, sessionMiddleware } from 'hono-sessions';
import { getIronSession } from 'iron-session';
import koaGenericSession from 'koa-generic-session';
import koaSession from 'koa-session';
import nextSession from 'next-session';
import { describe, expect, it } from 'vitest';
import { models } from '../../src/models';
import type { SessionMethod } from '../../src/models/types';
import {
  SECRET,
  untyped,
  withExpress,
  withFastify,
  withH3,
  withHapi,
  withHono,
  withKoa,
  withListener,
  type Options,
  type Send,
} from './servers';

/** A row: how to start a server with the real package, and what its ids look like. The rest is the model's word. */
interface Row {
  library: string;
  /** What is special about it. */
  title?: string;
  /** Starts a server that performs an action, told by the path, in every request. */
  start: (perform: Perform, use: Use, options: never) => Promise<void>;
  options?: Options;
  /** The value of the cookie of a session with an id, decoded. */
  id?: RegExp;
  /** Whether the options turn on what the model says that they can: an id, or an end by `null`. */
  hasId?: boolean;
  nullDestroys?: boolean;
  write?: (session: never) => unknown;
  read?: (session: never) => unknown;
}

type Use = (send: Send) => Promise<void>;
type Perform = (path: string, request: SessionRequest) => Promise<string>;

interface SessionRequest {
  session: unknown;
  /** The object that carries it. */
  carrier: unknown;
  unset?: () => void;
}

/** The session at a property of a request or context. */
function at(carrier: object, key = 'session'): SessionRequest {
  const session: unknown = Reflect.get(carrier, key);
  return { session, carrier, unset: () => Reflect.set(carrier, key, null) };
}

const start = {
  express:
    (session: (options: never) => RequestHandler, key?: string): Row['start'] =>
    (perform, use, options) => {
      const handler: RequestHandler = (request, response, next) => {
        perform(request.path, at(request, key)).then((text) => response.end(text), next);
      };
      return withExpress([session(options), handler], use);
    },
  fastify:
    (plugin: never): Row['start'] =>
    (perform, use, options) =>
      withFastify((app) => {
        app.register(fastifyCookie);
        app.register(plugin, options);
        app.get('*', (request) => perform(request.url, at(request)));
      }, use),
  koa:
    (session: (options: never, app: never) => unknown): Row['start'] =>
    (perform, use, options) =>
      withKoa((app) => {
        app.use(session(options, app as never) as never);
        app.use(async (ctx) => (ctx.body = await perform(ctx.path, at(ctx))));
      }, use),
};

/** A store for koa-session, and for those that take its kind. */
function koaStore(): object {
  const sessions = new Map<string, unknown>();
  return {
    get: (id: string) => sessions.get(id),
    set: (id: string, session: unknown) => void sessions.set(id, session),
    destroy: (id: string) => void sessions.delete(id),
  };
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

const express = { secret: SECRET, resave: false, saveUninitialized: false };

const rows: readonly Row[] = [
  {
    library: '@fastify/secure-session',
    options: { key: randomBytes(32) },
    start: start.fastify(fastifySecureSession as never),
  },
  {
    library: '@fastify/session',
    options: { secret: SECRET },
    id: /^[\w-]{32}\.[\w+/]{43}$/,
    start: start.fastify(fastifySession as never),
  },
  {
    library: '@hapi/cookie',
    options: { cookie: { password: SECRET } },
    start: (perform, use, options) =>
      withHapi(async (server) => {
        await server.register(untyped('@hapi/cookie') as never);
        server.auth.strategy('session', 'cookie', options);
        server.route({
          method: 'GET',
          path: '/{path*}',
          options: { auth: { mode: 'try', strategy: 'session' } },
          handler: (request) => {
            const { user } = { ...request.auth.artifacts };
            if (request.path === '/read') return asText(user);
            return perform(request.path, at(request, 'cookieAuth'));
          },
        });
      }, use),
    write: (session: { set: (value: object) => void }) => session.set({ user: '1' }),
  },
  {
    library: '@hapi/yar',
    title: 'on the server alone',
    options: { maxCookieSize: 0, cookieOptions: { password: SECRET } },
    start: (perform, use, options) =>
      withHapi(async (server) => {
        await server.register({ plugin: yar, options });
        server.route({
          method: 'GET',
          path: '/{path*}',
          handler: (request) => perform(request.path, at(request, 'yar')),
        });
      }, use),
  },
  {
    library: '@hono/session',
    options: { secret: SECRET },
    start: (perform, use, options) =>
      withHono(
        [honoSession(options) as never],
        (c) => perform(c.req.path, { carrier: c, session: c.get('session') }),
        use,
      ),
    write: (session: { update: (data: object) => unknown }) => session.update({ user: '1' }),
    read: async (session: { get: () => Promise<Options | null> }) => (await session.get())?.user,
  },
  {
    library: 'client-sessions',
    options: { secret: SECRET, cookieName: 'session_state' },
    start: start.express(untyped('client-sessions') as never, 'session_state'),
  },
  {
    library: 'cookie-session',
    options: { secret: SECRET },
    start: start.express(cookieSession),
  },
  {
    library: 'express-session',
    options: express,
    id: /^s:[\w-]{32}\.[\w+/]{43}$/,
    start: start.express(expressSession),
  },
  {
    library: 'express-session',
    title: "unset: 'destroy'",
    options: { ...express, unset: 'destroy' },
    nullDestroys: true,
    start: start.express(expressSession),
  },
  {
    library: 'h3',
    options: { password: SECRET },
    start: (perform, use, options) =>
      withH3(async (event) => {
        const session = await h3Session(event, options);
        return perform(event.url.pathname, { carrier: event, session });
      }, use),
    write: (session: { update: (data: object) => unknown }) => session.update({ user: '1' }),
    read: ({ data }: { data: Options }) => data.user,
  },
  {
    library: 'hono-sessions',
    options: { store: new MemoryStore() },
    id: UUID,
    start: (perform, use, options) =>
      withHono(
        [sessionMiddleware(options)],
        (c) => perform(c.req.path, { carrier: c, session: c.get('session' as never) }),
        use,
      ),
  },
  {
    library: 'iron-session',
    options: { password: SECRET, cookieName: 'sid' },
    start: (perform, use, options) =>
      withListener((request, response) => {
        void getIronSession<Options>(request, response, options)
          .then((session) => perform(request.url ?? '', { carrier: request, session }))
          .then((text) => response.end(text));
      }, use),
    write: (session: Options & { save: () => Promise<void> }) => {
      session.user = '1';
      return session.save();
    },
  },
  {
    library: 'koa-generic-session',
    id: /^[\w-]{32}$/,
    start: start.koa(koaGenericSession as never),
  },
  { library: 'koa-session', start: start.koa(koaSession as never) },
  {
    library: 'koa-session',
    title: 'with a store',
    options: { store: koaStore() },
    id: UUID,
    hasId: true,
    start: start.koa(koaSession as never),
  },
  {
    library: 'next-session',
    id: /^[\w-]{21}$/,
    start: (perform, use, options) => {
      const getSession = nextSession(options);
      return withListener((request, response) => {
        void getSession(request, response)
          .then(() => perform(request.url ?? '', at(request)))
          .then((text) => response.end(text));
      }, use);
    },
  },
];

describe.each(
  rows.map((row) => [[row.library, row.title].filter(Boolean).join(' '), row] as const),
)('%s', (_, row) => {
  const model = sessionModel(row.library);
  const hasId = model.type === 'id' || row.hasId === true;
  const rotate = model.rotate ?? [];
  const destroy = model.destroy ?? [];

  const perform: Perform = async (path, request) => {
    const [, action = '', index] = path.split('/');
    const session = request.session as Record<string, (...args: unknown[]) => unknown>;
    const method = { rotate, destroy }[action]?.[Number(index)];
    if (method) await invoke(method, request);
    else if (action === 'unset') request.unset?.();
    else if (action === 'write')
      if (row.write) await row.write(session as never);
      else if (model.set?.[0]) await session[model.set[0]]?.('user', '1');
      else Reflect.set(session, 'user', '1');
    else if (row.read) return asText(await row.read(session as never));
    else return asText(model.get?.[0] ? await session[model.get[0]]?.('user') : session.user);
    return '';
  };

  const begin = (use: Use) => row.start(perform, use, { ...row.options } as never);

  /** Signs in, does something with the cookies of that, and tells what the old cookies are good for then. */
  const afterwards = (path: string, check: (after: After) => void) =>
    begin(async (send) => {
      const { cookies } = await send('/write', HTTPS);
      expect((await send('/read', { ...HTTPS, cookies })).text).toBe('1');
      const done = await send(path, { ...HTTPS, cookies });
      const { text } = await send('/read', { ...HTTPS, cookies });
      check({ before: cookies, sent: done.cookies, isAlive: text === '1' });
    });

  it.each(rotate.map(({ method }, index) => [method, index] as const))(
    `%s ${hasId ? 'makes the old cookie worthless' : 'cannot take a sealed cookie back'}`,
    (_method, index) =>
      afterwards(`/rotate/${index}`, ({ before, sent, isAlive }) => {
        expect(isAlive).toBe(!hasId);
        expect(sent).not.toEqual([]);
        expect(sent.map(valueOf)).not.toEqual(before.map(valueOf));
      }),
  );

  it.each(destroy.map(({ method }, index) => [method, index] as const))(
    `%s ${hasId ? 'ends the session' : 'cannot end a sealed session'}, and ${
      model.clearsCookie ? 'clears' : 'leaves'
    } the cookie`,
    (_method, index) =>
      afterwards(`/destroy/${index}`, ({ before, sent, isAlive }) => {
        expect(isAlive).toBe(!hasId);
        expect(sent.some((cookie) => isTakenBack(cookie, before))).toBe(model.clearsCookie);
      }),
  );

  if (model.nullDestroys !== undefined) {
    const ends = model.nullDestroys || row.nullDestroys === true;
    it(`${ends && hasId ? 'ends' : 'survives'} being set to null`, () =>
      afterwards('/unset', ({ isAlive }) => {
        expect(isAlive).toBe(!(ends && hasId));
      }));
  }

  if (row.id)
    it('makes ids that look random, and never the same', () =>
      begin(async (send) => {
        const values = new Set<string>();
        for (let count = 0; count < 20; count++) {
          const { cookies } = await send('/write', HTTPS);
          values.add(valueOf(cookies[0] ?? ''));
        }
        for (const value of values) expect(value).toMatch(row.id as RegExp);
        expect(values.size).toBe(20);
      }));
});

/** Libraries that no test can start. */
const UNPROVEN: Readonly<Record<string, string>> = {
  astro: 'needs Node 22',
  'fastify-session': 'needs Fastify 3',
};

it('has a row for every library with sessions, or a reason', () => {
  const proven = rows.map(({ library }) => library);
  const withSessions = models.filter(({ session }) => session && session.type !== 'foreign');
  expect(new Set([...proven, ...Object.keys(UNPROVEN)])).toEqual(
    new Set(withSessions.map(({ name }) => name)),
  );
});

const HTTPS = { connection: 'https' } as const;

interface After {
  before: string[];
  sent: string[];
  isAlive: boolean;
}

function sessionModel(library: string) {
  const session = models.find(({ name }) => name === library)?.session;
  if (!session) throw new Error(`${library} has no session`);
  return session;
}

/** Calls a method where the model says that it is, and waits as the model says that it settles. */
async function invoke(
  { method, on, settles, firstArgument }: SessionMethod,
  { session, carrier }: SessionRequest,
): Promise<void> {
  const holder = (on ? carrier : session) as Record<string, (...args: unknown[]) => unknown>;
  const args = firstArgument === undefined ? [] : [firstArgument, true];
  if (settles === 'callback')
    await new Promise<void>((resolve, reject) => {
      holder[method]?.(...args, (error?: Error) => (error ? reject(error) : resolve()));
    });
  else {
    const result = holder[method]?.(...args);
    expect(result instanceof Promise).toBe(settles !== 'sync');
    await result;
  }
}

function valueOf(cookie: string): string {
  const [pair = ''] = cookie.split(';');
  return decodeURIComponent(pair.slice(pair.indexOf('=') + 1));
}

/** Whether a cookie replaces what the browser has, or makes it forget it. */
function isTakenBack(cookie: string, before: readonly string[]): boolean {
  return /; *expires=[^;]*1970/i.test(cookie) || !before.map(valueOf).includes(valueOf(cookie));
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
