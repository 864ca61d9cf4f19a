import type { LibraryModel } from './types';

export const mgcreaFastifySession: LibraryModel = {
  name: '@mgcrea/fastify-session',
  source: '@mgcrea/fastify-session@2.4.1',
  modules: ['@mgcrea/fastify-session'],
  exports: {
    default: {
      kind: 'session-configuration',
      options: { argument: 1 },
      registered: true,
      cookie: {
        path: ['cookie'],
        attributes: {
          // What `reply.setCookie` makes of them.
          httpOnly: { missing: 'absent' },
          secure: { missing: 'absent', auto: true },
          // Lax from @fastify/cookie 10 on.
          sameSite: { missing: 'unknown' },
        },
        nameOptions: [['cookieName']],
        defaultName: 'Session',
      },
      secrets: [['secret'], ['key']],
      expiry: {
        // Moved by every request.
        lifetime: [
          ['cookie', 'maxAge'],
          ['cookie', 'expires'],
        ],
        unit: 's',
        missing: 'none',
        suggest: ['cookie', 'maxAge'],
      },
      store: ['store'],
    },
    MemoryStore: { kind: 'store', missing: 'none' },
  },
  session: {
    // Its ids are made by nanoid, and never changed.
    type: 'id',
    on: ['request.session', 'req.session'],
    destroy: [
      { method: 'destroy', settles: 'promise' },
      { method: 'destroySession', on: ['request', 'req'], settles: 'promise' },
    ],
    set: ['set'],
    get: ['get'],
    clearsCookie: true,
  },
};
