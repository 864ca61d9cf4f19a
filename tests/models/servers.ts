import { createRequire } from 'node:module';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import hapi from '@hapi/hapi';
import express, { type RequestHandler } from 'express';
import fastify, { type FastifyInstance } from 'fastify';
import { H3, type H3Event } from 'h3';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import Koa from 'koa';

export type Connection = 'http' | 'https';
export type Options = Record<string, unknown>;

/** A request to a server in this process, on loopback or injected; the connection is told by a trusted proxy's header. */
export type Send = (
  path: string,
  how?: { connection?: Connection; cookies?: readonly string[] },
) => Promise<Answer>;

export interface Answer {
  /** The `Set-Cookie` headers. */
  cookies: string[];
  text: string;
}

/** Long enough for every library. */
export const SECRET = 'a secret of thirty-two characters';

/** Packages without types. */
export const untyped = createRequire(import.meta.url) as (name: string) => unknown;

function headersFor(how: Parameters<Send>[1] = {}): Record<string, string> {
  const pairs = (how.cookies ?? []).map((cookie) => cookie.split(';')[0]);
  return {
    ...(how.connection === 'https' && { 'x-forwarded-proto': 'https' }),
    ...(pairs.length > 0 && { cookie: pairs.join('; ') }),
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  if (!response.ok) throw new Error(`status ${response.status}: ${text}`);
  return { cookies: response.headers.getSetCookie(), text };
}

export async function withListener<T>(
  listener: RequestListener,
  use: (send: Send) => Promise<T>,
): Promise<T> {
  const server = createServer(listener);
  try {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    return await use(async (path, how) =>
      answerOf(await fetch(`http://127.0.0.1:${port}${path}`, { headers: headersFor(how) })),
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** A listener that says what `handle` gives, or that it failed. */
export function answering(
  handle: (...given: Parameters<RequestListener>) => Promise<string>,
): RequestListener {
  return (request, response) => {
    handle(request, response).then(
      (text) => response.end(text),
      () => {
        response.statusCode = 500;
        response.end();
      },
    );
  };
}

export function withExpress<T>(
  handlers: readonly RequestHandler[],
  use: (send: Send) => Promise<T>,
): Promise<T> {
  const app = express();
  app.set('trust proxy', true);
  app.use(...handlers);
  return withListener(app, use);
}

export async function withKoa<T>(
  define: (app: Koa) => void,
  use: (send: Send) => Promise<T>,
): Promise<T> {
  const app = new Koa({ proxy: true, keys: [SECRET] });
  app.silent = true;
  define(app);
  const listener = app.callback();
  return await withListener((request, response) => void listener(request, response), use);
}

export async function withFastify<T>(
  define: (app: FastifyInstance) => unknown,
  use: (send: Send) => Promise<T>,
): Promise<T> {
  const app = fastify({ trustProxy: true });
  try {
    define(app);
    return await use(async (url, how) => {
      const response = await app.inject({ url, headers: headersFor(how) });
      if (response.statusCode >= 400) throw new Error(`status ${response.statusCode}`);
      return { cookies: [response.headers['set-cookie'] ?? []].flat(), text: response.body };
    });
  } finally {
    await app.close();
  }
}

function withFetch<T>(
  answer: (request: Request) => Response | Promise<Response>,
  use: (send: Send) => Promise<T>,
): Promise<T> {
  return use(async (path, how = {}) => {
    const origin = `${how.connection ?? 'http'}://localhost`;
    return answerOf(await answer(new Request(origin + path, { headers: headersFor(how) })));
  });
}

export function withHono<T>(
  middleware: readonly MiddlewareHandler[],
  handler: (c: Context) => unknown,
  use: (send: Send) => Promise<T>,
): Promise<T> {
  const app = new Hono();
  for (const each of middleware) app.use(each);
  app.get('*', async (c) => c.text(textOf(await handler(c))));
  return withFetch((request) => app.fetch(request), use);
}

export function withH3<T>(
  handler: (event: H3Event) => unknown,
  use: (send: Send) => Promise<T>,
): Promise<T> {
  const app = new H3().get('/**', async (event) => textOf(await handler(event)));
  return withFetch((request) => app.fetch(request), use);
}

/** What a handler says; nothing when it gives something else. */
function textOf(said: unknown): string {
  return typeof said === 'string' ? said : '';
}

export async function withHapi<T>(
  define: (server: hapi.Server) => unknown,
  use: (send: Send) => Promise<T>,
): Promise<T> {
  const server = hapi.server();
  await define(server);
  await server.initialize();
  try {
    return await use(async (url, how) => {
      const { statusCode, headers, payload } = await server.inject({
        url,
        headers: headersFor(how),
      });
      if (statusCode >= 400) throw new Error(`status ${statusCode}: ${payload}`);
      return { cookies: [headers['set-cookie'] ?? []].flat(), text: payload };
    });
  } finally {
    await server.stop();
  }
}

/** For one request to `/`: the cookies that the answer sets. */
export function once(connection: Connection = 'http'): (send: Send) => Promise<string[]> {
  return async (send) => (await send('/', { connection })).cookies;
}
