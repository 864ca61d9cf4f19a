import type { TSESLint } from '@typescript-eslint/utils';
import {
  isCall,
  isFunction,
  unwrap,
  wrapped,
  type CallLike,
  type FunctionNode,
  type Node,
  type SourceCode,
} from './ast';
import {
  flowPathOf,
  passagesAt,
  passagesBetween,
  type FlowGraph,
  type FlowPath,
  type Passage,
} from './flow-graph';
import { functionOf, usesOf } from './functions';
import { functionsGiven, isLedTo, usesParameter, type GivenFunction } from './given-functions';
import { nodesOfType, walk } from './nodes';
import { variableOf } from './variables';

type Segment = TSESLint.CodePathSegment;

/** A set of states as bits: state `s` is in the set when bit `1 << s` is on. */
export type StateSet = number;

/**
 * What is followed along every path: a small automaton whose state changes at nodes. State 0 is
 * where a path starts that nobody in the file leads to.
 */
export interface Automaton {
  /** The state after a node. */
  step(node: Node, state: number): number;
  /** The state in which a function handed to a call as an argument starts, when the call decides it. */
  callback?(call: CallLike, argument: Node, state: number): number | undefined;
  /** The function that a call runs, where it takes more than the file's names to tell. */
  callee?(call: CallLike): FunctionNode | undefined;
  /** The state after a condition has held or not, or after something threw. */
  pass?(passage: Passage, state: number): number;
}

/** What an automaton can be in at each node, over all paths. */
export interface FlowResult {
  /** The states possible just before a node takes effect; empty when it is never reached. */
  before(node: Node): StateSet;
  /** The states possible when a function returns (or ends), over all ways it is entered. */
  atReturn(fn: FunctionNode): StateSet;
}

export const stateSet = (...states: number[]): StateSet =>
  states.reduce((set, state) => set | (1 << state), 0);
export const hasState = (set: StateSet, state: number): boolean => (set & (1 << state)) !== 0;

/**
 * Runs an automaton over a file. Three rules join its functions: a function that is called in the
 * file starts in the states of its calls, and hands back the states it returns in; a callback
 * starts where it is created, where the function of the file that it is given to calls it, or as the
 * automaton says; a function nobody in the file mentions starts in state 0. Conditions are not correlated. `process.exit()` ends nothing.
 */
export function runAutomaton(
  sourceCode: SourceCode,
  graph: FlowGraph,
  automaton: Automaton,
): FlowResult {
  return new Run(sourceCode, graph, automaton).result();
}

/** As many as the largest automaton here has: one that follows three variables. */
const STATES = Array.from({ length: 16 }, (_, state) => state);
/** Rounds of the fixpoint over functions; each can only add states, so it ends long before. */
const MAX_ROUNDS = 50;

class Run {
  private readonly entries = new Map<Node, StateSet>();
  private readonly reached = new Map<Node, StateSet>();
  private readonly returns = new Map<Node, StateSet>();
  private readonly summaries = new Map<Node, Map<number, StateSet>>();
  private readonly callees = new Map<Node, FunctionNode | undefined>();
  private readonly given = new Map<Node, GivenFunction[]>();
  /** Calls whose function the automaton tells. */
  private readonly callers = new Map<FunctionNode, CallLike[]>();
  /** The paths of this file, and of functions of other files that it leads to. */
  private readonly paths: Map<Node, FlowPath>;
  private readonly inert = new Map<FunctionNode, boolean>();
  private changed = false;

  constructor(
    private readonly sourceCode: SourceCode,
    private readonly graph: FlowGraph,
    private readonly automaton: Automaton,
  ) {
    this.paths = new Map(graph);
    if (!automaton.callee) return;
    for (const call of nodesOfType(sourceCode, 'CallExpression')) {
      const callee = automaton.callee(call);
      if (callee) this.callers.set(callee, [...(this.callers.get(callee) ?? []), call]);
    }
  }

