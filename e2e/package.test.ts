import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProject } from './support/project';
import { repository } from './support/run';

const project = createProject('eslint');
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
      /^(?:dist\/(?:.+\.js|(?:index|config-types)\.d\.ts)|docs\/.+\.md|oxlint\/(?:recommended|strict)\.json|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;
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
      // The commit hook brings a parser and ESLint with it.
      .filter((file) => file.endsWith('.js') && !file.startsWith('dist/hook/'))
      .flatMap((file) => [
        ...readFileSync(join(installed, file), 'utf8').matchAll(/\brequire\("([^."][^"]*)"\)/g),
      ])
      .map((match) => match[1] ?? '');
    const packages = required.filter((name) => !name.startsWith('node:'));
    expect(
      [...new Set(packages)].filter((name) => name !== '@eslint-community/eslint-utils'),
    ).toEqual([]);
  });
  it.each([
    ['index', ['eslint', './config-types']],
    ['config-types', ['eslint']],
  ])('declares the types of %s with those of eslint alone', (name, allowed) => {
    const types = readFileSync(join(installed, `dist/${name}.d.ts`), 'utf8');
    const imported = [...types.matchAll(/from '([^']+)'|import\('([^']+)'\)/g)].map(
      (match) => match[1] ?? match[2],
    );
    expect(imported).toEqual(allowed);
  });
});
