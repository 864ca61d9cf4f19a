import type { ESLint, Linter } from 'eslint';
import type * as configTypes from './config-types';
import { eslintrcConfig, ruleSettings, type ConfigName } from './configs';
import { name, namespace, version } from './meta';
import { rules } from './rules';

interface McpSessionPlugin extends ESLint.Plugin {
  meta: { name: string; version: string; namespace: string };
  rules: NonNullable<ESLint.Plugin['rules']>;
  configs: {
    recommended: Linter.LegacyConfig;
    strict: Linter.LegacyConfig;
    readonly 'flat/recommended': Linter.Config;
    readonly 'flat/strict': Linter.Config;
  };
}

const plugin: McpSessionPlugin = {
  meta: { name, version, namespace },
  rules: rules as unknown as NonNullable<ESLint.Plugin['rules']>,
  configs: {
    recommended: eslintrcConfig('recommended'),
    strict: eslintrcConfig('strict'),
    // Getters: a flat config holds the plugin itself, which does not exist yet at this point.
    get 'flat/recommended'() {
      return flatConfig('recommended');
    },
    get 'flat/strict'() {
      return flatConfig('strict');
    },
  },
};

function flatConfig(config: ConfigName): Linter.Config {
  return {
    name: `${namespace}/${config}`,
    plugins: { [namespace]: plugin },
    rules: ruleSettings(config),
  };
}

/** The types with which a configuration checks itself. */
declare namespace plugin {
  type Settings = configTypes.Settings;
  type RuleOptions = configTypes.RuleOptions;
  type Rules = configTypes.Rules;
}

export = plugin;
