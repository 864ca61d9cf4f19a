import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import plugin from '../src/index';
import { ruleCases, type Language, type RuleCase } from './support/rule-cases';

const EXTENSIONS: Record<Language, string> = { typescript: 'ts', modules: 'mjs', commonjs: 'cjs' };

/** What is left or comes on purpose, by the rule that offers the change and how the titles of its rows begin. */
const EXPECTED: Readonly<Record<string, string>> = {
  'no-predictable-session-id: the key of a transport':
    'What anybody can predict is no secret that an address could tell; a random id is.',
  'require-absolute-session-expiry: no lifetime at all is the first message only':
    'A lifetime is the first step; that it slides is the second.',
  'require-session-destruction: leaves a cookie':
    'The session ends; what clears its cookie (a name, a domain, a path, a response that waits) is not in the file.',
};

/** The text that a user gets who takes what a rule offers. */
interface Taken {
  row: RuleCase;
  /** The description of the suggestion, or `fix`. */
  how: string;
  text: string;
  before: readonly Linter.LintMessage[];
  after: readonly Linter.LintMessage[];
}

const linter = new Linter({ configType: 'flat', cwd: '/' });

/** What all rules of `strict` say of a text; the rule whose row it is has the row's options. */
function lint(row: RuleCase, text: string): Linter.LintMessage[] {
  const config: Linter.Config = {
    files: ['**/*.{js,mjs,cjs,jsx,ts,tsx,mts,cts}'],
    plugins: { 'mcp-session': plugin },
    rules: {
      ...plugin.configs['flat/strict'].rules,
      [`mcp-session/${row.rule}`]: ['error', ...row.options],
    },
    settings: row.settings,
    languageOptions:
      row.language === 'typescript'
        ? { parser }
        : { ecmaVersion: 'latest', sourceType: row.language === 'modules' ? 'module' : 'commonjs' },
  };
  const filename = row.filename ?? `/project/file.${EXTENSIONS[row.language]}`;
  return linter.verify(text, [config], { filename });
}

/** What is left of a row after the fix, and after each suggestion, of each report by its own rule. */
function takenFrom(row: RuleCase): Taken[] {
  const before = lint(row, row.code);
  return before
    .filter(({ ruleId }) => ruleId === `mcp-session/${row.rule}`)
    .flatMap(({ fix, suggestions = [] }) => [
      ...(fix ? [{ desc: 'fix', fix }] : []),
      ...suggestions.map(({ desc, fix: change }) => ({ desc, fix: change })),
    ])
    .map(({ desc, fix: { range, text: added } }) => {
      const text = row.code.slice(0, range[0]) + added + row.code.slice(range[1]);
      return { row, how: desc, text, before, after: lint(row, text) };
    });
}

function countsOf(messages: readonly Linter.LintMessage[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { ruleId } of messages)
    counts.set(ruleId ?? 'syntax', (counts.get(ruleId ?? 'syntax') ?? 0) + 1);
  return counts;
}

const expected = Object.keys(EXPECTED);
const begins = (title: string) => (beginning: string) => title.startsWith(beginning);
const titleOf = ({ row }: Taken) => `${row.rule}: ${row.title}`;
const shown = (each: Taken) => ({
  row: titleOf(each),
  how: each.how,
  text: each.text,
  says: each.after.map(({ line, message }) => `${line}: ${message}`),
});

describe('each fix and suggestion for a row of the test tables', () => {
  let taken: Taken[];
  beforeAll(async () => {
    taken = (await ruleCases()).flatMap(takenFrom);
  }, 300_000);

  const isLeft = ({ row, before, after }: Taken) => {
    const rule = `mcp-session/${row.rule}`;
    return (countsOf(after).get(rule) ?? 0) >= (countsOf(before).get(rule) ?? 0);
  };
  const makesReports = ({ before, after }: Taken) => {
    const counts = countsOf(before);
    return [...countsOf(after)].some(([rule, count]) => count > (counts.get(rule) ?? 0));
  };
  const unexpected = (isSo: (each: Taken) => boolean) =>
    taken.filter((each) => isSo(each) && !expected.some(begins(titleOf(each)))).map(shown);

  it('is there for every rule that says it has one', () => {
    const offering = Object.entries(plugin.rules)
      .filter(([, { meta }]) => meta?.fixable ?? meta?.hasSuggestions)
      .map(([name]) => name);
    expect([...new Set(taken.map(({ row }) => row.rule))].sort()).toEqual(offering.sort());
  });

  it('takes its report away', () => {
    expect(unexpected(isLeft)).toEqual([]);
  });

  it('makes no report of another rule, and no syntax error', () => {
    expect(unexpected(makesReports)).toEqual([]);
  });

  it('has no exception that is not needed', () => {
    const needed = taken.filter((each) => isLeft(each) || makesReports(each)).map(titleOf);
    expect(expected.filter((beginning) => !needed.some((each) => begins(each)(beginning)))).toEqual(
      [],
    );
  });
});
