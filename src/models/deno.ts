import type { LibraryModel } from './types';

/** The standard library of Deno; the versions in `https://deno.land/std@…` are left to import maps. */
export const denoCookie: LibraryModel = {
  name: '@std/http/cookie',
  source: '@std/http@1.0 (commit 03cd82d, read)',
  modules: ['@std/http', '@std/http/cookie', 'jsr:@std/http', 'jsr:@std/http/cookie'],
  exports: {
    // `setCookie(headers, { name, value, … })`.
    setCookie: {
      kind: 'cookie-setter',
      name: { argument: 1, path: ['name'] },
      value: { argument: 1, path: ['value'] },
      options: { argument: 1 },
      cookie: {
        path: [],
        attributes: {
          httpOnly: { missing: 'absent' },
          // Set for a name that starts with `__Secure-` or `__Host-`.
          secure: { missing: 'absent' },
          sameSite: { missing: 'absent' },
        },
      },
    },
  },
};
