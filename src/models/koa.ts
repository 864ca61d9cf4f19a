import type { LibraryModel } from './types';

export const koa: LibraryModel = {
  name: 'koa',
  source: 'koa@3.3.0 (also 2.16.4)',
  modules: ['koa'],
  exports: { default: { kind: 'framework', serves: 'http', secrets: 'keys' } },
  contextSessions: true,
  methods: [
    {
      receivers: ['ctx.cookies', 'context.cookies', 'this.cookies'],
      method: 'set',
      // Their `context.cookies` has other defaults.
      unless: ['astro', 'astro:middleware', 'elysia', 'next/headers', 'next/server'],
      api: {
        kind: 'cookie-setter',
        name: { argument: 0 },
        value: { argument: 1 },
        options: { argument: 2 },
        cookie: {
          path: [],
          attributes: {
            httpOnly: { missing: 'set', undefinedDrops: true },
            // As the connection; `app.proxy = true` behind a proxy.
            secure: { missing: 'auto' },
            sameSite: { missing: 'absent' },
          },
        },
      },
    },
  ],
};
