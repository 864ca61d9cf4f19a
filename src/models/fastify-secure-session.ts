import type { LibraryModel } from './types';

export const fastifySecureSession: LibraryModel = {
  name: '@fastify/secure-session',
  source: '@fastify/secure-session@8.4.0 (also 6.2.0, 7.0.0 to 8.3.0)',
  modules: ['@fastify/secure-session'],
  exports: {
    default: {
      kind: 'session-configuration',
      // One object, or a list of them.
      options: { argument: 1 },
      registered: true,
      cookie: {
        path: ['cookie'],
        // Wins over `cookie`.
        alsoAt: [['cookieOptions']],
        attributes: {
          // Set since 7.3.0; 7.2.0 was not run.
          httpOnly: { missing: 'unknown', before: { version: '7.2.0', missing: 'absent' } },
          secure: { missing: 'absent', auto: true },
          // Lax from @fastify/cookie 10 on.
          sameSite: { missing: 'unknown' },
        },
        nameOptions: [['cookieName'], ['sessionName']],
        defaultName: 'session',
      },
      secrets: [['secret'], ['key']],
      optionTypes: ['SecureSessionPluginOptions'],
      expiry: {
        // Seconds since the last write, 86401 by default; `cookie.maxAge` is never enforced.
        lifetime: [['expiry']],
        unit: 's',
        missing: 'some',
        suggest: ['expiry'],
      },
    },
  },
  session: {
    type: 'sealed',
    on: ['request.session', 'req.session'],
    // Since 8.1.0; clears the data, there is no id.
    rotate: [{ method: 'regenerate', settles: 'sync' }],
    destroy: [{ method: 'delete', settles: 'sync' }],
    set: ['set'],
    get: ['get'],
    clearsCookie: true,
  },
};
