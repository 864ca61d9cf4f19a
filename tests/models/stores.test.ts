import { RedisStore } from 'connect-redis';
import { describe, expect, it } from 'vitest';
import { models } from '../../src/models';
import type { Store } from '../../src/models/types';

interface Row {
  library: string;
  api: string;
  /** The seconds that a session without a lifetime of its own is kept for, and whether reading it makes that longer. */
  keeps: (options: object) => Promise<{ seconds: number | undefined; slides: boolean }>;
}

const rows: readonly Row[] = [
  {
    library: 'connect-redis',
    api: 'RedisStore',
    async keeps(options) {
      const sent: { command: string; args: unknown[] }[] = [];
      const client = new Proxy(
        {},
        {
          get:
            (_, command: string) =>
            (...args: unknown[]) => {
              sent.push({ command, args });
              return Promise.resolve();
            },
        },
      );
      const store = new RedisStore({ client: client as never, ...options });
      const session = { cookie: {} } as never;
      await store.set('id', session);
      await store.touch('id', session);
      const { expiration } = (sent[0]?.args[2] ?? {}) as { expiration?: { value: number } };
      return { seconds: expiration?.value, slides: sent.some((each) => each.command === 'expire') };
    },
  },
];

describe.each(rows.map((row) => [`${row.library} ${row.api}`, row] as const))('%s', (_, row) => {
  const api = models.find(({ name }) => name === row.library)?.exports?.[row.api] as Store;

  it('ends sessions by default', async () => {
    const { seconds, slides } = await row.keeps({});
    expect(seconds !== undefined).toBe(api.missing === 'some');
    expect(slides).toBe(true);
  });

  it.each(api.lifetime ?? [])('ends them after %s', async (option) => {
    expect(await row.keeps({ [option]: 60 })).toEqual({ seconds: 60, slides: true });
  });

  it.each(api.endlessWith ?? [])('keeps them for ever with %s', async (option) => {
    expect((await row.keeps({ [option]: true })).seconds).toBeUndefined();
  });

  it.each(api.absoluteWith ?? [])('does not wait for longer with %s', async (option) => {
    expect((await row.keeps({ [option]: true })).slides).toBe(false);
  });
});
