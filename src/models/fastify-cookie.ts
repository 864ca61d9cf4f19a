import type { CookieModel, CookieSetter } from './cookie-types';
import type { LibraryModel } from './types';

const setter: CookieSetter = {
  kind: 'cookie-setter',
  name: { argument: 0 },
  value: { argument: 1 },
  options: { argument: 2 },
  cookie: {
    path: [],
    attributes: {
      httpOnly: { missing: 'absent' },
      secure: { missing: 'absent', auto: true },
      // Lax from 10.0.0 on.
      sameSite: { missing: 'unknown', before: { version: '10.0.0', missing: 'absent' } },
    },
  },
  defaultsFrom: { export: 'default', options: { argument: 1, path: ['parseOptions'] } },
};

const serialized: CookieModel = {
  path: [],
  attributes: {
    httpOnly: { missing: 'absent' },
    secure: { missing: 'absent' },
    sameSite: { missing: 'absent' },
  },
};

export const fastifyCookie: LibraryModel = {
  name: '@fastify/cookie',
  source: '@fastify/cookie@11.1.5 (also 8.3.0, 9.x)',
  modules: ['@fastify/cookie'],
  exports: {
    default: {
      kind: 'cookie-signer',
      secret: { argument: 1, path: ['secret'] },
      registered: true,
    },
    // The plain serializer of `cookie`, without the plugin's defaults.
    serialize: {
      kind: 'cookie-setter',
      name: { argument: 0 },
      value: { argument: 1 },
      options: { argument: 2 },
      cookie: serialized,
    },
  },
  methods: [
    { receivers: ['reply'], method: 'setCookie', fluent: true, api: setter },
    { receivers: ['reply'], method: 'cookie', fluent: true, api: setter },
    {
      receivers: ['res', 'response', 'rep'],
      method: 'setCookie',
      fluent: true,
      needs: ['fastify', '@fastify/cookie'],
      api: setter,
    },
    {
      receivers: ['res', 'response', 'rep'],
      method: 'cookie',
      fluent: true,
      needs: ['fastify', '@fastify/cookie'],
      api: setter,
    },
  ],
};
