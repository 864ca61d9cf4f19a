import type { CookieSigner } from './secret-types';
import type { ArgumentPath } from './cookie-types';
import type { LibraryModel, SessionConfiguration } from './types';

const shared: Omit<SessionConfiguration, 'options'> = {
  kind: 'session-configuration',
  cookie: {
    path: ['cookieOptions'],
    attributes: {
      httpOnly: { missing: 'set', undefinedDrops: true },
      secure: { missing: 'set', undefinedDrops: true },
      sameSite: { missing: 'set', undefinedDrops: true },
    },
    // Required.
    nameOptions: [['cookieName']],
  },
  secrets: [['password']],
  optionTypes: ['SessionOptions', 'IronSessionOptions'],
  expiry: {
    // `ttl` counts from the last save(), 14 days by default; `maxAge` tells the browser only.
    lifetime: [['ttl'], ['cookieOptions', 'maxAge']],
    unit: 's',
    missing: 'some',
    endless: [0],
    suggest: ['ttl'],
  },
};

/** What `getIronSession` is made of: `sealData(data, { password })`. */
const seal: CookieSigner = {
  kind: 'cookie-signer',
  secret: { argument: 1, path: ['password'] },
};

const second: ArgumentPath = { argument: 1 };

export const ironSession: LibraryModel = {
  name: 'iron-session',
  source: 'iron-session@9.0.1 (also 8.0.4, 6.3.1)',
  modules: [
    'iron-session',
    // v6.
    'iron-session/next',
    'iron-session/express',
    'iron-session/koa',
    'iron-session/edge',
  ],
  exports: {
    // `(req, res, options)` and, since v8, `(cookies, options)`.
    getIronSession: { ...shared, options: { argument: 2, orLast: true } },
    // v6: iron-session/next and iron-session/express.
    withIronSessionApiRoute: { ...shared, options: second },
    withIronSessionSsr: { ...shared, options: second },
    ironSession: { ...shared, options: { argument: 0 } },
    sealData: seal,
    unsealData: seal,
  },
  session: {
    type: 'sealed',
    // v6; since v8 the session is what the call returns.
    on: ['req.session', 'request.session'],
    destroy: [{ method: 'destroy', settles: 'sync' }],
    clearsCookie: true,
  },
};
