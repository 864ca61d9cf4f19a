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

/** Words of what only counts or writes down who calls: `authLimiter`, `logger.authAttempt`, `recordAuthFailure`. */
export const NOTING_WORDS = words(
  'limit limits limiter limiters throttle failure failures failed attempt attempts log logs logger logging audit auditor metric metrics',
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

/** First words of functions that find what is kept under a key. */
export const FINDING_WORDS = words('get find load lookup look fetch read retrieve resolve peek');

/** Words of functions that hold two texts against each other: `secureCompare`, `tokensEqual`. */
export const COMPARING_WORDS = words(
  'same match matches equal equals eq compare compares comparison',
);

/** Last words of what a server expects of all that call it: `config.apiKey`, `API_TOKEN`. */
export const SECRET_WORDS = words(
  'secret secrets token tokens key keys apikey apikeys password passwords passphrase passcode hash',
);
/** Words of secrets with which tokens of many users are made, or asked for. */
export const ISSUER_WORDS = words('jwt jwks public signing signature client');
