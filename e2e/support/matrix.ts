import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { blockBelow } from './markdown';
import { SAMPLES, TSCONFIG, type Language, type Sample } from './matrix-samples';
import { ownNode, type NodeBinary } from './nodes';
import { shareDependencies, type EslintPackage, type Project } from './project';
import { repository } from './run';
import { installUnsaved } from './tools';

export type Config =
  '.eslintrc.json' | 'eslint.config.mjs' | 'eslint.config.ts' | 'eslint.config.ts, native';

export type Reader =
  | 'espree'
  | '@babel/eslint-parser 7'
  | '@babel/eslint-parser 8'
  | '@typescript-eslint/parser, TypeScript 5'
  | '@typescript-eslint/parser, TypeScript 6'
  | 'vue-eslint-parser'
  | 'svelte-eslint-parser';

/** One way to run ESLint over the files that its parser can read. */
export interface Cell {
  eslint: EslintPackage;
  config: Config;
  reader: Reader;
  node: NodeBinary;
}

interface Setup {
  /** The folder of the project that has the packages. */
  folder: string;
  /** Packages of this repository, by the names under which the table knows them. */
  packages: Readonly<Record<string, string>>;
  languages: readonly Language[];
}

/** Seen from node_modules: it cannot be installed where @babel/core 7 is. */
const BABEL_8 = '../.tools/babel8/node_modules';

/** Installs what only the whole matrix reads files with. */
export function installReaders(): void {
  const folder = join(repository, 'node_modules', BABEL_8);
  if (existsSync(folder)) return;
  const packages = ['@babel/eslint-parser@8.1.2', '@babel/core@8'];
  // Its peer is each project's own ESLint.
  installUnsaved(join(folder, '..'), packages, ['--legacy-peer-deps']);
}

const TYPESCRIPT = ['javascript', 'typescript', 'typed'] as const;

const SETUPS: Record<Reader, Setup> = {
  espree: { folder: 'plain', packages: {}, languages: ['javascript'] },
  '@babel/eslint-parser 7': {
    folder: 'babel7',
    packages: { '@babel/eslint-parser': '@babel/eslint-parser', '@babel/core': '@babel/core' },
    languages: ['javascript'],
  },
  '@babel/eslint-parser 8': {
    folder: 'babel8',
    packages: {
      '@babel/eslint-parser': `${BABEL_8}/@babel/eslint-parser`,
      '@babel/core': `${BABEL_8}/@babel/core`,
    },
    languages: ['javascript'],
  },
  '@typescript-eslint/parser, TypeScript 5': {
    folder: 'typescript5',
    packages: {
      '@typescript-eslint/parser': '@typescript-eslint/parser',
      typescript: 'typescript5',
    },
    languages: TYPESCRIPT,
  },
  '@typescript-eslint/parser, TypeScript 6': {
    folder: 'typescript6',
    packages: {
      '@typescript-eslint/parser': '@typescript-eslint/parser',
      typescript: 'typescript',
    },
    languages: TYPESCRIPT,
  },
  'vue-eslint-parser': {
    folder: 'vue',
    packages: { 'vue-eslint-parser': 'vue-eslint-parser' },
    languages: ['vue'],
  },
  'svelte-eslint-parser': {
    folder: 'svelte',
    packages: { 'svelte-eslint-parser': 'svelte-eslint-parser', svelte: 'svelte' },
    languages: ['svelte'],
  },
};

const CONFIGS: Record<EslintPackage, readonly Config[]> = {
  eslint8: ['.eslintrc.json', 'eslint.config.mjs'],
  eslint9: ['.eslintrc.json', 'eslint.config.mjs', 'eslint.config.ts', 'eslint.config.ts, native'],
  eslint: ['eslint.config.mjs', 'eslint.config.ts', 'eslint.config.ts, native'],
};

/** All cells of some Node versions, those included that cannot be run; see {@link notRun}. */
export function cellsOn(nodes: readonly NodeBinary[]): Cell[] {
  return (Object.entries(CONFIGS) as [EslintPackage, Config[]][]).flatMap(([eslint, configs]) =>
    configs.flatMap((config) =>
      readersOf(config).flatMap((reader) =>
        nodes.map((node): Cell => ({ eslint, config, reader, node })),
      ),
    ),
  );
}

function readersOf(config: Config): Reader[] {
  const all = Object.keys(SETUPS) as Reader[];
  // How the configuration is read does not depend on what reads the files.
  const isPlain = config === '.eslintrc.json' || config === 'eslint.config.mjs';
  return isPlain ? all : ['@typescript-eslint/parser, TypeScript 6'];
}

/** The cells most likely to break, on the Node that runs the tests: those of `npm test`. */
export const SHORT: readonly Cell[] = (
  [
    ['eslint8', '.eslintrc.json', 'espree'],
    ['eslint9', 'eslint.config.mjs', '@typescript-eslint/parser, TypeScript 5'],
    ['eslint', 'eslint.config.ts', '@typescript-eslint/parser, TypeScript 6'],
    ['eslint9', 'eslint.config.mjs', '@babel/eslint-parser 7'],
    ['eslint', 'eslint.config.mjs', 'vue-eslint-parser'],
    ['eslint', 'eslint.config.mjs', 'svelte-eslint-parser'],
  ] as const
).map(([eslint, config, reader]) => ({ eslint, config, reader, node: ownNode }));

