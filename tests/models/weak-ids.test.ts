import { createMemorySessionStorage } from 'react-router';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { models } from '../../src/models';
import type { ApiModel, WeakIds } from '../../src/models/types';
import { SECRET, untyped } from './servers';

interface Row {
  library: string;
  api: string;
  /** The value of a new session's cookie. */
  value: () => Promise<string>;
}

const rows: readonly Row[] = [
  {
    library: 'react-router',
    api: 'createMemorySessionStorage',
    async value() {
      const storage = createMemorySessionStorage({ cookie: { secrets: [SECRET] } });
      return storage.commitSession(await storage.getSession());
    },
  },
];

/** Libraries that no test can start. */
const UNPROVEN: Readonly<Record<string, string>> = {
  '@remix-run/node': 'the code of react-router, before it was renamed; needs TypeScript 5',
  '@zuplo/mcp': 'measured apart: it calls Math.random() 31 times for an id',
};

afterEach(() => vi.restoreAllMocks());

describe.each(rows.map((row) => [`${row.library} ${row.api}`, row] as const))('%s', (_, row) => {
  it('makes the same ids where Math.random() gives the same numbers', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.123456789);
    expect(await row.value()).toBe(await row.value());
    random.mockReturnValue(0.987654321);
    const other = await row.value();
    random.mockReturnValue(0.123456789);
    expect(other).not.toBe(await row.value());
  });

  it('is in the models, before a version that is not the installed one', () => {
    const ids = weakIdsOf(models.find(({ name }) => name === row.library)?.exports?.[row.api]);
    const { version } = untyped(`${row.library}/package.json`) as { version: string };
    expect(ids?.because).toBe('`Math.random()`');
    expect(Number(version.split('.')[0])).toBeLessThan(Number(ids?.before?.split('.')[0]));
  });
});

it('has a row for every library that makes weak ids, or a reason', () => {
  const weak = models.filter(({ exports = {} }) => Object.values(exports).some(weakIdsOf));
  expect(new Set([...rows.map(({ library }) => library), ...Object.keys(UNPROVEN)])).toEqual(
    new Set(weak.map(({ name }) => name)),
  );
});

function weakIdsOf(apis: ApiModel | readonly ApiModel[] | undefined): WeakIds | undefined {
  return [apis ?? []].flat().flatMap((api) => ('weakIds' in api ? (api.weakIds ?? []) : []))[0];
}
