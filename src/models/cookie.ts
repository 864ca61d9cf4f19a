import type { LibraryModel } from './types';

export const cookie: LibraryModel = {
  name: 'cookie',
  source: 'cookie@2.0.2 (also 1.1.1, 0.7.2)',
  modules: ['cookie'],
  exports: {
    // v0 and v1.
    serialize: {
      kind: 'cookie-setter',
      name: { argument: 0 },
      value: { argument: 1 },
      options: { argument: 2 },
      cookie: {
        path: [],
        attributes: {
          httpOnly: { missing: 'absent' },
          secure: { missing: 'absent' },
          sameSite: { missing: 'absent' },
        },
      },
      // v1 takes `{ name, value, … }` too; v0 makes "[object Object]=undefined" of it.
      objectForm: true,
    },
    // v2; v1 also takes `(name, value, options)`.
    stringifySetCookie: {
      kind: 'cookie-setter',
      name: { argument: 0 },
      value: { argument: 1 },
      options: { argument: 2 },
      cookie: {
        path: [],
        attributes: {
          httpOnly: { missing: 'absent' },
          secure: { missing: 'absent' },
          sameSite: { missing: 'absent' },
        },
      },
      objectForm: true,
    },
  },
};
