import type { LibraryModel } from './types';

/** The configuration of Astro's sessions, in `astro.config.mjs`. */
export const astroConfig: LibraryModel = {
  name: 'astro/config',
  source: 'astro@7.3.5',
  modules: ['astro/config'],
  exports: {
    defineConfig: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        path: ['session', 'cookie'],
        attributes: {
          httpOnly: { missing: 'fixed' },
          // In production.
          secure: { missing: 'set' },
          sameSite: { missing: 'set' },
        },
        nameOptions: [['session', 'cookie', 'name']],
        defaultName: 'astro-session',
      },
    },
  },
};
