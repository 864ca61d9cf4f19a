import { Authenticator } from '@fastify/passport';
import fastifyCookie from '@fastify/cookie';
import fastifySession from '@fastify/session';
import type { RequestHandler } from 'express';
import expressSession from 'express-session';
import { describe, expect, it } from 'vitest';
import { models } from '../../src/models';
import type { SignIn } from '../../src/models/types';
import { isBelow } from '../../src/session/packages';
import { SECRET, untyped, withExpress, withFastify, type Send } from './servers';

interface Row {
  library: string;
  package: string;
  version: string;
  start: (use: (send: Send) => Promise<void>, options: never) => Promise<void>;
}

interface Passport {
  use: (strategy: object) => void;
  serializeUser: (serialize: unknown) => void;
  deserializeUser: (deserialize: unknown) => void;
  initialize: () => RequestHandler;
  session: () => RequestHandler;
  authenticate: (name: string) => RequestHandler;
}

const USER = { id: '1' };

/** A strategy that believes everybody. */
function strategy(): object {
  return {
    name: 'anybody',
    authenticate(this: { success: (user: object) => void }) {
      this.success(USER);
    },
  };
}

function passportRow(name: string): Row {
  return {
    library: 'passport',
    package: name,
    version: versionOf(name),
    start(use, options) {
      const { Passport } = untyped(name) as { Passport: new () => Passport };
      const passport = new Passport();
      passport.use(strategy());
      passport.serializeUser((user: typeof USER, done: Done) => done(null, user.id));
      passport.deserializeUser((_id: string, done: Done) => done(null, USER));
      const ready = [expressSession(options), passport.initialize(), passport.session()];
      const authenticate = passport.authenticate('anybody');
      const act: RequestHandler = (request, response, next) => {
        const { logIn, logout } = request as unknown as SignedIn;
        const { path } = request;
        if (path === '/middleware') authenticate(request, response, next);
        else if (path === '/call') logIn.call(request, USER, next);
        else if (path === '/sign-out' && logout.length > 0) logout.call(request, next);
        else {
          // Below 0.6 it takes no callback.
          if (path === '/sign-out') logout.call(request);
          if (path === '/start') Object.assign(request.session, { started: true });
          next();
        }
      };
      const tell: RequestHandler = (request, response) => {
        const { user, session } = request as unknown as SignedIn;
        response.end(user ? 'signed in' : session.started ? 'started' : '');
      };
      return withExpress([...ready, act, tell], use);
    },
  };
}

type Done = (error: null, value: unknown) => void;
type End = (error?: unknown) => void;

interface SignedIn {
  user?: object;
  session: { started?: boolean };
  logIn: (user: object, end: End) => void;
  logout: (end?: End) => void;
}

function versionOf(name: string): string {
  return (untyped(`${name}/package.json`) as { version: string }).version;
}

const rows: readonly Row[] = [
  passportRow('passport'),
  passportRow('passport05'),
  {
    library: '@fastify/passport',
    package: '@fastify/passport',
    version: versionOf('@fastify/passport'),
    start: (use, options) =>
      withFastify((app) => {
        const passport = new Authenticator();
        app.register(fastifyCookie);
        app.register(fastifySession, options);
        app.register(passport.initialize());
        app.register(passport.secureSession());
        passport.use(strategy() as never);
        passport.registerUserSerializer(() => Promise.resolve('1'));
        passport.registerUserDeserializer(() => Promise.resolve(USER));
        app.get('/middleware', { preValidation: passport.authenticate('anybody') }, () => '');
        app.get('/*', async (request) => {
          if (request.url === '/call') await request.logIn(USER as never);
          if (request.url === '/sign-out') await request.logOut();
          if (request.url === '/start') request.session.set('started' as never, true as never);
          if (request.url !== '/read') return '';
          const { session, user } = request as unknown as SignedIn;
          return user ? 'signed in' : session.started ? 'started' : '';
        });
      }, use),
  },
];

const OPTIONS = { secret: SECRET, resave: false, saveUninitialized: false };
const HTTPS = { connection: 'https' } as const;

describe.each(rows.map((row) => [`${row.package}@${row.version}`, row] as const))(
  '%s',
  (_, row) => {
    const model = models.find(({ name }) => name === row.library);
    const apis = [
      ...Object.values(model?.exports ?? {}).flat(),
      ...(model?.methods ?? []).map(({ api }) => api),
    ].filter((api): api is SignIn => api.kind === 'sign-in');
    const rotates = ({ rotates: { since } }: SignIn) => !isBelow(row.version, since);

    it.each(
      ['middleware', 'call', 'sign-out'].map((role) => [
        role,
        apis.find((api) => api.role === role),
      ]),
    )('%s gives the session another id, from the version on that the model says', (role, api) =>
      row.start(
        async (send) => {
          const { cookies } = await send(role === 'sign-out' ? '/call' : '/start', HTTPS);
          if (role === 'sign-out') await send('/start', { ...HTTPS, cookies });
          await send(`/${role}`, { ...HTTPS, cookies });
          const { text } = await send('/read', { ...HTTPS, cookies });
          const kept = role === 'sign-out' ? 'started' : 'signed in';
          expect(text).toBe(rotates(api as SignIn) ? '' : kept);
        },
        { ...OPTIONS } as never,
      ),
    );
  },
);
