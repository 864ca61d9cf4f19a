import type { LibraryModel } from './types';

export const h3: LibraryModel = {
  name: 'h3',
  source: 'h3@2.0.8 (also 1.15.11)',
  modules: ['h3'],
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
    useSession: {
      kind: 'session-configuration',
      options: { argument: 1 },
      cookie: {
        path: ['cookie'],
        attributes: {
          httpOnly: { missing: 'set' },
          secure: { missing: 'set' },
          // Lax from 2.0.
          sameSite: { missing: 'unknown' },
        },
        nameOptions: [['name']],
        defaultName: 'h3',
      },
      secrets: [['password']],
      idGenerators: [['generateId']],
      expiry: {
        // Counts from the session's creation, whatever is written later.
        lifetime: [['maxAge']],
        lifetimeIsAbsolute: true,
        unit: 's',
        missing: 'none',
        suggest: ['maxAge'],
      },
    },
  },
};
