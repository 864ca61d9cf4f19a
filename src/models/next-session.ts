import type { LibraryModel } from './types';

export const nextSession: LibraryModel = {
  name: 'next-session',
  source: 'next-session@4.0.5',
  modules: ['next-session'],
  exports: {
    // The id is a nanoid.
    default: {
      kind: 'session-configuration',
      options: { argument: 0 },
      idGenerators: [['genid']],
    },
  },
};
