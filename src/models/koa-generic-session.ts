import type { LibraryModel } from './types';

export const koaGenericSession: LibraryModel = {
  name: 'koa-generic-session',
  source: 'koa-generic-session@2.3.1',
  modules: ['koa-generic-session'],
  exports: {
    default: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        path: ['cookie'],
        attributes: {
          httpOnly: { missing: 'set' },
          secure: { missing: 'auto' },
          sameSite: { missing: 'absent' },
        },
        nameOptions: [['key']],
        defaultName: 'koa.sid',
      },
      idGenerators: [['genSid']],
      expiry: {
        lifetime: [['cookie', 'maxAge']],
        unit: 'ms',
        // One day.
        missing: 'some',
        rolling: [['rolling']],
        suggest: ['cookie', 'maxAge'],
      },
      store: ['store'],
    },
  },
  session: {
    type: 'id',
    on: ['ctx.session', 'context.session', 'this.session'],
    rotate: [{ method: 'regenerateSession', on: ['ctx', 'context', 'this'], settles: 'promise' }],
    nullDestroys: true,
    clearsCookie: true,
  },
};
