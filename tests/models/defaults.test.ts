import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import fastifyCookie from '@fastify/cookie';
import fastifySecureSession from '@fastify/secure-session';
import fastifySession from '@fastify/session';
import cookieSession from 'cookie-session';
import { serialize } from 'cookie1';
import { stringifySetCookie } from 'cookie2';
import express, { type RequestHandler } from 'express';
import expressSession from 'express-session';
import fastify, { type FastifyInstance } from 'fastify';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { generateCookie, generateSignedCookie, setCookie, setSignedCookie } from 'hono/cookie';
import { CookieStore, sessionMiddleware, type Session } from 'hono-sessions';
import { getIronSession } from 'iron-session';
import Koa from 'koa';
import koaGenericSession from 'koa-generic-session';
import koaSession from 'koa-session';
import { describe, expect, it } from 'vitest';
import { models } from '../../src/models';
import type {
  ApiModel,
  ArgumentPath,
  AttributeModel,
  CookieAttribute,
  CookieSetter,
  SessionConfiguration,
} from '../../src/models/types';

/** Adding a library is one row: its API in the models, and how to make the real package set a cookie. */
interface Row {
  /** The library, and the path of its export or the name of its method. */
  library: string;
  api: string;
  /** Calls the API with these arguments in a request, and gives the `Set-Cookie` headers of the answer. */
  send: (args: Arguments, connection: Connection) => Promise<string[]>;
  /** Options it cannot do without, attributes apart. */
  required?: Options;
  /** Values that it refuses with an error, as `attribute: value`. */
  refuses?: readonly string[];
  /** Whether it keeps the session's lifetime from the browser. */
  hidesLifetime?: boolean;
}

type Connection = 'http' | 'https';
type Options = Record<string, unknown>;
/** They come from data: their types are the models' word. */
type Arguments = readonly [never, never, never, never, never];

const SECRET = 'a secret of thirty-two characters';
const ATTRIBUTES: readonly CookieAttribute[] = ['httpOnly', 'secure', 'sameSite'];

const rows: readonly Row[] = [
  {
    library: '@fastify/cookie',
    api: 'setCookie',
    send: (args, connection) =>
      fromFastify(connection, (app) => {
        app.register(fastifyCookie);
        app.get('/', (_request, reply) => {
          invoke(reply, 'setCookie', args);
          return reply.send();
        });
      }),
  },
  {
    library: '@fastify/cookie',
    api: 'cookie',
    send: (args, connection) =>
      fromFastify(connection, (app) => {
        app.register(fastifyCookie);
        app.get('/', (_request, reply) => {
          invoke(reply, 'cookie', args);
          return reply.send();
        });
      }),
  },
  {
    library: '@fastify/cookie',
    api: 'serialize',
    send: (args, connection) =>
      fromFastify(connection, (app) => {
        app.register(fastifyCookie);
        app.get('/', (_request, reply) =>
          reply.header('set-cookie', invoke(fastifyCookie, 'serialize', args)).send(),
        );
      }),
  },
  {
    library: '@fastify/secure-session',
    api: 'default',
    required: { key: randomBytes(32) },
    hidesLifetime: true,
    send: ([, options], connection) =>
      fromFastify(connection, (app) => {
        app.register(fastifySecureSession, options);
        app.get('/', (request, reply) => {
          const sessions = request as unknown as Record<string, typeof request.session>;
          (sessions.session ?? sessions.renamed)?.set('user' as never, 1 as never);
          return reply.send();
        });
      }),
  },
  {
    library: '@fastify/session',
    api: 'default',
    required: { secret: SECRET },
    send: ([, options], connection) =>
      fromFastify(connection, (app) => {
        app.register(fastifyCookie);
        app.register(fastifySession, options);
        app.get('/', (_request, reply) => reply.send());
      }),
  },
  {
    library: 'cookie',
    api: 'serialize',
    send: (args) => Promise.resolve([call(serialize, args)]),
  },
  {
    library: 'cookie',
    api: 'stringifySetCookie',
    // v2 takes one object only; the models' arguments are v1's.
    send: ([name, value, options]) =>
      Promise.resolve([stringifySetCookie({ name, value, ...(options as Options) })]),
  },
  {
    library: 'cookie-session',
    api: 'default',
    required: { secret: SECRET },
    send: ([options], connection) =>
      fromExpress(connection, cookieSession(options), (request, response) => {
        Object.assign(request.session, { user: 1 });
        response.end();
      }),
  },
  {
    library: 'express',
    api: 'cookie',
    send: (args, connection) =>
      fromExpress(connection, (_request, response) => {
        invoke(response, 'cookie', args);
        response.end();
      }),
  },
  {
    library: 'express-session',
    api: 'default',
    required: { secret: SECRET, resave: false, saveUninitialized: true },
    send: ([options], connection) =>
      fromExpress(connection, expressSession(options), (_request, response) => {
        response.end();
      }),
  },
  {
    library: 'hono/cookie',
    api: 'setCookie',
    send: ([, ...args]) => fromHono((c) => call(setCookie, [c, ...args])),
  },
  {
    library: 'hono/cookie',
    api: 'setSignedCookie',
    send: ([, ...args]) => fromHono((c) => call(setSignedCookie, [c, ...args])),
  },
  {
    library: 'hono/cookie',
    api: 'generateCookie',
    send: (args) => Promise.resolve([call(generateCookie, args)]),
  },
  {
    library: 'hono/cookie',
    api: 'generateSignedCookie',
    send: async (args) => [await call(generateSignedCookie, args)],
  },
  {
    library: 'hono-sessions',
    api: 'sessionMiddleware',
    required: { store: new CookieStore(), encryptionKey: SECRET },
    hidesLifetime: true,
    send: ([options]) =>
      fromHono((c) => {
        (c.get('session') as Session).set('user', 1);
      }, sessionMiddleware(options)),
  },
  {
    library: 'iron-session',
    api: 'getIronSession',
    required: { password: SECRET, cookieName: 'sid' },
    send: ([, , options]) =>
      fromListener('http', (request, response) => {
        void getIronSession<Options>(request, response, options)
          .then(async (session) => {
            session.user = 1;
            await session.save();
          })
          .catch(() => (response.statusCode = 500))
          .finally(() => response.end());
      }),
  },
  {
    library: 'koa',
    api: 'set',
    send: (args, connection) =>
      fromKoa(connection, (app) => {
        app.use((ctx) => {
          invoke(ctx.cookies, 'set', args);
          ctx.body = '';
        });
      }),
  },
  {
    library: 'koa-generic-session',
    api: 'default',
    send: ([options], connection) =>
      fromKoa(connection, (app) => {
        app.use(koaGenericSession(options));
        app.use(signIn);
      }),
  },
  {
    library: 'koa-session',
    api: 'default',
    refuses: ['sameSite: false'],
    send: ([options], connection) =>
      fromKoa(connection, (app) => {
        app.use(koaSession(options, app as never) as never);
        app.use(signIn);
      }),
  },
];

