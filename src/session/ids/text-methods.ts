import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, keyOf, unwrap, type Node } from '../../analysis/ast';
import { cut, uuidGroup, type Form, type Parts } from './id-parts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Global functions that write their argument in another way, or compute with it. */
export const CONVERSIONS = words(
  'String Number BigInt parseInt parseFloat btoa atob encodeURIComponent escape Array Date Buffer',
);
/** Globals whose methods do. */
export const NAMESPACES = words('Math Number String Array Buffer JSON BigInt Object Promise');
/** Methods whose result is made of what they are called on. */
export const KEEPING = words(
  'toString toUpperCase toLowerCase trim trimStart trimEnd padStart padEnd replace replaceAll split ' +
    'join concat repeat at charAt charCodeAt codePointAt toFixed toPrecision toExponential valueOf ' +
    'toLocaleString toLocaleUpperCase toLocaleLowerCase normalize reverse sort map flatMap filter ' +
    'reduce fill flat values keys entries pop shift digest update slice substring substr subarray ' +
    'toJSON getTime getMilliseconds getSeconds getMinutes getHours toISOString toDateString ' +
    'toTimeString toUTCString toLocaleDateString toLocaleTimeString getFullYear getMonth getDate ' +
    'getDay',
);

/** Methods that leave a text as a client sent it, or a part of it. */
export const TEXT_METHODS = words(
  'trim trimStart trimEnd toString toLowerCase toUpperCase slice substring substr split at pop ' +
    'shift join normalize replace replaceAll valueOf',
);

/** What a call leaves as it is, or in part: `text.trim()`, `String(text)`. */
export function keptBy(call: TSESTree.CallExpression): Node | undefined {
  const callee = unwrap(call.callee);
  if (callee.type === 'MemberExpression')
    return TEXT_METHODS.has(keyOf(callee) ?? '') ? callee.object : undefined;
  return /^(?:String|decodeURIComponent)$/.test(calleeName(call) ?? '')
    ? call.arguments[0]
    : undefined;
}

/** Methods whose arguments go into the result as well, by the position of the first that does. */
const ADDED_FROM: ReadonlyMap<string, number> = new Map([
  ...['concat', 'at', 'charAt', 'charCodeAt', 'codePointAt', 'fill', 'join'].map(
    (name) => [name, 0] as const,
  ),
  ...['map', 'flatMap', 'reduce'].map((name) => [name, 0] as const),
  ...['padStart', 'padEnd', 'replace', 'replaceAll'].map((name) => [name, 1] as const),
]);

/** The arguments of a method that go into its result. */
export function addedBy(name: string, given: readonly Node[]): readonly Node[] {
  const from = ADDED_FROM.get(name);
  return from === undefined ? [] : given.slice(from);
}

const ENCODINGS: Readonly<Record<string, Form>> = {
  hex: 'hex',
  base64: 'base64',
  base64url: 'base64',
};

/** What a method leaves of a value: how it is written, and how much of it. `numbers` are the arguments' static values. */
export function leftBy(
  name: string,
  whole: Parts,
  receiver: Node,
  given: readonly Node[],
  numbers: readonly unknown[],
): Parts {
  const [first, second] = numbers;
  const isUuid = whole.form === 'uuid';
  switch (name) {
    case 'toString':
    case 'digest': {
      const form = typeof first === 'string' ? ENCODINGS[first] : undefined;
      return whole.form === 'bytes' || name === 'digest' ? { ...whole, form } : whole;
    }
    case 'slice':
    case 'substring':
    case 'subarray':
      return typeof first === 'number' ? cut(whole, first, numberOf(second)) : whole;
    case 'substr':
      return typeof first === 'number' && typeof second === 'number' && first >= 0
        ? cut(whole, first, first + second)
        : whole;
    case 'replace':
    case 'replaceAll':
      return isUuid ? { ...whole, form: isHyphens(given[0]) ? 'bare-uuid' : undefined } : whole;
    case 'join':
      return isUuid && isSplit(receiver) ? { ...whole, form: 'bare-uuid' } : whole;
    case 'pop':
    case 'at':
      return isSplit(receiver) ? pieceOf(whole, numberOf(first) ?? -1) : whole;
    case 'shift':
      return isSplit(receiver) ? pieceOf(whole, 0) : whole;
    default:
      return whole;
  }
}

/** One of the pieces of a text that was split. */
export function pieceOf(whole: Parts, index: number): Parts {
  if (whole.form === 'uuid') return uuidGroup(whole, index);
  return whole.weaknesses.length > 0 ? whole : { ...whole, unknown: true };
}

/** `x.split('-')`. */
export function isSplit(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type !== 'CallExpression') return false;
  const callee = unwrap(inner.callee);
  return callee.type === 'MemberExpression' && keyOf(callee) === 'split';
}

/** `/-/g` or `'-'`. */
function isHyphens(node: Node | undefined): boolean {
  if (node?.type !== 'Literal') return false;
  return 'regex' in node ? /^\[?\\?-\]?\+?$/.test(node.regex.pattern) : node.value === '-';
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

const GIVING_TEXT = words(
  'toString slice substring substr padStart padEnd replace replaceAll join digest toISOString ' +
    'toJSON toUpperCase toLowerCase concat trim toFixed repeat',
);

/** Whether an expression is surely text. */
export function isText(node: Node): boolean {
  const inner = unwrap(node);
  switch (inner.type) {
    case 'TemplateLiteral':
      return true;
    case 'Literal':
      return typeof inner.value === 'string';
    case 'BinaryExpression':
      return inner.operator === '+' && (isText(inner.left) || isText(inner.right));
    case 'CallExpression': {
      const callee = unwrap(inner.callee);
      if (callee.type === 'Identifier') return callee.name === 'String';
      return callee.type === 'MemberExpression' && GIVING_TEXT.has(keyOf(callee) ?? '');
    }
    default:
      return false;
  }
}
