// How much faster oxlint runs the recommended rules than ESLint does on the sources below a folder, into docs/oxlint.md.
//   npm run bench:oxlint -- FOLDER [--rounds 5] [--label 'files of public repositories'] [--print]
// With `--print` the page is left as it is. oxlint is installed by `npm run test:e2e`.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    label: { type: 'string', default: 'files' },
    print: { type: 'boolean', default: false },
  },
});
const [source] = positionals;
const rounds = Number(options.rounds);
if (!source || !(rounds >= 1))
  fail('Say which folder to lint: npm run bench:oxlint -- FOLDER [--rounds 5]');

const PAGE = 'docs/oxlint.md';
const [BEGIN, END] = ['<!-- begin measured table -->', '<!-- end measured table -->'];
const SOURCE = /(?<!\.d|\.min)\.(?:[cm]?[jt]s|[jt]sx)$/;
const MAX_BYTES = 500_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const packages = {
  eslint: join(root, 'node_modules/eslint'),
  parser: join(root, 'node_modules/@typescript-eslint/parser'),
  oxlint: join(root, '.tools/node_modules/oxlint'),
};
if (!existsSync(packages.oxlint))
  fail('oxlint is not there: `npm run test:e2e -- e2e/oxlint.test.ts` installs it.');

const workplace = mkdtempSync(join(tmpdir(), 'mcp-session-bench-'));
try {
  await measure();
} finally {
  rmSync(workplace, { recursive: true });
}

async function measure() {
  const tree = join(workplace, 'tree');
  let files = copySources(resolve(source), tree);
  const linters = [prepareEslint(), prepareOxlint()];
  // What one of the parsers does not read is left to neither.
  const first = linters.map(({ run }) => run(tree));
  const broken = first.flatMap((each) => each.broken);
  for (const file of broken) rmSync(join(tree, file), { force: true });
  files = files.filter((file) => existsSync(join(tree, file)));
  if (files.length === 0) fail(`${source} holds no source that both linters can read.`);

  const measured = broken.length === 0 ? [first] : [];
  while (measured.length < rounds) measured.push(linters.map(({ run }) => run(tree)));
  const [eslint, oxlint] = measured[0].map(({ findings }) => findings);
  const differences = [
    ...eslint.filter((each) => !oxlint.includes(each)).map((each) => `ESLint only: ${each}`),
    ...oxlint.filter((each) => !eslint.includes(each)).map((each) => `oxlint only: ${each}`),
  ];
  for (const each of differences) console.error(each);

  const lines = files.map((file) => readFileSync(join(tree, file), 'utf8').split('\n').length);
  const text = [
    '| | wall time | CPU time |',
    '| --- | --: | --: |',
    ...linters.map(({ title }, index) => {
      const own = measured.map((round) => round[index]);
      return `| ${[title, ...['wall', 'cpu'].map((key) => `${median(own.map((each) => each[key])).toFixed(1)} s`)].join(' | ')} |`;
    }),
    `| ESLint takes | ${['wall', 'cpu'].map((key) => `**${median(measured.map(([one, other]) => one[key] / other[key])).toFixed(1)} ×**`).join(' | ')} |`,
    '',
    `Medians of ${rounds} rounds in turn, of whole processes, on ${files.length} ${options.label} (${sum(lines).toLocaleString('en')} lines), with Node ${process.versions.node} on ${availableParallelism()} cores. ${
      differences.length === 0
        ? `Both reported the same ${eslint.length} findings.`
        : `ESLint reported ${eslint.length} findings and oxlint ${oxlint.length}; ${differences.length} are not in both.`
    }`,
  ].join('\n');
  console.log(text);
  if (!options.print) await writeTable(text);
}

/** Copies the sources below a folder, without the configurations around them; their names. */
function copySources(from, to) {
  const found = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](?:node_modules|dist|\.git)[\\/]/.test(path.slice(from.length)))
    .filter((path) => statSync(path).size <= MAX_BYTES);
  for (const path of found) {
    const copy = join(to, relative(from, path));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(path, copy);
  }
  return found.map((path) => relative(from, path));
}

