import type { LibraryModel } from './types';

export const honoSession: LibraryModel = {
  name: '@hono/session',
  source: '@hono/session@0.2.1',
  modules: ['@hono/session'],
  exports: {
    // Its cookie cannot be configured; the id is made of 20 random bytes.
    useSession: {
      kind: 'session-configuration',
      options: { argument: 0 },
      secrets: [['secret']],
      idGenerators: [['generateId']],
    },
  },
};
