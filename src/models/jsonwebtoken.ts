import type { LibraryModel } from './types';

export const jsonwebtoken: LibraryModel = {
  name: 'jsonwebtoken',
  source: 'jsonwebtoken@9.0.3 (read)',
  modules: ['jsonwebtoken'],
  exports: {
    sign: {
      kind: 'token-signer',
      payload: { argument: 0 },
      secret: { argument: 1 },
      expiryClaims: ['exp'],
      options: { argument: 2 },
      lifetime: [['expiresIn']],
      suggest: "'4h'",
    },
  },
};
