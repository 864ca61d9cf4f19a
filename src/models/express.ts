import type { LibraryModel } from './types';

export const express: LibraryModel = {
  name: 'express',
  source: 'express@5.3.0 (also 4.22.3, 3.21.2)',
  modules: ['express'],
  clearing: 'clearCookie',
  exports: {
    default: { kind: 'framework', serves: 'http' },
    Router: { kind: 'framework', serves: 'http' },
    cookieParser: { kind: 'cookie-signer', secret: { argument: 0 } },
    // Express 3 brought express-session 1.11 along, which does not know `sameSite`.
    session: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        path: ['cookie'],
        attributes: {
          httpOnly: { missing: 'set', undefinedDrops: true },
          secure: { missing: 'absent' },
          sameSite: { missing: 'fixed' },
        },
        misplaced: [[]],
        nameOptions: [['name'], ['key']],
        defaultName: 'connect.sid',
      },
      secrets: [['secret']],
      idGenerators: [['genid']],
      expiry: {
        lifetime: [
          ['cookie', 'maxAge'],
          ['cookie', 'expires'],
        ],
        unit: 'ms',
        missing: 'none',
        rolling: [['rolling']],
        suggest: ['cookie', 'maxAge'],
      },
      store: ['store'],
    },
  },
  methods: [
    {
      receivers: ['res', 'response'],
      method: 'cookie',
      fluent: true,
      unless: ['fastify', '@fastify/cookie'],
      api: {
        kind: 'cookie-setter',
        name: { argument: 0 },
        value: { argument: 1 },
        options: { argument: 2 },
        cookie: {
          path: [],
          attributes: {
            httpOnly: { missing: 'absent' },
            secure: { missing: 'absent' },
            sameSite: { missing: 'absent' },
          },
        },
      },
    },
  ],
};
