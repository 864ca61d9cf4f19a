import type { CookieModel } from './cookie-types';
import type { LibraryModel } from './types';

const cookie: CookieModel = {
  path: [],
  attributes: {
    httpOnly: { missing: 'absent' },
    secure: { missing: 'absent', setBy: { option: 'prefix', values: ['host', 'secure'] } },
    sameSite: { missing: 'absent' },
  },
};

export const hono: LibraryModel = {
  name: 'hono',
  source: 'hono@4.13.19 (also 3.12.12)',
  modules: ['hono', 'hono/quick', 'hono/tiny', '@hono/hono', 'jsr:@hono/hono'],
  exports: { Hono: { kind: 'framework', serves: 'http' } },
};

export const honoCookie: LibraryModel = {
  name: 'hono/cookie',
  source: 'hono@4.13.19 (also 3.12.12)',
  modules: ['hono/cookie', '@hono/hono/cookie', 'jsr:@hono/hono/cookie'],
  exports: {
    setCookie: {
      kind: 'cookie-setter',
      name: { argument: 1 },
      value: { argument: 2 },
      options: { argument: 3 },
      cookie,
    },
    setSignedCookie: {
      kind: 'cookie-setter',
      name: { argument: 1 },
      value: { argument: 2 },
      secret: { argument: 3 },
      options: { argument: 4 },
      cookie,
    },
    generateCookie: {
      kind: 'cookie-setter',
      name: { argument: 0 },
      value: { argument: 1 },
      options: { argument: 2 },
      cookie,
    },
    generateSignedCookie: {
      kind: 'cookie-setter',
      name: { argument: 0 },
      value: { argument: 1 },
      secret: { argument: 2 },
      options: { argument: 3 },
      cookie,
    },
  },
};
