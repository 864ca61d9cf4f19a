import type { CookieSigner } from './secret-types';
import type { Framework, LibraryModel } from './types';

const http: Framework = { kind: 'framework', serves: 'http' };

const elysiaCookies: CookieSigner = {
  kind: 'cookie-signer',
  secret: { argument: 0, path: ['cookie', 'secrets'] },
};

/** Web frameworks and servers of which only matters that a file uses them. */
export const frameworks: readonly LibraryModel[] = [
  {
    name: '@hono/node-server',
    source: '@hono/node-server@2.1.8',
    modules: ['@hono/node-server'],
    exports: { serve: http, createAdaptorServer: http },
  },
  {
    name: '@koa/router',
    source: '@koa/router@15.7.0, koa-router@14.0.0',
    modules: ['@koa/router', 'koa-router'],
    exports: { default: http, Router: http },
    contextSessions: true,
  },
  {
    name: '@nestjs/common',
    source: '@nestjs/common@12.5.1',
    modules: ['@nestjs/common'],
    exports: { Controller: http },
  },
  {
    // Its cookies are set by `cookie.name.set({ … })`: what they are called is no argument.
    name: 'elysia',
    source: 'elysia@1.4.30',
    modules: ['elysia'],
    exports: { default: [http, elysiaCookies], Elysia: [http, elysiaCookies] },
  },
  {
    name: 'fastify',
    source: 'fastify@5.12.8',
    modules: ['fastify'],
    exports: { default: http, fastify: http },
    rotation: { method: 'regenerate', settles: 'promise' },
    signs: {
      applications: ['fastify'],
      answers: ['reply'],
      routeOptions: [
        'attachValidation',
        'onRequest',
        'onResponse',
        'onSend',
        'preHandler',
        'preParsing',
        'preSerialization',
        'preValidation',
        'schema',
        'url',
      ],
      unless: [
        '@hapi/hapi',
        '@nestjs/platform-express',
        'express',
        'hapi',
        'koa',
        'next',
        'restify',
      ],
    },
  },
  {
    name: 'http',
    source: 'node@20.20.2',
    modules: ['http', 'node:http', 'https', 'node:https', 'http2', 'node:http2'],
    exports: { createServer: http, createSecureServer: http, Server: http },
  },
];
