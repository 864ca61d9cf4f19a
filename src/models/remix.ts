import type { CookieModel } from './cookie-types';
import type { LibraryModel, SessionConfiguration, WeakIds } from './types';

const attributes: CookieModel['attributes'] = {
  httpOnly: { missing: 'absent' },
  secure: { missing: 'absent' },
  sameSite: { missing: 'set', undefinedDrops: true },
};

/** The cookie may also be one that `createCookie` made. */
const storage: SessionConfiguration = {
  kind: 'session-configuration',
  options: { argument: 0 },
  cookie: {
    path: ['cookie'],
    attributes,
    nameOptions: [['cookie', 'name']],
    defaultName: '__session',
  },
  secrets: [['cookie', 'secrets']],
};

const memoryIds: WeakIds = {
  because: '`Math.random()`',
  instead: 'use `createSessionStorage` with a `createData` that calls `crypto.randomUUID()`',
};

const apis: LibraryModel['exports'] = {
  createCookie: {
    kind: 'cookie-setter',
    name: { argument: 0 },
    options: { argument: 1 },
    secret: { argument: 1, path: ['secrets'] },
    cookie: { path: [], attributes },
  },
  // The others keep no more than an id in it.
  createCookieSessionStorage: { ...storage, unsignedWithout: ['cookie', 'secrets'] },
  createSessionStorage: { ...storage, idGenerators: [['createData']] },
  createFileSessionStorage: storage,
  createWorkersKVSessionStorage: storage,
  createArcTableSessionStorage: storage,
};

export const remix: readonly LibraryModel[] = [
  {
    name: 'react-router',
    source: 'react-router@8.5.1 (also 7.18.5)',
    modules: [
      'react-router',
      '@react-router/node',
      '@react-router/cloudflare',
      '@react-router/architect',
    ],
    exports: {
      ...apis,
      createMemorySessionStorage: { ...storage, weakIds: { ...memoryIds, before: '8.0.0' } },
    },
  },
  {
    name: '@remix-run/node',
    source: 'remix@2.17.5',
    modules: [
      '@remix-run/node',
      '@remix-run/server-runtime',
      '@remix-run/cloudflare',
      '@remix-run/deno',
      '@remix-run/architect',
    ],
    exports: { ...apis, createMemorySessionStorage: { ...storage, weakIds: memoryIds } },
  },
];
