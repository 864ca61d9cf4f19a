import { astro } from './astro';
import { astroConfig } from './astro-config';
import { authJs } from './auth-js';
import { auth0 } from './auth0';
import { betterAuth } from './better-auth';
import { bun } from './bun';
import { chatBots } from './chat-bots';
import { clientSessions } from './client-sessions';
import { cookie } from './cookie';
import { cookieSigners } from './cookie-signers';
import { cookieSession } from './cookie-session';
import { cookies } from './cookies';
import { denoCookie } from './deno';
import { express } from './express';
import { expressOpenidConnect } from './express-openid-connect';
import { expressSession } from './express-session';
import { fastifyCookie } from './fastify-cookie';
import { fastifyPassport } from './fastify-passport';
import { fastifySecureSession } from './fastify-secure-session';
import { fastifySession } from './fastify-session';
import { oldFastifySession } from './fastify-session-old';
import { frameworks } from './frameworks';
import { grant } from './grant';
import { h3 } from './h3';
import { hapi } from './hapi';
import { hono, honoCookie } from './hono';
import { honoSession } from './hono-session';
import { honoSessions } from './hono-sessions';
import { ironSession } from './iron-session';
import { jsonwebtoken } from './jsonwebtoken';
import { koa } from './koa';
import { koaGenericSession } from './koa-generic-session';
import { koaSession } from './koa-session';
import { lucia } from './lucia';
import { mcpFrameworks } from './mcp-frameworks';
import { mcpSdk } from './mcp-sdk';
import { mgcreaFastifySession } from './mgcrea-fastify-session';
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
  astroConfig,
  auth0,
  ...authJs,
  betterAuth,
  bun,
  ...chatBots,
  clientSessions,
  cookie,
  cookies,
  cookieSession,
  ...cookieSigners,
  denoCookie,
  express,
  expressOpenidConnect,
  expressSession,
  fastifyCookie,
  fastifyPassport,
  fastifySecureSession,
  fastifySession,
  ...frameworks,
  grant,
  h3,
  ...hapi,
  hono,
  honoCookie,
  honoSession,
  honoSessions,
  ironSession,
  jsonwebtoken,
  koa,
  koaGenericSession,
  koaSession,
  lucia,
  ...mcpFrameworks,
  ...mcpSdk,
  mgcreaFastifySession,
  next,
  nextSession,
  ...nodeRandom,
  oldFastifySession,
  passport,
  ...randomIds,
  ...remix,
  ...stores,
  svelteKit,
  yar,
];
