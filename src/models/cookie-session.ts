import type { LibraryModel } from './types';

export const cookieSession: LibraryModel = {
  name: 'cookie-session',
  source: 'cookie-session@2.1.1',
  modules: ['cookie-session'],
  exports: {
    default: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        path: [],
        attributes: {
          httpOnly: { missing: 'set' },
          secure: { missing: 'auto' },
          sameSite: { missing: 'absent' },
        },
        misplaced: [['cookie']],
        nameOptions: [['name']],
        defaultName: 'session',
      },
      secrets: [['keys'], ['secret']],
      acceptsEmptySecret: true,
      expiry: {
        // Only the browser is told; the server accepts an old cookie for ever.
        lifetime: [['maxAge'], ['expires']],
        unit: 'ms',
        missing: 'none',
        suggest: ['maxAge'],
      },
    },
  },
  session: {
    type: 'sealed',
    on: ['req.session', 'request.session'],
    nullDestroys: true,
    clearsCookie: true,
  },
};
