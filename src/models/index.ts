import { astro } from './astro';
import { chatBots } from './chat-bots';
import { cookie } from './cookie';
import { cookieSession } from './cookie-session';
import { express } from './express';
import { expressOpenidConnect } from './express-openid-connect';
import { expressSession } from './express-session';
import { fastifyCookie } from './fastify-cookie';
import { fastifyPassport } from './fastify-passport';
import { fastifySecureSession } from './fastify-secure-session';
import { fastifySession } from './fastify-session';
import { frameworks } from './frameworks';
import { h3 } from './h3';
import { hono, honoCookie } from './hono';
import { honoSession } from './hono-session';
import { honoSessions } from './hono-sessions';
import { ironSession } from './iron-session';
import { jsonwebtoken } from './jsonwebtoken';
import { koa } from './koa';
import { koaGenericSession } from './koa-generic-session';
import { koaSession } from './koa-session';
import { mcpFrameworks } from './mcp-frameworks';
import { mcpSdk } from './mcp-sdk';
import { next } from './next';
import { nextSession } from './next-session';
import { nodeRandom } from './node-random';
import { passport } from './passport';
import { randomIds } from './random-ids';
import { remix } from './remix';
import { stores } from './stores';
import { svelteKit } from './sveltekit';
import type { LibraryModel } from './types';
import { yar } from './yar';

/** Every library the plugin knows. */
export const models: readonly LibraryModel[] = [
  astro,
  ...chatBots,
  cookie,
  cookieSession,
  express,
  expressOpenidConnect,
  expressSession,
  fastifyCookie,
  fastifyPassport,
  fastifySecureSession,
  fastifySession,
  ...frameworks,
  h3,
  hono,
  honoCookie,
  honoSession,
  honoSessions,
  ironSession,
  jsonwebtoken,
  koa,
  koaGenericSession,
  koaSession,
  ...mcpFrameworks,
  ...mcpSdk,
  next,
  nextSession,
  ...nodeRandom,
  passport,
  ...randomIds,
  ...remix,
  ...stores,
  svelteKit,
  yar,
];
