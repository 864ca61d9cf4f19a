import type { Linter } from 'eslint';
import { namespace } from './meta';
import { rules } from './rules';

export type ConfigName = 'recommended' | 'strict';

/** Which severity (and options) a config sets for each rule; read from the rules' own `meta.docs`. */
export function ruleSettings(config: ConfigName): Linter.RulesRecord {
  const entries = Object.entries(rules).flatMap(([name, rule]): [string, Linter.RuleEntry][] => {
    const setting = rule.meta.docs?.[config] ?? 'off';
    return setting === 'off' ? [] : [[`${namespace}/${name}`, setting as Linter.RuleEntry]];
  });
  return Object.fromEntries(entries);
}

/** The eslintrc form: `extends: ['plugin:mcp-session/recommended']`. */
export function eslintrcConfig(config: ConfigName): Linter.LegacyConfig {
  return { plugins: [namespace], rules: ruleSettings(config) };
}
