import type { ArgumentPath, CookieModel } from './cookie-types';
import type { LibraryModel, SessionConfiguration } from './types';

const shared: Omit<SessionConfiguration, 'options' | 'cookie'> = {
  kind: 'session-configuration',
  secrets: [['secret']],
  optionTypes: [
    'AuthConfig',
    'AuthOptions',
    'ExpressAuthConfig',
    'NextAuthConfig',
    'NextAuthOptions',
    'SvelteKitAuthConfig',
  ],
  expiry: {
    // 30 days, which slide.
    lifetime: [['session', 'maxAge']],
    unit: 's',
    missing: 'some',
    suggest: ['session', 'maxAge'],
  },
};

const place: Pick<CookieModel, 'path' | 'nameOptions'> = {
  path: ['cookies', 'sessionToken', 'options'],
  nameOptions: [['cookies', 'sessionToken', 'name']],
};

/** The options of a cookie are merged over the defaults. */
const core: CookieModel = {
  ...place,
  attributes: {
    httpOnly: { missing: 'set' },
    // As the URL of the request.
    secure: { missing: 'auto' },
    sameSite: { missing: 'set' },
  },
  defaultName: 'authjs.session-token',
};

/** v5 is Auth.js; v4 has `cookies.sessionToken` in place of the defaults. */
const next: CookieModel = {
  ...core,
  replaces: { at: ['cookies', 'sessionToken'], before: '5.0.0' },
  defaultName: 'next-auth.session-token',
};

const first: ArgumentPath = { argument: 0 };

/** Auth.js, which was NextAuth. */
export const authJs: readonly LibraryModel[] = [
  {
    name: '@auth/core',
    source: '@auth/core@0.41.3',
    modules: ['@auth/core'],
    exports: { Auth: { ...shared, options: { argument: 1 }, cookie: core } },
  },
  {
    name: '@auth/express',
    source: '@auth/core@0.41.3, which it wraps',
    modules: ['@auth/express'],
    exports: { ExpressAuth: { ...shared, options: first, cookie: core } },
  },
  {
    name: '@auth/sveltekit',
    source: '@auth/core@0.41.3, which it wraps',
    modules: ['@auth/sveltekit'],
    exports: { SvelteKitAuth: { ...shared, options: first, cookie: core } },
  },
  {
    name: 'next-auth',
    source: 'next-auth@4.24.15 (read)',
    modules: ['next-auth', 'next-auth/next'],
    // Also `(request, response, options)`.
    exports: { default: { ...shared, options: { argument: 2, orLast: true }, cookie: next } },
  },
];
