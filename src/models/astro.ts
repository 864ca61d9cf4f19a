import type { CookieSetter } from './cookie-types';
import type { LibraryModel } from './types';

const setter: CookieSetter = {
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
};

export const astro: LibraryModel = {
  name: 'astro',
  source: 'astro@7.3.5',
  modules: ['astro', 'astro:middleware', 'astro:actions'],
  methods: [
    { receivers: ['Astro.cookies'], method: 'set', api: setter },
    {
      receivers: ['cookies', 'context.cookies', 'ctx.cookies'],
      method: 'set',
      needs: ['astro', 'astro:middleware', 'astro:actions'],
      api: setter,
    },
  ],
  session: {
    type: 'id',
    on: ['Astro.session', 'context.session', 'ctx.session'],
    // Keeps the data.
    rotate: [{ method: 'regenerate', settles: 'promise' }],
    destroy: [{ method: 'destroy', settles: 'sync' }],
    set: ['set'],
    get: ['get'],
    clearsCookie: true,
  },
};
