import type { TSESLint } from '@typescript-eslint/utils';

/**
 * `settings['mcp-session']`: what holds for a whole project. An interface, so that other packages
 * can add to it.
 */
export interface McpSessionSettings {
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

interface SettingModel {
  expects: string;
  accepts: (value: unknown) => boolean;
}

const list = (example: string): SettingModel => ({
  expects: `a list of non-empty strings, such as ${example}`,
  accepts: (value) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== ''),
});

const SETTINGS: Record<keyof McpSessionSettings, SettingModel> = {
  authKeys: list("['memberId']"),
  cookieNames: list("['my_session']"),
  passport: {
    expects: "a version range, such as '<0.6' or '^0.7.0'",
    accepts: (value) => typeof value === 'string' && /^[<>=^~]{0,2}\s*v?\d[\w.*-]*$/.test(value),
  },
  crossFile: {
    expects: 'true or false',
    accepts: (value) => typeof value === 'boolean',
  },
};

type Context = Readonly<Pick<TSESLint.RuleContext<string, readonly unknown[]>, 'settings'>>;

const valid = new WeakMap<object, McpSessionSettings>();

/** The plugin's settings, checked; throws a message that names the setting and what it takes. */
export function settingsOf({ settings }: Context): McpSessionSettings {
  const own: unknown = settings['mcp-session'];
  if (own === undefined) return {};
  if (!isObject(own)) throw new TypeError("settings['mcp-session'] must be an object.");
  let checked = valid.get(own);
  if (!checked) valid.set(own, (checked = check(own)));
  return checked;
}

function check(own: Record<string, unknown>): McpSessionSettings {
  for (const [key, value] of Object.entries(own)) {
    if (!Object.hasOwn(SETTINGS, key))
      throw new TypeError(
        `settings['mcp-session'].${key} is not known; remove it or use one of ${Object.keys(SETTINGS).join(', ')}.`,
      );
    const { accepts, expects } = SETTINGS[key as keyof McpSessionSettings];
    if (!accepts(value))
      throw new TypeError(
        `settings['mcp-session'].${key} must be ${expects}, not ${JSON.stringify(value)}.`,
      );
  }
  return own;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
