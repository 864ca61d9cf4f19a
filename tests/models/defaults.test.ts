import { Auth, skipCSRFCheck } from '@auth/core';
import credentials from '@auth/core/providers/credentials';
import { ResponseCookies } from '@edge-runtime/cookies';
import fastifyCookie from '@fastify/cookie';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { serialize } from 'cookie1';
import { stringifySetCookie } from 'cookie2';
import Cookies from 'cookies';
import grant from 'grant';
import * as h3v2 from 'h3';
import * as h3v1 from 'h3v1';
import { generateCookie, generateSignedCookie, setCookie, setSignedCookie } from 'hono/cookie';
import { Lucia } from 'lucia';
import {
  createCookie,
  createCookieSessionStorage,
  createMemorySessionStorage,
  createSessionStorage,
} from 'react-router';
import { describe, expect, it } from 'vitest';
import { models } from '../../src/models';
import type {
  ArgumentPath,
  AttributeModel,
  CookieAttribute,
  CookieSetter,
} from '../../src/models/cookie-types';
import type { ApiModel, SessionConfiguration } from '../../src/models/types';
import {
  sessionLibraries,
  signIn,
  type CookieQuirks,
  type Perform,
  type SessionLibrary,
  type Use,
} from './session-libraries';
import {
  once,
  SECRET,
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

/** Adding a library without sessions is one row: its API in the models, and how to make the real package set a cookie. */
interface Row extends CookieQuirks {
  /** The library, and the path of its export or the receiver and name of its method. */
  library: string;
  api: string;
  /** The package, when it is another than the library or not its newest version. */
  package?: string;
  /** Calls the API with these arguments in a request, and gives the `Set-Cookie` headers of the answer. */
  send: (args: Arguments, connection: Connection) => Promise<string[]>;
  /** Options it cannot do without, attributes apart. */
  required?: Options;
}

/** They come from data: their types are the models' word. */
type Arguments = readonly [never, never, never, never, never];

const ATTRIBUTES: readonly CookieAttribute[] = ['httpOnly', 'secure', 'sameSite'];

/** The cookie of a session library, from a request that signs in. */
function signInRow(row: SessionLibrary): Row {
  const { library, api = 'default', options = {}, start, ...quirks } = row;
  return {
    ...quirks,
    library,
    api,
    required: options,
    send: async (args, connection) => {
      const { argument, path = [] } = apiOf({ library, api }).options;
      const given = path.reduce<unknown>((object, key) => (object as Options)[key], args[argument]);
      let cookies: string[] = [];
      const perform: Perform = async (_path, request) => {
        await signIn(row, request);
        return '';
      };
      const use: Use = async (send) => void (cookies = await once(connection)(send));
      await start(perform, use, given as never);
      return cookies;
    },
  };
}

const rows: readonly Row[] = [
  ...sessionLibraries
    .filter(({ library }, index, all) => index === all.findIndex((row) => row.library === library))
    .map(signInRow),
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
        const { switchedBy } = model;
        if (switchedBy)
          it(`${attribute} is switched by ${switchedBy.join('.')}`, async () => {
            const off = await sent(optionsAt(switchedBy, false), 'https');
            const on = await sent(optionsAt(switchedBy, true), 'http');
            expect([has(off, attribute), has(on, attribute)]).toEqual([false, true]);
          });
        continue;
      }

      const given = cookie.replaces ? { ...model, missing: 'absent' as const } : model;
      if (cookie.replaces)
        it(`${attribute} as the model says, where no object is given`, async () => {
          const header = await sent(row.required ?? {}, 'https');
          expect(has(header, attribute), header).toBe(model.missing !== 'absent');
        });

      const cases = casesOf(attribute, given, good(attribute, row)).map(
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

function apiOf(row: Pick<Row, 'library' | 'api'>): CookieSetter | SessionConfiguration {
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
