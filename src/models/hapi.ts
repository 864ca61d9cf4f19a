import type { CookieModel } from './cookie-types';
import type { LibraryModel } from './types';

const names = { httpOnly: 'isHttpOnly', secure: 'isSecure', sameSite: 'isSameSite' } as const;

const attributes: CookieModel['attributes'] = {
  httpOnly: { missing: 'set', undefinedDrops: true },
  secure: { missing: 'set', undefinedDrops: true },
  sameSite: { missing: 'set', undefinedDrops: true },
};

const needs = ['@hapi/hapi', 'hapi'];

/** hapi, and @hapi/cookie, which keeps a signed-in user in a sealed cookie. */
export const hapi: readonly LibraryModel[] = [
  {
    name: '@hapi/hapi',
    source: '@hapi/hapi@21.4.10',
    modules: needs,
    exports: {
      server: { kind: 'framework', serves: 'http' },
      Server: { kind: 'framework', serves: 'http' },
    },
    methods: [
      {
        receivers: ['server'],
        method: 'state',
        needs,
        api: {
          kind: 'cookie-setter',
          name: { argument: 0 },
          options: { argument: 1 },
          secret: { argument: 1, path: ['password'] },
          cookie: { path: [], names, attributes },
        },
      },
      {
        // `server.state` gives the defaults.
        receivers: ['h', 'response', 'h.response()', 'h.redirect()'],
        method: 'state',
        fluent: true,
        needs,
        api: {
          kind: 'cookie-setter',
          name: { argument: 0 },
          value: { argument: 1 },
          options: { argument: 2 },
          cookie: { path: [], names, attributes },
        },
      },
    ],
  },
  {
    name: '@hapi/cookie',
    source: '@hapi/cookie@12.0.1',
    modules: ['@hapi/cookie', 'hapi-auth-cookie'],
    methods: [
      {
        receivers: ['server.auth'],
        method: 'strategy',
        needs: ['@hapi/cookie', 'hapi-auth-cookie'],
        api: {
          kind: 'session-configuration',
          options: { argument: 2 },
          cookie: {
            path: ['cookie'],
            names,
            attributes,
            nameOptions: [['cookie', 'name']],
            defaultName: 'sid',
          },
          secrets: [['cookie', 'password']],
        },
      },
    ],
    session: {
      type: 'sealed',
      on: ['request.cookieAuth', 'req.cookieAuth'],
      destroy: [{ method: 'clear', settles: 'sync' }],
      set: ['set'],
      clearsCookie: true,
    },
  },
];
