/**
 * What is known of a library, as data. No functions: a library that needs code in `session/` is a
 * field missing here.
 */
export interface LibraryModel {
  /** The name on npm, or the specifier of a part whose exports differ: `uuid/v1`. Unique. */
  name: string;
  /** Where the facts were measured or read: package and version. */
  source: string;
  /** Every specifier it is imported by; `node:` and bare names of Node's modules are both listed. */
  modules: readonly string[];
  /**
   * What its exports are, by path: `default` is the module itself (also called as CommonJS:
   * `require('express-session')()`), `MongoStore.create` a member of an export; members of the
   * default are listed without it (`create`).
   */
  exports?: Readonly<Record<string, ApiModel | readonly ApiModel[]>>;
  /** What a plugin adds to the objects of a framework: `res.cookie`, `request.session.set`. */
  methods?: readonly MethodModel[];
  /** What it means for a file's sessions that it imports this library, beyond its calls. */
  session?: SessionObjectModel;
  /** Whether its context objects carry a web session, whoever makes it (Koa's `ctx.session`). */
  contextSessions?: boolean;
}

export type ApiModel =
  | SessionConfiguration
  | CookieSetter
  | Transport
  | Store
  | SignIn
  | RandomSource
  | Framework
  | TokenSigner;

/** A method found by its receiver and name: no import can prove it in a controller's file. */
export interface MethodModel {
  /** Names that the receiver goes by: `res`, `reply`, `ctx.cookies`, `cookies()`; a dot is a member, `()` a call. */
  receivers: readonly string[];
  /** The method's name. */
  method: string;
  /** Whether methods of the receiver return it: `res.status(200).cookie(…).cookie(…)`. */
  fluent?: boolean;
  /** Modules of which the file must import one; absent: the shape is enough. */
  needs?: readonly string[];
  /** Modules that rule this model out when the file imports one of them. */
  unless?: readonly string[];
  api: CookieSetter | SessionConfiguration | SignIn | Transport;
}

/** Where an argument is: its index, then the path of properties below it. */
export interface ArgumentPath {
  argument: number;
  path?: readonly string[];
  /** With fewer arguments it is the last: `f(req, res, options)` and `f(cookies, options)`. */
  orLast?: boolean;
}

// --- cookies ---------------------------------------------------------------------------------------

export type CookieAttribute = 'httpOnly' | 'secure' | 'sameSite';

export interface AttributeModel {
  /**
   * What the cookie gets when the option is missing: `set`, `absent`, `auto` (follows the
   * connection: fine), `fixed` (cannot be configured), `unknown` (depends on version or plugin).
   */
  missing: 'set' | 'absent' | 'auto' | 'fixed' | 'unknown';
  /** Whether an `undefined` that is written out drops the attribute although missing sets it. */
  undefinedDrops?: boolean;
  /** Whether `'auto'` is a real value; elsewhere it is merely truthy. */
  auto?: boolean;
  /** Another option beside it that sets it: hono's `prefix: 'host'`. */
  setBy?: { option: string; values: readonly string[] };
  /** Values that serialise to nonsense (`sameSite: true` in Next). */
  invalid?: readonly (string | boolean)[];
}

export interface CookieModel {
  /** Where the cookie's options live in the options: `['cookie']`, or `[]` for the top level. */
  path: readonly string[];
  /** Other places that work as well, when `path` is missing. */
  alsoAt?: readonly (readonly string[])[];
  /** Property names that differ from `httpOnly`, `secure`, `sameSite`: hapi's `isSecure`. */
  names?: Partial<Record<CookieAttribute, string>>;
  attributes: Readonly<Record<CookieAttribute, AttributeModel>>;
  /** Paths where people put attributes and the library ignores them. */
  misplaced?: readonly (readonly string[])[];
  /** Whether the cookie's options may be a function of the request that returns them. */
  mayBeFunction?: boolean;
  /** Options that name the cookie, from the top of the options: `name`, `cookieName`. */
  nameOptions?: readonly (readonly string[])[];
  /** The cookie's name without them. */
  defaultName?: string;
}

