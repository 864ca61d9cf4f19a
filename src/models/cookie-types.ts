/** Where an argument is: its index, then the path of properties below it. */
export interface ArgumentPath {
  argument: number;
  path?: readonly string[];
  /** With fewer arguments it is the last: `f(req, res, options)` and `f(cookies, options)`. */
  orLast?: boolean;
  /** Also the next one, when this is no object there: `f(options, app)` and `f(app, options)`. */
  orNext?: boolean;
}

export type CookieAttribute = 'httpOnly' | 'secure' | 'sameSite';

export interface AttributeModel {
  /**
   * What the cookie gets when the option is missing: `set`, `absent`, `auto` (follows the
   * connection: fine), `fixed` (cannot be configured), `unknown` (depends on version or plugin).
   */
  missing: 'set' | 'absent' | 'auto' | 'fixed' | 'unknown';
  /** What it was before a version, by the nearest `package.json`. */
  before?: { version: string; missing: 'set' | 'absent' };
  /** The option elsewhere that turns it on and off, for one that is `fixed` otherwise. */
  switchedBy?: readonly string[];
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
  /** The object that stands in place of all defaults where it is given, before a version or always: what it lacks is absent. */
  replaces?: { at: readonly string[]; before?: string };
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
