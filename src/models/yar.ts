import type { LibraryModel, SessionConfiguration } from './types';

const configuration: SessionConfiguration = {
  kind: 'session-configuration',
  // `server.register({ plugin, options })`; `register` before hapi 17.
  options: { argument: 0, path: ['options'] },
  registered: true,
  registeredAs: ['plugin', 'register'],
  cookie: {
    path: ['cookieOptions'],
    names: { httpOnly: 'isHttpOnly', secure: 'isSecure', sameSite: 'isSameSite' },
    attributes: {
      httpOnly: { missing: 'set' },
      secure: { missing: 'set' },
      sameSite: { missing: 'set' },
    },
    nameOptions: [['name']],
    defaultName: 'session',
  },
  secrets: [['cookieOptions', 'password']],
  idGenerators: [['customSessionIDGenerator']],
  expiry: {
    // One day since the last write.
    lifetime: [['cache', 'expiresIn']],
    unit: 'ms',
    missing: 'some',
    suggest: ['cache', 'expiresIn'],
  },
};

export const yar: LibraryModel = {
  name: '@hapi/yar',
  source: '@hapi/yar@11.0.3',
  modules: ['@hapi/yar', 'yar'],
  exports: { default: configuration, plugin: configuration },
  session: {
    // What fits into `maxCookieSize` is sealed in the cookie, beside the id.
    type: 'id',
    on: ['request.yar', 'req.yar'],
    // Drops the data and makes a new id; also how a session ends.
    rotate: [{ method: 'reset', settles: 'sync' }],
    destroy: [{ method: 'reset', settles: 'sync' }],
    set: ['set'],
    get: ['get'],
    clearsCookie: true,
  },
};