/** `res.cookie(name, value, options)` and its kind. */
export interface CookieSetter {
  kind: 'cookie-setter';
  name: ArgumentPath;
  /** None when it makes a cookie that gets its values later (`createCookie`). */
  value?: ArgumentPath;
  options: ArgumentPath;
  /** The secret that signs the cookie. */
  secret?: ArgumentPath;
  cookie: CookieModel;
  /** Whether it also takes one object `{ name, value, …options }` as its first argument. */
  objectForm?: boolean;
  /**
   * An export registered elsewhere whose options give every cookie its defaults:
   * `register(cookie, { parseOptions })`.
   */
  defaultsFrom?: { export: string; options: ArgumentPath };
}

// --- sessions --------------------------------------------------------------------------------------

/** A call that configures sessions: `session({ … })`, `register(fastifySession, { … })`. */
export interface SessionConfiguration {
  kind: 'session-configuration';
  options: ArgumentPath;
  /** Whether the export is handed on, and `options` counts in that call: `register(plugin, options)`. */
  registered?: boolean;
  cookie?: CookieModel;
  /** Options that hold a secret, or a list of them. */
  secrets?: readonly (readonly string[])[];
  /** Options that make the session's id, by path; without them it is made by a CSPRNG. */
  idGenerators?: readonly (readonly string[])[];
  expiry?: ExpiryModel;
  /** The option that holds a store. */
  store?: readonly string[];
}

/** How long a session lives. */
export interface ExpiryModel {
  /** Options that give a lifetime. */
  lifetime: readonly (readonly string[])[];
  unit: 'ms' | 's';
  /** What holds without any of them: `none` lives for ever, `some` has a default, `unknown` depends. */
  missing: 'none' | 'some' | 'unknown';
  /** Values that mean for ever, such as koa-session's `'session'`; `null` and `Infinity` always do. */
  endless?: readonly (string | number | boolean)[];
  /** Options that give an absolute limit, whatever the activity. */
  absolute?: readonly (readonly string[])[];
  /** Whether the lifetime itself is absolute (h3 `maxAge`). */
  lifetimeIsAbsolute?: boolean;
  /** Options that, when true, make the lifetime slide with every response. */
  rolling?: readonly (readonly string[])[];
  /** Where to add a lifetime: path of the option, in `unit`. */
  suggest?: readonly string[];
}

/** What the session object of a library can do. */
export interface SessionObjectModel {
  /**
   * `id`: a session with an id that can be fixed; `sealed`: its data is in the cookie, there is no
   * id; `foreign`: something else that goes by the same name (a chat bot's `ctx.session`).
   */
  type: 'id' | 'sealed' | 'foreign';
  /** Options any of which makes a sealed session one with an id (koa-session's `store`). */
  idWith?: readonly (readonly string[])[];
  /** Names of the request objects that carry it, and the property: `req.session`, `ctx.session`, `request.yar`. */
  on: readonly string[];
  /** Methods that change the id, on the session or, with `on`, elsewhere. */
  rotate?: readonly SessionMethod[];
  /** Methods that end the session. */
  destroy?: readonly SessionMethod[];
  /** Whether `req.session = null` ends it. `unset: 'destroy'` can turn it on. */
  nullDestroys?: boolean;
  /** The option and value that makes `req.session = null` end it. */
  nullDestroysWith?: { path: readonly string[]; value: string };
  /** Methods that write a key: `set('user', …)`. */
  set?: readonly string[];
  /** Methods that read a key: `get('user')`. */
  get?: readonly string[];
  /** Whether ending the session also clears the browser's cookie. */
  clearsCookie?: boolean;
}

export interface SessionMethod {
  method: string;
  /** Objects that hold the method when it is not the session itself: `ctx`, `c`. */
  on?: readonly string[];
  /** How it says that it is done: a callback, a promise, either, or at once. */
  settles: 'callback' | 'promise' | 'both' | 'sync';
  /** Only a call whose first argument is this string counts: `c.set('session_key_rotation', true)`. */
  firstArgument?: string;
  /** Whether it takes effect when the response is sent: also for what was written before. */
  deferred?: boolean;
}

