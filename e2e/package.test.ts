import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProject } from './support/project';
import { repository } from './support/run';

const project = createProject('eslint', ['typescript']);
const installed = join(project.root, 'node_modules/eslint-plugin-mcp-session');

/** The names of all files below a folder, with slashes. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

describe('the tarball', () => {
  const files = filesBelow(installed);

  it('holds only what users need', () => {
    const needed =
      /^(?:dist\/(?:.+\.js|index\.d\.ts)|docs\/.+\.md|oxlint\/(?:recommended|strict)\.json|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;
    expect(files.filter((file) => !needed.test(file))).toEqual([]);
  });
  it('holds the licence, the manual and the change log', () => {
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md', 'package.json']),
    );
  });
  it('holds the code and the page of every rule', () => {
    const sources = readdirSync(join(repository, 'src/rules'));
    const rules = sources
      .map((file) => file.replace(/\.ts$/, ''))
      .filter((name) => name !== 'index');
    expect(rules).not.toEqual([]);
    for (const rule of rules)
      expect(files).toEqual(
        expect.arrayContaining([`dist/rules/${rule}.js`, `docs/rules/${rule}.md`]),
      );
  });
  it('holds no file whose source is gone', () => {
    const sources = filesBelow(join(repository, 'src')).map((file) => file.replace(/\.ts$/, '.js'));
    const shipped = files.filter((file) => file.startsWith('dist/') && file.endsWith('.js'));
    expect(shipped.map((file) => file.slice('dist/'.length))).toEqual(sources);
  });
  it('asks for one package at run time, and never for typescript-eslint', () => {
    const required = files
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => [
        ...readFileSync(join(installed, file), 'utf8').matchAll(/\brequire\("([^."][^"]*)"\)/g),
      ])
      .map((match) => match[1] ?? '');
    const packages = required.filter((name) => !name.startsWith('node:'));
    expect(
      [...new Set(packages)].filter((name) => name !== '@eslint-community/eslint-utils'),
    ).toEqual([]);
  });
  it('declares its types with those of eslint alone', () => {
    const types = readFileSync(join(installed, 'dist/index.d.ts'), 'utf8');
    const imported = [...types.matchAll(/from '([^']+)'|import\('([^']+)'\)/g)].map(
      (match) => match[1] ?? match[2],
    );
    expect(imported).toEqual(['eslint']);
  });
});

describe('the types, in strict projects that check libraries too', () => {
  const consumer = `
export default defineConfig([
  mcpSession.configs['flat/recommended'],
  mcpSession.configs['flat/strict'],
  { plugins: { 'mcp-session': mcpSession }, extends: ['mcp-session/recommended'] },
  { extends: [mcpSession.configs['flat/strict']], files: ['src/**'] },
]);
export const version: string = mcpSession.meta.version;
export const legacy: string[] | undefined = mcpSession.configs.recommended.plugins;
// @ts-expect-error there is no such config
mcpSession.configs['flat/none'];
`;
  const esm = `import { defineConfig } from 'eslint/config';\nimport mcpSession from 'eslint-plugin-mcp-session';\n`;
  const commonJs = `import { defineConfig } from 'eslint/config';\nimport mcpSession = require('eslint-plugin-mcp-session');\n`;

  it.each([
    { title: 'ESM, nodenext', file: 'config.mts', text: esm, module: 'nodenext' },
    { title: 'CommonJS, import =', file: 'config.cts', text: commonJs, module: 'nodenext' },
    { title: 'CommonJS, default import', file: 'config.cts', text: esm, module: 'nodenext' },
    { title: 'bundler', file: 'config.ts', text: esm, module: 'esnext', resolution: 'bundler' },
    { title: 'preserve', file: 'config.ts', text: esm, module: 'preserve', resolution: 'bundler' },
  ])('$title', ({ title, file, text, module, resolution = module }) => {
    const folder = title.replace(/\W+/g, '-');
    const tsconfig = {
      compilerOptions: {
        target: 'es2022',
        module,
        moduleResolution: resolution,
        strict: true,
        noEmit: true,
        esModuleInterop: true,
        skipLibCheck: false,
        types: [],
      },
      files: [file],
    };
    project.write(`${folder}/tsconfig.json`, JSON.stringify(tsconfig));
    project.write(`${folder}/${file}`, text + consumer);
    const { status, stdout } = project.bin('tsc', ['-p', '.'], folder);
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});
