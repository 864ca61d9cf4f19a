import type { LibraryModel } from './types';

export const yar: LibraryModel = {
  name: '@hapi/yar',
  source: '@hapi/yar@11.0.3',
  modules: ['@hapi/yar', 'yar'],
  session: {
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