  result(): FlowResult {
    for (const [owner] of this.graph) if (this.startsFresh(owner)) this.enter(owner, stateSet(0));
    for (let round = 0; round === 0 || (this.changed && round < MAX_ROUNDS); round++) {
      this.changed = false;
      for (const [owner, path] of this.paths) {
        const entry = this.entries.get(owner) ?? 0;
        if (entry) this.returns.set(owner, this.follow(path, entry, true));
      }
    }
    return {
      before: (node) => this.reached.get(node) ?? 0,
      atReturn: (fn) => this.returns.get(fn) ?? 0,
    };
  }

  /** Whether a path starts in state 0 by itself: the program, and declarations and methods that no call in the file leads to. */
  private startsFresh(owner: Node): boolean {
    if (!isFunction(owner)) return true;
    if (isExpression(owner) && !isMethod(owner)) return false;
    return hasDecorators(owner.parent) || !isLedTo(this.sourceCode, owner);
  }

  private pathOf(owner: Node): FlowPath | undefined {
    const path = this.paths.get(owner) ?? flowPathOf(owner);
    if (path) this.paths.set(owner, path);
    return path;
  }

  private enter(owner: Node, states: StateSet): void {
    if (!this.pathOf(owner)) return;
    const before = this.entries.get(owner) ?? 0;
    if ((before | states) === before) return;
    this.entries.set(owner, before | states);
    this.changed = true;
  }

  /** Solves one path from its entry states; returns the states it returns in. */
  private follow(path: FlowPath, entry: StateSet, propagate: boolean): StateSet {
    const into = new Map<Segment, StateSet>([[path.initial, entry]]);
    const outOf = new Map<Segment, StateSet>();
    const work = [path.initial];
    for (let segment = work.pop(); segment; segment = work.pop()) {
      let states = into.get(segment) ?? 0;
      for (const node of path.nodes.get(segment) ?? [])
        states = this.through(node, states, propagate);
      outOf.set(segment, states);
      for (const next of segment.nextSegments) {
        const before = into.get(next) ?? 0;
        const arriving = this.along(path, segment, next, states);
        if (into.has(next) && (before | arriving) === before) continue;
        into.set(next, before | arriving);
        work.push(next);
      }
    }
    return path.returned.reduce((set, segment) => set | (outOf.get(segment) ?? 0), 0);
  }

  private along(path: FlowPath, from: Segment, to: Segment, states: StateSet): StateSet {
    const pass = this.automaton.pass?.bind(this.automaton);
    if (!pass) return states;
    return passagesBetween(path, from, to).reduce(
      (set, passage) => this.map(set, (state) => stateSet(pass(passage, state))),
      states,
    );
  }

