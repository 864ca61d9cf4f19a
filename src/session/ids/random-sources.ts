import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingClass,
  keyOf,
  unwrap,
  type CallLike,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { homeOf } from '../../analysis/files';
import { nodesOfType } from '../../analysis/nodes';
import { property, resolve, staticValue } from '../../analysis/values';
import { variableOf, type Variable } from '../../analysis/variables';
import type { RandomSource } from '../../models/types';
import { random, weak, type Parts } from './id-parts';
import { apiOf, callsOf } from '../library-calls';

const known = new WeakMap<TSESTree.Program, ReadonlyMap<Node, RandomSource>>();

/** The source of random or guessable values that a call is of, as the models know it. */
export function sourceCalled(sourceCode: SourceCode, call: CallLike): RandomSource | undefined {
  const own = sourcesAround(sourceCode, call).get(call);
  if (own) return own;
  // `const nanoid = customAlphabet(…)`.
  const maker = resolve(sourceCode, call.callee);
  const made =
    maker !== call && maker.type === 'CallExpression'
      ? sourcesAround(sourceCode, maker).get(maker)
      : undefined;
  return made?.factory ? made : undefined;
}

/** What a call of a source gives, when it is no text or number; the function that makes values is neither. */
export function givenBy(
  sourceCode: SourceCode,
  call: CallLike,
): 'function' | RandomSource['gives'] {
  const source = sourceCalled(sourceCode, call);
  const isFactory = source?.factory && sourcesAround(sourceCode, call).has(call);
  return isFactory ? 'function' : source?.gives;
}

/** The sources that the file of a node calls. */
function sourcesAround(sourceCode: SourceCode, node: Node): ReadonlyMap<Node, RandomSource> {
  const home = homeOf(sourceCode, node);
  let sources = known.get(home.ast);
  if (!sources) {
    sources = new Map(callsOf(home, 'random').map(({ call, api }) => [call, api]));
    known.set(home.ast, sources);
  }
  return sources;
}

/** The source that an expression names without calling it: `uuidv1`, `process.pid`. */
export function sourceNamed(sourceCode: SourceCode, node: Node): RandomSource | undefined {
  return apiOf(sourceCode, node, 'random')?.api;
}

/** What a value of a source is made of: of a keyed derivation, nothing that could be counted. Hashes are left to their caller. */
export function valueOfSource(
  sourceCode: SourceCode,
  source: RandomSource,
  call: CallLike | undefined,
): Parts {
  if (source.strength === 'weak')
    return weak('predictable', source.because ?? 'weak random numbers');
  const { fills, length, bits } = source;
  const filled = fills && call?.arguments[fills.argument];
  if (filled) return random(capacityOf(sourceCode, filled), 'bytes');
  const given = length && call && argumentAt(sourceCode, call, length);
  if (given) {
    const units = staticValue(sourceCode, given)?.value;
    if (typeof units !== 'number') return random(Infinity);
    return random(units * length.bitsPerUnit, formOf(source));
  }
  return random(bits ?? Infinity, bits === undefined ? undefined : formOf(source));
}

/** How a source writes its values: 122 bits are a UUID of version 4, 8 bits a unit a buffer. */
function formOf({ bits, length }: RandomSource) {
  if (bits === 122) return 'uuid';
  if (length?.bitsPerUnit === 8) return 'bytes';
  return length?.bitsPerUnit === 6 ? 'base64' : undefined;
}

function argumentAt(
  sourceCode: SourceCode,
  call: CallLike,
  { argument, path }: { argument: number; path?: readonly string[] },
): Node | undefined {
  const node = call.arguments[argument];
  if (!node || !path) return node;
  const found = property(sourceCode, node, path);
  return found.state === 'found' ? found.node : undefined;
}

const TYPED_ARRAY = /^(?:Big)?(?:Uint|Int)(8|16|32|64)(?:Clamped)?Array$/;

/** The bits that an array or buffer holds: `new Uint8Array(16)`, `Buffer.alloc(16)`. */
function capacityOf(sourceCode: SourceCode, node: Node): number {
  const made = resolve(sourceCode, node);
  if (made.type !== 'NewExpression' && made.type !== 'CallExpression') return Infinity;
  const name = calleeName(made) ?? '';
  const width = name.startsWith('alloc') ? '8' : TYPED_ARRAY.exec(name)?.[1];
  const [first] = made.arguments;
  const length = first && staticValue(sourceCode, resolve(sourceCode, first))?.value;
  return width && typeof length === 'number' ? Number(width) * length : Infinity;
}

