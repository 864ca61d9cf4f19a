import type { CookieSigner } from './secret-types';
import type { LibraryModel, SessionConfiguration } from './types';

const configuration: SessionConfiguration = {
  kind: 'session-configuration',
  options: { argument: 1 },
  cookie: {
    path: ['cookie'],
    attributes: {
      httpOnly: { missing: 'set', undefinedDrops: true },
      secure: { missing: 'set', undefinedDrops: true },
      // Lax from 2.0.
      sameSite: { missing: 'unknown', before: { version: '2.0.0', missing: 'absent' } },
    },
    nameOptions: [['name']],
    defaultName: 'h3',
  },
  secrets: [['password']],
  optionTypes: ['SessionConfig'],
  idGenerators: [['generateId']],
  expiry: {
    // Counts from the session's creation, whatever is written later.
    lifetime: [['maxAge']],
    lifetimeIsAbsolute: true,
    unit: 's',
    missing: 'none',
    suggest: ['maxAge'],
  },
};

/** Takes what `useSession` takes. */
const seal: CookieSigner = {
  kind: 'cookie-signer',
  secret: { argument: 1, path: ['password'] },
};

export const h3: LibraryModel = {
  name: 'h3',
  source: 'h3@2.0.8 (also 1.15.11, by way of nitropack@2.13.6)',
  // Nitro hands it on.
  modules: ['h3', 'nitro/h3', 'nitro/deps/h3'],
  exports: {
    setCookie: {
      kind: 'cookie-setter',
      name: { argument: 1 },
      value: { argument: 2 },
      options: { argument: 3 },
      cookie: {
        path: [],
        attributes: {
          httpOnly: { missing: 'absent' },
          secure: { missing: 'absent' },
          sameSite: { missing: 'absent' },
        },
      },
    },
    sealSession: seal,
    unsealSession: seal,
    useSession: configuration,
    // These two are mostly given what `useSession` is given elsewhere.
    getSession: configuration,
    updateSession: configuration,
  },
  session: {
    type: 'sealed',
    on: ['event.context.session'],
    // v1 leaves the browser an empty cookie.
    destroy: [{ method: 'clear', settles: 'promise' }],
    clearsCookie: true,
  },
};
