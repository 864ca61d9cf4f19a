import type { CookieModel, CookieSetter } from './cookie-types';
import type { LibraryModel } from './types';

const cookie: CookieModel = {
  path: [],
  attributes: {
    httpOnly: { missing: 'absent' },
    secure: { missing: 'absent' },
    sameSite: { missing: 'set' },
  },
};

const setter: CookieSetter = {
  kind: 'cookie-setter',
  name: { argument: 0 },
  value: { argument: 1 },
  options: { argument: 2 },
  cookie,
  objectForm: true,
};

/** Bun itself, where a file imports from it; its global `Bun` has the same classes. */
export const bun: LibraryModel = {
  name: 'bun',
  source: 'bun@1.4.5',
  modules: ['bun'],
  exports: {
    Cookie: setter,
    serve: { kind: 'framework', serves: 'http' },
  },
  methods: [
    {
      receivers: ['req.cookies', 'request.cookies', 'CookieMap()'],
      method: 'set',
      needs: ['bun'],
      api: setter,
    },
  ],
};
