import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { ESLint, type Linter } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import plugin from '../src/index';
import { inOrder, oxlint, parseFindings, type Finding } from './support/oxlint';
import { ruleCases, type Language, type RuleCase } from './support/rule-cases';
import { repository } from './support/run';

const EXTENSIONS: Record<Language, string> = { typescript: 'ts', modules: 'mjs', commonjs: 'cjs' };
const BUILT = join(repository, 'dist/index.js');

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A row in a folder of its own. */
interface Placed {
  row: RuleCase;
  /** Relative to the folder of all rows. */
  file: string;
  path: string;
}

interface Tree {
  folder: string;
  placed: Placed[];
  /** A row of each group, by the name of its folder: the others have the same configuration. */
  groups: Map<string, RuleCase>;
}

/**
 * Writes rows below a new folder. Those of the same language, rule, options and settings share a
 * folder with a configuration, so that one run of a linter reads all.
 */
function place(rows: readonly RuleCase[]): Tree {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-session-oxlint-'));
  folders.push(folder);
  writeFileSync(join(folder, '.oxlintrc.json'), '{ "categories": { "correctness": "off" } }\n');
  const groups = new Map<string, RuleCase>();
  const names = new Map<string, string>();
  const placed = rows.map((row, index): Placed => {
    const { rule, options, settings, filename, language } = row;
    const key = JSON.stringify([language, rule, options, settings]);
    const group = names.get(key) ?? `group-${names.size}`;
    const name = filename?.startsWith(repository) ? basename(filename) : filename;
    const file = `${group}/case-${index}/${name ?? `file.${EXTENSIONS[language]}`}`;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), row.code);
    // The package.json that a rule looks for stands beside the file.
    const manifest = filename && join(dirname(filename), 'package.json');
    if (manifest && existsSync(manifest))
      copyFileSync(manifest, join(folder, `${group}/case-${index}/package.json`));
    if (!names.has(key)) writeFileSync(join(folder, group, '.oxlintrc.json'), configOf(row));
    names.set(key, group);
    groups.set(group, row);
    return { row, file, path: join(folder, file) };
  });
  return { folder, placed, groups };
}

function configOf({ rule, options, settings }: RuleCase): string {
  return JSON.stringify({
    jsPlugins: [BUILT],
    categories: { correctness: 'off' },
    rules: { [`mcp-session/${rule}`]: ['error', ...options] },
    settings,
  });
}

/** What oxlint finds in a folder, by file. */
function findingsIn(folder: string): Map<string, Finding[]> {
  const findings = new Map<string, Finding[]>();
  for (const finding of parseFindings(oxlint(['--format', 'json', '.'], folder)))
    findings.set(finding.filename, [...(findings.get(finding.filename) ?? []), finding]);
  return findings;
}

/** The results of ESLint for files of a folder, by path. */
async function lintWithEslint(
  { folder, groups }: Tree,
  files: readonly string[],
  fix: boolean,
): Promise<Map<string, ESLint.LintResult>> {
  const configs = [...groups].map(
    ([group, { rule, language, options, settings }]): Linter.Config => ({
      files: [`${group}/**/*.{js,mjs,cjs,ts}`],
      rules: { [`mcp-session/${rule}`]: ['error', ...options] },
      settings,
      languageOptions:
        language === 'typescript'
          ? { parser }
          : { ecmaVersion: 'latest', sourceType: language === 'modules' ? 'module' : 'commonjs' },
    }),
  );
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: configs,
    plugins: { 'mcp-session': plugin },
    fix,
  });
  const results = await eslint.lintFiles([...files]);
  return new Map(results.map((result) => [result.filePath, result]));
}

const read = (path: string) => readFileSync(path, 'utf8');

describe('the rows of the test tables of all rules', () => {
  let rows: { row: RuleCase; messages: Linter.LintMessage[]; fixed: string; found: Finding[] }[];
  const flawed = () => rows.filter(({ messages, found }) => messages.length + found.length > 0);

  beforeAll(async () => {
    const tree = place(await ruleCases());
    const found = findingsIn(tree.folder);
    const results = await lintWithEslint(tree, ['.'], false);
    const messagesOf = ({ path }: Placed) => results.get(path)?.messages ?? [];
    const fixable = tree.placed.filter((each) => messagesOf(each).some(({ fix }) => fix));
    const paths = fixable.map(({ path }) => path);
    const fixed = await lintWithEslint(tree, paths, true);
    rows = tree.placed.map((each) => ({
      row: each.row,
      messages: messagesOf(each),
      fixed: fixed.get(each.path)?.output ?? each.row.code,
      found: found.get(each.file) ?? [],
    }));
  });

  it('are those of every rule, with findings and without', () => {
    for (const rule of Object.keys(plugin.rules)) {
      const found = rows.filter(({ row }) => row.rule === rule).map((each) => each.found.length);
      expect(Math.max(...found), rule).toBeGreaterThan(0);
      expect(Math.min(...found), rule).toBe(0);
    }
  });

  it('have the same findings', () => {
    const differences = rows.flatMap(({ row, messages, found }) => {
      const expected = messages.map(({ ruleId, ...rest }) => ({ rule: ruleId ?? '', ...rest }));
      const [eslint, other] = [inOrder(expected), inOrder(found)];
      return JSON.stringify(eslint) === JSON.stringify(other) ? [] : { row, eslint, oxlint: other };
    });
    expect(differences).toEqual([]);
  });

  it('become the same text when they are fixed', () => {
    const all = flawed();
    const texts = all.map(({ row }) => row.code);
    // Like ESLint, until nothing is left to fix; oxlint makes one pass a run.
    let pending = [...all.keys()];
    for (let pass = 0; pass < 10 && pending.length > 0; pass++) {
      const { folder, placed } = place(
        pending.flatMap((index) => ({ ...all[index]?.row, code: texts[index] }) as RuleCase),
      );
      oxlint(['--fix', '.'], folder);
      pending = pending.filter((index, position) => {
        const before = texts[index];
        texts[index] = read(placed[position]?.path ?? '');
        return texts[index] !== before;
      });
    }
    const differences = all.flatMap(({ row, fixed }, index) =>
      texts[index] === fixed ? [] : { row, eslint: fixed, oxlint: texts[index] },
    );
    expect(differences).toEqual([]);
    expect(all.filter(({ row, fixed }) => row.code !== fixed)).not.toEqual([]);
  });

  it('become the same text when the only suggestion is taken', () => {
    const suggested = rows.flatMap(({ row, messages: [message, ...others] }) => {
      const [suggestion, ...choices] = message?.suggestions ?? [];
      if (!suggestion || others.length + choices.length > 0 || message?.fix) return [];
      const { range, text } = suggestion.fix;
      return { row, taken: row.code.slice(0, range[0]) + text + row.code.slice(range[1]) };
    });
    const { folder, placed } = place(suggested.map(({ row }) => row));
    oxlint(['--fix-suggestions', '.'], folder);
    const differences = placed.flatMap(({ row, path }, index) => {
      const [eslint, text] = [suggested[index]?.taken, read(path)];
      return text === eslint ? [] : { row, eslint, oxlint: text };
    });
    expect(differences).toEqual([]);
    expect(suggested).not.toEqual([]);
  });
});
