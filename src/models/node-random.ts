import type { LibraryModel, RandomSource } from './types';

const uuid: RandomSource = { kind: 'random', strength: 'strong', bits: 122 };
const bytes: RandomSource = {
  kind: 'random',
  strength: 'strong',
  length: { argument: 0, bitsPerUnit: 8 },
  gives: 'bytes',
};
// As many bits as the buffer holds.
const filled: RandomSource = { kind: 'random', strength: 'strong', fills: { argument: 0 } };
// The range has at most 2 ** 48 numbers.
const integer: RandomSource = { kind: 'random', strength: 'strong', bits: 48 };
const hash: RandomSource = { kind: 'random', strength: 'strong', derives: 'hash' };
const keyed: RandomSource = { kind: 'random', strength: 'strong', derives: 'keyed' };
const time: RandomSource = { kind: 'random', strength: 'weak', because: 'the time' };
const pid: RandomSource = { kind: 'random', strength: 'weak', because: 'the process id' };

/** Modules of Node itself. */
export const nodeRandom: readonly LibraryModel[] = [
  {
    name: 'crypto',
    source: 'node@20.20.2',
    modules: ['crypto', 'node:crypto'],
    exports: {
      createCipheriv: keyed,
      createHash: hash,
      createHmac: keyed,
      createSign: keyed,
      getRandomValues: filled,
      hash,
      // The same function as randomBytes.
      pseudoRandomBytes: bytes,
      randomBytes: bytes,
      randomFill: filled,
      randomFillSync: filled,
      randomInt: integer,
      randomUUID: uuid,
      sign: keyed,
      'subtle.digest': hash,
      'subtle.encrypt': keyed,
      'subtle.sign': keyed,
      'webcrypto.getRandomValues': filled,
      'webcrypto.randomUUID': uuid,
      'webcrypto.subtle.digest': hash,
      'webcrypto.subtle.encrypt': keyed,
      'webcrypto.subtle.sign': keyed,
    },
  },
  {
    name: 'perf_hooks',
    source: 'node@20.20.2',
    modules: ['perf_hooks', 'node:perf_hooks'],
    exports: { 'performance.now': time },
  },
  {
    name: 'process',
    source: 'node@20.20.2',
    modules: ['process', 'node:process'],
    exports: { hrtime: time, 'hrtime.bigint': time, pid, ppid: pid, uptime: time },
  },
];
