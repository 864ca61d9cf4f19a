import {
  calleeName,
  isClass,
  isFunction,
  keyOf,
  outwards,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf, nameOf } from '../../analysis/functions';
import { returnsOf } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { callsTo, stepsFrom, type Frame, type Place } from '../../analysis/origins';
import { property, resolve } from '../../analysis/values';
import { valueOf, variableOf } from '../../analysis/variables';
import { parameterName } from '../handlers';
import { idSinksIn } from '../ids/id-sinks';
import { lastName, makesSessionIds, namesOtherSessions, namesSessionId } from '../ids/id-words';
import { mcpHandlerAround } from '../tool-handlers';
import { transportsOf } from '../transports/transports';
import { isUnsetId } from './early-reads';
import { givenId, isMadeId, namesTransports, servesMcp, type Giver } from './given-ids';
import {
  containerOf,
  iterationsIn,
  keyUsesIn,
  listingOf,
  placeKey,
  type KeyUse,
} from './keyed-containers';

/** Where a session id comes from: `unknown` when only its use shows that it is one. */
export type IdSource = Giver | 'unknown';

/** What a value may be: an id, something that was just made, or nothing (`''`, `undefined`). */
type Kind = IdSource | 'made' | 'nothing';

/** Rounds in which places and containers may explain each other. */
const MAX_ROUNDS = 5;
/** Expressions looked at for one answer; functions that call each other lead round in ever new ways. */
const MAX_VISITS = 200;
/** Calls that give the text they are handed, or are called on. */
const CONVERTS = /^(?:String|encodeURIComponent|decodeURIComponent)$/;
const KEEPS = /^(?:toString|trim|trimStart|trimEnd|valueOf|normalize|toLowerCase|toUpperCase)$/;

/** Which expressions of a file are session ids, and which containers are keyed by them. */
export class SessionIds {
  private readonly places = new Map<string, IdSource>();
  private readonly containers = new Set<string>();
  /** Variables that hold what a container keeps, by the container. */
  private readonly elements = new Map<string, string>();
  private readonly entries = new Map<string, Node[]>();
  private readonly cache = new Map<Node, Kind | undefined>();
  private readonly hasTransports: boolean;
  private visits = 0;

  constructor(private readonly sourceCode: SourceCode) {
    this.hasTransports = namesTransports(sourceCode);
    this.markGivenNames();
    const uses = [...keyUsesIn(sourceCode)];
    const iterations = [...iterationsIn(sourceCode)];
    for (const { container, value } of uses)
      if (value) this.entries.set(container.id, [...(this.entries.get(container.id) ?? []), value]);
    for (const { container, gives, target } of iterations)
      if (gives === 'values') this.mark(this.elements, target, container.id);
    for (let round = 0, size = -1; round < MAX_ROUNDS && size !== this.size(); round++) {
      size = this.size();
      this.cache.clear();
      for (const use of uses) if (this.isKeyedBy(use)) this.containers.add(use.container.id);
      for (const { container, gives, target } of iterations)
        if (gives === 'keys' && this.containers.has(container.id))
          this.mark(this.places, target, 'issued');
      for (const { container, key } of uses)
        if (this.containers.has(container.id)) this.mark(this.places, key, 'unknown');
    }
    this.cache.clear();
  }

  /** The session id that an expression is; `undefined` when it is none, or nothing shows that it is one. */
  idAt(place: Place): IdSource | undefined {
    this.visits = 0;
    return idOf(this.classify(place, new Set()));
  }

  /** Whether an expression gives the ids of all sessions: the keys of a container, its entries, or (`itself`) the container. */
  listsIds(node: Node): boolean {
    if (this.containers.size === 0) return false;
    const listing = listingOf(this.sourceCode, node);
    return !!listing && listing.gives !== 'values' && this.containers.has(listing.container.id);
  }

  /** The container keyed by session ids that an expression is. */
  isKeyed(node: Node): boolean {
    if (this.containers.size === 0) return false;
    const container = containerOf(this.sourceCode, node);
    return !!container && this.containers.has(container.id);
  }

  private size(): number {
    return this.places.size + this.containers.size;
  }

  /** What libraries hand over or keep: the parameter of `onsessioninitialized`, the variable that a generator returns, `this.sessionId` of a transport. */
  private markGivenNames(): void {
    for (const { callbacks } of transportsOf(this.sourceCode))
      for (const { fn } of callbacks)
        if (fn?.params[0]) this.mark(this.places, fn.params[0], 'issued');
    for (const { kind, node } of idSinksIn(this.sourceCode)) {
      if (kind === 'header') this.mark(this.places, node, 'unknown');
      if (kind === 'assignment') this.markTarget(node);
      const maker = kind === 'generator' ? functionOf(this.sourceCode, node) : undefined;
      for (const returned of maker ? returnsOf(this.sourceCode, maker) : [])
        this.mark(this.places, returned, 'unknown');
    }
  }