/** What `crypto.getRandomValues(array)` in a statement of its own puts into an array; nothing when no such call is there. */
export function filledValue(sourceCode: SourceCode, variable: Variable): Parts | undefined {
  for (const { identifier } of variable.references) {
    const call = identifier.parent;
    if (call.type !== 'CallExpression') continue;
    const source = sourceCalled(sourceCode, call);
    if (!source?.fills || call.arguments[source.fills.argument] !== identifier) continue;
    return valueOfSource(sourceCode, source, call);
  }
  return undefined;
}

/** Methods that add their argument to the object: a list, a hash. */
const ADDS = new Set(['push', 'unshift', 'update', 'append']);
const LOOPS = new Set([
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
]);

/** Something put into a variable after it was made: `text += x`, `list.push(x)`, `list[i] = x`. */
export interface Addition {
  node: Node;
  /** Whether it is added in a loop, or in a function that runs who knows how often. */
  repeats: boolean;
}

/** What is added to a variable step by step; `undefined` when it is not built like that. */
export function additionsTo(variable: Variable): Addition[] | undefined {
  const [definition] = variable.defs;
  if (definition?.type !== 'Variable') return undefined;
  const additions: Addition[] = [];
  for (const { identifier, init } of variable.references) {
    const added = init ? undefined : addedAt(identifier);
    if (added) additions.push({ node: added, repeats: isRepeated(identifier, definition.node) });
  }
  return additions.length > 0 ? additions : undefined;
}

function addedAt(identifier: Node): Node | undefined {
  const { parent } = identifier;
  if (parent?.type === 'AssignmentExpression' && parent.left === identifier) {
    if (parent.operator === '=') return adds(parent.right, identifier) ? parent.right : undefined;
    return parent.operator === '+=' ? parent.right : undefined;
  }
  if (parent?.type !== 'MemberExpression' || parent.object !== identifier) return undefined;
  const use = parent.parent;
  if (parent.computed)
    return use.type === 'AssignmentExpression' && use.left === parent ? use.right : undefined;
  if (use.type !== 'CallExpression' || use.callee !== parent) return undefined;
  return ADDS.has(calleeName(use) ?? '') ? use.arguments[0] : undefined;
}

/** `text = text + x`, `` text = `${text}${x}` ``. */
function adds(value: Node, target: Node): boolean {
  const inner = unwrap(value);
  switch (inner.type) {
    case 'Identifier':
      return target.type === 'Identifier' && inner.name === target.name;
    case 'BinaryExpression':
      return inner.operator === '+' && (adds(inner.left, target) || adds(inner.right, target));
    case 'TemplateLiteral':
      return inner.expressions.some((each) => adds(each, target));
    case 'CallExpression': {
      const callee = unwrap(inner.callee);
      return callee.type === 'MemberExpression' && adds(callee.object, target);
    }
    default:
      return false;
  }
}

function isRepeated(node: Node, declarator: Node): boolean {
  const end = declarator.parent?.parent;
  for (let at = node.parent; at && at !== end; at = at.parent)
    if (LOOPS.has(at.type) || at.type.includes('Function')) return true;
  return false;
}

/** Whether a variable counts: it starts as a number and is only ever raised. */
export function isCounter(sourceCode: SourceCode, node: Node): boolean {
  const variable = variableOf(sourceCode, node);
  const writes = variable?.references.filter((each) => each.isWrite() && !each.init) ?? [];
  const [definition] = variable?.defs ?? [];
  if (definition?.type !== 'Variable') return false;
  const { init } = definition.node;
  const start = init && staticValue(sourceCode, init)?.value;
  return (
    writes.length > 0 &&
    ['number', 'bigint'].includes(typeof start) &&
    writes.every(({ identifier }) => isRaise(identifier))
  );
}

/** `n++`, `n += 1`, `n = n + 1`. */
export function isRaise(target: Node): boolean {
  const { parent } = target;
  if (parent?.type === 'UpdateExpression') return true;
  if (parent?.type !== 'AssignmentExpression' || parent.left !== target) return false;
  const right = unwrap(parent.right);
  if (parent.operator === '+=' || parent.operator === '-=')
    return right.type === 'Literal' && typeof right.value !== 'string';
  return (
    parent.operator === '=' &&
    right.type === 'BinaryExpression' &&
    right.operator === '+' &&
    right.right.type === 'Literal' &&
    typeof right.right.value === 'number'
  );
}

/** Whether the class counts in a field: `this.n++`, `this.n += 1`. */
export function isCountingField(sourceCode: SourceCode, node: Node, key: string): boolean {
  const owner = enclosingClass(node);
  const raised = [
    ...nodesOfType(sourceCode, 'UpdateExpression').map(({ argument }) => argument),
    ...nodesOfType(sourceCode, 'AssignmentExpression').flatMap(({ left }) =>
      isRaise(left) ? [left] : [],
    ),
  ];
  return raised.some((target) => keyOf(unwrap(target)) === key && enclosingClass(target) === owner);
}
