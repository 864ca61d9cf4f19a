/** How a random value is written, which says what a cut of it keeps. */
export type Form = 'bytes' | 'hex' | 'base64' | 'uuid' | 'bare-uuid';

export interface Weakness {
  /** `identity`: whose it is says what it is; `counter`: the last one says it; `predictable`: time and bad random numbers do. */
  kind: 'predictable' | 'counter' | 'identity';
  /** In a message's words: `Math.random()`, `the time`. */
  because: string;
}

/** What goes into a value. */
export interface Parts {
  /** Bits from a CSPRNG; `Infinity` when they cannot be counted. */
  bits: number;
  /** Whether something goes in that the file does not tell of. */
  unknown: boolean;
  weaknesses: readonly Weakness[];
  /** Whether fixed text goes in. */
  text: boolean;
  form: Form | undefined;
}

export const NOTHING: Parts = {
  bits: 0,
  unknown: false,
  weaknesses: [],
  text: false,
  form: undefined,
};
export const UNKNOWN: Parts = { ...NOTHING, unknown: true };
export const TEXT: Parts = { ...NOTHING, text: true };

export function random(bits: number, form?: Form): Parts {
  return { ...NOTHING, bits, form };
}

export function weak(kind: Weakness['kind'], because: string): Parts {
  return { ...NOTHING, weaknesses: [{ kind, because }] };
}

/** What goes into a value that is made of several. */
export function combined(all: readonly Parts[]): Parts {
  const random = all.filter(({ bits, unknown }) => bits > 0 || unknown);
  const alone = random.length === 1 && all.length === 1;
  return {
    bits: all.reduce((sum, { bits }) => sum + bits, 0),
    unknown: all.some(({ unknown }) => unknown),
    weaknesses: all.flatMap(({ weaknesses }) => weaknesses),
    text: all.some(({ text }) => text),
    form: alone ? random[0]?.form : undefined,
  };
}

/** The same, repeated an unknown number of times. */
export function repeated(parts: Parts): Parts {
  return { ...parts, bits: parts.bits > 0 ? Infinity : 0, form: undefined };
}

/** Why `list.length` is no id. */
export const COUNT_OF_ITEMS = 'a count';

export type Strength =
  | { is: 'strong' }
  | { is: 'unknown' }
  /** Fixed text alone. */
  | { is: 'constant' }
  /** Random, with too few bits. */
  | { is: 'short'; bits: number }
  | { is: 'weak'; kind: Weakness['kind']; because: string };

const KINDS: readonly Weakness['kind'][] = ['predictable', 'counter', 'identity'];

/** How hard a value is to guess. One part of full strength is enough. */
export function strengthOf(parts: Parts, minBits: number): Strength {
  const { bits, unknown, weaknesses, text } = parts;
  if (bits >= minBits) return { is: 'strong' };
  if (unknown) return { is: 'unknown' };
  if (bits > 0) return { is: 'short', bits: Math.floor(bits) };
  const [first] = [...weaknesses].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  if (!first) return { is: text ? 'constant' : 'unknown' };
  const all = [...new Set(weaknesses.map(({ because }) => because))];
  // The length of an alphabet says nothing beside what is taken from it.
  const reasons = all.length > 1 ? all.filter((reason) => reason !== COUNT_OF_ITEMS) : all;
  return { is: 'weak', kind: first.kind, because: listed(reasons) };
}

const ORDER = ['weak', 'short', 'unknown', 'strong', 'constant'] as const;

/** The weakest of the values that one may be; a constant among others is a start value or a special case. */
export function weakest(all: readonly Parts[], minBits: number): Parts {
  const rank = (parts: Parts) => ORDER.indexOf(strengthOf(parts, minBits).is);
  const [first = UNKNOWN, ...others] = all;
  return others.reduce((worst, each) => (rank(each) < rank(worst) ? each : worst), first);
}

/** `a`, `a and b`, `a, b and c`. */
function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length > 1 ? `${items.slice(0, -1).join(', ')} and ${last}` : last;
}

// --- cuts --------------------------------------------------------------------------------------------

/** Bits of one character, or byte; where the alphabet is not known the most that printable text can hold. */
const BITS_PER_UNIT: Readonly<Record<Exclude<Form, 'uuid' | 'bare-uuid'> | 'any', number>> = {
  bytes: 8,
  hex: 4,
  base64: 6,
  any: 6.6,
};

/** The random bits in each character of a UUID of version 4. */
const BARE_UUID = Array.from({ length: 32 }, (_, index) =>
  index === 12 ? 0 : index === 16 ? 2 : 4,
);
const GROUPS = [8, 4, 4, 4, 12];
const UUID = GROUPS.flatMap((length, group) => {
  const start = GROUPS.slice(0, group).reduce((sum, each) => sum + each, 0);
  return [...(group > 0 ? [0] : []), ...BARE_UUID.slice(start, start + length)];
});

/** A value cut to the characters from `start` to `end` (or the end); negative ones count from the end. */
export function cut(parts: Parts, start: number, end: number | undefined): Parts {
  const { form } = parts;
  if (form === 'uuid' || form === 'bare-uuid') {
    const bits = (form === 'uuid' ? UUID : BARE_UUID).slice(start, end);
    return { ...parts, bits: sum(bits), form: undefined };
  }
  const length =
    start < 0
      ? end === undefined
        ? -start
        : end - start
      : end === undefined
        ? Infinity
        : end - start;
  if (length <= 0) return parts;
  const capacity = length * BITS_PER_UNIT[form ?? 'any'];
  // Cut to so little, even what is not known is short, when its characters are.
  if (parts.unknown && form && capacity < Infinity)
    return { ...parts, unknown: false, bits: capacity };
  return { ...parts, bits: Math.min(parts.bits, capacity) };
}

/** One of the groups between the hyphens of a UUID; -1 is the last. */
export function uuidGroup(parts: Parts, index: number): Parts {
  const group = index < 0 ? GROUPS.length + index : index;
  const start = GROUPS.slice(0, group).reduce((total, each) => total + each + 1, 0);
  return cut(parts, start, start + (GROUPS[group] ?? 0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
