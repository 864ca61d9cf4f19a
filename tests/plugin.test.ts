import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import type { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import type { SessionRuleDocs } from '../src/create-rule';
import plugin from '../src/index';
import { rules } from '../src/rules';
import { hostileInputs } from './support/hostile-inputs';

const { Linter: EslintLinter } = createRequire(import.meta.url)('eslint') as {
  Linter: typeof Linter;
};
const root = join(import.meta.dirname, '..');
const names = Object.keys(rules).sort();
const prefixed = names.map((name) => `mcp-session/${name}`);

/** The names of a folder's files, without their ending. */
function filesIn(folder: string, ending: string): string[] {
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith(ending));
  return files.map((file) => basename(file, ending)).sort();
}

describe('a rule is one file, one page, one test and one line of the index', () => {
  it('has at least one rule', () => expect(names).not.toEqual([]));
  it('src/rules', () => {
    expect(filesIn('src/rules', '.ts').filter((name) => name !== 'index')).toEqual(names);
  });
  it('docs/rules', () => expect(filesIn('docs/rules', '.md')).toEqual(names));
  it('tests/rules', () => expect(filesIn('tests/rules', '.test.ts')).toEqual(names));
  it('strict turns every rule on', () => {
    expect(Object.keys(plugin.configs.strict.rules ?? {}).sort()).toEqual(prefixed);
  });
  it('the README lists every rule', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const table = /<!-- begin auto-generated rules list -->(.*)<!-- end/s.exec(readme)?.[1] ?? '';
    const linked = [...table.matchAll(/\(docs\/rules\/([\w-]+)\.md\)/g)].map((match) => match[1]);
    expect(linked.sort()).toEqual(names);
  });
});

describe('configs', () => {
  it.each(['recommended', 'strict'] as const)(
    '%s is the same in flat and eslintrc form',
    (name) => {
      const flat = plugin.configs[`flat/${name}`];
      expect(flat.rules).toEqual(plugin.configs[name].rules);
      expect(flat.plugins?.['mcp-session']).toBe(plugin);
      expect(plugin.configs[name].plugins).toEqual(['mcp-session']);
    },
  );
  it('strict sets nothing but errors', () => {
    for (const entry of Object.values(plugin.configs.strict.rules ?? {}))
      expect([entry].flat()[0]).toBe('error');
  });
  it.each(names)('%s has the severity that its risk asks for', (name) => {
    const { severity, recommended } = docsOf(name);
    const atRisk = { high: ['error', 'off'], medium: ['warn', 'off'] }[severity];
    expect(atRisk).toContain(recommended);
    expect(plugin.configs.recommended.rules?.[`mcp-session/${name}`] ?? 'off').toBe(recommended);
  });
});

describe.each(names)('meta of %s', (name) => {
  const { meta } = rules[name] ?? expect.fail();

  it('carries its own name', () => expect(rules[name]?.name).toBe(name));
  it('describes the rule', () => {
    expect(meta.docs?.description).toMatch(/^\S.{10,}[^.]$/);
    expect(meta.type).toMatch(/^(?:problem|suggestion)$/);
  });
  it('links the page of this version', () => {
    const { version } = plugin.meta;
    expect(meta.docs?.url).toBe(
      `https://unpkg.com/eslint-plugin-mcp-session@${version}/docs/rules/${name}.md`,
    );
  });
  it('names its weaknesses, if there is a CWE for them', () => {
    const { cwe } = docsOf(name);
    if (name !== 'no-orphan-session') expect(cwe).not.toEqual([]);
    for (const number of cwe) expect(number).toBeGreaterThan(0);
  });
  it('rejects and describes options', () => {
    const schemas = [meta.schema].flat() as (Schema | undefined)[];
    for (const schema of schemas) if (schema?.type === 'object') expectClosed(schema);
    expect(schemas.length).toBeLessThanOrEqual(1);
  });
  it('has defaults that its schema accepts', () => {
    const [schema] = [meta.schema].flat() as (Schema | undefined)[];
    const known = Object.keys(schema?.properties ?? {});
    for (const options of meta.defaultOptions ?? [])
      for (const key of Object.keys(options as object)) expect(known).toContain(key);
  });
  it('has every message expected by a row of its test table, each one sentence', () => {
    const table = readFileSync(join(root, `tests/rules/${name}.test.ts`), 'utf8');
    for (const [id, text] of Object.entries(meta.messages)) {
      expect(table, id).toMatch(new RegExp(`\\b${id}\\b`));
      expect(text).toMatch(/^(?:[A-Z`'"{]).*\.$/);
    }
  });
});

describe.each(['espree', 'typescript'] as const)('survives hostile input read by %s', (reader) => {
  const linter = new EslintLinter({ configType: 'flat' });
  const config: Linter.Config = {
    files: ['**/*.ts'],
    plugins: { 'mcp-session': plugin },
    rules: { ...plugin.configs.strict.rules },
    languageOptions: reader === 'typescript' ? { parser: parser } : {},
  };
  const inputs = hostileInputs.filter(({ only = reader }) => only === reader);

  it.each(inputs)('$title', ({ code, script }) => {
    const languageOptions = { ...config.languageOptions, sourceType: script ?? 'module' };
    const messages = linter.verify(code, [{ ...config, languageOptions }], 'server.ts');
    // A rule that throws makes `verify` throw; a message without a rule says that the input was not read.
    expect(messages.filter((message) => message.ruleId === null)).toEqual([]);
  });
});

interface Schema {
  type?: string;
  description?: string;
  additionalProperties?: unknown;
  properties?: Record<string, Schema>;
}

/** Every object of the schema refuses unknown keys, and every key says what it does. */
function expectClosed(schema: Schema): void {
  expect(schema.additionalProperties).toBe(false);
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    expect(property.description, key).toMatch(/\S/);
    if (property.type === 'object' && property.properties) expectClosed(property);
  }
}

function docsOf(name: string): SessionRuleDocs {
  return rules[name]?.meta.docs ?? expect.fail(`no docs of ${name}`);
}
