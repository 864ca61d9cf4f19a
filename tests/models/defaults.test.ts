import { randomBytes } from 'node:crypto';
import { Auth, skipCSRFCheck } from '@auth/core';
import credentials from '@auth/core/providers/credentials';
import { ResponseCookies } from '@edge-runtime/cookies';
import fastifyCookie from '@fastify/cookie';
import fastifySecureSession from '@fastify/secure-session';
import fastifySession from '@fastify/session';
import yar from '@hapi/yar';
import { useSession as honoSession } from '@hono/session';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import cookieSession from 'cookie-session';
import { serialize } from 'cookie1';
import { stringifySetCookie } from 'cookie2';
import Cookies from 'cookies';
import type { RequestHandler } from 'express';
import expressSession from 'express-session';
import grant from 'grant';
import * as h3v2 from 'h3';
import * as h3v1 from 'h3v1';
import { generateCookie, generateSignedCookie, setCookie, setSignedCookie } from 'hono/cookie';
import { CookieStore, sessionMiddleware, type Session } from 'hono-sessions';
import { getIronSession } from 'iron-session';
import type Koa from 'koa';
import koaGenericSession from 'koa-generic-session';
import koaSession from 'koa-session';
import { Lucia } from 'lucia';
import nextSession from 'next-session';
import {
  createCookie,
  createCookieSessionStorage,
  createMemorySessionStorage,
  createSessionStorage,
} from 'react-router';
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
import {
  once,
  SECRET,
  untyped,
  withExpress,
  withFastify,
  withH3,
  withHapi,
  withHono,
  withKoa,
  withListener,
  type Connection,
  type Options,
} from './servers';

/** Adding a library is one row: its API in the models, and how to make the real package set a cookie. */
interface Row {
  /** The library, and the path of its export or the receiver and name of its method. */
  library: string;
  api: string;
  /** The package, when it is another than the library or not its newest version. */
  package?: string;
  /** Calls the API with these arguments in a request, and gives the `Set-Cookie` headers of the answer. */
  send: (args: Arguments, connection: Connection) => Promise<string[]>;
  /** Options it cannot do without, attributes apart. */
  required?: Options;
  /** Values that it refuses with an error, as `attribute: value`. */
  refuses?: readonly string[];
  /** Whether it keeps the session's lifetime from the browser. */
  hidesLifetime?: boolean;
  /** A value that it takes for `sameSite`; `'strict'` if absent. */
  sameSite?: string;
}

/** They come from data: their types are the models' word. */
type Arguments = readonly [never, never, never, never, never];

const ATTRIBUTES: readonly CookieAttribute[] = ['httpOnly', 'secure', 'sameSite'];

const signIn: Koa.Middleware = (ctx) => {
  (ctx as unknown as { session: Options }).session.user = 1;
  ctx.body = '';
};

const end: RequestHandler = (_request, response) => {
  response.end();
};

