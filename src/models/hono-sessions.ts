import type { LibraryModel } from './types';

export const honoSessions: LibraryModel = {
  name: 'hono-sessions',
  source: 'hono-sessions@0.8.1',
  modules: ['hono-sessions', 'jsr:@jcs224/hono-sessions', '@jcs224/hono-sessions'],
  exports: {
    sessionMiddleware: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        path: ['cookieOptions'],
        attributes: {
          httpOnly: { missing: 'absent' },
          secure: { missing: 'absent' },
          sameSite: { missing: 'absent' },
        },
        nameOptions: [['sessionCookieName']],
        defaultName: 'session',
      },
      secrets: [['encryptionKey']],
      expiry: {
        lifetime: [['expireAfterSeconds']],
        unit: 's',
        missing: 'none',
        // True by default.
        rolling: [['autoExtendExpiration']],
        suggest: ['expireAfterSeconds'],
      },
      store: ['store'],
    },
    // Neither ends a session without `expireAfterSeconds`.
    CookieStore: { kind: 'store', missing: 'none', seals: true },
    MemoryStore: { kind: 'store', missing: 'none' },
  },
  session: {
    // Not with its CookieStore, which also ignores the rotation.
    type: 'id',
    on: ['c.var.session'],
    rotate: [
      {
        method: 'set',
        on: ['c', 'ctx', 'context'],
        settles: 'sync',
        firstArgument: 'session_key_rotation',
        deferred: true,
      },
    ],
    destroy: [{ method: 'deleteSession', settles: 'sync' }],
    set: ['set'],
    get: ['get'],
    clearsCookie: false,
  },
};
