import { describe, expect, it } from 'vitest';
import { models } from '../../src/models';
import type { SessionMethod } from '../../src/models/types';
import {
  asText,
  sessionLibraries,
  sessionModel,
  signIn,
  type Perform,
  type SessionRequest,
  type Use,
} from './session-libraries';

describe.each(
  sessionLibraries.map((row) => [[row.library, row.title].filter(Boolean).join(' '), row] as const),
)('%s', (_, row) => {
  const model = sessionModel(row.library);
  const hasId = model.type === 'id' || row.hasId === true;
  const rotate = model.rotate ?? [];
  const destroy = model.destroy ?? [];

  const perform: Perform = async (path, request) => {
    const [, action = '', index] = path.split('/');
    const session = request.session as Record<string, (...args: unknown[]) => unknown>;
    const method = { rotate, destroy }[action]?.[Number(index)];
    if (method) await invoke(method, request);
    else if (action === 'unset') request.unset?.();
    else if (action === 'write') await signIn(row, request);
    else if (row.read) return asText(await row.read(session as never));
    else return asText(model.get?.[0] ? await session[model.get[0]]?.('user') : session.user);
    return '';
  };

  const begin = (use: Use) => row.start(perform, use, { ...row.options } as never);

  /** Signs in, does something with the cookies of that, and tells what the old cookies are good for then. */
  const afterwards = (path: string, check: (after: After) => void) =>
    begin(async (send) => {
      const { cookies } = await send('/write', HTTPS);
      expect((await send('/read', { ...HTTPS, cookies })).text).toBe('1');
      const done = await send(path, { ...HTTPS, cookies });
      const { text } = await send('/read', { ...HTTPS, cookies });
      check({ before: cookies, sent: done.cookies, isAlive: text === '1' });
    });

  it.each(rotate.map(({ method }, index) => [method, index] as const))(
    `%s ${hasId ? 'makes the old cookie worthless' : 'cannot take a sealed cookie back'}`,
    (_method, index) =>
      afterwards(`/rotate/${index}`, ({ before, sent, isAlive }) => {
        expect(isAlive).toBe(!hasId);
        expect(sent).not.toEqual([]);
        expect(sent.map(valueOf)).not.toEqual(before.map(valueOf));
      }),
  );

  it.each(destroy.map(({ method }, index) => [method, index] as const))(
    `%s ${hasId ? 'ends the session' : 'cannot end a sealed session'}, and ${
      model.clearsCookie ? 'clears' : 'leaves'
    } the cookie`,
    (_method, index) =>
      afterwards(`/destroy/${index}`, ({ before, sent, isAlive }) => {
        expect(isAlive).toBe(!hasId);
        expect(sent.some((cookie) => isTakenBack(cookie, before))).toBe(model.clearsCookie);
      }),
  );

  if (model.nullDestroys !== undefined) {
    const ends = model.nullDestroys || row.nullDestroys === true;
    it(`${ends && hasId ? 'ends' : 'survives'} being set to null`, () =>
      afterwards('/unset', ({ isAlive }) => {
        expect(isAlive).toBe(!(ends && hasId));
      }));
  }

  const { newKey } = model;
  if (newKey !== undefined && hasId)
    it(`says with ${newKey} that this request began the session, which then has another id than the browser sent`, async () => {
      const said: unknown[] = [];
      const listening: Perform = (path, request) => {
        said.push((request.session as Record<string, unknown>)[newKey]);
        return perform(path, request);
      };
      const use: Use = async (send) => {
        const { cookies } = await send('/write', HTTPS);
        await send('/read', { ...HTTPS, cookies });
        await send('/unset', { ...HTTPS, cookies });
        const again = await send('/write', { ...HTTPS, cookies });
        expect(again.cookies).not.toEqual([]);
        expect(again.cookies.map(valueOf)).not.toContain(valueOf(cookies[0] ?? ''));
      };
      await row.start(listening, use, { ...row.options } as never);
      expect(said).toEqual([true, false, false, true]);
    });

  if (row.id)
    it('makes ids that look random, and never the same', () =>
      begin(async (send) => {
        const values = new Set<string>();
        for (let count = 0; count < 20; count++) {
          const { cookies } = await send('/write', HTTPS);
          values.add(valueOf(cookies[0] ?? ''));
        }
        for (const value of values) expect(value).toMatch(row.id as RegExp);
        expect(values.size).toBe(20);
      }));
});

/** Libraries that no test can start. */
const UNPROVEN: Readonly<Record<string, string>> = {
  astro: 'needs Node 22',
  'fastify-session': 'needs Fastify 3',
};

it('has a row for every library with sessions, or a reason', () => {
  const proven = sessionLibraries.map(({ library }) => library);
  const withSessions = models.filter(({ session }) => session && session.type !== 'foreign');
  expect(new Set([...proven, ...Object.keys(UNPROVEN)])).toEqual(
    new Set(withSessions.map(({ name }) => name)),
  );
});

const HTTPS = { connection: 'https' } as const;

interface After {
  before: string[];
  sent: string[];
  isAlive: boolean;
}

/** Calls a method where the model says that it is, and waits as the model says that it settles. */
async function invoke(
  { method, on, settles, firstArgument }: SessionMethod,
  { session, carrier }: SessionRequest,
): Promise<void> {
  const holder = (on ? carrier : session) as Record<string, (...args: unknown[]) => unknown>;
  const args = firstArgument === undefined ? [] : [firstArgument, true];
  if (settles === 'callback')
    await new Promise<void>((resolve, reject) => {
      holder[method]?.(...args, (error?: Error) => (error ? reject(error) : resolve()));
    });
  else {
    const result = holder[method]?.(...args);
    expect(result instanceof Promise).toBe(settles !== 'sync');
    await result;
  }
}

function valueOf(cookie: string): string {
  const [pair = ''] = cookie.split(';');
  return decodeURIComponent(pair.slice(pair.indexOf('=') + 1));
}

/** Whether a cookie replaces what the browser has, or makes it forget it. */
function isTakenBack(cookie: string, before: readonly string[]): boolean {
  return /; *expires=[^;]*1970/i.test(cookie) || !before.map(valueOf).includes(valueOf(cookie));
}
