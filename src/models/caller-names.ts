const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Properties of requests and contexts that say who is calling: of the SDK's `requireBearerAuth`, Passport, Express, Fastify and Koa. */
export const CALLER_PROPERTIES = words(
  'auth authInfo authToken auth_token user userId userInfo principal identity account tenant tenantId',
);

/** Words of a header that carries what its sender proves himself with: `authorization`, `x-api-key`, `x-gitlab-token`. */
export const CREDENTIAL_WORDS = words('authorization auth token jwt apikey key bearer credential');

/** Words of functions that find out who is calling: `requireBearerAuth`, `validateToken`, `resolveCredentials`. */
export const AUTHENTICATING_WORDS = words(
  'auth authenticate authenticated authentication authenticator authorize authorization bearer credential credentials jwt oauth principal token',
);

/** Words of middleware that finds out which user is calling; one that is only called `auth` may compare a shared secret. */
export const IDENTIFYING_WORDS = words('bearer jwt oauth passport principal identity user');

/** Words of functions that make a token, together with one of `TOKEN_WORDS`: `createDownloadToken`. */
export const ISSUING_WORDS = words('create make issue sign generate mint build encode encrypt new');
export const TOKEN_WORDS = words('token tokens jwt');

/** Words of names that speak of a secret or a check of another kind. */
export const OTHER_TOKEN_WORDS = words(
  'csrf xsrf progress cancellation idempotency cache public websocket',
);

/** Words of functions that ask whose something is: `isSessionOwnedBy`, `sessionBelongsToCaller`. */
export const OWNERSHIP_WORDS = words('own owns owned owner owners ownership belong belongs mine');

/** Words of functions that compare or check what they are handed. */
export const CHECKING_WORDS = words(
  'same match matches equal equals compare verify validate authorize authorized check assert ensure require fingerprint allowed allow permitted can access guard',
);

/** Words of functions that change or show what they are handed, and check nothing. */
export const CHANGING_WORDS = words(
  'set update store save add put touch bind rebind register refresh switch emit track log info warn error debug trace notify record push send write delete remove close create handle get run',
);
