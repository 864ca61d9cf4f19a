import type { LibraryModel } from './types';

export const express: LibraryModel = {
  name: 'express',
  source: 'express@5.3.0 (also 4.22.3)',
  modules: ['express'],
  exports: {
    default: { kind: 'framework', serves: 'http' },
    Router: { kind: 'framework', serves: 'http' },
  },
  methods: [
    {
      receivers: ['res', 'response', 'res.status()', 'response.status()'],
      method: 'cookie',
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
