import {
  enclosingStatement,
  isFunction,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { homeOf } from '../../analysis/files';
import { functionOf } from '../../analysis/functions';
import { returnsOf } from '../../analysis/nodes';
import { originsOf, type Frame, type Step } from '../../analysis/origins';
import { staticValue } from '../../analysis/values';
import { isNoValue } from '../cookies/cookie-names';
import type { ClientId } from './client-ids';
import { isSent } from './client-values';
import type { Strength } from './id-parts';
import { idSinksIn, type IdSink } from './id-sinks';
import { strengthAt } from './id-strength';
import { sourceNamed } from './random-sources';

type Weak = Extract<Strength, { is: 'weak' | 'short' | 'constant' }>;

/** A session id that can be guessed. */
export interface PredictableId {
  /** The expression that makes it what it is. */
  node: Node;
  strength: Weak;
  sink: IdSink;
  /** The function that makes the id, where the sink takes one. */
  maker: FunctionNode | undefined;
}

/**
 * Every session id of the file with fewer than `minBits` unguessable bits, once, whatever it is used
 * for. What another file makes and says itself is left to that file.
 */
export function predictableIds(
  sourceCode: SourceCode,
  minBits: number,
  clientIds: readonly ClientId[],
): PredictableId[] {
  // `header ?? String(Date.now())`: that the client may choose is the greater flaw, and another
  // rule's. A variable that is assigned again was asked first.
  const chosen = new Set(clientIds.map(({ node }) => enclosingStatement(node)));
  const ids = weakIdsIn(sourceCode, minBits);
  return ids.filter(({ node }) => {
    if (chosen.has(enclosingStatement(node))) return false;
    const home = homeOf(sourceCode, node);
    return home.ast === sourceCode.ast || weakIdsIn(home, minBits).every((id) => id.node !== node);
  });
}

function weakIdsIn(sourceCode: SourceCode, minBits: number): PredictableId[] {
  const found = new Map<Node, PredictableId>();
  for (const sink of idSinksIn(sourceCode)) {
    const ids = idsOf(sourceCode, sink).filter(
      ({ origin }) => !isMissing(sourceCode, origin, sink),
    );
    const weak = ids.flatMap((id) => weakId(sourceCode, id, sink, ids, minBits) ?? []);
    const [first] = weak;
    if (first && !weak.some(({ node }) => found.has(node))) found.set(first.node, first);
  }
  return [...found.values()];
}

interface Id {
  origin: Step;
  maker: FunctionNode | undefined;
}

/** The expressions that a sink's id comes from. */
function idsOf(sourceCode: SourceCode, sink: IdSink): Id[] {
  const origins = originsOf(sourceCode, sink.node);
  if (sink.makes === 'id') return origins.map((origin) => ({ origin, maker: undefined }));
  return origins.flatMap((origin): Id[] => {
    const maker = functionOf(sourceCode, origin.node);
    if (!maker) return sourceNamed(sourceCode, origin.node) ? [{ origin, maker }] : [];
    if (maker.generator || (maker.async && !sink.mayBeAsync)) return [];
    return returnsOf(sourceCode, maker)
      .flatMap((returned) => originsOf(sourceCode, returned))
      .map((each) => ({ origin: each, maker }));
  });
}

/** What stands there when there is no id, and the code around leaves out or ends: `cookies.get('sid') ?? null`. */
function isMissing(sourceCode: SourceCode, { node, as }: Step, { kind }: IdSink): boolean {
  const known = as === 'only' ? null : staticValue(sourceCode, node);
  return known !== null && (!known.value || (kind === 'cookie' && isNoValue(known.value)));
}

function weakId(
  sourceCode: SourceCode,
  { origin, maker }: Id,
  sink: IdSink,
  ids: readonly Id[],
  minBits: number,
): PredictableId | undefined {
  const strength = strengthAt(sourceCode, origin, minBits);
  if (strength.is === 'strong' || strength.is === 'unknown') return undefined;
  if (sink.mayBeData && !isRandom(strength)) return undefined;
  if (strength.is === 'constant') {
    if (!sink.minds.has('constant') || !isShared(sourceCode, origin, ids, minBits))
      return undefined;
  }
  if (strength.is === 'weak' && strength.kind !== 'predictable') {
    if (!sink.minds.has(strength.kind)) return undefined;
    if (strength.kind === 'identity' && isSent(origin.node)) return undefined;
  }
  return { node: nodeOf(sourceCode, origin, minBits), strength, sink, maker };
}

/** Whether random numbers go in, which no data needs. */
function isRandom(strength: Weak): boolean {
  return strength.is === 'short' || (strength.is === 'weak' && /random/i.test(strength.because));
}

/** Whether a constant is what everyone gets: all that the id can be, or what it falls back to. */
function isShared(
  sourceCode: SourceCode,
  origin: Step,
  ids: readonly Id[],
  minBits: number,
): boolean {
  const text = sourceCode.getText(origin.node);
  // No header can carry other characters: such an id is not valid at all.
  if (/stateless|[^\x21-\x7e]/i.test(text.slice(1, -1))) return false;
  if (origin.as === 'fallback') return true;
  return ids.every(({ origin: each }) => strengthAt(sourceCode, each, minBits).is === 'constant');
}

/** Where a value is weak by what it was handed, the call that hands it on; else the value's own expression. */
function nodeOf(sourceCode: SourceCode, { node, frame }: Step, minBits: number): Node {
  if (!frame?.call) return unwrap(node);
  const closed: Frame = { ...frame, arguments: 'unknown', outer: undefined };
  const { is } = strengthAt(sourceCode, { node, frame: closed }, minBits);
  const isOwn = is === 'weak' || is === 'short' || is === 'constant';
  return isOwn || isFunction(node) ? node : (outermost(frame).call ?? node);
}

function outermost(frame: Frame): Frame {
  return frame.outer?.call ? outermost(frame.outer) : frame;
}
