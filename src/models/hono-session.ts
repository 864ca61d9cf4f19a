import type { LibraryModel } from './types';

export const honoSession: LibraryModel = {
  name: '@hono/session',
  source: '@hono/session@0.2.1',
  modules: ['@hono/session'],
  exports: {
    useSession: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        path: [],
        attributes: {
          // HttpOnly and SameSite=Lax always, Secure never: only a `setCookie` of one's own changes it.
          httpOnly: { missing: 'fixed' },
          secure: { missing: 'fixed' },
          sameSite: { missing: 'fixed' },
        },
        defaultName: 'sid',
      },
      secrets: [['secret']],
      idGenerators: [['generateId']],
      expiry: {
        // `inactivity` only shortens it.
        lifetime: [['duration', 'absolute']],
        lifetimeIsAbsolute: true,
        unit: 's',
        missing: 'none',
        suggest: ['duration', 'absolute'],
      },
    },
    useSessionStorage: { kind: 'store', missing: 'unknown', beside: true },
  },
  session: {
    // With `useSessionStorage` the data is kept by the id in the sealed cookie.
    type: 'sealed',
    on: ['c.var.session'],
    destroy: [{ method: 'delete', settles: 'sync' }],
    clearsCookie: true,
  },
};
