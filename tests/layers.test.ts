import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

describe('imports between the layers', () => {
  const root = join(import.meta.dirname, '..');
  const own = new Set([
    '@typescript-eslint/no-restricted-imports',
    '@typescript-eslint/consistent-type-imports',
    'no-restricted-syntax',
    'max-lines',
  ]);
  // The project's own configuration without type information: these files do not exist.
  const eslint = new ESLint({
    cwd: root,
    overrideConfig: [
      {
        files: ['**/*.ts'],
        languageOptions: { parserOptions: { projectService: false, project: null } },
      },
    ],
    ruleFilter: ({ ruleId }) => own.has(ruleId),
  });

  async function reports(file: string, code: string): Promise<(string | null)[]> {
    const [result] = await eslint.lintText(code, { filePath: join(root, file) });
    return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? ['not linted'];
  }

  const imports = '@typescript-eslint/no-restricted-imports';

  it.each([
    ['src/analysis/new.ts', "import { a } from '../session/cookies';"],
    ['src/analysis/new.ts', "import { a } from '../session';"],
    ['src/analysis/new.ts', "import type { A } from '../models/types';"],
    ['src/analysis/new.ts', "import { readFileSync } from 'node:fs';"],
    ['src/project/new.ts', "import { a } from '../session/cookies';"],
    ['src/session/new.ts', "import { a } from '../project/reader';"],
    ['src/models/new.ts', "import { a } from '../analysis/values';"],
    ['src/models/new.ts', "import { a } from './express-session';"],
    ['src/models/index.ts', "import { a } from '../session/cookies';"],
    ['src/session/new.ts', "import { a } from '../rules/require-session-binding';"],
    ['src/session/new.ts', "import { a } from '../fixes/imports';"],
    ['src/session/new.ts', "import { a } from '../create-rule';"],
    ['src/fixes/new.ts', "import { a } from '../session/cookies';"],
    ['src/session/cookies/new.ts', "import { a } from '../../fixes/imports';"],
    ['src/session/cookies/new.ts', "import { a } from '../../rules/require-session-binding';"],
    ['src/session/cookies/new.ts', "import { a } from '../../remedies/generator';"],
    ['src/fixes/new.ts', "import { a } from '../remedies/generator';"],
    ['src/remedies/new.ts', "import { a } from '../rules/require-session-binding';"],
    ['src/remedies/new.ts', "import { a } from '../models/express-session';"],
    ['src/rules/new.ts', "import { a } from '../models/express-session';"],
    ['src/rules/new.ts', "import { a } from './require-session-binding';"],
    ['src/rules/new.ts', "import { a } from 'lodash';"],
    ['src/create-rule.ts', "import { a } from './rules';"],
    ['src/settings.ts', "import { a } from './session';"],
    ['src/meta.ts', "import { a } from './rules';"],
    ['src/index.ts', "import { a } from './session';"],
    ['src/rules/new.ts', "import { AST_NODE_TYPES } from '@typescript-eslint/utils';"],
    ['src/analysis/new.ts', "import { ESLint } from 'eslint';"],
  ])('%s may not hold %s', async (file, statement) => {
    expect(await reports(file, `${statement}\nexport const b = [a];\n`)).toContain(imports);
  });

  it.each([
    ['src/analysis/new.ts', "import { a } from './values';"],
    ['src/analysis/new.ts', "import { a } from '@eslint-community/eslint-utils';"],
    ['src/analysis/new.ts', "import type { a } from '@typescript-eslint/utils';"],
    ['src/analysis/new.ts', "import { type a } from '@typescript-eslint/utils';"],
    ['src/models/new.ts', "import { a } from './types';"],
    ['src/models/index.ts', "import { a } from './express-session';"],
    ['src/session/new.ts', "import { a } from '../models';"],
    ['src/session/new.ts', "import { a } from '../models/types';"],
    ['src/session/new.ts', "import { a } from '../analysis/flow';"],
    ['src/session/new.ts', "import { a } from '../settings';"],
    ['src/session/cookies/new.ts', "import { a } from '../handlers';"],
    ['src/session/cookies/new.ts', "import { a } from '../transports/stores';"],
    ['src/session/cookies/new.ts', "import { a } from '../../models/types';"],
    ['src/session/cookies/new.ts', "import { a } from '../../analysis/flow';"],
    ['src/remedies/new.ts', "import { a } from '../fixes/imports';"],
    ['src/remedies/new.ts', "import { a } from '../session/cookies/cookies';"],
    ['src/rules/new.ts', "import { a } from '../remedies/generator';"],
    ['src/fixes/new.ts', "import { a } from '../analysis/imports';"],
    ['src/rules/new.ts', "import { a } from '../session/handlers';"],
    ['src/rules/new.ts', "import { a } from '../fixes/properties';"],
    ['src/rules/new.ts', "import { a } from '../create-rule';"],
    ['src/rules/index.ts', "import { a } from './require-session-binding';"],
    ['src/index.ts', "import { a } from './rules';"],
  ])('%s may hold %s', async (file, statement) => {
    expect(await reports(file, `${statement}\nexport const b = [a] as typeof a[];\n`)).toEqual([]);
  });

  it('a value that is used as a type only is imported as one', async () => {
    const code = "import { A } from './values';\nexport type B = A[];\n";
    expect(await reports('src/analysis/new.ts', code)).toEqual([
      '@typescript-eslint/consistent-type-imports',
    ]);
  });
  it.each(["export * from './values';", "export { a } from './values';"])(
    'a barrel is reported: %s',
    async (code) => {
      expect(await reports('src/analysis/new.ts', code)).toContain('no-restricted-syntax');
    },
  );
  it.each(['src/analysis/utils.ts', 'src/helpers/cookies.ts', 'src/session/utils/cookies.ts'])(
    'a file of odds and ends is reported: %s',
    async (file) => {
      expect(await reports(file, 'export const a = 1;\n')).toContain('no-restricted-syntax');
    },
  );
  it('a fact about a file that is found anew each time is reported', async () => {
    const fact = (declaration: string) =>
      reports('src/session/ids/new.ts', `${declaration} return sourceCode.text; }\n`);
    expect(await fact('export function idsIn(sourceCode: SourceCode): string {')).toContain(
      'no-restricted-syntax',
    );
    expect(
      await fact('export function idAt(sourceCode: SourceCode, node: Node): string {'),
    ).toEqual([]);
  });
  it('a source file has at most 300 lines', async () => {
    expect(await reports('src/session/new.ts', 'void 0;\n'.repeat(300))).toEqual([]);
    expect(await reports('src/session/new.ts', 'void 0;\n'.repeat(301))).toEqual(['max-lines']);
  });
});
