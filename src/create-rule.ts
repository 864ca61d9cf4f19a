import type { JSONSchema, TSESLint } from '@typescript-eslint/utils';
import { name as packageName, version } from './meta';
import { acrossFiles } from './project';
import { mentionsSessions } from './session/fast-path';
import { nameFile } from './session/packages';
import { isModelled } from './session/library-calls';
import { settingsOf } from './settings';

/** What `meta.docs` of every rule carries; configs, docs and the README table derive from it. */
export interface RuleDocs {
  description: string;
  recommended: 'error' | 'warn' | 'off';
  /** What `strict` sets: the severity alone, or with the stricter options. */
  strict: 'error' | ['error', ...unknown[]];
  severity: 'high' | 'medium';
  cwe: readonly number[];
}

export interface SessionRuleDocs extends RuleDocs {
  url: string;
}

type JSONSchema4 = JSONSchema.JSONSchema4;

export type RuleContext<M extends string, O extends readonly unknown[]> = Readonly<
  TSESLint.RuleContext<M, O>
>;

export type SessionRule = Omit<
  TSESLint.RuleModule<string, readonly unknown[], SessionRuleDocs>,
  'defaultOptions'
> & { name: string };

interface RuleDefinition<M extends string, Options extends object> {
  name: string;
  meta: Omit<TSESLint.RuleMetaData<M, RuleDocs, [Options]>, 'docs' | 'defaultOptions'> & {
    docs: RuleDocs;
  };
  defaultOptions: Options;
  create: (context: RuleContext<M, [Options]>, options: Options) => TSESLint.RuleListener;
}

/**
 * Makes an ESLint rule of a definition: adds the documentation address of this version, merges the
 * default options itself (ESLint 8.57 does not), and returns no listener for a file whose text
 * names nothing that any model knows, or that is no script. Where types or `crossFile` lead to the files next door, the
 * rule sees them too.
 */
export function createRule<M extends string, Options extends object>(
  definition: RuleDefinition<M, Options>,
): SessionRule {
  const { name, meta, defaultOptions, create } = definition;
  const rule: Omit<TSESLint.RuleModule<M, [Options], SessionRuleDocs>, 'defaultOptions'> & {
    name: string;
  } = {
    name,
    meta: {
      ...meta,
      docs: { ...meta.docs, url: documentationOf(name) },
      defaultOptions: [defaultOptions],
    },
    create(context) {
      if (!mentionsSessions(context.sourceCode.text)) return {};
      if (!isScript(context.sourceCode.ast)) return {};
      nameFile(context.sourceCode, context.filename);
      const { crossFile } = settingsOf(context);
      const lookup = { relative: crossFile === true, isKnown: isModelled };
      const seen = crossFile === false ? context : acrossFiles(context, meta.messages, lookup);
      return create(seen, { ...defaultOptions, ...context.options[0] });
    },
  };
  return rule;
}

/** Whether a tree has statements: an Angular template's has none, and that of other languages is no program. */
function isScript({ type, body }: { type: string; body?: unknown }): boolean {
  return type === 'Program' && Array.isArray(body);
}

/** The schema of a rule that takes one object: its options by name, each with a description. */
export function optionsSchema(
  properties: Record<string, JSONSchema4 & { description: string }>,
): JSONSchema4[] {
  return [{ type: 'object', properties, additionalProperties: false }];
}

/** The page ships with the package, so the address is right for every published version. */
function documentationOf(rule: string): string {
  return `https://unpkg.com/${packageName}@${version}/docs/rules/${rule}.md`;
}
