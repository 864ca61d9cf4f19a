import type { RandomSource } from './types';

const uuid: RandomSource = { kind: 'random', strength: 'strong', bits: 122 };
// As many bits as the array holds.
const values: RandomSource = { kind: 'random', strength: 'strong', fills: { argument: 0 } };
const digest: RandomSource = { kind: 'random', strength: 'strong', derives: 'hash' };
const keyed: RandomSource = { kind: 'random', strength: 'strong', derives: 'keyed' };
const time: RandomSource = { kind: 'random', strength: 'weak', because: 'the time' };
const pid: RandomSource = { kind: 'random', strength: 'weak', because: 'the process id' };
const mathRandom: RandomSource = { kind: 'random', strength: 'weak', because: 'Math.random()' };

/** Random and guessable values that need no import, by their dotted path. */
export const globals: Readonly<Record<string, RandomSource>> = {
  'Date.now': time,
  'Math.random': mathRandom,
  'crypto.getRandomValues': values,
  'crypto.randomUUID': uuid,
  'crypto.subtle.digest': digest,
  'crypto.subtle.encrypt': keyed,
  'crypto.subtle.sign': keyed,
  'globalThis.Date.now': time,
  'globalThis.Math.random': mathRandom,
  'globalThis.crypto.getRandomValues': values,
  'globalThis.crypto.randomUUID': uuid,
  'globalThis.crypto.subtle.digest': digest,
  'globalThis.crypto.subtle.encrypt': keyed,
  'globalThis.crypto.subtle.sign': keyed,
  'globalThis.performance.now': time,
  'performance.now': time,
  'process.hrtime': time,
  'process.hrtime.bigint': time,
  'process.pid': pid,
  'process.ppid': pid,
  'process.uptime': time,
};
