import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { vi } from 'vitest';
import { repository } from './run';

/** How a test table has its sources read. */
export type Language = 'typescript' | 'modules' | 'commonjs';

/** A row of a rule's test table. */
export interface RuleCase {
  rule: string;
  language: Language;
  title: string;
  code: string;
  options: readonly unknown[];
  settings: Record<string, unknown>;
  filename: string | undefined;
}

type Row =
  | string
  | { name?: string; code: string; options?: unknown[]; settings?: object; filename?: string };
interface Tables {
  valid: readonly Row[];
  invalid: readonly Row[];
}

const cases: RuleCase[] = [];
/** The rule whose table is being read: its file is named after it. */
let rule = '';

function recorder(language: Language) {
  return {
    run(_title: string, _module: unknown, { valid, invalid }: Tables): void {
      for (const row of [...valid, ...invalid]) {
        const each = typeof row === 'string' ? { code: row } : row;
        cases.push({
          rule,
          language,
          title: each.name ?? each.code,
          code: each.code,
          options: each.options ?? [],
          settings: { ...each.settings },
          filename: each.filename,
        });
      }
    },
  };
}

/** All rows of all test tables of tests/rules, read without running them. */
export async function ruleCases(): Promise<RuleCase[]> {
  vi.doMock('../../tests/support/rule-tester', () => ({
    typescript: recorder('typescript'),
    modules: recorder('modules'),
    commonjs: recorder('commonjs'),
  }));
  const folder = join(repository, 'tests/rules');
  for (const file of readdirSync(folder)) {
    rule = basename(file, '.test.ts');
    await import(join(folder, file));
  }
  return cases;
}
