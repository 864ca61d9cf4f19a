import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type { TSESLint } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/ast';
import { recordFlow } from '../analysis/flow-graph';

/** How the linted file is read, and so every file that it imports. */
export type Language = Pick<
  TSESLint.FlatConfig.LanguageOptions,
  'parser' | 'parserOptions' | 'ecmaVersion' | 'sourceType'
>;

/** Options by which a parser reads a whole project for its types. */
const PROJECT_OPTIONS = /^(?:project\w*|programs?|EXPERIMENTAL_\w+|tsconfigRootDir)$/;

/** The source code of a text, with its scopes and its flow recorded; `undefined` when it cannot be parsed, or where there is no ESLint to do it. */
export function parse(text: string, path: string, language: Language): SourceCode | undefined {
  const Linter = linterClass();
  const linter = Linter && new Linter({ configType: 'flat' });
  const own = language.sourceType ?? 'module';
  for (const sourceType of new Set([own, 'module', 'commonjs'] as const)) {
    const found = linter && parseAs(linter, text, path, { ...language, sourceType });
    if (found) return found;
  }
  return undefined;
}

function parseAs(
  linter: TSESLint.Linter,
  text: string,
  path: string,
  { parser, parserOptions = {}, sourceType }: Language,
): SourceCode | undefined {
  let captured: SourceCode | undefined;
  const create = (context: Readonly<TSESLint.RuleContext<string, []>>) => {
    const { sourceCode } = context;
    const { listeners } = recordFlow(sourceCode.ast);
    const exit = () => (captured = sourceCode);
    return { ...listeners, 'Program:exit': exit };
  };
  const withoutProject = Object.fromEntries(
    Object.entries(parserOptions).filter(([name]) => !PROJECT_OPTIONS.test(name)),
  );
  const config = {
    files: ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'],
    plugins: { 'mcp-session': { rules: { read: { create } } } },
    rules: { 'mcp-session/read': 'error' },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    languageOptions: {
      ecmaVersion: 'latest',
      sourceType,
      ...(parser && { parser }),
      parserOptions: withoutProject,
    },
  };
  try {
    // Its folder could be one that ESLint ignores.
    linter.verify(text, [config] as never, { filename: basename(path) });
  } catch {
    return undefined;
  }
  return captured;
}

let found: typeof TSESLint.Linter | null | undefined;

/** ESLint's own; none under other linters. */
function linterClass(): typeof TSESLint.Linter | undefined {
  if (found === undefined) {
    try {
      found = (createRequire(__filename)('eslint') as typeof TSESLint).Linter;
    } catch {
      found = null;
    }
  }
  return found ?? undefined;
}
