import type { LibraryModel } from './types';

export const expressOpenidConnect: LibraryModel = {
  name: 'express-openid-connect',
  source: 'express-openid-connect@3.4.0',
  modules: ['express-openid-connect'],
  exports: {
    // The id of a session in a store is made of 16 random bytes.
    auth: {
      kind: 'session-configuration',
      options: { argument: 0 },
      secrets: [['secret']],
      idGenerators: [['session', 'genid']],
    },
  },
};
