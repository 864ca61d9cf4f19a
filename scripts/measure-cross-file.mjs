// What `settings['mcp-session'].crossFile` costs: `npm run build && node scripts/measure-cross-file.mjs FOLDER…`
import { Linter } from 'eslint';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import parser from '@typescript-eslint/parser';
import plugin from '../dist/index.js';

const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;
const ROUNDS = 3;
const files = process.argv
  .slice(2)
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
      .map((entry) => resolve(join(entry.parentPath, entry.name))),
  )
  .filter((path) => !/node_modules|[\\/]dist[\\/]/.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

function lint(crossFile) {
  const linter = new Linter({ configType: 'flat', cwd: '/' });
  const config = {
    ...plugin.configs['flat/strict'],
    files: ['**/*'],
    settings: { 'mcp-session': { crossFile } },
    languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  };
  const start = process.cpuUsage();
  let reports = 0;
  for (const { path, text } of files)
    reports += linter
      .verify(text, [{ files: ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'] }, config], {
        filename: path,
      })
      .filter(({ ruleId }) => ruleId).length;
  const { user, system } = process.cpuUsage(start);
  return { ms: (user + system) / 1000, reports };
}

lint(false); // warms the compiler up; what the reader keeps of files starts cold
const first = { off: lint(false), on: lint(true) };
const rounds = Array.from({ length: ROUNDS }, () => ({ off: lint(false), on: lint(true) }));
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const [off, on] = ['off', 'on'].map((key) => median(rounds.map((round) => round[key].ms)));
const ratio = (value) => (value / off).toFixed(2);
console.log(`${files.length} files; off ${off.toFixed(0)} ms, ${first.off.reports} reports`);
console.log(`on: cold ${ratio(first.on.ms)}×, warm ${ratio(on)}×, ${first.on.reports} reports`);