describe.each(rows.map((row) => [`${row.library} ${row.api}`, row] as const))('%s', (_, row) => {
  const api = apiOf(row);
  const { cookie } = api;
  const name = api.kind === 'cookie-setter' ? 'sid' : (cookie?.defaultName ?? 'sid');

  /** The cookie that comes of these options, or `refused` when none does. */
  async function sent(options: Options, connection: Connection, named = name): Promise<string> {
    const headers = await row
      .send(argumentsFor(api, { ...options }), connection)
      .catch(() => [] as string[]);
    return headers.find((header) => header.split('=')[0]?.endsWith(named)) ?? 'refused';
  }

  const optionsAt = (path: readonly string[], value: unknown): Options =>
    merged(row.required ?? {}, path, value);

  if (!cookie) return;
  for (const attribute of ATTRIBUTES) {
    const model = cookie.attributes[attribute];
    const option = cookie.names?.[attribute] ?? attribute;

    const cases = casesOf(attribute, model).map(
      (each) => [each.title, each.connection, each] as const,
    );
    it.each(cases)('%s over %s', async (_title, _connection, each) => {
      const written = each.written ? { [option]: each.written.value } : {};
      const header = await sent(optionsAt(cookie.path, written), each.connection);
      if (row.refuses?.includes(each.title)) expect(header).toBe('refused');
      else expect(has(header, attribute), header).toBe(each.present);
    });

    if (!model.auto && model.missing !== 'unknown' && attribute === 'secure')
      it("secure: 'auto' is merely truthy", async () => {
        const header = await sent(optionsAt(cookie.path, { [option]: 'auto' }), 'http');
        expect(header === 'refused' || has(header, 'secure'), header).toBe(true);
      });

    if (model.missing === 'set' && attribute === 'secure')
      it('secure missing over http sends no cookie without it', async () => {
        const header = await sent(optionsAt(cookie.path, {}), 'http');
        expect(header === 'refused' || has(header, 'secure'), header).toBe(true);
      });

    for (const value of model.setBy?.values ?? [])
      it(`${String(model.setBy?.option)}: '${value}' sets ${attribute}`, async () => {
        const options = { [option]: false, [String(model.setBy?.option)]: value };
        expect(has(await sent(optionsAt(cookie.path, options), 'https'), attribute)).toBe(true);
      });

    for (const path of cookie.misplaced ?? [])
      if (model.missing === 'set' || model.missing === 'absent')
        it(`${attribute} at [${path.join('.')}] is ignored`, async () => {
          const value = model.missing === 'absent';
          const header = await sent(optionsAt(path, { [option]: value }), 'https');
          expect(has(header, attribute), header).toBe(model.missing === 'set');
        });

    for (const path of cookie.alsoAt ?? [])
      it(`${attribute} is also read at [${path.join('.')}]`, async () => {
        const { value } = good(attribute);
        const header = await sent(optionsAt(path, { [option]: value }), 'https');
        expect(has(header, attribute), header).toBe(true);
      });

    if (cookie.mayBeFunction)
      it(`${attribute} may come from a function`, async () => {
        const on = optionsAt(cookie.path, () => ({ [option]: good(attribute).value }));
        const off = optionsAt(cookie.path, () => ({ [option]: false }));
        expect(has(await sent(on, 'https'), attribute)).toBe(true);
        expect(has(await sent(off, 'https'), attribute)).toBe(false);
      });
  }

  it.each(cookie.nameOptions ?? [])('is named by %s', async (...path) => {
    expect(await sent(optionsAt(path, 'renamed'), 'https', 'renamed')).toMatch(/^renamed=/);
  });

  const expiry = api.kind === 'session-configuration' ? api.expiry : undefined;
  if (expiry?.suggest && !row.hidesLifetime) {
    const { suggest, unit } = expiry;
    it(`counts its lifetime in ${unit}`, async () => {
      const twoHours = unit === 'ms' ? 7_200_000 : 7200;
      const header = await sent(optionsAt(suggest, twoHours), 'https');
      expect(Math.abs(lifetimeOf(header) - 7200), header).toBeLessThan(120);
    });
  }
});

