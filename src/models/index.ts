import { chatBots } from './chat-bots';
import { cookie } from './cookie';
import { cookieSession } from './cookie-session';
import { express } from './express';
import { expressSession } from './express-session';
import { fastifyCookie } from './fastify-cookie';
import { fastifyPassport } from './fastify-passport';
import { fastifySecureSession } from './fastify-secure-session';
import { fastifySession } from './fastify-session';
import { frameworks } from './frameworks';
import { hono, honoCookie } from './hono';
import { honoSessions } from './hono-sessions';
import { ironSession } from './iron-session';
import { koa } from './koa';
import { koaGenericSession } from './koa-generic-session';
import { koaSession } from './koa-session';
import { mcpFrameworks } from './mcp-frameworks';
import { mcpSdk } from './mcp-sdk';
import { next } from './next';
import { nodeRandom } from './node-random';
import { passport } from './passport';
import { randomIds } from './random-ids';
import { stores } from './stores';
import type { LibraryModel } from './types';

/** Every library the plugin knows. */
export const models: readonly LibraryModel[] = [
  ...chatBots,
  cookie,
  cookieSession,
  express,
  expressSession,
  fastifyCookie,
  fastifyPassport,
  fastifySecureSession,
  fastifySession,
  ...frameworks,
  hono,
  honoCookie,
  honoSessions,
  ironSession,
  koa,
  koaGenericSession,
  koaSession,
  ...mcpFrameworks,
  ...mcpSdk,
  next,
  ...nodeRandom,
  passport,
  ...randomIds,
  ...stores,
];
