import { randomBytes } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifySecureSession from '@fastify/secure-session';
import fastifySession from '@fastify/session';
import yar from '@hapi/yar';
import { useSession as honoSession } from '@hono/session';
import cookieSession from 'cookie-session';
import mgcreaFastifySession from '@mgcrea/fastify-session';
import type { RequestHandler } from 'express';
import expressSession from 'express-session';
import { useSession as h3Session } from 'h3';
import { MemoryStore, sessionMiddleware } from 'hono-sessions';
import { getIronSession } from 'iron-session';
import koaGenericSession from 'koa-generic-session';
import koaSession from 'koa-session';
import nextSession from 'next-session';
import { models } from '../../src/models';
import type { SessionObjectModel } from '../../src/models/types';
import {
  answering,
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

/** What is special about a library's cookie, beyond the model's word. */
export interface CookieQuirks {
  /** Values that it refuses with an error, as `attribute: value`. */
  refuses?: readonly string[];
  /** Whether it keeps the session's lifetime from the browser. */
  hidesLifetime?: boolean;
  /** A value that it takes for `sameSite`; `'strict'` if absent. */
  sameSite?: string;
}

/**
 * Adding a library with sessions is one row: how to start a server with the real package, and what
 * its ids look like. The rest is the model's word: `defaults.test.ts` and `lifecycle.test.ts` check it.
 */
export interface SessionLibrary extends CookieQuirks {
  library: string;
  /** The export that is configured, where it is not the default. */
  api?: string;
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

export type Use = (send: Send) => Promise<void>;
export type Perform = (path: string, request: SessionRequest) => Promise<string>;

export interface SessionRequest {
  session: unknown;
  /** The object that carries it. */
  carrier: unknown;
  unset?: () => void;
}

/** The session at a property of a request or context. */
function at(carrier: object, key = 'session'): SessionRequest {
  const session: unknown = Reflect.get(carrier, key) ?? Reflect.get(carrier, 'renamed');
  return { session, carrier, unset: () => Reflect.set(carrier, key, null) };
}

const start = {
  express:
    (session: (options: never) => RequestHandler, key?: string): SessionLibrary['start'] =>
    (perform, use, options) => {
      const handler: RequestHandler = (request, response, next) => {
        perform(request.path, at(request, key)).then((text) => response.end(text), next);
      };
      return withExpress([session(options), handler], use);
    },
  fastify:
    (plugin: never): SessionLibrary['start'] =>
    (perform, use, options) =>
      withFastify((app) => {
        app.register(fastifyCookie);
        app.register(plugin, options);
        app.get('*', (request) => perform(request.url, at(request)));
      }, use),
  koa:
    (session: (options: never, app: never) => unknown): SessionLibrary['start'] =>
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

export const sessionLibraries: readonly SessionLibrary[] = [
  {
    library: '@fastify/secure-session',
    hidesLifetime: true,
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
    api: 'server.auth.strategy',
    sameSite: 'Strict',
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
    sameSite: 'Strict',
    hidesLifetime: true,
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
    library: '@mgcrea/fastify-session',
    options: { secret: SECRET },
    id: /^[\w+/]{28}\.[\w+/]{43}$/,
    start: start.fastify(mgcreaFastifySession as never),
  },
  {
    library: '@hono/session',
    api: 'useSession',
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
    // Behind a proxy.
    refuses: ['secure set'],
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
    api: 'useSession',
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
    hidesLifetime: true,
    api: 'sessionMiddleware',
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
    api: 'getIronSession',
    options: { password: SECRET, cookieName: 'sid' },
    start: (perform, use, options) =>
      withListener(
        answering(async (request, response) => {
          const session = await getIronSession<Options>(request, response, options);
          return perform(request.url ?? '', { carrier: request, session });
        }),
        use,
      ),
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
  { library: 'koa-session', refuses: ['sameSite: false'], start: start.koa(koaSession as never) },
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
      return withListener(
        answering(async (request, response) => {
          await getSession(request, response);
          return perform(request.url ?? '', at(request));
        }),
        use,
      );
    },
  },
];

export function sessionModel(library: string): SessionObjectModel {
  const session = models.find(({ name }) => name === library)?.session;
  if (!session) throw new Error(`${library} has no session`);
  return session;
}

/** Writes a user to a session, the way that the row or the model says. */
export async function signIn(row: SessionLibrary, { session }: SessionRequest): Promise<void> {
  const [set] = sessionModel(row.library).set ?? [];
  if (row.write) await row.write(session as never);
  else if (set)
    await (session as Record<string, (...args: unknown[]) => unknown>)[set]?.('user', '1');
  else Reflect.set(session as object, 'user', '1');
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
