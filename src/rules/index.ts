import type { SessionRule } from '../create-rule';

/** Every rule of the plugin, one line a rule. */
export const rules: Record<string, SessionRule> = {};
