import type { LibraryModel } from './types';

/** The ancestor of @fastify/session, for Fastify 3 and below. */
export const oldFastifySession: LibraryModel = {
  name: 'fastify-session',
  source: 'fastify-session@5.2.1 (read)',
  modules: ['fastify-session'],
  // Of fastify-cookie, without which it does not start.
  clearing: 'clearCookie',
  exports: {
    default: {
      kind: 'session-configuration',
      options: { argument: 1 },
      registered: true,
      cookie: {
        path: ['cookie'],
        attributes: {
          httpOnly: { missing: 'set' },
          secure: { missing: 'set', auto: true },
          sameSite: { missing: 'absent' },
        },
        nameOptions: [['cookieName']],
        defaultName: 'sessionId',
      },
      secrets: [['secret']],
      idGenerators: [['idGenerator']],
      expiry: {
        // Written anew with every response.
        lifetime: [
          ['cookie', 'maxAge'],
          ['cookie', 'expires'],
        ],
        unit: 'ms',
        missing: 'none',
        suggest: ['cookie', 'maxAge'],
      },
      store: ['store'],
    },
    MemoryStore: { kind: 'store', missing: 'none' },
  },
  session: {
    type: 'id',
    on: ['request.session', 'req.session'],
    // Keeps the data, and the old id in the store.
    rotate: [{ method: 'regenerate', settles: 'sync' }],
    destroy: [{ method: 'destroySession', on: ['request', 'req'], settles: 'callback' }],
    clearsCookie: false,
  },
};