it('has a row for every library that sets cookies', () => {
  // Measured by hand: they need a server or a build of their own; v6 of iron-session is of the past.
  const elsewhere = new Set([
    '@remix-run/node',
    '@sveltejs/kit',
    'astro',
    'h3',
    'next',
    'react-router',
  ]);
  const covered = new Set(rows.map(({ library }) => library));
  const setting = models.filter((model) => apisOf(model.name).some(([, api]) => setsCookies(api)));
  expect(
    setting.map(({ name }) => name).filter((name) => !covered.has(name) && !elsewhere.has(name)),
  ).toEqual([]);
});

// --- what the model expects ------------------------------------------------------------------------

interface Case {
  title: string;
  /** The value of the option; absent: the option is missing. */
  written?: { value: unknown };
  connection: Connection;
  present: boolean;
}

/** A value that sets an attribute, in every library. */
function good(attribute: CookieAttribute): { value: unknown } {
  return { value: attribute === 'sameSite' ? 'strict' : true };
}

/** Over HTTPS, since several libraries send no secure cookie over HTTP. */
function casesOf(attribute: CookieAttribute, model: AttributeModel): Case[] {
  const cases: Case[] = [
    {
      title: `${attribute}: false`,
      written: { value: false },
      connection: 'https',
      present: false,
    },
    { title: `${attribute} set`, written: good(attribute), connection: 'https', present: true },
  ];
  if (model.missing !== 'unknown') {
    const missing = model.missing !== 'absent';
    const left = missing && !model.undefinedDrops;
    const written = { value: undefined };
    cases.push(
      { title: `${attribute} missing`, connection: 'https', present: missing },
      { title: `${attribute}: undefined`, written, connection: 'https', present: left },
    );
  }
  if (model.missing === 'auto')
    cases.push({ title: `${attribute} missing`, connection: 'http', present: false });
  if (model.auto) {
    const auto = { title: `${attribute}: 'auto'`, written: { value: 'auto' } };
    cases.push({ ...auto, connection: 'https', present: true });
    if (attribute === 'secure') cases.push({ ...auto, connection: 'http', present: false });
  }
  return cases;
}

/** Whether a cookie was sent with an attribute; `undefined` when none was sent. */
function has(header: string, attribute: CookieAttribute): boolean | undefined {
  if (header === 'refused') return undefined;
  const attributes = header.split(';').slice(1);
  return attributes.some(
    (each) => each.trim().split('=')[0]?.toLowerCase() === attribute.toLowerCase(),
  );
}

