import type { LibraryModel } from './types';

export const expressSession: LibraryModel = {
  name: 'express-session',
  source: 'express-session@1.19.0 (also 1.17.3, 1.18.2)',
  modules: ['express-session'],
  exports: {
    default: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        path: ['cookie'],
        attributes: {
          // Options are copied key by key over the default, `undefined` included.
          httpOnly: { missing: 'set', undefinedDrops: true },
          secure: { missing: 'absent', auto: true },
          // `'auto'` since 1.19.0.
          sameSite: { missing: 'absent', auto: true },
        },
        misplaced: [[]],
        // Since 1.19.0.
        mayBeFunction: true,
        nameOptions: [['name'], ['key']],
        defaultName: 'connect.sid',
      },
      secrets: [['secret']],
      optionTypes: ['SessionOptions'],
      idGenerators: [['genid']],
      expiry: {
        lifetime: [
          ['cookie', 'maxAge'],
          ['cookie', 'expires'],
        ],
        unit: 'ms',
        missing: 'none',
        // The server's copy slides with every request, whatever `rolling` says.
        rolling: [['rolling']],
        suggest: ['cookie', 'maxAge'],
      },
      store: ['store'],
    },
    MemoryStore: { kind: 'store', missing: 'none' },
  },
  session: {
    type: 'id',
    on: ['req.session', 'request.session'],
    rotate: [{ method: 'regenerate', settles: 'callback' }],
    destroy: [{ method: 'destroy', settles: 'callback' }],
    // `unset` is 'keep' by default: the session stays signed in.
    nullDestroys: false,
    nullDestroysWith: { path: ['unset'], value: 'destroy' },
    clearsCookie: false,
  },
};
