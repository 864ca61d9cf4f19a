import type { LibraryModel, SessionConfiguration } from './types';

const configuration: SessionConfiguration = {
  kind: 'session-configuration',
  // `(options, app)`, `(app)` and `(app, options)`.
  options: { argument: 0, orNext: true },
  cookie: {
    path: [],
    attributes: {
      httpOnly: { missing: 'set' },
      secure: { missing: 'auto' },
      sameSite: { missing: 'absent' },
    },
    nameOptions: [['key']],
    defaultName: 'koa.sess',
  },
  idGenerators: [['genid']],
  expiry: {
    lifetime: [['maxAge'], ['maxage']],
    unit: 'ms',
    // One day, in the data itself; `'session'` leaves it out.
    missing: 'some',
    endless: ['session'],
    rolling: [['rolling'], ['renew']],
    suggest: ['maxAge'],
  },
  store: ['store'],
};

export const koaSession: LibraryModel = {
  name: 'koa-session',
  source: 'koa-session@7.0.2 (also 6.4.0)',
  modules: ['koa-session'],
  // `createSession` since v7.
  exports: { default: configuration, createSession: configuration },
  session: {
    type: 'sealed',
    idWith: [['store'], ['ContextStore']],
    on: ['ctx.session', 'context.session', 'this.session'],
    rotate: [{ method: 'regenerate', settles: 'both' }],
    nullDestroys: true,
    clearsCookie: true,
    newKey: 'isNew',
  },
};
