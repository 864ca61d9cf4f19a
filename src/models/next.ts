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
      // `true` becomes "SameSite=true", which browsers do not know.
      sameSite: { missing: 'absent', invalid: [true] },
    },
  },
  objectForm: true,
};

export const next: LibraryModel = {
  name: 'next',
  source: 'next@16.4.6 (also 14.2.35)',
  modules: ['next', 'next/server', 'next/headers'],
  exports: {
    default: { kind: 'framework', serves: 'http' },
    NextRequest: { kind: 'framework', serves: 'http' },
    NextResponse: { kind: 'framework', serves: 'http' },
    cookies: { kind: 'framework', serves: 'http' },
  },
  methods: [
    {
      // A promise since 15: `(await cookies()).set`. `request.cookies.set` sets nothing in a browser.
      receivers: ['cookies()', 'cookieStore', 'cookiesStore', 'cookieJar'],
      method: 'set',
      needs: ['next/headers'],
      api: setter,
    },
    {
      receivers: [
        'response.cookies',
        'res.cookies',
        'nextResponse.cookies',
        'NextResponse.json().cookies',
        'NextResponse.next().cookies',
        'NextResponse.redirect().cookies',
        'NextResponse.rewrite().cookies',
      ],
      method: 'set',
      needs: ['next/server'],
      api: setter,
    },
  ],
};