export function titleOf({ eslint, config, reader, node }: Cell): string {
  return `ESLint ${versionOf(eslint)} with ${config}, Node ${node.version}, ${reader}`;
}

/** What the table says of a cell besides how it went. */
export function describeCell(cell: Cell): Record<string, string> {
  const { eslint, config, reader, node } = cell;
  return { eslint: versionOf(eslint), config, reader, node: node.version };
}

/** The versions of what a cell is named after. */
export function versionsOf({ eslint, reader }: Cell): Record<string, string> {
  const packages = Object.entries({ eslint, ...SETUPS[reader].packages });
  return Object.fromEntries(packages.map(([name, folder]) => [name, versionOf(folder)]));
}

/** The versions that the cell's parser, or ESLint's configuration where it has none, finds in the project. */
export function versionsSeen(project: Project, { reader }: Cell): Record<string, string> {
  const { folder, packages } = SETUPS[reader];
  const names = Object.keys(packages);
  const root = createRequire(join(project.root, folder, 'package.json'));
  const parser = names.find((name) => name.endsWith('parser'));
  const seen = parser ? createRequire(root.resolve(`${parser}/package.json`)) : root;
  return Object.fromEntries(
    ['eslint', ...names].map((name) => {
      const from = name === parser ? root : seen;
      const { version } = from(`${name}/package.json`) as Package;
      return [name, version];
    }),
  );
}

/** Why a cell is not run; `undefined` where it is. */
export function notRun({ eslint, config, reader, node }: Cell): string | undefined {
  const packages = { eslint, ...SETUPS[reader].packages };
  for (const [name, folder] of Object.entries(packages)) {
    const { engines: { node: range } = {}, peerDependencies: peers = {} } = packageOf(folder);
    if (range !== undefined && !satisfies(node.version, range))
      return `${name} ${versionOf(folder)} asks for Node ${range}`;
    const peer = peers.eslint;
    if (peer !== undefined && !satisfies(versionOf(eslint), peer))
      return `${name} ${versionOf(folder)} asks for ESLint ${peer}`;
  }
  const isEsm = reader === 'svelte-eslint-parser';
  if (isEsm && config === '.eslintrc.json' && !satisfies(node.version, '^20.19.0 || >=22.12.0'))
    return `${reader} is an ES module, which .eslintrc can load with Node 20.19, 22.12 or later`;
  if (config === 'eslint.config.ts, native' && !satisfies(node.version, '>=22.18.0'))
    return 'Node strips types by itself from 22.18 on';
  return undefined;
}

/** The files of a cell, with what is found in them. */
export function samplesOf({ reader }: Cell): Sample[] {
  return SETUPS[reader].languages.flatMap((language) => SAMPLES[language]);
}

/** Puts into a project what the readers need. Its parsers find its own ESLint and TypeScript, which they look at. */
export function addReaders(project: Project, readers: readonly Reader[]): void {
  shareDependencies(project);
  for (const { folder, packages } of new Set(readers.map((reader) => SETUPS[reader]))) {
    const [first = ''] = Object.values(packages);
    if (first.startsWith(BABEL_8)) {
      const source = join(repository, 'node_modules', BABEL_8);
      const target = join(project.root, folder, 'node_modules');
      cpSync(source, target, { recursive: true });
      continue;
    }
    for (const [name, source] of Object.entries(packages)) {
      const target = join(project.root, folder, 'node_modules', name);
      mkdirSync(join(target, '..'), { recursive: true });
      if (name.endsWith('parser')) copyPackage(name, join(project.root, folder));
      else symlinkSync(join(repository, 'node_modules', source), target, 'junction');
    }
  }
}

/** Copies a package and what it depends on, as npm has laid them out here. */
function copyPackage(name: string, into: string): void {
  const source = join(repository, 'node_modules', name);
  const target = join(into, 'node_modules', name);
  if (existsSync(target)) return;
  cpSync(source, target, { recursive: true });
  for (const dependency of Object.keys(packageOf(name).dependencies ?? {}))
    if (!existsSync(join(source, 'node_modules', dependency))) copyPackage(dependency, into);
}

/** Writes configuration and files of a cell; returns the folder in which ESLint runs. */
export function writeCell(project: Project, cell: Cell): string {
  const { config, reader, node } = cell;
  const { folder, languages } = SETUPS[reader];
  const cellFolder = `${folder}/${config.replace(/\W+/g, '-')}-${node.version}`;
  const file = config === 'eslint.config.ts, native' ? 'eslint.config.ts' : config;
  const typedFolder = join(project.root, cellFolder, 'typed');
  project.write(`${cellFolder}/${file}`, configText(cell, typedFolder));
  if (languages.includes('typed')) project.write(`${cellFolder}/typed/tsconfig.json`, TSCONFIG);
  for (const { file: name, text } of samplesOf(cell)) project.write(`${cellFolder}/${name}`, text);
  return cellFolder;
}