  private markTarget(value: Node): void {
    const { parent } = value;
    if (parent?.type === 'AssignmentExpression') this.mark(this.places, parent.left, 'issued');
    if (parent?.type === 'PropertyDefinition')
      this.places.set(`class ${parent.parent.parent.range[0]}.${keyOf(parent) ?? ''}`, 'issued');
  }

  private mark<T>(marks: Map<string, T>, node: Node, value: T): void {
    const inner = node.type === 'AssignmentPattern' ? node.left : unwrap(node);
    const key = placeKey(this.sourceCode, inner);
    if (key !== undefined && !marks.has(key)) marks.set(key, value);
  }

  /** Whether a use shows that the keys of its container are session ids. */
  private isKeyedBy({ container, object, key, value }: KeyUse): boolean {
    if (this.containers.has(container.id)) return true;
    const kind = this.surely(key);
    if (kind && kind !== 'made' && kind !== 'nothing') return true;
    if (!value || !this.holdsTransport(value)) return false;
    if (namesOtherSessions(lastName(object) ?? '')) return false;
    if (this.isMadeByName(key)) return true;
    if (namesSessionId(lastName(key) ?? '') && this.hasTransports) return true;
    return kind === 'made' && servesMcp(this.sourceCode);
  }

  /** `const id = this.generateSessionId()`. */
  private isMadeByName(key: Node): boolean {
    const variable = variableOf(this.sourceCode, key);
    const value = (variable && valueOf(variable)) ?? key;
    const call = unwrap(value);
    return call.type === 'CallExpression' && makesSessionIds(calleeName(call) ?? '');
  }

  /** Whether what is stored is a transport, or an object that holds one. */
  private holdsTransport(value: Node): boolean {
    if (/transport$/i.test(lastName(unwrap(value)) ?? '')) return true;
    const content = resolve(this.sourceCode, value);
    return (
      content.type === 'ObjectExpression' &&
      content.properties.some((each) => keyOf(each) === 'transport')
    );
  }

  /** What an expression is when that holds for all it may be. */
  private surely(node: Node): Kind | undefined {
    this.visits = 0;
    return this.classify({ node, frame: undefined }, new Set(), 'all');
  }

  private classify(place: Place, seen: Set<Node>, which: 'any' | 'all' = 'any'): Kind | undefined {
    const node = unwrap(place.node);
    if (seen.has(node) || this.visits++ > MAX_VISITS) return undefined;
    const isCached = !place.frame && which === 'any' && seen.size === 0;
    if (isCached && this.cache.has(node)) return this.cache.get(node);
    const found = this.find({ node, frame: place.frame }, new Set(seen).add(node), which);
    if (isCached) this.cache.set(node, found);
    return found;
  }

  private find(place: Place, seen: Set<Node>, which: 'any' | 'all'): Kind | undefined {
    const { node, frame } = place;
    if (isNothing(node) || isUnsetId(this.sourceCode, node)) return 'nothing';
    const given = givenId(this.sourceCode, node) ?? this.fieldOfElement(node);
    if (given) return given;
    const same = keptFrom(node);
    if (same) return this.classify({ node: same, frame }, seen, which);
    const key = placeKey(this.sourceCode, node);
    const marked = key === undefined ? undefined : this.places.get(key);
    const steps = isMadeId(this.sourceCode, node) ? undefined : stepsFrom(this.sourceCode, place);
    const kinds = steps?.map((step) => this.classify(step, seen, which));
    const fn = this.openFunction(node, frame);
    // What is called a session id is one in each call once it is one in some.
    const isAll = which === 'all' || (!!fn && !namesSessionId(lastName(node) ?? ''));
    const fromSteps = kinds && combine(kinds, isAll);
    if (fromSteps && fromSteps !== 'made' && fromSteps !== 'nothing') return fromSteps;
    if (marked) return fromSteps === 'made' ? 'issued' : marked;
    if (fn && this.isNamedParameter(node, fn)) return 'unknown';
    return fromSteps ?? (isMadeId(this.sourceCode, node) ? 'made' : undefined);
  }

