import type { LibraryModel } from './types';

export const clientSessions: LibraryModel = {
  name: 'client-sessions',
  source: 'client-sessions@0.8.0',
  modules: ['client-sessions'],
  exports: {
    default: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        path: ['cookie'],
        attributes: {
          httpOnly: { missing: 'set' },
          // `secureProxy` sets it where TLS ends in front of the server.
          secure: { missing: 'auto', undefinedDrops: true },
          sameSite: { missing: 'absent' },
        },
        misplaced: [[]],
        nameOptions: [['cookieName']],
        defaultName: 'session_state',
      },
      secrets: [['secret'], ['encryptionKey'], ['signatureKey']],
      expiry: {
        // One day; `activeDuration`, five minutes by default, lets it slide.
        lifetime: [['duration']],
        unit: 'ms',
        missing: 'some',
        suggest: ['duration'],
      },
    },
  },
  session: {
    type: 'sealed',
    // Under `requestKey`, or the cookie's name.
    on: ['req.session_state', 'req.session', 'request.session'],
    rotate: [{ method: 'reset', settles: 'sync' }],
    destroy: [
      { method: 'reset', settles: 'sync' },
      { method: 'destroy', settles: 'sync' },
    ],
    clearsCookie: true,
  },
};
