import { describe, expect, it } from 'vitest';
import {
  combined,
  cut,
  NOTHING,
  random,
  repeated,
  strengthOf,
  TEXT,
  UNKNOWN,
  uuidGroup,
  weak,
  weakest,
  type Parts,
} from '../../src/session/ids/id-parts';

const UUID = random(122, 'uuid');
const TIME = weak('predictable', 'the time');
const strength = (parts: Parts) => strengthOf(parts, 64);

describe('what an id is made of decides how strong it is', () => {
  it('one part of full strength is enough', () => {
    expect(strength(combined([TIME, TEXT, UUID]))).toEqual({ is: 'strong' });
  });
  it('short parts add up', () => {
    expect(strength(combined([random(32), random(32)]))).toEqual({ is: 'strong' });
    expect(strength(combined([random(32), random(16), TIME]))).toEqual({ is: 'short', bits: 48 });
  });
  it('an unknown part may be strong', () => {
    expect(strength(combined([TIME, UNKNOWN]))).toEqual({ is: 'unknown' });
    expect(strength(combined([random(32), UNKNOWN]))).toEqual({ is: 'unknown' });
  });
  it('weak parts are listed once, and a length only when it stands alone', () => {
    const count = weak('counter', 'a count');
    expect(strength(combined([TIME, count, TIME]))).toMatchObject({ because: 'the time' });
    expect(strength(count)).toMatchObject({ kind: 'counter', because: 'a count' });
    expect(strength(combined([weak('identity', 'x'), weak('counter', 'y'), TIME]))).toEqual({
      is: 'weak',
      kind: 'predictable',
      because: 'x, y and the time',
    });
  });
  it('text alone is constant, nothing is unknown', () => {
    expect(strength(TEXT)).toEqual({ is: 'constant' });
    expect(strength(NOTHING)).toEqual({ is: 'unknown' });
  });
  it('of several values the weakest counts, and a constant among others does not', () => {
    expect(weakest([UUID, UNKNOWN, TIME], 64)).toBe(TIME);
    expect(weakest([UUID, UNKNOWN], 64)).toBe(UNKNOWN);
    expect(weakest([TEXT, UUID], 64)).toBe(UUID);
  });
  it('what is repeated has as many bits as it likes, if it has any', () => {
    expect(repeated(random(6)).bits).toBe(Infinity);
    expect(repeated(TIME).bits).toBe(0);
  });
});

describe('a cut keeps the bits of what it keeps', () => {
  it.each<[title: string, parts: Parts, bits: number]>([
    ['the first eight characters of a UUID', cut(UUID, 0, 8), 32],
    ['a hyphen is no bit', cut(UUID, 0, 9), 32],
    ['the version of a UUID is no bit', cut(random(122, 'bare-uuid'), 0, 16), 60],
    ['the variant of a UUID is two', cut(random(122, 'bare-uuid'), 16, 17), 2],
    ['the end of a UUID', cut(UUID, -12, undefined), 48],
    ['a UUID from its second group on', cut(UUID, 9, undefined), 90],
    ['the third group of a UUID', uuidGroup(UUID, 2), 12],
    ['the last group of a UUID', uuidGroup(UUID, -1), 48],
    ['hexadecimal digits', cut(random(128, 'hex'), 0, 12), 48],
    ['base64', cut(random(128, 'base64'), 0, 8), 48],
    ['bytes', cut(random(256, 'bytes'), 0, 4), 32],
    ['more than there is', cut(random(128, 'hex'), 0, 100), 128],
    ['a start that is cut off', cut(random(128, 'hex'), 2, undefined), 128],
    ['the last characters', cut(random(128, 'hex'), -8, undefined), 32],
    ['something unknown in hexadecimal digits', cut({ ...UNKNOWN, form: 'hex' }, 0, 12), 48],
    ['something unknown', cut(UNKNOWN, 0, 8), 0],
  ])('%s', (_, parts, bits) => {
    expect(parts.bits).toBe(bits);
  });
});
