// Runs the packed plugin under every supported ESLint, Node and parser, and writes what came of it
// into bench/matrix.json and the table of docs/compatibility.md:  npm run matrix
//   --check  only says whether the page agrees with the data; nothing is run
//   --page   only writes the page from the data
//   -- ARGS  for vitest, such as `-t 'Node 22'`; then nothing is written
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import prettier from 'prettier';

const DATA = 'bench/matrix.json';
const PAGE = 'docs/compatibility.md';
const REPORT = 'reports/matrix.json';
const [BEGIN, END] = ['<!-- begin measured table -->', '<!-- end measured table -->'];
const args = process.argv.slice(2);

if (args.includes('--check')) check();
else if (args.includes('--page')) await write(PAGE, pageFrom(readData()));
else await measure();

async function measure() {
  const started = Date.now();
  const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${REPORT}`];
  const vitest = ['run', '--config', 'vitest.e2e.config.mts', 'e2e/matrix.test.ts'];
  const command = ['node_modules/vitest/vitest.mjs', ...vitest, ...reporters, ...args];
  const env = { ...process.env, MATRIX: 'whole' };
  const { status } = spawnSync(process.execPath, command, { env, stdio: 'inherit' });
  const minutes = Math.ceil((Date.now() - started) / 60_000);
  if (status !== 0) fail(`npm run matrix: failed, ${PAGE} stays as it was.`);
  if (args.length > 0) return;
  const report = JSON.parse(readFileSync(REPORT, 'utf8'));
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const data = {
    date: new Date().toISOString().slice(0, 10),
    system: `${process.platform} ${process.arch}`,
    minutes,
    packages: [...new Set(tests.flatMap(packagesOf))].sort(),
    cells: tests.map(({ status, meta }) => ({
      ...meta.cell,
      result: status === 'passed' ? 'passed' : 'not run',
      ...(meta.notRun && { reason: meta.notRun }),
    })),
  };
  await write(DATA, JSON.stringify(data));
  await write(PAGE, pageFrom(data));
  const count = (result) => data.cells.filter((cell) => cell.result === result).length;
  console.log(`${count('passed')} cells passed, ${count('not run')} not run, ${minutes} minutes.`);
}

function check() {
  const table = withoutLayout(tableFrom(readData()));
  const { inside } = splitPage();
  if (withoutLayout(inside) !== table)
    fail(`${PAGE} does not agree with ${DATA}: node scripts/matrix.mjs --page`);
}

function tableFrom({ date, system, minutes, packages, cells }) {
  const nodes = [...new Set(cells.map(({ node }) => node))];
  const reasons = [...new Set(cells.flatMap(({ reason }) => reason ?? []))];
  const rows = new Map();
  for (const cell of cells) rows.set(rowOf(cell), [...(rows.get(rowOf(cell)) ?? []), cell]);
  const mark = ({ result, reason } = {}) =>
    result === 'passed' ? '✓' : reason ? `– ${reasons.indexOf(reason) + 1}` : '?';
  const lines = [...rows].map(([, row]) => {
    const [{ eslint, config, reader }] = row;
    const marks = nodes.map((node) => mark(row.find((cell) => cell.node === node)));
    return `| ${[eslint, `\`${config}\``, reader, ...marks].join(' | ')} |`;
  });
  const passed = cells.filter(({ result }) => result === 'passed').length;
  return [
    `${date}, ${system}: ${passed} combinations passed, ${cells.length - passed} were not run, in ${minutes} minutes.`,
    '',
    `| ${['ESLint', 'configuration', 'parser', ...nodes.map((node) => `Node ${node}`)].join(' | ')} |`,
    `| ${['---', '---', '---', ...nodes.map(() => ':-:')].join(' | ')} |`,
    ...lines,
    '',
    '✓ passed · – not run, because',
    '',
    ...reasons.map((reason, index) => `${index + 1}. ${reason}`),
    '',
    `With ${packages.join(', ')}.`,
  ].join('\n');
}

/** What read the files of a cell: its packages but ESLint, with their versions. */
function packagesOf({ meta: { versions } }) {
  const packages = Object.entries(versions).filter(([name]) => name !== 'eslint');
  return packages.map(([name, version]) => `${name} ${version}`);
}

function rowOf({ eslint, config, reader }) {
  return [eslint, config, reader].join();
}

function splitPage() {
  const text = readFileSync(PAGE, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const [inside, after] = rest?.split(END) ?? [];
  if (after === undefined) fail(`${PAGE} has no ${BEGIN} … ${END}: put the two comments back.`);
  return { before, inside, after };
}

function pageFrom(data) {
  const { before, after } = splitPage();
  return `${before}${BEGIN}\n\n${tableFrom(data)}\n\n${END}${after}`;
}

function readData() {
  return JSON.parse(readFileSync(DATA, 'utf8'));
}

/** What formatting a table changes. */
function withoutLayout(text) {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?(\|) ?/g, '$1')
    .replace(/:?-+:?(?=\|)/g, '-')
    .trim();
}

async function write(file, text) {
  const options = await prettier.resolveConfig(file);
  writeFileSync(file, await prettier.format(text, { ...options, filepath: file }));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
