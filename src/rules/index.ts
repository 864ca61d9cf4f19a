import type { SessionRule } from '../create-rule';
import { requireAbsoluteSessionExpiry } from './require-absolute-session-expiry';
import { noPredictableSessionId } from './no-predictable-session-id';
import { requireSecureSessionCookie } from './require-secure-session-cookie';
import { requireSessionBinding } from './require-session-binding';
import { requireSessionDestruction } from './require-session-destruction';
import { requireSessionIdGenerator } from './require-session-id-generator';
import { requireSessionRegeneration } from './require-session-regeneration';

/** Every rule of the plugin, one line a rule. */
export const rules: Record<string, SessionRule> = {
  'require-absolute-session-expiry': requireAbsoluteSessionExpiry,
  'no-predictable-session-id': noPredictableSessionId,
  'require-secure-session-cookie': requireSecureSessionCookie,
  'require-session-binding': requireSessionBinding,
  'require-session-destruction': requireSessionDestruction,
  'require-session-id-generator': requireSessionIdGenerator,
  'require-session-regeneration': requireSessionRegeneration,
};
