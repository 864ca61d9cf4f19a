import type { LibraryModel } from './types';

export const express: LibraryModel = {
  name: 'express',
  source: 'express@5.3.0 (also 4.22.3)',
  modules: ['express'],
  exports: {
    default: { kind: 'framework', serves: 'http' },
    Router: { kind: 'framework', serves: 'http' },
    // Express 3 (3.21.2) brought express-session along.
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
