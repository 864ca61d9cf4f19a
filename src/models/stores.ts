import type { LibraryModel, Store } from './types';

const options = { argument: 0 };

/** One day in seconds; `cookie.maxAge` wins. EXPIRE on each request makes it slide. */
const redis: Store = {
  kind: 'store',
  options,
  lifetime: [['ttl']],
  missing: 'some',
  endlessWith: [['disableTTL']],
  absoluteWith: [['disableTouch']],
};

/** 14 days in seconds; `cookie.expires` wins. */
const mongo: Store = { kind: 'store', options, lifetime: [['ttl']], missing: 'some' };

/** Stores of express-session that end a session without `cookie.maxAge` after a time of their own. */
export const stores: readonly LibraryModel[] = [
  {
    name: '@quixo3/prisma-session-store',
    source: '@quixo3/prisma-session-store@3.1.21',
    modules: ['@quixo3/prisma-session-store'],
    // `(prisma, options)`, one day.
    exports: {
      PrismaSessionStore: {
        kind: 'store',
        options: { argument: 1 },
        lifetime: [['ttl']],
        missing: 'some',
      },
    },
  },
  {
    name: 'better-sqlite3-session-store',
    source: 'better-sqlite3-session-store@0.1.0',
    modules: ['better-sqlite3-session-store'],
    // One day, fixed.
    exports: { default: { kind: 'store', options, missing: 'some', factory: true } },
  },
  {
    name: 'connect-mongo',
    source: 'connect-mongo@6.0.0 (also 3.2.0)',
    modules: ['connect-mongo'],
    exports: {
      // A class since v4, before that `connectMongo(session)`.
      default: [mongo, { ...mongo, factory: true }],
      create: mongo,
      MongoStore: mongo,
      'MongoStore.create': mongo,
    },
  },
  {
    name: 'connect-mongodb-session',
    source: 'connect-mongodb-session@5.0.0',
    modules: ['connect-mongodb-session'],
    // 14 days.
    exports: {
      default: {
        kind: 'store',
        options,
        lifetime: [['expires']],
        missing: 'some',
        factory: true,
      },
    },
  },
  {
    name: 'connect-pg-simple',
    source: 'connect-pg-simple@10.0.0',
    modules: ['connect-pg-simple'],
    // One day.
    exports: {
      default: { kind: 'store', options, lifetime: [['ttl']], missing: 'some', factory: true },
    },
  },
  {
    name: 'connect-redis',
    source: 'connect-redis@9.0.0 (also 7.1.1, 6.1.3)',
    modules: ['connect-redis'],
    exports: {
      // `connectRedis(session)` up to v6, the default class in v7, a named one since v8.
      default: [redis, { ...redis, factory: true }],
      RedisStore: redis,
    },
  },
  {
    name: 'connect-session-sequelize',
    source: 'connect-session-sequelize@7.1.7',
    modules: ['connect-session-sequelize'],
    // One day, in milliseconds.
    exports: {
      default: {
        kind: 'store',
        options,
        lifetime: [['expiration']],
        missing: 'some',
        factory: true,
      },
    },
  },
  {
    name: 'connect-sqlite3',
    source: 'connect-sqlite3@0.9.18',
    modules: ['connect-sqlite3'],
    // One day, fixed.
    exports: { default: { kind: 'store', options, missing: 'some', factory: true } },
  },
  {
    name: 'express-mysql-session',
    source: 'express-mysql-session@3.0.3',
    modules: ['express-mysql-session'],
    // One day, in milliseconds.
    exports: {
      default: {
        kind: 'store',
        options,
        lifetime: [['expiration']],
        missing: 'some',
        factory: true,
      },
    },
  },
  {
    name: 'memorystore',
    source: 'memorystore@1.6.8',
    modules: ['memorystore'],
    // One day, in milliseconds; an explicit `ttl` wins over `cookie.maxAge`.
    exports: {
      default: { kind: 'store', options, lifetime: [['ttl']], missing: 'some', factory: true },
    },
  },
  {
    name: 'session-file-store',
    source: 'session-file-store@1.5.0',
    modules: ['session-file-store'],
    // One hour, in seconds.
    exports: {
      default: { kind: 'store', options, lifetime: [['ttl']], missing: 'some', factory: true },
    },
  },
];