/** The seconds a cookie is kept for. */
function lifetimeOf(header: string): number {
  const maxAge = /; *max-age=(\d+)/i.exec(header)?.[1];
  const expires = /; *expires=([^;]+)/i.exec(header)?.[1];
  return maxAge ? Number(maxAge) : (Date.parse(expires ?? '') - Date.now()) / 1000;
}

// --- arguments, from the model -----------------------------------------------------------------------

function apisOf(library: string): [string, ApiModel][] {
  const model = models.find(({ name }) => name === library);
  const exported = Object.entries(model?.exports ?? {}).flatMap(([path, apis]) =>
    ('kind' in apis ? [apis] : apis).map((api): [string, ApiModel] => [path, api]),
  );
  const methods = (model?.methods ?? []).map(({ method, api }): [string, ApiModel] => [
    method,
    api,
  ]);
  return [...exported, ...methods];
}

function setsCookies(api: ApiModel): api is CookieSetter | SessionConfiguration {
  // A configuration without a cookie model says nothing of its cookie: there is no default to check.
  return api.kind === 'cookie-setter' || (api.kind === 'session-configuration' && !!api.cookie);
}

function apiOf(row: Row): CookieSetter | SessionConfiguration {
  const found = apisOf(row.library).find(([path, api]) => path === row.api && setsCookies(api));
  if (!found || !setsCookies(found[1])) throw new Error(`${row.library} has no ${row.api}`);
  return found[1];
}

/** The arguments of a call, where the model says that they are. */
function argumentsFor(api: CookieSetter | SessionConfiguration, options: Options): Arguments {
  const args: unknown[] = [];
  const put = ({ argument }: ArgumentPath, value: unknown) => (args[argument] = value);
  if (api.kind === 'cookie-setter') {
    put(api.name, 'sid');
    if (api.value) put(api.value, 'value');
    if (api.secret) put(api.secret, SECRET);
  }
  put(api.options, options);
  return args as unknown as Arguments;
}

/** A copy of the options with something more at a path; objects are merged. */
function merged(options: Options, [key, ...rest]: readonly string[], value: unknown): Options {
  if (key === undefined) return { ...options, ...(value as Options) };
  const below = options[key] as Options | undefined;
  return { ...options, [key]: rest.length > 0 ? merged(below ?? {}, rest, value) : value };
}

function call<R>(fn: (...args: never[]) => R, args: readonly unknown[]): R {
  return Reflect.apply(fn, undefined, args) as R;
}

function invoke(object: object, method: string, args: readonly unknown[]): unknown {
  const fn = Reflect.get(object, method) as (...args: unknown[]) => unknown;
  return Reflect.apply(fn, object, args);
}

// --- servers -----------------------------------------------------------------------------------------

const FORWARDED = { http: {}, https: { 'x-forwarded-proto': 'https' } };

async function fromListener(connection: Connection, listener: RequestListener): Promise<string[]> {
  const server = createServer(listener);
  try {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const response = await fetch(`http://127.0.0.1:${String(port)}/`, {
      headers: FORWARDED[connection],
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.headers.getSetCookie();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function fromExpress(connection: Connection, ...handlers: RequestHandler[]): Promise<string[]> {
  const app = express();
  app.set('trust proxy', true);
  app.get('/', ...handlers);
  return fromListener(connection, app);
}

async function fromKoa(connection: Connection, use: (app: Koa) => void): Promise<string[]> {
  const app = new Koa({ proxy: true, keys: [SECRET] });
  app.silent = true;
  use(app);
  return await fromListener(connection, (request, response) => {
    void app.callback()(request, response);
  });
}

const signIn: Koa.Middleware = (ctx) => {
  (ctx as unknown as { session: Options }).session.user = 1;
  ctx.body = '';
};

async function fromFastify(
  connection: Connection,
  use: (app: FastifyInstance) => unknown,
): Promise<string[]> {
  const app = fastify({ trustProxy: true });
  try {
    use(app);
    const response = await app.inject({ url: '/', headers: FORWARDED[connection] });
    if (response.statusCode >= 400) throw new Error(`status ${response.statusCode}`);
    return [response.headers['set-cookie'] ?? []].flat();
  } finally {
    await app.close();
  }
}

async function fromHono(
  handler: (c: Context) => unknown,
  middleware?: MiddlewareHandler,
): Promise<string[]> {
  const app = new Hono();
  if (middleware) app.use(middleware);
  app.get('/', async (c) => {
    await handler(c);
    return c.text('');
  });
  const response = await app.request('/');
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.headers.getSetCookie();
}