  private through(node: Node, states: StateSet, propagate: boolean): StateSet {
    if (propagate) {
      this.reached.set(node, (this.reached.get(node) ?? 0) | states);
      this.enterFunctions(node, states);
    }
    let after = this.map(states, (state) => stateSet(this.automaton.step(node, state)));
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const callee = this.calleeOf(node);
      const path = callee && this.pathOf(callee);
      if (path) after = this.map(after, (state) => this.summary(path, state));
    }
    return after;
  }

  /** Leads the states at a node into the functions that it creates, hands on or calls. */
  private enterFunctions(node: Node, states: StateSet): void {
    if (isFunction(node)) {
      const outer = wrapped(node);
      const call = outer.parent;
      // An argument, or called at once: the call leads to it. Declarations start fresh.
      if (isCall(call) || !isExpression(node) || isMethod(node)) return;
      if (!isLedTo(this.sourceCode, node)) this.enter(node, states);
      return;
    }
    if (!isCall(node)) return;
    const callee = this.calleeOf(node);
    if (callee) this.enter(callee, states);
    const handOver = (call: CallLike, argument: Node, fn: FunctionNode) => {
      const starts = (state: number) => this.automaton.callback?.(call, argument, state) ?? state;
      this.enter(
        fn,
        this.map(states, (state) => stateSet(starts(state))),
      );
    };
    for (const given of this.givenTo(node.callee)) handOver(given.call, given.argument, given.fn);
    node.arguments.forEach((argument, index) => {
      const fn = functionOf(this.sourceCode, argument);
      if (fn && fn === callee) return;
      // A parameter that a function of this file calls or hands on: its callback starts there.
      if (callee && !this.isInert(callee) && usesParameter(this.sourceCode, callee, index)) return;
      if (fn) handOver(node, argument, fn);
      for (const given of this.givenTo(argument)) handOver(node, argument, given.fn);
    });
  }

  /** The functions of this file that its calls give for a parameter. */
  private givenTo(node: Node): GivenFunction[] {
    const inner = unwrap(node);
    if (inner.type !== 'Identifier') return [];
    const owner = variableOf(this.sourceCode, inner)?.defs[0]?.node as Node | undefined;
    if (isFunction(owner) && this.isInert(owner)) return [];
    let given = this.given.get(inner);
    const callsOf = (fn: FunctionNode) => [
      ...usesOf(this.sourceCode, fn).calls,
      ...(this.callers.get(fn) ?? []),
    ];
    if (!given) this.given.set(inner, (given = functionsGiven(this.sourceCode, inner, callsOf)));
    return given;
  }

  /** The function of this file that a call runs: its callee, or the executor of a promise. */
  private calleeOf(call: CallLike): FunctionNode | undefined {
    if (!this.callees.has(call)) {
      const callee = unwrap(call.callee);
      const isPromise =
        call.type === 'NewExpression' && callee.type === 'Identifier' && callee.name === 'Promise';
      const target = isPromise ? call.arguments[0] : callee;
      const fn = target && functionOf(this.sourceCode, target);
      this.callees.set(call, fn ?? this.automaton.callee?.(call));
    }
    return this.callees.get(call);
  }

  /** Whether nothing in a function changes any state: what it is given starts as its call stands. */
  private isInert(fn: FunctionNode): boolean {
    let inert = this.inert.get(fn);
    if (inert === undefined) {
      this.inert.set(fn, true); // a function that calls itself ends here
      this.inert.set(fn, (inert = !this.changesState(fn)));
    }
    return inert;
  }

  private changesState(fn: FunctionNode): boolean {
    const { automaton } = this;
    for (const node of walk(this.sourceCode, fn)) {
      if (STATES.some((state) => automaton.step(node, state) !== state)) return true;
      const says = (passage: Passage) =>
        STATES.some((state) => (automaton.pass?.(passage, state) ?? state) !== state);
      if (passagesAt(node).some(says)) return true;
      if (!isCall(node)) continue;
      const callee = this.calleeOf(node);
      if (callee && !this.isInert(callee)) return true;
      const isStart = (argument: Node) =>
        STATES.some((state) => automaton.callback?.(node, argument, state) !== undefined);
      if (node.arguments.some(isStart)) return true;
    }
    return false;
  }

  /** The states a function returns in when entered in one state. A recursive call changes nothing. */
  private summary(path: FlowPath, state: number): StateSet {
    const known = this.summaries.get(path.owner) ?? new Map<number, StateSet>();
    this.summaries.set(path.owner, known);
    const found = known.get(state);
    if (found !== undefined) return found;
    known.set(state, stateSet(state));
    const returned = this.follow(path, stateSet(state), false);
    known.set(state, returned);
    return returned;
  }

  private map(states: StateSet, image: (state: number) => StateSet): StateSet {
    let result = 0;
    for (let state = 0; states >> state; state++)
      if (hasState(states, state)) result |= image(state);
    return result;
  }
}

function isExpression(node: Node): boolean {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';
}

function isMethod(fn: FunctionNode): boolean {
  return fn.parent.type === 'MethodDefinition';
}

function hasDecorators(member: Node): boolean {
  return 'decorators' in member && member.decorators.length > 0;
}
