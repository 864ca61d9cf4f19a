import type { LibraryModel, RandomSource } from './types';

const v4: RandomSource = { kind: 'random', strength: 'strong', bits: 122 };
const timeUuid: RandomSource = { kind: 'random', strength: 'weak', because: 'the time' };
const nameUuid: RandomSource = {
  kind: 'random',
  strength: 'weak',
  because: 'a hash of its arguments',
};
const mathRandom: RandomSource = { kind: 'random', strength: 'weak', because: 'Math.random()' };

const nanoid: RandomSource = {
  kind: 'random',
  strength: 'strong',
  // 21 characters out of 64.
  bits: 126,
  length: { argument: 0, bitsPerUnit: 6 },
};
// As many bits as its alphabet gives.
const strong: RandomSource = { kind: 'random', strength: 'strong' };
const bytes: RandomSource = {
  kind: 'random',
  strength: 'strong',
  length: { argument: 0, bitsPerUnit: 8 },
};

/** Packages that make ids. */
export const randomIds: readonly LibraryModel[] = [
  {
    name: '@paralleldrive/cuid2',
    source: '@paralleldrive/cuid2@3.3.0',
    modules: ['@paralleldrive/cuid2'],
    exports: {
      // A hash over 24 random base-36 characters, cut to 24.
      createId: { kind: 'random', strength: 'strong', bits: 118 },
      init: { kind: 'random', strength: 'strong', factory: true },
    },
  },
  {
    name: 'crypto-random-string',
    source: 'crypto-random-string@5.0.0 (also 3.3.1)',
    modules: ['crypto-random-string'],
    // 4 bits a character in hex, its default; up to 6.6 in the alphabets one can ask for. The most
    // it can be is taken: silence when unknown.
    exports: {
      default: {
        kind: 'random',
        strength: 'strong',
        length: { argument: 0, path: ['length'], bitsPerUnit: 6.6 },
      },
      cryptoRandomStringAsync: {
        kind: 'random',
        strength: 'strong',
        length: { argument: 0, path: ['length'], bitsPerUnit: 6.6 },
        gives: 'promise',
      },
    },
  },
  {
    name: 'hat',
    source: 'hat@0.0.3',
    modules: ['hat'],
    exports: { default: mathRandom },
  },
  {
    name: 'nanoid',
    source: 'nanoid@5.1.16 (also 2.1.11, 3.3.x)',
    modules: ['nanoid'],
    exports: {
      // The module itself up to v2.
      default: nanoid,
      nanoid,
      // `customAlphabet(alphabet, size)(size)`.
      customAlphabet: { ...strong, factory: true },
      // With a source of one's own.
      random: bytes,
    },
  },
  {
    name: 'nanoid/async',
    source: 'nanoid@3.3.20 (read; up to v4)',
    modules: ['nanoid/async'],
    exports: {
      // The module itself in v2.
      default: { ...nanoid, gives: 'promise' },
      nanoid: { ...nanoid, gives: 'promise' },
      customAlphabet: { ...strong, factory: true, gives: 'promise' },
      random: { ...bytes, gives: 'promise' },
    },
  },
  {
    name: 'nanoid/generate',
    source: 'nanoid@2.1.11',
    modules: ['nanoid/generate'],
    exports: { default: strong },
  },
  {
    name: 'nanoid/async/generate',
    source: 'nanoid@2.1.11',
    modules: ['nanoid/async/generate'],
    exports: { default: { ...strong, gives: 'promise' } },
  },
  {
    name: 'nanoid/non-secure',
    source: 'nanoid@5.1.16 (also 2.1.11)',
    modules: ['nanoid/non-secure', 'nanoid/non-secure/generate'],
    exports: {
      default: mathRandom,
      nanoid: mathRandom,
      customAlphabet: { ...mathRandom, factory: true },
    },
  },
  {
    name: 'short-uuid',
    source: 'short-uuid@6.0.3 (also 4.2.2)',
    modules: ['short-uuid'],
    exports: {
      generate: v4,
      // Up to v5; so is the translator's own `new()`, which no path can name.
      uuid: v4,
    },
  },
  {
    name: 'shortid',
    source: 'shortid@2.2.17',
    modules: ['shortid'],
    exports: {
      // One random character of 64 for each hexadecimal digit of version, worker and seconds: nine.
      generate: { kind: 'random', strength: 'strong', bits: 54 },
      default: { kind: 'random', strength: 'strong', bits: 54 },
    },
  },
  {
    name: 'uid-safe',
    source: 'uid-safe@2.1.5',
    modules: ['uid-safe'],
    exports: {
      // A promise, without a callback.
      default: { ...bytes, gives: 'promise' },
      sync: bytes,
    },
  },
  {
    name: 'ulid',
    source: 'ulid@3.0.2 (also 2.4.0)',
    modules: ['ulid'],
    exports: {
      // 48 bits of time, then 80 random ones.
      ulid: { kind: 'random', strength: 'strong', bits: 80 },
      monotonicFactory: { kind: 'random', strength: 'strong', factory: true },
    },
  },
  {
    name: 'uuid',
    source: 'uuid@14.0.3 (also 8.3.2, 3.4.0)',
    modules: ['uuid'],
    exports: {
      // The module itself up to v6: version 4.
      default: v4,
      v1: timeUuid,
      v3: nameUuid,
      v4,
      v5: nameUuid,
      v6: timeUuid,
      // The time, then 31 + 42 random bits.
      v7: { kind: 'random', strength: 'strong', bits: 73 },
    },
  },
  {
    name: 'uuid/v1',
    source: 'uuid@3.4.0',
    modules: ['uuid/v1'],
    exports: { default: timeUuid },
  },
  {
    name: 'uuid/v3',
    source: 'uuid@3.4.0',
    modules: ['uuid/v3'],
    exports: { default: nameUuid },
  },
  {
    name: 'uuid/v4',
    source: 'uuid@3.4.0',
    modules: ['uuid/v4'],
    exports: { default: v4 },
  },
  {
    name: 'uuid/v5',
    source: 'uuid@3.4.0',
    modules: ['uuid/v5'],
    exports: { default: nameUuid },
  },
];