const rows: readonly Row[] = [
  {
    library: '@auth/core',
    api: 'Auth',
    required: {
      basePath: '/auth',
      providers: [credentials({ authorize: () => ({ id: '1' }) })],
      secret: SECRET,
      skipCSRFCheck,
      trustHost: true,
    },
    send: async ([, options], connection) => {
      const url = `${connection}://localhost/auth/callback/credentials`;
      const response = await Auth(new Request(url, { method: 'POST' }), options);
      return new Headers(response.headers).getSetCookie();
    },
  },
  {
    library: '@fastify/cookie',
    api: 'reply.setCookie',
    send: (args, connection) =>
      withFastify((app) => {
        app.register(fastifyCookie);
        app.get('/', (_request, reply) => {
          invoke(reply, 'setCookie', args);
          return reply.send();
        });
      }, once(connection)),
  },
  {
    library: '@fastify/cookie',
    api: 'reply.cookie',
    send: (args, connection) =>
      withFastify((app) => {
        app.register(fastifyCookie);
        app.get('/', (_request, reply) => {
          invoke(reply, 'cookie', args);
          return reply.send();
        });
      }, once(connection)),
  },
  {
    library: '@fastify/cookie',
    api: 'serialize',
    send: (args, connection) =>
      withFastify((app) => {
        app.register(fastifyCookie);
        app.get('/', (_request, reply) =>
          reply.header('set-cookie', invoke(fastifyCookie, 'serialize', args)).send(),
        );
      }, once(connection)),
  },
  {
    library: '@fastify/secure-session',
    api: 'default',
    required: { key: randomBytes(32) },
    hidesLifetime: true,
    send: ([, options], connection) =>
      withFastify((app) => {
        app.register(fastifySecureSession, options);
        app.get('/', (request, reply) => {
          const sessions = request as unknown as Record<string, typeof request.session>;
          (sessions.session ?? sessions.renamed)?.set('user' as never, 1 as never);
          return reply.send();
        });
      }, once(connection)),
  },
  {
    library: '@fastify/session',
    api: 'default',
    required: { secret: SECRET },
    send: ([, options], connection) =>
      withFastify((app) => {
        app.register(fastifyCookie);
        app.register(fastifySession, options);
        app.get('/', (_request, reply) => reply.send());
      }, once(connection)),
  },
  {
    library: '@hapi/cookie',
    sameSite: 'Strict',
    api: 'server.auth.strategy',
    required: { cookie: { password: SECRET } },
    send: ([, , options]) =>
      withHapi(async (server) => {
        await server.register(untyped('@hapi/cookie') as never);
        server.auth.strategy('session', 'cookie', options);
        server.route({
          method: 'GET',
          path: '/',
          handler: ({ cookieAuth }: never) => {
            (cookieAuth as { set: (session: object) => void }).set({ user: 1 });
            return '';
          },
        });
      }, once()),
  },
  {
    library: '@hapi/hapi',
    sameSite: 'Strict',
    api: 'server.state',
    send: ([name, options]) =>
      withHapi((server) => {
        server.state(name, options);
        server.route({
          method: 'GET',
          path: '/',
          handler: (_request, h) => h.response('').state(name, 'value'),
        });
      }, once()),
  },
  {
    library: '@hapi/hapi',
    sameSite: 'Strict',
    api: 'h.state',
    send: (args) =>
      withHapi((server) => {
        server.route({
          method: 'GET',
          path: '/',
          handler: (_request, h) => {
            invoke(h, 'state', args);
            return '';
          },
        });
      }, once()),
  },
  {
    library: '@hapi/yar',
    sameSite: 'Strict',
    api: 'default',
    required: { cookieOptions: { password: SECRET } },
    hidesLifetime: true,
    send: ([registration]) =>
      withHapi(async (server) => {
        await server.register({ plugin: yar, ...(registration as Options) } as never);
        server.route({ method: 'GET', path: '/', handler: () => '' });
      }, once()),
  },
  {
    library: '@hono/session',
    api: 'useSession',
    required: { secret: SECRET },
    send: ([options]) =>
      withHono(
        [honoSession(options) as never],
        (c) => (c.get('session') as { update: (data: object) => unknown }).update({ user: 1 }),
        once(),
      ),
  },
  {
    library: 'better-auth',
    api: 'betterAuth',
    refuses: ['sameSite: false'],
    required: {
      emailAndPassword: {
        enabled: true,
        password: {
          hash: (password: string) => Promise.resolve(password),
          verify: () => Promise.resolve(true),
        },
      },
      logger: { disabled: true },
      secret: SECRET,
      telemetry: { enabled: false },
    },
    send: async ([options], connection) => {
      const baseURL = `${connection}://localhost`;
      const database = memoryAdapter({ user: [], session: [], account: [], verification: [] });
      const auth = betterAuth({ ...(options as Options), baseURL, database });
      const response = await auth.handler(
        new Request(`${baseURL}/api/auth/sign-up/email`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ name: 'A', email: 'a@example.org', password: 'password' }),
        }),
      );
      return response.headers.getSetCookie();
    },
  },
  {
    library: 'client-sessions',
    api: 'default',
    required: { secret: SECRET, cookieName: 'session_state' },
    // Behind a proxy.
    refuses: ['secure set'],
    send: ([options], connection) => {
      const sessions = untyped('client-sessions') as (options: Options) => RequestHandler;
      return withExpress(
        [
          sessions(options),
          (request, response) => {
            const all = request as unknown as Record<string, Options | undefined>;
            Object.assign(all.session_state ?? all.renamed ?? {}, { user: 1 });
            response.end();
          },
        ],
        once(connection),
      );
    },
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
      withExpress(
        [
          cookieSession(options),
          (request, response) => {
            Object.assign(request.session, { user: 1 });
            response.end();
          },
        ],
        once(connection),
      ),
  },
  {
    library: 'cookies',
    api: 'Cookies().set',
    send: (args, connection) =>
      withExpress(
        [
          (request, response) => {
            invoke(new Cookies(request, response), 'set', args);
            response.end();
          },
        ],
        once(connection),
      ),
  },
  {
    library: 'express',
    api: 'res.cookie',
    send: (args, connection) =>
      withExpress(
        [
          (_request, response) => {
            invoke(response, 'cookie', args);
            response.end();
          },
        ],
        once(connection),
      ),
  },
  {
    library: 'express-session',
    api: 'default',
    required: { secret: SECRET, resave: false, saveUninitialized: true },
    send: ([options], connection) => withExpress([expressSession(options), end], once(connection)),
  },
  {
    library: 'grant',
    api: 'aws',
    required: {
      config: {
        defaults: { origin: 'http://localhost', transport: 'session' },
        google: { key: 'key', secret: 'secret', state: true },
      },
      session: { secret: SECRET },
    },
    send: async ([options]) => {
      const answer: unknown = await grant.aws(options)({
        httpMethod: 'GET',
        path: '/connect/google',
        requestContext: { path: '/connect/google' },
        headers: {},
      });
      const { headers, multiValueHeaders } = (answer as { redirect: Record<string, object> })
        .redirect;
      return Object.values({ ...headers, ...multiValueHeaders }).flat() as string[];
    },
  },
  {
    library: 'h3',
    api: 'useSession',
    required: { password: SECRET },
    send: ([, options]) =>
      withH3(async (event) => {
        await (await h3v2.useSession(event, options)).update({ user: 1 });
      }, once()),
  },
  {
    library: 'h3',
    package: 'h3@1',
    api: 'useSession',
    required: { password: SECRET },
    send: ([, options]) => {
      const handler = h3v1.eventHandler(async (event) => {
        await (await h3v1.useSession(event, options)).update({ user: 1 });
        return '';
      });
      return withListener(h3v1.toNodeListener(h3v1.createApp().use(handler)), once());
    },
  },
  {
    library: 'h3',
    api: 'setCookie',
    send: ([, ...args]) => withH3((event) => call(h3v2.setCookie, [event, ...args]), once()),
  },
  {
    library: 'h3',
    package: 'h3@1',
    api: 'setCookie',
    send: ([, ...args]) => {
      const handler = h3v1.eventHandler((event) => {
        call(h3v1.setCookie, [event, ...args]);
        return '';
      });
      return withListener(h3v1.toNodeListener(h3v1.createApp().use(handler)), once());
    },
  },
  {
    library: 'hono/cookie',
    api: 'setCookie',
    send: ([, ...args]) => withHono([], (c) => call(setCookie, [c, ...args]), once()),
  },
  {
    library: 'hono/cookie',
    api: 'setSignedCookie',
    send: ([, ...args]) => withHono([], (c) => call(setSignedCookie, [c, ...args]), once()),
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
      withHono(
        [sessionMiddleware(options)],
        (c) => (c.get('session') as Session).set('user', 1),
        once(),
      ),
  },
  {
    library: 'iron-session',
    api: 'getIronSession',
    required: { password: SECRET, cookieName: 'sid' },
    send: ([, , options]) =>
      withListener((request, response) => {
        void getIronSession<Options>(request, response, options)
          .then(async (session) => {
            session.user = 1;
            await session.save();
          })
          .catch(() => (response.statusCode = 500))
          .finally(() => response.end());
      }, once()),
  },
  {
    library: 'koa',
    api: 'ctx.cookies.set',
    send: (args, connection) =>
      withKoa((app) => {
        app.use((ctx) => {
          invoke(ctx.cookies, 'set', args);
          ctx.body = '';
        });
      }, once(connection)),
  },
  {
    library: 'koa-generic-session',
    api: 'default',
    send: ([options], connection) =>
      withKoa((app) => {
        app.use(koaGenericSession(options));
        app.use(signIn);
      }, once(connection)),
  },
  {
    library: 'koa-session',
    api: 'default',
    refuses: ['sameSite: false'],
    send: ([options], connection) =>
      withKoa((app) => {
        app.use(koaSession(options, app as never) as never);
        app.use(signIn);
      }, once(connection)),
  },
  {
    library: 'lucia',
    api: 'Lucia',
    send: ([, options]) =>
      Promise.resolve([new Lucia({} as never, options).createSessionCookie('id').serialize()]),
  },
  {
    library: 'next',
    api: 'response.cookies.set',
    // What `next` has bundled.
    package: '@edge-runtime/cookies',
    send: (args) => {
      const headers = new Headers();
      invoke(new ResponseCookies(headers), 'set', args);
      return Promise.resolve(headers.getSetCookie());
    },
  },
  {
    library: 'next-session',
    api: 'default',
    send: ([options]) => {
      const getSession = nextSession(options);
      return withListener((request, response) => {
        void getSession(request, response).then((session) => {
          session.user = 1;
          response.end();
        });
      }, once());
    },
  },
  {
    library: 'react-router',
    api: 'createCookie',
    send: async (args) => [await call(createCookie, args).serialize('value')],
  },
  ...[
    ['createCookieSessionStorage', createCookieSessionStorage] as const,
    ['createMemorySessionStorage', createMemorySessionStorage] as const,
    ['createSessionStorage', createSessionStorage] as const,
  ].map(([api, create]): Row => ({
    library: 'react-router',
    api,
    required: { createData: () => Promise.resolve('id'), cookie: { secrets: [SECRET] } },
    send: async (args) => {
      const { commitSession, getSession } = call(create as (...args: never[]) => Storage, args);
      return [await commitSession(await getSession())];
    },
  })),
];

