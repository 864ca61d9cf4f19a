import type { ArgumentPath } from './cookie-types';

/** What makes cookies that a secret signs: `cookieParser(secret)`, `new Keygrip(keys)`. */
export interface CookieSigner {
  kind: 'cookie-signer';
  secret: ArgumentPath;
  /** Whether the export is handed on, and `secret` counts in that call: `register(plugin, { secret })`. */
  registered?: boolean;
}
