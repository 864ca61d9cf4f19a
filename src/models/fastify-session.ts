import type { LibraryModel, SessionConfiguration } from './types';

const configuration: SessionConfiguration = {
  kind: 'session-configuration',
  options: { argument: 1 },
  registered: true,
  cookie: {
    path: ['cookie'],
    attributes: {
      httpOnly: { missing: 'set' },
      secure: { missing: 'set', auto: true },
      // Passed on as null, which switches off the default of @fastify/cookie.
      sameSite: { missing: 'absent' },
    },
    nameOptions: [['cookieName']],
    defaultName: 'sessionId',
  },
  secrets: [['secret']],
  optionTypes: ['FastifySessionOptions'],
  idGenerators: [['idGenerator']],
  expiry: {
    lifetime: [
      ['cookie', 'maxAge'],
      ['cookie', 'expires'],
    ],
    unit: 'ms',
    missing: 'none',
    // True by default.
    rolling: [['rolling']],
    suggest: ['cookie', 'maxAge'],
  },
  store: ['store'],
};

export const fastifySession: LibraryModel = {
  name: '@fastify/session',
  source: '@fastify/session@11.1.3 (also 9.0.0)',
  modules: ['@fastify/session'],
  // Of @fastify/cookie, without which it does not start.
  clearing: 'clearCookie',
  exports: {
    default: configuration,
    fastifySession: configuration,
    MemoryStore: { kind: 'store', missing: 'none' },
  },
  session: {
    type: 'id',
    on: ['request.session', 'req.session'],
    rotate: [{ method: 'regenerate', settles: 'both' }],
    destroy: [{ method: 'destroy', settles: 'both' }],
    set: ['set'],
    get: ['get'],
    clearsCookie: false,
  },
};
