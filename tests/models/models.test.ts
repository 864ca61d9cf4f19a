import { isBuiltin } from 'node:module';
import { describe, expect, it } from 'vitest';
import { models } from '../../src/models';
import { globals } from '../../src/models/globals';
import type { ArgumentPath, CookieModel } from '../../src/models/cookie-types';

const NPM_NAME = /^(?:@[a-z\d~-][a-z\d._~-]*\/)?[a-z\d~-][a-z\d._~-]*(?:\/[\w./-]+)?$/;
const SPECIFIER = /^(?:node:|jsr:|astro:)?(?:@[\w.-]+\/)?[\w.-]+(?:\/[\w.-]+)*$/;
const VERSION = /^@?[^@\s]+@\d+\.\d+/;
const MEMBERS = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/;
const RECEIVER = /^[A-Za-z_$][\w$]*(?:\(\))?(?:\.[A-Za-z_$][\w$]*(?:\(\))?)*$/;
const ATTRIBUTES = ['httpOnly', 'sameSite', 'secure'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Every value in a tree, with the path to it. */
function* valuesIn(value: unknown, path = ''): Generator<[path: string, value: unknown]> {
  yield [path, value];
  if (isRecord(value))
    for (const [key, child] of Object.entries(value)) yield* valuesIn(child, `${path}.${key}`);
}

/** The values in a tree that have a property. */
const having = <T>(tree: unknown, key: keyof T & string): T[] =>
  [...valuesIn(tree)].flatMap(([, value]) => (isRecord(value) && key in value ? [value as T] : []));

const repeated = (names: readonly string[]): string[] =>
  names.filter((name, index) => names.indexOf(name) !== index);

describe('the models together', () => {
  it('have unique names', () => {
    expect(repeated(models.map(({ name }) => name))).toEqual([]);
  });

  it('claim a specifier once', () => {
    expect(repeated(models.flatMap(({ modules }) => modules))).toEqual([]);
  });

  it('name every module of Node with and without `node:`', () => {
    const modules = new Set(models.flatMap((model) => model.modules));
    const bare = [...modules].map((name) => name.replace(/^node:/, '')).filter(isBuiltin);
    expect(bare.filter((name) => !modules.has(name) || !modules.has(`node:${name}`))).toEqual([]);
  });
});

describe.each(models.map((model) => [model.name, model] as const))('%s', (name, model) => {
  const apis = Object.entries(model.exports ?? {}).flatMap(([path, api]) =>
    ('kind' in api ? [api] : api).map((each) => [path, each] as const),
  );

  it('has a name and specifiers that can be imported', () => {
    expect(name).toMatch(NPM_NAME);
    expect(model.modules).not.toHaveLength(0);
    for (const module of model.modules) expect(module).toMatch(SPECIFIER);
  });

  it('says which version it was measured on', () => {
    expect(model.source).toMatch(VERSION);
  });

  it('says something', () => {
    expect(model.exports ?? model.methods ?? model.session).toBeDefined();
  });

  it('is data', () => {
    for (const [path, value] of valuesIn(model)) {
      expect(['string', 'number', 'boolean', 'object'], path).toContain(typeof value);
      if (isRecord(value))
        expect([Object.prototype, Array.prototype], path).toContain(Object.getPrototypeOf(value));
    }
  });

  it('lists exports by their members, those of the default without it', () => {
    for (const [path] of apis) {
      expect(path).toMatch(MEMBERS);
      expect(path).not.toMatch(/^default\.|\.default\b/);
    }
  });

  it('tells arguments by an index from the start', () => {
    for (const { argument, path } of having<ArgumentPath>(model, 'argument')) {
      expect(Number.isInteger(argument) && argument >= 0).toBe(true);
      expect(path ?? ['some']).not.toHaveLength(0);
    }
  });

  it('knows what every attribute of a cookie is when it is missing', () => {
    for (const { attributes } of having<CookieModel>(model, 'attributes')) {
      expect(Object.keys(attributes).sort()).toEqual(ATTRIBUTES);
      for (const { missing, undefinedDrops } of Object.values(attributes))
        if (undefinedDrops) expect(['set', 'auto']).toContain(missing);
    }
  });

  it('finds methods by receivers that are names, members and calls', () => {
    for (const { receivers, method } of model.methods ?? []) {
      expect(method).toMatch(MEMBERS);
      expect(receivers).not.toHaveLength(0);
      for (const receiver of receivers) expect(receiver).toMatch(RECEIVER);
    }
  });

  it('gives weak values a reason, and strong ones none', () => {
    for (const [, api] of apis)
      if (api.kind === 'random') expect(api.because === undefined).toBe(api.strength === 'strong');
  });

  it('adds a lifetime where one is read', () => {
    for (const [, api] of apis)
      if (api.kind === 'session-configuration' && api.expiry?.suggest)
        expect(api.expiry.lifetime).toContainEqual(api.expiry.suggest);
  });
});

describe('globals', () => {
  it.each(Object.entries(globals))('%s is a random source', (path, source) => {
    expect(path).toMatch(MEMBERS);
    expect(source.kind).toBe('random');
    expect(source.because === undefined).toBe(source.strength === 'strong');
    for (const [, value] of valuesIn(source)) expect(typeof value).not.toBe('function');
  });
});
