import type { LibraryModel } from './types';

export const auth0: LibraryModel = {
  name: '@auth0/nextjs-auth0',
  source: '@auth0/nextjs-auth0@4.30.0 (read)',
  modules: ['@auth0/nextjs-auth0/server'],
  exports: {
    Auth0Client: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        path: ['session', 'cookie'],
        attributes: {
          httpOnly: { missing: 'fixed' },
          // Whatever is given, it is set when `appBaseUrl` is HTTPS, and in production without one.
          secure: { missing: 'fixed' },
          sameSite: { missing: 'set' },
        },
        nameOptions: [['session', 'cookie', 'name']],
        defaultName: '__session',
      },
      secrets: [['secret']],
      expiry: {
        // One day since the last request, three in all.
        lifetime: [],
        absolute: [['session', 'absoluteDuration']],
        absoluteByDefault: true,
        unit: 's',
        missing: 'some',
        rolling: [['session', 'rolling']],
      },
    },
  },
};
