import type { ArgumentPath, CookieModel, CookieSetter } from './cookie-types';
import type { FrameworkSigns, HandlersModel } from './handler-types';
import type { CookieSigner } from './secret-types';

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
  /** How the sessions of its requests get a new id, whichever of its plugins makes them. */
  rotation?: SessionMethod;
  /** How its servers are told what answers MCP requests. */
  handlers?: HandlersModel;
  /** How its routes show in a file that does not import it. */
  signs?: FrameworkSigns;
  /** The method of responses that has the browser forget a cookie by its name. */
  clearing?: string;
}

export type ApiModel =
  | SessionConfiguration
  | CookieSetter
  | CookieSigner
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
  /** Modules of which the file must import one, or show it; absent: the shape is enough. */
  needs?: readonly string[];
  /** Modules that rule this model out when the file imports one of them, or shows it. */
  unless?: readonly string[];
  api: CookieSetter | SessionConfiguration | SignIn | Transport;
}

// --- sessions --------------------------------------------------------------------------------------

/** A call that configures sessions: `session({ … })`, `register(fastifySession, { … })`. */
export interface SessionConfiguration {
  kind: 'session-configuration';
  options: ArgumentPath;
  /** Whether the export is handed on, and `options` counts in that call: `register(plugin, options)`. */
  registered?: boolean;
  /** The keys that the export stands under where it is handed on in an object: `register({ plugin, options })`. */
  registeredAs?: readonly string[];
  cookie?: CookieModel;
  /** Options that hold a secret, or a list of them. */
  secrets?: readonly (readonly string[])[];
  /** Of them, the one without which the session's data is in a cookie that nobody signs. */
  unsignedWithout?: readonly string[];
  /** Whether it runs with an empty secret; others refuse it. */
  acceptsEmptySecret?: boolean;
  /** Types of the library that options are declared as, where another file hands them on. */
  optionTypes?: readonly string[];
  /** Options that make the session's id, by path; without them it is made by a CSPRNG. */
  idGenerators?: readonly (readonly string[])[];
  weakIds?: WeakIds;
  expiry?: ExpiryModel;
  /** The option that holds a store. */
  store?: readonly string[];
}

/** Session ids that a library makes by itself and that can be predicted. */
export interface WeakIds {
  /** What they are made of, in a message's words: `Math.random()`. */
  because: string;
  /** What to do, in a message's words. */
  instead: string;
  /** The option that must be true for it to make any. */
  when?: ArgumentPath;
  /** The version from which on they are good; a project that names none is not judged. */
  before?: string;
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
  /** Whether there is such a limit without those options, too: `false` turns it off. */
  absoluteByDefault?: boolean;
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
  /** The key that is true while the session is one that this request began: `isNew`. */
  newKey?: string;
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
  /** The option that keeps its state elsewhere, from where the next request takes it up. */
  storage?: readonly string[];
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
  weakIds?: WeakIds;
  /** The property, also an option, that holds the secrets by which cookies are signed; they may be empty. */
  secrets?: string;
  /** Options that decide whether it checks the Host header: for a wildcard `host` it does not unless it is given lists; hosts are matched without their port. */
  hostCheck?: {
    options: ArgumentPath;
    host: readonly string[];
    wildcards: readonly string[];
    hosts: readonly string[];
    /** A list of origins that does as well. */
    origins?: readonly string[];
  };
  /** Whether to call it is to check the Host header. */
  checksHost?: true;
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
  /** Whether it is no option, but middleware beside the configuration: `useSessionStorage(storage)`. */
  beside?: true;
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
  /** What a call gives when it is no text or number: bytes without a callback, a promise of a value. */
  gives?: 'bytes' | 'promise';
}

/** A call that signs a token: `jwt.sign(payload, secret, options)`. */
export interface TokenSigner {
  kind: 'token-signer';
  payload: ArgumentPath;
  secret: ArgumentPath;
  /** Claims of the payload that end it. */
  expiryClaims: readonly string[];
  options: ArgumentPath;
  /** Options that end it; without them and the claims it is good for ever. */
  lifetime: readonly (readonly string[])[];
  /** The value to suggest for the first of them, as text. */
  suggest: string;
}
