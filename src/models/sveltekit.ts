import type { LibraryModel } from './types';

export const svelteKit: LibraryModel = {
  name: '@sveltejs/kit',
  source: '@sveltejs/kit@3.2.0 (also 2.70.4)',
  modules: ['@sveltejs/kit'],
  methods: [
    {
      receivers: ['cookies', 'event.cookies'],
      method: 'set',
      needs: ['@sveltejs/kit', './$types'],
      api: {
        kind: 'cookie-setter',
        name: { argument: 0 },
        value: { argument: 1 },
        options: { argument: 2 },
        cookie: {
          path: [],
          attributes: {
            httpOnly: { missing: 'set', undefinedDrops: true },
            // Not on http://localhost, nor (v3) in development.
            secure: { missing: 'set', undefinedDrops: true },
            sameSite: { missing: 'set', undefinedDrops: true },
          },
        },
      },
    },
  ],
};
