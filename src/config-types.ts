import type { Linter } from 'eslint';

/** `settings['mcp-session']`: what holds for a whole project. */
export interface Settings {
  /** Session keys that hold authentication state, besides the known ones: `['memberId']`. */
  authKeys?: readonly string[];
  /** Names of cookies that are a session's, besides the known ones. */
  cookieNames?: readonly string[];
  /** The range of the installed passport, when `package.json` does not tell: `'<0.6'`. */
  passport?: string;
  /**
   * Whether what the linted file imports is read too: `true` follows the parser's types and relative
   * paths, `false` nothing; by default types are followed, where the parser has them.
   */
  crossFile?: boolean;
}

/** Options of `mcp-session/no-predictable-session-id`. */
export interface PredictableSessionIdOptions {
  /**
   * The bits from a cryptographic random source that a session id must hold.
   * @default 64
   */
  minEntropyBits?: number;
}

/** Options of `mcp-session/no-session-id-disclosure`. */
export interface SessionIdDisclosureOptions {
  /**
   * Whether calls that log a whole session id are reported too.
   * @default false
   */
  logs?: boolean;
}

/** Options of `mcp-session/require-absolute-session-expiry`. */
export interface AbsoluteSessionExpiryOptions {
  /**
   * Whether a lifetime that slides with activity needs an absolute limit beside it.
   * @default false
   */
  absolute?: boolean;
}

/** Options of `mcp-session/require-secure-session-cookie`. */
export interface SecureSessionCookieOptions {
  /**
   * The attributes that a session cookie must have.
   * @default ["httpOnly","secure"]
   */
  attributes?: readonly ('httpOnly' | 'secure' | 'sameSite')[];
  /**
   * More names of session cookies, for cookies that the file sets itself.
   * @default []
   */
  cookieNames?: readonly string[];
}

/** Options of `mcp-session/require-session-destruction`. */
export interface SessionDestructionOptions {
  /**
   * Whether a logout must also clear the cookie where the session library does not do it itself.
   * @default false
   */
  clearCookie?: boolean;
}

/** Options of `mcp-session/require-session-id-generator`. */
export interface SessionIdGeneratorOptions {
  /**
   * How a transport made for one request may be stateless: by leaving the option out ('implicit'), only by an `undefined` that is written out ('explicit'), or not at all ('never').
   * @default "implicit"
   */
  stateless?: 'implicit' | 'explicit' | 'never';
}

/** Options of `mcp-session/require-session-regeneration`. */
export interface SessionRegenerationOptions {
  /**
   * Session keys that hold authentication state, besides the known ones.
   * @default []
   */
  authKeys?: readonly string[];
}

/** The options of every rule, as they follow its severity in a configuration. */
export interface RuleOptions {
  'mcp-session/no-client-supplied-session-id': [];
  'mcp-session/no-hardcoded-session-secret': [];
  'mcp-session/no-ineffective-dns-rebinding-protection': [];
  'mcp-session/no-orphan-session': [];
  'mcp-session/no-plain-object-session-store': [];
  'mcp-session/no-predictable-session-id': [PredictableSessionIdOptions?];
  'mcp-session/no-session-fallback': [];
  'mcp-session/no-session-id-disclosure': [SessionIdDisclosureOptions?];
  'mcp-session/no-shared-transport': [];
  'mcp-session/no-unguarded-session-key': [];
  'mcp-session/require-absolute-session-expiry': [AbsoluteSessionExpiryOptions?];
  'mcp-session/require-secure-session-cookie': [SecureSessionCookieOptions?];
  'mcp-session/require-session-binding': [];
  'mcp-session/require-session-destruction': [SessionDestructionOptions?];
  'mcp-session/require-session-id-generator': [SessionIdGeneratorOptions?];
  'mcp-session/require-session-owner-check': [];
  'mcp-session/require-session-regeneration': [SessionRegenerationOptions?];
  'mcp-session/valid-session-id-generator': [];
}

/** The `rules` of a configuration that sets rules of this plugin, for `satisfies`. */
export type Rules = { [Name in keyof RuleOptions]?: Linter.RuleEntry<RuleOptions[Name]> };