  /** The function of a parameter that the search has not gone into. */
  private openFunction(node: Node, frame: Frame | undefined): FunctionNode | undefined {
    const [definition] = variableOf(this.sourceCode, node)?.defs ?? [];
    if (definition?.type !== 'Parameter') return undefined;
    const fn = definition.node as FunctionNode;
    for (let at = frame; at; at = at.outer) if (at.fn === fn) return undefined;
    return fn;
  }

  /** A parameter that is called a session id, and that nobody in a file with transports hands anything. */
  private isNamedParameter(node: Node, fn: FunctionNode): boolean {
    return (
      this.hasTransports &&
      namesSessionId(lastName(node) ?? '') &&
      fn.params.some((each) => parameterName(each) === lastName(node)) &&
      callsTo(this.sourceCode, fn).length === 0 &&
      !mcpHandlerAround(this.sourceCode, node) &&
      ![...outwards(fn)].some((at) => namesOtherSessions(nameAround(at) ?? ''))
    );
  }

  /** `session.id` where the sessions are kept by id, and what is kept holds it. */
  private fieldOfElement(node: Node): IdSource | undefined {
    const key = node.type === 'MemberExpression' ? keyOf(node) : undefined;
    if (node.type !== 'MemberExpression' || key === undefined || !/id$/i.test(key))
      return undefined;
    const container = this.elementOf(unwrap(node.object));
    if (container === undefined || !this.containers.has(container)) return undefined;
    if (/^_?session_?id$/i.test(key)) return 'issued';
    return this.entries.get(container)?.some((value) => {
      const field = property(this.sourceCode, value, [key]);
      return (
        field.state === 'found' &&
        idOf(this.classify({ node: field.node, frame: undefined }, new Set()))
      );
    })
      ? 'issued'
      : undefined;
  }

  /** The container that an expression is an element of: a loop's variable, `map.get(id)`, `object[id]`. */
  private elementOf(node: Node): string | undefined {
    const key = placeKey(this.sourceCode, node);
    const looped = key === undefined ? undefined : this.elements.get(key);
    if (looped !== undefined) return looped;
    const value = resolve(this.sourceCode, node);
    if (value.type === 'MemberExpression' && value.computed && keyOf(value) === undefined)
      return containerOf(this.sourceCode, value.object)?.id;
    const callee = value.type === 'CallExpression' ? unwrap(value.callee) : undefined;
    return callee?.type === 'MemberExpression' && keyOf(callee) === 'get'
      ? containerOf(this.sourceCode, callee.object)?.id
      : undefined;
  }
}

function idOf(kind: Kind | undefined): IdSource | undefined {
  return kind === 'made' || kind === 'nothing' ? undefined : kind;
}

/** The session ids of a file, found once. */
export const sessionIdsIn = oncePerFile(
  (sourceCode: SourceCode): SessionIds => new SessionIds(sourceCode),
);

/** What a value is by what it may be: an id as soon as one of them is, or (`isAll`) when none is something else. */
function combine(kinds: readonly (Kind | undefined)[], isAll: boolean): Kind | undefined {
  if (isAll && kinds.includes(undefined)) return undefined;
  const isOneOf = (...wanted: Kind[]) => wanted.find((kind) => kinds.includes(kind));
  const id = isOneOf('issued', 'header', 'query', 'unknown');
  if (id) return kinds.includes('made') ? 'issued' : id;
  if (kinds.includes('made')) return 'made';
  return kinds.length > 0 && kinds.every((kind) => kind === 'nothing') ? 'nothing' : undefined;
}

/** `''`, `null`, `undefined`, `'default'`: no id of anybody's. */
function isNothing(node: Node): boolean {
  if (node.type === 'Literal') return true;
  return (
    (node.type === 'Identifier' && node.name === 'undefined') ||
    (node.type === 'UnaryExpression' && node.operator === 'void')
  );
}

/** The expression whose text another one gives in full: `String(id)`, `id.trim()`, `ids[0]` of a header. */
function keptFrom(node: Node): Node | undefined {
  if (node.type === 'MemberExpression') return keyOf(node) === '0' ? node.object : undefined;
  if (node.type !== 'CallExpression') return undefined;
  const callee = unwrap(node.callee);
  const name = calleeName(node) ?? '';
  if (callee.type === 'Identifier') return CONVERTS.test(name) ? node.arguments[0] : undefined;
  return callee.type === 'MemberExpression' && KEEPS.test(name) ? callee.object : undefined;
}

function nameAround(node: Node): string | undefined {
  if (isFunction(node)) return nameOf(node);
  return isClass(node) ? node.id?.name : undefined;
}