interface Storage {
  getSession: () => Promise<object>;
  commitSession: (session: object) => Promise<string>;
}

describe.each(rows.map((row) => [`${row.package ?? row.library} ${row.api}`, row] as const))(
  '%s',
  (_, row) => {
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

      if (model.missing === 'fixed') {
        it(`${attribute} cannot be configured`, async () => {
          const given = [{}, { [option]: false }, { [option]: good(attribute, row).value }];
          const headers = given.map((each) => sent(optionsAt(cookie.path, each), 'https'));
          const found = (await Promise.all(headers)).map((header) => has(header, attribute));
          expect(found).toEqual([found[0] ?? 'a cookie', found[0], found[0]]);
        });
        continue;
      }

      const cases = casesOf(attribute, model, good(attribute, row)).map(
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
          const { value } = good(attribute, row);
          const header = await sent(optionsAt(path, { [option]: value }), 'https');
          expect(has(header, attribute), header).toBe(true);
        });

      if (cookie.mayBeFunction)
        it(`${attribute} may come from a function`, async () => {
          const on = optionsAt(cookie.path, () => ({ [option]: good(attribute, row).value }));
          const off = optionsAt(cookie.path, () => ({ [option]: false }));
          expect(has(await sent(on, 'https'), attribute)).toBe(true);
          expect(has(await sent(off, 'https'), attribute)).toBe(false);
        });
    }

    it.each(cookie.nameOptions ?? [])('is named by %s', async (...path) => {
      expect(await sent(optionsAt(path, 'renamed'), 'https', 'renamed')).toMatch(
        /^(?:__Secure-)?renamed=/,
      );
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
  },
);

