import type { LibraryModel } from './types';

export const nextSession: LibraryModel = {
  name: 'next-session',
  source: 'next-session@4.0.5',
  modules: ['next-session'],
  exports: {
    default: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        path: ['cookie'],
        attributes: {
          httpOnly: { missing: 'set' },
          secure: { missing: 'absent' },
          sameSite: { missing: 'absent' },
        },
        nameOptions: [['name']],
        defaultName: 'sid',
      },
      idGenerators: [['genid']],
      expiry: {
        // Counts from the session's creation, unless `touchAfter` or `touch()` moves it.
        lifetime: [['cookie', 'maxAge']],
        unit: 's',
        missing: 'none',
        suggest: ['cookie', 'maxAge'],
      },
      store: ['store'],
    },
  },
  session: {
    type: 'id',
    on: ['req.session', 'request.session'],
    destroy: [{ method: 'destroy', settles: 'promise' }],
    clearsCookie: true,
  },
};
