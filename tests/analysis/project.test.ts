import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lintAcross, reportsAcross } from '../support/lint-across';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-session-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const rules = { 'require-secure-session-cookie': 'error' };
const using = (clause: string, module: string) =>
  `import session from 'express-session';\nimport ${clause} from '${module}';\napp.use(session(options));`;
const lint = (code: string, filename = 'app.js') =>
  reportsAcross({ folder, filename, code, rules }, true);
const linted = using('{ options }', './config.js');

const options = (httpOnly: boolean) =>
  `{ secret: 'x', cookie: { httpOnly: ${httpOnly}, secure: true } }`;
const good = `export const options = ${options(true)};`;
const bad = `export const options = ${options(false)};`;
const reported = (place: string) => [expect.stringContaining(`(${place}).`)];

describe('the project reader', () => {
  describe('resolves', () => {
    it.each([
      ['a file as it is named', './config.js', 'config.js'],
      ['a file without its extension', './config', 'config.js'],
      ['CommonJS by its extension', './config.cjs', 'config.cjs'],
      ['the index of a folder', './config', 'config/index.js'],
      ['the index of the folder above', '..', 'index.js'],
      ['a dot in a name', './session.config', 'session.config.js'],
      ['a file before a folder', './config', 'config.js'],
    ])('%s', (_, specifier, name) => {
      write({ 'config/index.js': good, 'app/.keep': '', [name]: bad });
      const filename = specifier === '..' ? 'app/app.js' : 'app.js';
      expect(lint(using('{ options }', specifier), filename)).toEqual(reported(`${name}:1`));
    });
    it.each(['ts', 'tsx', 'mts', 'cts'])('the source of a compiled file: .%s', (extension) => {
      const compiled = extension.replace('ts', 'js').replace('x', '');
      write({ [`config.${extension}`]: bad });
      expect(lint(using('{ options }', `./config.${compiled}`), 'app.ts')).toEqual(
        reported(`config.${extension}:1`),
      );
    });
    it.each([
      ['declarations alone', 'config.d.ts', './config'],
      ['data', 'config.json', './config.json'],
      ['a folder without an index', 'config.js/main.js', './config.js'],
      ['what is not there', 'other.js', './config.js'],
    ])('not %s', (_, name, specifier) => {
      write({ [name]: bad });
      expect(lint(using('{ options }', specifier))).toEqual([]);
    });
  });

  it('reads a file again when it has changed', () => {
    write({ 'config.js': bad });
    expect(lint(linted)).toHaveLength(1);
    write({ 'config.js': good });
    utimesSync(join(folder, 'config.js'), new Date(), new Date(Date.now() + 5000));
    expect(lint(linted)).toEqual([]);
  });
  it('sees a file that was not there before', () => {
    expect(lint(linted)).toEqual([]);
    write({ 'config.js': bad });
    expect(lint(linted)).toHaveLength(1);
  });
  it('says nothing of a file that cannot be parsed', () => {
    write({ 'config.js': `${bad} }` });
    expect(lint(linted)).toEqual([]);
  });
  it('says nothing of TypeScript that the parser of the linted file cannot read', () => {
    write({ 'config.ts': `${bad} interface Options {}` });
    expect(lint(linted)).toEqual([]);
  });
  it('reads modules from scripts and the other way round', () => {
    write({ 'config.js': bad, 'whole.js': `module.exports = { options: ${options(false)} };` });
    const required = (name: string) =>
      `const session = require('express-session');\nconst { options } = require('./${name}');\napp.use(session(options));`;
    const read = (code: string, sourceType: 'module' | 'commonjs') =>
      reportsAcross({ folder, filename: 'app.js', code, rules, sourceType }, true);
    expect(read(required('config'), 'commonjs')).toEqual(reported('config.js:1'));
    expect(read(using('{ options }', './whole.js'), 'module')).toEqual(reported('whole.js:1'));
  });
  it('ends where files import each other', () => {
    write({
      'config.js': "export * from './other.js'; export { options } from './other.js';",
      'other.js': "export * from './config.js'; export { options } from './config.js';",
    });
    expect(lint(linted)).toEqual([]);
  });
  it('ends where a file imports the linted one', () => {
    write({ 'config.js': "import { x } from './app.js'; export const options = x;" });
    expect(lint(`${linted} export const x = options;`)).toEqual([]);
  });

  const chain = (length: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        index === 0 ? 'config.js' : `c${index}.js`,
        index === length - 1 ? bad : `export { options } from './c${index + 1}.js';`,
      ]),
    );
  it('follows three imports', () => {
    write(chain(3));
    expect(lint(linted)).toEqual(reported('c2.js:1'));
  });
  it('follows no fourth', () => {
    write(chain(4));
    expect(lint(linted)).toEqual([]);
  });
  it.each([
    ['reads', 20],
    ['reads no more than', 21],
  ])('%s twenty files for a linted one', (_, count) => {
    const names = Array.from({ length: count }, (_each, index) => `f${index}`);
    for (const name of names) write({ [`${name}.js`]: bad.replace('options', name) });
    const imports = names.map((name) => `import { ${name} } from './${name}.js';`);
    const uses = names.map((name) => `app.use(session(${name}));`);
    const code = ["import session from 'express-session';", ...imports, ...uses].join('\n');
    expect(lint(code)).toHaveLength(20);
  });
  it('reads no file of more than 300 kB', () => {
    const filler = (size: number) => `${bad}//${'x'.repeat(size - bad.length - 2)}`;
    write({ 'config.js': filler(300_000) });
    expect(lint(linted)).toHaveLength(1);
    write({ 'config.js': filler(300_001) });
    expect(lint(linted)).toEqual([]);
  });
  it('reads nothing for a text that is no file', () => {
    write({ 'config.js': bad });
    expect(reportsAcross({ folder: '', filename: 'app.js', code: linted, rules }, true)).toEqual(
      [],
    );
  });

  describe('places a report', () => {
    it('on the specifier that it was reached by', () => {
      write({ 'config.js': `export const other = 1;\n${bad}` });
      const code = using('{ other, options }', './config.js');
      const [report] = lintAcross({ folder, filename: 'app.js', code, rules }, true);
      expect(report).toMatchObject({ line: 2, column: 17, endColumn: 24 });
      expect(report?.message).toMatch(/read it \(config\.js:2\)\.$/);
    });
    it('on the import that leads there, where several do', () => {
      write({
        'a.js': "export const a = 'sid';",
        'config.js': "export { options } from './b.js';",
        'b.js': bad,
      });
      const code = `import { a } from './a.js';\n${linted}\napp.use(session({ name: a }));`;
      expect(lint(code).filter((each) => each.includes('b.js'))).toEqual([
        expect.stringMatching(/^3: .*\(b\.js:1\)\.$/),
      ]);
    });
    it('on the require', () => {
      write({ 'config.js': `module.exports = ${options(false)};` });
      const code =
        "const session = require('express-session');\napp.use(session(require('./config')));";
      const [report] = lintAcross(
        { folder, filename: 'app.js', code, rules, sourceType: 'commonjs' },
        true,
      );
      expect(report).toMatchObject({ line: 2, column: 17 });
    });
    it('once for several uses', () => {
      write({ 'config.js': bad });
      expect(lint(`${linted}\napp.use(session(options));`)).toHaveLength(1);
    });
    it('with the edits of the linted file, where only that is meant', () => {
      write({ 'config.js': bad });
      const code = `${linted}\napp.use(session({ secret: 'x', cookie: { httpOnly: false, secure: true } }));`;
      const reports = lintAcross({ folder, filename: 'app.js', code, rules }, true);
      expect(reports.map((each) => each.suggestions?.length ?? 0)).toEqual([0, 1]);
    });
  });

  describe('takes for unknown', () => {
    it.each([
      ['what is assigned twice', 'let options = a; options = b; export { options };'],
      ['what is changed afterwards', `${bad} options.cookie = cookie;`],
      ['what others may change', `${bad} harden(options);`],
      ['what is exported on a condition', `if (x) exports.options = ${options(false)};`],
      [
        'what is exported twice',
        `exports.options = ${options(true)}; exports.options = ${options(false)};`,
      ],
      ['what a function chooses', `export const options = choose(${options(false)});`],
      ['a parameter of the module', `export default (options) => options;`],
    ])('%s', (_, text) => {
      write({ 'config.js': text });
      expect(lint(linted)).toEqual([]);
    });
  });
});