/** Libraries that no test can start: they need another runtime, a newer Node, a build, or hundreds of packages. */
const UNPROVEN: Readonly<Record<string, string>> = {
  '@auth/express': 'hands its options to @auth/core',
  '@auth/sveltekit': 'hands its options to @auth/core',
  '@auth0/nextjs-auth0': 'needs Next',
  '@remix-run/node': 'the code of react-router, before it was renamed; needs TypeScript 5',
  '@std/http/cookie': 'needs Deno',
  '@sveltejs/kit': 'needs a build',
  astro: 'needs Node 22',
  'astro/config': 'needs Node 22',
  bun: 'needs Bun',
  'express-openid-connect': 'needs an OpenID provider',
  'fastify-session': 'needs Fastify 3',
  'next-auth': 'needs Next',
};

it('has a row for every library that sets cookies, or a reason', () => {
  const proven = rows.map(({ library }) => library);
  const setting = models.filter(({ name }) => apisOf(name).some(([, api]) => setsCookies(api)));
  expect(new Set([...proven, ...Object.keys(UNPROVEN)])).toEqual(
    new Set(setting.map(({ name }) => name)),
  );
  expect(proven.filter((name) => name in UNPROVEN)).toEqual([]);
});

// --- what the model expects ------------------------------------------------------------------------

interface Case {
  title: string;
  /** The value of the option; absent: the option is missing. */
  written?: { value: unknown };
  connection: Connection;
  present: boolean;
}

/** A value that sets an attribute. */
function good(attribute: CookieAttribute, { sameSite = 'strict' }: Row): { value: unknown } {
  return { value: attribute === 'sameSite' ? sameSite : true };
}

/** Over HTTPS, since several libraries send no secure cookie over HTTP. */
function casesOf(
  attribute: CookieAttribute,
  model: AttributeModel,
  set: { value: unknown },
): Case[] {
  const cases: Case[] = [
    {
      title: `${attribute}: false`,
      written: { value: false },
      connection: 'https',
      present: false,
    },
    { title: `${attribute} set`, written: set, connection: 'https', present: true },
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
  const methods = (model?.methods ?? []).flatMap(({ receivers, method, api }) =>
    receivers.map((receiver): [string, ApiModel] => [`${receiver}.${method}`, api]),
  );
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
  const put = ({ argument, path = [] }: ArgumentPath, value: unknown) => {
    args[argument] = path.reduceRight((inner, key) => ({ [key]: inner }), value);
  };
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
  if (rest.length === 0 && typeof value !== 'object') return { ...options, [key]: value };
  return { ...options, [key]: merged(below ?? {}, rest, value) };
}

function call<R>(fn: (...args: never[]) => R, args: readonly unknown[]): R {
  return Reflect.apply(fn, undefined, args) as R;
}

function invoke(object: object, method: string, args: readonly unknown[]): unknown {
  const fn = Reflect.get(object, method) as (...args: unknown[]) => unknown;
  return Reflect.apply(fn, object, args);
}
