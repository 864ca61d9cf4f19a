import type { LibraryModel } from './types';

export const expressOpenidConnect: LibraryModel = {
  name: 'express-openid-connect',
  source: 'express-openid-connect@3.4.0 (its configuration, run)',
  modules: ['express-openid-connect'],
  exports: {
    // The id of a session in a store is made of 16 random bytes, anew with each sign-in.
    auth: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        path: ['session', 'cookie'],
        attributes: {
          httpOnly: { missing: 'set' },
          // As `baseURL`; `true` throws when that is plain HTTP.
          secure: { missing: 'auto' },
          sameSite: { missing: 'set' },
        },
        nameOptions: [['session', 'name']],
        defaultName: 'appSession',
      },
      secrets: [['secret']],
      optionTypes: ['ConfigParams'],
      idGenerators: [['session', 'genid']],
      expiry: {
        // One day since the last request, seven in all.
        lifetime: [],
        absolute: [['session', 'absoluteDuration']],
        absoluteByDefault: true,
        unit: 's',
        missing: 'some',
        rolling: [['session', 'rolling']],
      },
    },
  },
};