/** `passport.authenticate`, `req.login`: sign-ins that may rotate by themselves. */
export interface SignIn {
  kind: 'sign-in';
  /** `middleware` signs in the handlers after it, `call` when called, `sign-out` ends the login. */
  role: 'middleware' | 'call' | 'sign-out';
  /** The package whose version decides, and the range from which it rotates by itself. */
  rotates: { package: string; since: string };
  /** Options that make it no sign-in: `session: false`. */
  noneWhen?: { argument: number; path: readonly string[]; value: boolean };
  /** First arguments with which it signs nobody in: passport's `'session'` restores a sign-in. */
  noneFor?: readonly string[];
  /** Options that say where a signed-in caller goes next; without one, and as the last of its route, it only sends him to the provider. */
  onSuccess?: readonly string[];
  /** Whether a function as its last argument takes over: nobody is signed in until it calls `logIn`. */
  noneWithCallback?: boolean;
  /** How it settles. */
  settles: 'callback' | 'promise' | 'both';
}

// --- MCP -------------------------------------------------------------------------------------------

/** A constructor or function that makes an MCP transport or server with sessions. */
export interface Transport {
  kind: 'transport';
  /** The wire: only HTTP transports have sessions. */
  wire: 'streamable-http' | 'sse' | 'stdio' | 'other';
  options?: ArgumentPath;
  /** The option that makes ids; absent: the transport makes its own. */
  generator?: readonly string[];
  /** What a missing generator means. */
  missingMeans: 'stateless' | 'random';
  /** Callbacks whose presence shows that sessions are meant. */
  sessionCallbacks?: readonly string[];
  /** Whether the id exists as soon as it is made (SSE); else only after `initialize`. */
  idAtOnce?: boolean;
  /** Whether nothing guards a stateless one against reuse, so that one client gets another's responses. */
  unguarded?: boolean;
  /** The option that turns Host and Origin checks on, and the lists they need; hosts are matched with their port. */
  dnsRebinding?: {
    enable: readonly string[];
    hosts: readonly string[];
    origins: readonly string[];
  };
}

/** An MCP server, web framework or HTTP server: that a file serves requests. */
export interface Framework {
  kind: 'framework';
  serves: 'http' | 'mcp';
  /** Options that decide whether it checks the Host header: none for a wildcard `host` without a list. */
  hostCheck?: { options: ArgumentPath; host: readonly string[]; allowed: readonly string[] };
}

/** A session store and whether it lets sessions end. */
export interface Store {
  kind: 'store';
  options?: ArgumentPath;
  /** Options that give a lifetime. */
  lifetime?: readonly (readonly string[])[];
  /** What holds without them. */
  missing: 'none' | 'some' | 'unknown';
  /** Whether it keeps all of a session in the cookie, so that there is no id. */
  seals?: true;
  /** Options that, when true, let sessions live for ever, or make their lifetime absolute. */
  endlessWith?: readonly (readonly string[])[];
  absoluteWith?: readonly (readonly string[])[];
  /** Whether the export is a function of `session` that returns the class: `connectRedis(session)`. */
  factory?: boolean;
}

/** Where random or weak values come from. */
export interface RandomSource {
  kind: 'random';
  strength: 'strong' | 'weak';
  /** What makes it weak, in a message's words: `the time`, `Math.random()`. */
  because?: string;
  /** Bits of entropy of a call without arguments; absent: unknown. */
  bits?: number;
  /** The argument that gives a length, and the bits of one unit of it. */
  length?: ArgumentPath & { bitsPerUnit: number };
  /** The array or buffer that it fills with random bytes: as many bits as it holds. */
  fills?: ArgumentPath;
  /** A hash: as strong as its input; `keyed` ones (HMAC, AEAD) are fine. */
  derives?: 'hash' | 'keyed';
  /** Whether a call gives the function that makes values: `customAlphabet('0123456789abcdef', 32)`. */
  factory?: boolean;
}

/** A call that signs a token: `jwt.sign(payload, secret, options)`. */
export interface TokenSigner {
  kind: 'token-signer';
  payload: ArgumentPath;
  /** Claims of the payload that end it. */
  expiryClaims: readonly string[];
  options: ArgumentPath;
  /** Options that end it; without them and the claims it is good for ever. */
  lifetime: readonly (readonly string[])[];
  /** The value to suggest for the first of them, as text. */
  suggest: string;
}