function prepareEslint() {
  const config = join(workplace, 'eslint.config.mjs');
  const output = join(workplace, 'eslint.json');
  const plugin = JSON.stringify(pathToFileURL(join(root, 'dist/index.js')));
  const parser = JSON.stringify(import.meta.resolve('@typescript-eslint/parser'));
  writeFileSync(
    config,
    `import plugin from ${plugin};
import parser from ${parser};
const parserOptions = { ecmaFeatures: { jsx: true } };
export default [
  { linterOptions: { reportUnusedDisableDirectives: 'off' } },
  { ...plugin.configs['flat/recommended'], files: ['**/*.{js,mjs,cjs,jsx}'], languageOptions: { parserOptions } },
  { ...plugin.configs['flat/recommended'], files: ['**/*.{ts,mts,cts}'], languageOptions: { parser } },
  { ...plugin.configs['flat/recommended'], files: ['**/*.tsx'], languageOptions: { parser, parserOptions } },
];
`,
  );
  const flags = ['--config', config, '--format', 'json', '--output-file', output, '.'];
  const [own, parserVersion] = [packages.eslint, packages.parser].map(versionOf);
  return {
    title: `ESLint ${own}, @typescript-eslint/parser ${parserVersion}`,
    run(tree) {
      const times = runNode([join(packages.eslint, 'bin/eslint.js'), ...flags], tree);
      const results = JSON.parse(readFileSync(output, 'utf8')).map(({ filePath, messages }) => ({
        file: relative(tree, filePath),
        messages,
      }));
      const isBroken = ({ messages }) => messages.some(({ fatal }) => fatal);
      return {
        ...times,
        broken: results.filter(isBroken).map(({ file }) => file),
        findings: results.flatMap(({ file, messages }) =>
          messages
            .filter(({ ruleId }) => ruleId?.startsWith('mcp-session/'))
            .map(({ ruleId, line, column }) => `${file}:${line}:${column} ${ruleId}`),
        ),
      };
    },
  };
}

function prepareOxlint() {
  const config = join(workplace, 'oxlint.json');
  const shipped = join(root, 'oxlint/recommended.json');
  const { jsPlugins, rules } = JSON.parse(readFileSync(shipped, 'utf8'));
  const plugins = jsPlugins.map((path) => resolve(dirname(shipped), path));
  const categories = { correctness: 'off' };
  writeFileSync(config, JSON.stringify({ jsPlugins: plugins, categories, rules }));
  const flags = ['--config', config, '--disable-nested-config', '--format', 'json', '.'];
  return {
    title: `oxlint ${versionOf(packages.oxlint)}`,
    run(tree) {
      const times = runNode([join(packages.oxlint, 'bin/oxlint'), ...flags], tree);
      const { diagnostics } = JSON.parse(times.stdout);
      const rule = /^mcp-session\((.+)\)$/;
      return {
        ...times,
        broken: diagnostics
          .filter(({ code }) => !rule.test(code ?? ''))
          .map(({ filename }) => filename),
        findings: diagnostics
          .filter(({ code }) => rule.test(code ?? ''))
          .map(({ code, filename, labels: [{ span }] }) => {
            const ruleId = code.replace(rule, 'mcp-session/$1');
            return `${filename}:${span.line}:${span.column} ${ruleId}`;
          }),
      };
    },
  };
}

/** Seconds of a Node process, all of its threads included, which says itself what it used. */
function runNode(args, cwd) {
  const preload = join(workplace, 'usage.cjs');
  const usage = join(workplace, 'usage.json');
  writeFileSync(
    preload,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(usage)}, JSON.stringify(process.cpuUsage())));\n`,
  );
  rmSync(usage, { force: true });
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', preload, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const wall = (performance.now() - start) / 1000;
  if (status > 1 || !existsSync(usage))
    fail(`${args[0]} ended with ${status}.\n${stdout}${stderr}`);
  const { user, system } = JSON.parse(readFileSync(usage, 'utf8'));
  return { wall, cpu: (user + system) / 1e6, stdout };
}

async function writeTable(table) {
  const [before, rest] = readFileSync(PAGE, 'utf8').split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) fail(`${PAGE} has no ${BEGIN} … ${END}: put the two comments back.`);
  const text = `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
  const style = await resolveConfig(PAGE);
  writeFileSync(PAGE, await format(text, { ...style, parser: 'markdown' }));
}

function versionOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