/** How ESLint is told which kind of configuration to read, where it would read the other. */
export function modeOf({ eslint, config }: Cell): { env: Record<string, string>; args: string[] } {
  const isFlat = config !== '.eslintrc.json';
  const isDefault = isFlat !== (eslint === 'eslint8');
  return {
    env: isDefault ? {} : { ESLINT_USE_FLAT_CONFIG: String(isFlat) },
    args:
      config === 'eslint.config.ts, native' ? ['--flag', 'unstable_native_nodejs_ts_config'] : [],
  };
}

const PAGE = 'compatibility.md';
const FLAT: Record<Reader, () => string> = {
  espree: () => `import mcpSession from 'eslint-plugin-mcp-session';

export default [
  {
    ...mcpSession.configs['flat/recommended'],
    files: ['**/*.{js,cjs,jsx}'],
    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
  },
];
`,
  '@babel/eslint-parser 7': () => blockBelow(PAGE, 'Babel', 'js'),
  '@babel/eslint-parser 8': () => blockBelow(PAGE, 'Babel', 'js'),
  '@typescript-eslint/parser, TypeScript 5': () => blockBelow(PAGE, 'TypeScript', 'js'),
  '@typescript-eslint/parser, TypeScript 6': () => blockBelow(PAGE, 'TypeScript', 'js'),
  'vue-eslint-parser': () => blockBelow(PAGE, 'Vue', 'js'),
  'svelte-eslint-parser': () => blockBelow(PAGE, 'Svelte', 'js'),
};

function configText({ config, reader }: Cell, typedFolder: string): string {
  const parserOptions = { projectService: true, tsconfigRootDir: typedFolder };
  const isTyped = SETUPS[reader].languages.includes('typed');
  if (config === '.eslintrc.json') {
    const typed = { files: ['typed/**'], parserOptions };
    return JSON.stringify({
      root: true,
      extends: ['plugin:mcp-session/recommended'],
      ...eslintrcOf(reader, isTyped ? [typed] : []),
    });
  }
  const text =
    config === 'eslint.config.mjs' ? FLAT[reader]() : blockBelow(PAGE, 'eslint.config.ts', 'ts');
  const typed = { files: ['typed/**'], languageOptions: { parserOptions } };
  // The page's own configuration, and one for the files that are read with types.
  const own = text.replace('export default', 'const config =');
  return isTyped ? `${own}\nexport default [...config, ${JSON.stringify(typed)}];\n` : text;
}

function eslintrcOf(reader: Reader, overrides: object[]): object {
  const base = { ecmaVersion: 2022, sourceType: 'module', ecmaFeatures: { jsx: true } };
  const parser = reader.replace(/[ ,].*/, '');
  switch (reader) {
    case 'espree':
      return {
        parserOptions: base,
        overrides: [{ files: ['*.jsx'] }, { files: ['*.cjs'], parserOptions: COMMONJS }],
      };
    case '@babel/eslint-parser 7':
    case '@babel/eslint-parser 8': {
      const babelOptions = { parserOpts: { plugins: ['jsx'] } };
      return {
        parser,
        parserOptions: { ...base, requireConfigFile: false, babelOptions },
        overrides: [{ files: ['*.jsx'] }, { files: ['*.cjs'], parserOptions: COMMONJS }],
      };
    }
    case 'vue-eslint-parser':
    case 'svelte-eslint-parser':
      return JSON.parse(
        blockBelow(PAGE, reader.startsWith('vue') ? 'Vue' : 'Svelte', 'json'),
      ) as object;
    default:
      return {
        parser,
        parserOptions: base,
        overrides: [
          { files: ['*.jsx', '*.ts', '*.tsx'] },
          { files: ['*.cjs'], parserOptions: COMMONJS },
          ...overrides,
        ],
      };
  }
}

const COMMONJS = { sourceType: 'commonjs' };

interface Package {
  version: string;
  engines?: { node?: string };
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

function packageOf(folder: string): Package {
  const file = join(repository, 'node_modules', folder, 'package.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Package;
}

function versionOf(folder: string): string {
  return packageOf(folder).version;
}

/** Whether a version is in a range of `^1.2.3`, `>=1.2.3` and `||`, which is what engines are written in. */
export function satisfies(version: string, range: string): boolean {
  const given = numbersOf(version);
  return range.split('||').some((part) => {
    const [, operator, bound] = /^\s*(\^|>=)\s*(\d+(?:\.\d+)*)\s*$/.exec(part) ?? [];
    if (bound === undefined) throw new Error(`cannot compare with the range ${range}`);
    const least = numbersOf(bound);
    const isCaret = operator === '^';
    const decisive = [0, 1, 2].find((index) => given[index] !== (least[index] ?? 0));
    const isAtLeast = decisive === undefined || (given[decisive] ?? 0) > (least[decisive] ?? 0);
    return isAtLeast && (!isCaret || given[0] === least[0]);
  });
}

function numbersOf(version: string): number[] {
  return version.split('.').map(Number);
}
