import type { LibraryModel } from './types';

export const lucia: LibraryModel = {
  name: 'lucia',
  source: 'lucia@3.2.2 (also 2.7.7, read)',
  modules: ['lucia'],
  exports: {
    // `createSession` makes an id of 25 random bytes; 30 days, renewed in their second half.
    Lucia: {
      kind: 'session-configuration',
      options: { argument: 1 },
      cookie: {
        path: ['sessionCookie', 'attributes'],
        attributes: {
          httpOnly: { missing: 'set', undefinedDrops: true },
          secure: { missing: 'set', undefinedDrops: true },
          sameSite: { missing: 'set', undefinedDrops: true },
        },
        nameOptions: [['sessionCookie', 'name']],
        defaultName: 'auth_session',
      },
    },
    // v2.
    lucia: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        path: ['sessionCookie', 'attributes'],
        attributes: {
          httpOnly: { missing: 'fixed' },
          // As `env`: 'PROD' or 'DEV'.
          secure: { missing: 'fixed' },
          sameSite: { missing: 'set' },
        },
        nameOptions: [['sessionCookie', 'name']],
        defaultName: 'auth_session',
      },
    },
  },
};
