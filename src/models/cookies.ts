import type { LibraryModel } from './types';

/** What Koa's `ctx.cookies` is made of. */
export const cookies: LibraryModel = {
  name: 'cookies',
  source: 'cookies@0.9.2',
  modules: ['cookies'],
  exports: {
    default: { kind: 'cookie-signer', secret: { argument: 2, path: ['keys'] } },
    connect: { kind: 'cookie-signer', secret: { argument: 0 } },
    express: { kind: 'cookie-signer', secret: { argument: 0 } },
  },
  methods: [
    {
      receivers: [
        'Cookies()',
        'cookies',
        'Cookies.express().cookies',
        'req.cookies',
        'res.cookies',
      ],
      method: 'set',
      needs: ['cookies'],
      api: {
        kind: 'cookie-setter',
        name: { argument: 0 },
        value: { argument: 1 },
        options: { argument: 2 },
        cookie: {
          path: [],
          attributes: {
            httpOnly: { missing: 'set', undefinedDrops: true },
            secure: { missing: 'auto' },
            sameSite: { missing: 'absent' },
          },
        },
      },
    },
  ],
};
