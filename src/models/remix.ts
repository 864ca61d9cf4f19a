import type { CookieModel, LibraryModel, SessionConfiguration } from './types';

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

const apis: LibraryModel['exports'] = {
  createCookie: {
    kind: 'cookie-setter',
    name: { argument: 0 },
    options: { argument: 1 },
    cookie: { path: [], attributes },
  },
  createCookieSessionStorage: storage,
  createSessionStorage: { ...storage, idGenerators: [['createData']] },
  createMemorySessionStorage: storage,
  createFileSessionStorage: storage,
  createWorkersKVSessionStorage: storage,
  createArcTableSessionStorage: storage,
};

export const remix: readonly LibraryModel[] = [
  {
    name: 'react-router',
    source: 'react-router@8.5.1',
    modules: [
      'react-router',
      '@react-router/node',
      '@react-router/cloudflare',
      '@react-router/architect',
    ],
    exports: apis,
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
    exports: apis,
  },
];
