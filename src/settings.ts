import type { TSESLint } from '@typescript-eslint/utils';
import type { Settings } from './config-types';

interface SettingModel {
  expects: string;
  accepts: (value: unknown) => boolean;
}

const list = (example: string): SettingModel => ({
  expects: `a list of non-empty strings, such as ${example}`,
  accepts: (value) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== ''),
});

const SETTINGS: Record<keyof Settings, SettingModel> = {
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

const valid = new WeakMap<object, Settings>();

/** The plugin's settings, checked; throws a message that names the setting and what it takes. */
export function settingsOf({ settings }: Context): Settings {
  const own: unknown = settings['mcp-session'];
  if (own === undefined) return {};
  if (!isObject(own)) throw new TypeError("settings['mcp-session'] must be an object.");
  let checked = valid.get(own);
  if (!checked) valid.set(own, (checked = check(own)));
  return checked;
}

function check(own: Record<string, unknown>): Settings {
  for (const [key, value] of Object.entries(own)) {
    if (!Object.hasOwn(SETTINGS, key))
      throw new TypeError(
        `settings['mcp-session'].${key} is not known; remove it or use one of ${Object.keys(SETTINGS).join(', ')}.`,
      );
    const { accepts, expects } = SETTINGS[key as keyof Settings];
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
