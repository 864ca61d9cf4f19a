// Measures the built plugin on labelled real code and writes the table into bench/corpus.md.
//   npm run corpus -- [--corpus ../shared/corpus] [--mirrors DIR] [--list miss,false,unlabelled]
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';

const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string', default: '../shared/corpus' },
    mirrors: { type: 'string' },
    list: { type: 'string', default: '' },
  },
});
const FILES = 'corpus-files';
const REPORT = 'bench/corpus.md';
const [BEGIN, END] = ['<!-- begin measured table -->', '<!-- end measured table -->'];
/** Flags whose rule is not in the plugin are not counted. */
const isCovered = (missing, rules) => rules.some((rule) => !missing.includes(rule));

const scripts = ['obtain.mjs', 'evaluate.mjs'].map((name) => join(options.corpus, name));
for (const script of scripts)
  if (!existsSync(script))
    fail(`${script} is not there: say where the corpus is with --corpus DIR.`);
const [obtain, evaluate] = scripts;

run(obtain, '--out', FILES, ...(options.mirrors ? ['--mirrors', resolve(options.mirrors)] : []));
const lists = ['miss', 'false', 'unlabelled'];
const result = JSON.parse(
  run(evaluate, '--project', '.', '--files', FILES, '--json', '--list', lists.join(',')),
);

const RULES = {
  fixation: ['require-session-regeneration'],
  'predictable-id': ['no-predictable-session-id'],
  'cookie-flags': ['require-secure-session-cookie'],
  'no-absolute-expiry': ['require-absolute-session-expiry'],
  'no-destroy-on-logout': ['require-session-destruction'],
  'missing-generator': ['require-session-id-generator', 'no-shared-transport'],
  'client-supplied-id': ['no-client-supplied-session-id'],
  'id-logged': ['no-session-id-disclosure'],
  'unbound-session': ['require-session-owner-check'],
};
const covered = Object.entries(result.flags).filter(([flag]) =>
  isCovered(result.rulesNotInPlugin, RULES[flag] ?? ['any']),
);
const total = { found: 0, missed: 0, silent: 0, false: 0 };
for (const [, counts] of covered) for (const key of Object.keys(total)) total[key] += counts[key];
const percent = (part, whole) => (whole ? `${Math.round((100 * part) / whole)} %` : '–');
const row = (name, { found, missed, silent, false: wrong }) =>
  `| ${[name, found, missed, silent, wrong, percent(found, found + missed), percent(found, found + wrong)].join(' | ')} |`;
const table = [
  '| flag | found | missed | silent | false | recall | precision |',
  '| --- | --: | --: | --: | --: | --: | --: |',
  ...covered.map(([flag, counts]) => row(flag, counts)),
  row('all', total),
  '',
  `${result.files} files linted, ${result.absent.length} not there, ${result.crashes.length} crashes, ${result.lists.unlabelled.length} unlabelled reports.`,
].join('\n');

const text = readFileSync(REPORT, 'utf8');
const [before, rest] = text.split(BEGIN);
const after = rest?.split(END)[1];
if (after === undefined) fail(`${REPORT} has no ${BEGIN} … ${END}: put the two comments back.`);
const page = `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
writeFileSync(REPORT, await format(page, { ...(await resolveConfig(REPORT)), filepath: REPORT }));
console.log(table);
for (const name of options.list.split(',').filter(Boolean)) {
  if (!lists.includes(name)) fail(`--list knows ${lists.join(', ')}, not ${name}.`);
  console.log(`\n${name}:`);
  const counted = result.lists[name].filter(
    ({ flag }) => !flag || covered.some(([name]) => name === flag),
  );
  for (const { path, line, flag, rule, why, message } of counted)
    console.log(`  ${path}:${line} ${flag ?? rule} — ${why ?? message}`);
}

function run(...args) {
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) fail(`${args[0]} ended with ${status}.\n${stdout}`);
  return stdout;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
