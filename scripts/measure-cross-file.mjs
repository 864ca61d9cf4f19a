// What `settings['mcp-session'].crossFile` costs: `npm run build && node scripts/measure-cross-file.mjs FOLDER…`.
// With `--types` before a project's root: what following types costs in a lint that reads them, beside typescript-eslint's typed rules.
import { Linter } from 'eslint';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import parser from '@typescript-eslint/parser';
import tseslint from 'typescript-eslint';
import plugin from '../dist/index.js';

const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;
const ROUNDS = 3;
const args = process.argv.slice(2);
const typed = args[0] === '--types';
const folders = typed ? args.slice(1) : args;
const SETTINGS = { off: { crossFile: false }, on: typed ? {} : { crossFile: true } };
const files = folders
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
      .map((entry) => resolve(join(entry.parentPath, entry.name))),
  )
  .filter((path) => !/node_modules|[\\/]dist[\\/]/.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

function lint(settings) {
  const linter = new Linter({ configType: 'flat', cwd: '/' });
  const config = {
    ...plugin.configs['flat/strict'],
    files: ['**/*'],
    settings: { 'mcp-session': settings },
    languageOptions: {
      parser,
      parserOptions: {
        ecmaFeatures: { jsx: true },
        ...(typed && { projectService: true, tsconfigRootDir: resolve(folders[0] ?? '.') }),
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  };
  const start = process.cpuUsage();
  let reports = 0;
  let refused = 0;
  for (const { path, text } of files) {
    const messages = linter.verify(
      text,
      [
        { files: ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'] },
        ...(typed ? tseslint.configs.recommendedTypeCheckedOnly : []),
        config,
      ],
      { filename: path },
    );
    reports += messages.filter(({ ruleId }) => ruleId?.startsWith('mcp-session/')).length;
    refused += messages.filter(({ fatal }) => fatal).length;
  }
  const { user, system } = process.cpuUsage(start);
  return { ms: (user + system) / 1000, reports, refused };
}

lint(SETTINGS.off); // warms the compiler up; what the reader keeps of files starts cold
const both = () => ({ off: lint(SETTINGS.off), on: lint(SETTINGS.on) });
const first = both();
const rounds = Array.from({ length: ROUNDS }, both);
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const [off, on] = ['off', 'on'].map((key) => median(rounds.map((round) => round[key].ms)));
const ratio = (value) => (value / off).toFixed(2);
console.log(`${files.length} files, ${first.off.refused} of them refused by the parser`);
console.log(`off: ${off.toFixed(0)} ms, ${first.off.reports} reports`);
console.log(`on: cold ${ratio(first.on.ms)}×, warm ${ratio(on)}×, ${first.on.reports} reports`);
