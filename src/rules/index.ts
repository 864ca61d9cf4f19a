import type { SessionRule } from '../create-rule';
import { requireAbsoluteSessionExpiry } from './require-absolute-session-expiry';
import { noClientSuppliedSessionId } from './no-client-supplied-session-id';
import { noOrphanSession } from './no-orphan-session';
import { noIneffectiveDnsRebindingProtection } from './no-ineffective-dns-rebinding-protection';
import { noPlainObjectSessionStore } from './no-plain-object-session-store';
import { noHardcodedSessionSecret } from './no-hardcoded-session-secret';
import { noPredictableSessionId } from './no-predictable-session-id';
import { noSharedTransport } from './no-shared-transport';
import { noUnguardedSessionKey } from './no-unguarded-session-key';
import { noSessionIdDisclosure } from './no-session-id-disclosure';
import { noSessionFallback } from './no-session-fallback';
import { requireSecureSessionCookie } from './require-secure-session-cookie';
import { requireSessionBinding } from './require-session-binding';
import { requireSessionDestruction } from './require-session-destruction';
import { requireSessionIdGenerator } from './require-session-id-generator';
import { requireSessionOwnerCheck } from './require-session-owner-check';
import { requireSessionRegeneration } from './require-session-regeneration';
import { validSessionIdGenerator } from './valid-session-id-generator';

/** Every rule of the plugin, one line a rule. */
export const rules: Record<string, SessionRule> = {
  'require-absolute-session-expiry': requireAbsoluteSessionExpiry,
  'no-client-supplied-session-id': noClientSuppliedSessionId,
  'no-orphan-session': noOrphanSession,
  'no-ineffective-dns-rebinding-protection': noIneffectiveDnsRebindingProtection,
  'no-plain-object-session-store': noPlainObjectSessionStore,
  'no-hardcoded-session-secret': noHardcodedSessionSecret,
  'no-predictable-session-id': noPredictableSessionId,
  'no-shared-transport': noSharedTransport,
  'no-unguarded-session-key': noUnguardedSessionKey,
  'no-session-id-disclosure': noSessionIdDisclosure,
  'no-session-fallback': noSessionFallback,
  'require-secure-session-cookie': requireSecureSessionCookie,
  'require-session-binding': requireSessionBinding,
  'require-session-destruction': requireSessionDestruction,
  'require-session-id-generator': requireSessionIdGenerator,
  'require-session-owner-check': requireSessionOwnerCheck,
  'require-session-regeneration': requireSessionRegeneration,
  'valid-session-id-generator': validSessionIdGenerator,
};
