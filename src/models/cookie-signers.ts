import type { LibraryModel } from './types';

/** Packages that sign cookies, and do nothing else with sessions. */
export const cookieSigners: readonly LibraryModel[] = [
  {
    name: 'cookie-parser',
    source: 'cookie-parser@1.4.7 (read)',
    modules: ['cookie-parser'],
    exports: { default: { kind: 'cookie-signer', secret: { argument: 0 } } },
  },
  {
    name: 'keygrip',
    source: 'keygrip@1.1.0 (read)',
    modules: ['keygrip'],
    exports: { default: { kind: 'cookie-signer', secret: { argument: 0 } } },
  },
];
