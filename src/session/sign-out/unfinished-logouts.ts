import {
  calleeName,
  enclosingFunction,
  isCall,
  isInside,
  outwards,
  unwrap,
  type CallLike,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { hasState, runAutomaton, type Automaton, type FlowResult } from '../../analysis/flow';
import type { FlowGraph, Passage } from '../../analysis/flow-graph';
import { isForeign } from '../../analysis/files';
import { functionOf } from '../../analysis/functions';
import { walk } from '../../analysis/nodes';
import { resolve } from '../../analysis/values';
import { logoutHandlersOf } from './logout-handlers';
import { wordsOf } from '../name-words';
import { mayEndSession } from './session-ends';
import { methodRunBy, sessionMember, sessionObject } from '../session-objects';
import { halfMeasureAt, type HalfMeasure, type SignOutContext } from './sign-outs';

/** A logout that on some path ends half-way and never ends the session. */
export interface UnfinishedLogout {
  handler: FunctionNode;
  measure: HalfMeasure;
}

/** States besides 0, in which nothing has happened. `HANDED`: what comes next stands in a callback, which is judged for itself. */
const [CLEARED, ENDED, HANDED] = [1, 2, 3];

/** The first half measure of each logout handler after (or before) which a path never ends the session. */
export function unfinishedLogouts(
  sourceCode: SourceCode,
  graph: FlowGraph,
  context: SignOutContext,
): UnfinishedLogout[] {
  const found = new Map<Node, UnfinishedLogout>();
  for (const handler of logoutHandlersOf(sourceCode, context.filename)) {
    const region = new Region(sourceCode, handler, context);
    const measure = region.measures.find((each) => region.isOpen(graph, each));
    if (measure && !found.has(measure.node)) found.set(measure.node, { handler, measure });
  }
  return [...found.values()];
}

/** The functions that a handler runs: itself, what stands in it, and those of the file that it calls. */
export function functionsRunBy(sourceCode: SourceCode, handler: FunctionNode): Set<FunctionNode> {
  const found = new Set<FunctionNode>([handler]);
  for (const fn of found)
    for (const node of walk(sourceCode, fn)) {
      const called = isCall(node)
        ? [
            methodRunBy(sourceCode, node),
            ...[node.callee, ...node.arguments].map((each) => functionOf(sourceCode, each)),
          ]
        : [];
      for (const each of called)
        if (each && ![...found].some((other) => isInside(each, other))) found.add(each);
    }
  return found;
}

class Region {
  readonly measures: readonly HalfMeasure[];
  private readonly ends = new Set<Node>();
  /** Calls that are handed functions, and these. */
  private readonly handing = new Map<Node, FunctionNode[]>();

  constructor(
    private readonly sourceCode: SourceCode,
    private readonly handler: FunctionNode,
    context: SignOutContext,
  ) {
    const measures: HalfMeasure[] = [];
    for (const fn of functionsRunBy(sourceCode, handler))
      for (const node of walk(sourceCode, fn)) {
        const measure = halfMeasureAt(sourceCode, node, context);
        // What a helper next door leaves half done is said there.
        if (measure && isForeign(sourceCode, node)) continue;
        if (measure) measures.push(measure);
        else if (mayEndSession(sourceCode, node)) this.ends.add(node);
        if (node.type === 'CallExpression') this.noteFunctions(node);
      }
    // A cleared cookie is right by itself: what else is half done is the place to change.
    const isCookie = ({ kind }: HalfMeasure) => kind === 'cookie';
    this.measures = [...measures.filter((each) => !isCookie(each)), ...measures.filter(isCookie)];
  }

  private noteFunctions(call: CallLike): void {
    if (functionOf(this.sourceCode, call.callee)) return;
    const functions = call.arguments.flatMap((each) => functionOf(this.sourceCode, each) ?? []);
    if (functions.length > 0) this.handing.set(call, functions);
  }

  /** Whether some path takes this half measure and returns without ending the session. */
  isOpen(graph: FlowGraph, measure: HalfMeasure): boolean {
    const result = runAutomaton(this.sourceCode, graph, this.automaton(measure));
    const leaves = (fn: FunctionNode, ...states: number[]) =>
      states.some((state) => hasState(result.atReturn(fn), state));
    if (leaves(this.handler, CLEARED)) return true;
    if (!leaves(this.handler, HANDED)) return false;
    return [...this.handing.values()]
      .flat()
      .some((fn) => leaves(fn, CLEARED) && this.isLeftOpenAround(fn, result));
  }

  /** Whether no function around ends what its callback leaves open. */
  private isLeftOpenAround(callback: FunctionNode, result: FlowResult): boolean {
    for (let at = enclosingFunction(callback); at; at = enclosingFunction(at)) {
      const states = result.atReturn(at);
      if (!hasState(states, HANDED) && !hasState(states, CLEARED)) return false;
      if (at === this.handler) return true;
    }
    return true;
  }

  private automaton({ node: candidate, kind }: HalfMeasure): Automaton {
    // It surely throws: nothing after it runs.
    const isLast = kind === 'throwing-sign-out' && ![...outwards(candidate)].some(isTry);
    return {
      callee: (call) => methodRunBy(this.sourceCode, call),
      step: (node, state) => {
        if (isLast && state === CLEARED) return CLEARED;
        if (state === ENDED || this.ends.has(node)) return ENDED;
        if (node === candidate) return state === HANDED ? HANDED : CLEARED;
        return this.handsOn(node, candidate) ? HANDED : state;
      },
      callback: (call) => (this.ends.has(call) ? ENDED : undefined),
      pass: (passage, state) => (this.isHarmless(passage) ? ENDED : state),
    };
  }

  private handsOn(node: Node, candidate: Node): boolean {
    return (this.handing.get(node) ?? []).some(
      (fn) => isInside(candidate, fn) || this.endsWithin(fn),
    );
  }

  private endsWithin(node: Node): boolean {
    return [...this.ends].some((end) => isInside(end, node));
  }

  /** A way on which there is nothing to end, or something failed: nobody is signed in, an error came, an attempt to end it threw. */
  private isHarmless(passage: Passage): boolean {
    if (passage.kind === 'condition') return this.saysNothingToEnd(passage.test, passage.holds);
    return this.endsWithin(passage.clause.parent.block);
  }

  /** Whether a test that holds (or not) says that there is no session, nobody in it, or an error. */
  private saysNothingToEnd(test: Node, holds: boolean): boolean {
    const node = unwrap(test);
    switch (node.type) {
      case 'UnaryExpression':
        return node.operator === '!' && this.saysNothingToEnd(node.argument, !holds);
      case 'LogicalExpression': {
        const parts = [node.left, node.right].map((each) => this.saysNothingToEnd(each, holds));
        return holds === (node.operator === '&&') ? parts.some(Boolean) : parts.every(Boolean);
      }
      case 'BinaryExpression': {
        const isEquality = /^[!=]==?$/.test(node.operator);
        const hasNothing = [node.left, node.right].some(isNothing);
        if (!isEquality || !hasNothing) return false;
        const value = isNothing(node.right) ? node.left : node.right;
        return this.saysNothingToEnd(value, holds !== node.operator.startsWith('='));
      }
      default:
        return holds ? FAILURE.test(nameOf(node) ?? '') : this.tellsPresence(node);
    }
  }

  /** `req.session`, `req.session.user`, `req.user`, `req.isAuthenticated()`, `sid`. */
  private tellsPresence(node: Node): boolean {
    if (sessionObject(this.sourceCode, node) || sessionMember(this.sourceCode, node)) return true;
    if (node.type === 'CallExpression')
      return /auth|log-?in|logged|signed|session/.test(wordsOf(calleeName(node) ?? '').join('-'));
    if (PRESENCE.test(nameOf(node) ?? '')) return true;
    const value = node.type === 'Identifier' ? resolve(this.sourceCode, node) : node;
    return value !== node && this.tellsPresence(value);
  }
}

function isTry({ type }: Node): boolean {
  return type === 'TryStatement';
}

const PRESENCE = /^(?:\w*session(?:id)?|sid|\w*token|user|userid)$/i;
const FAILURE = /^_?(?:e|err|error|\w+(?:Err|Error))$/;

function nameOf(node: Node): string | undefined {
  const inner = unwrap(node);
  if (inner.type === 'Identifier') return inner.name;
  return inner.type === 'MemberExpression' && inner.property.type === 'Identifier'
    ? inner.property.name
    : undefined;
}

function isNothing(node: Node): boolean {
  const inner = unwrap(node);
  return inner.type === 'Identifier'
    ? inner.name === 'undefined'
    : inner.type === 'Literal' && (inner.value === null || inner.value === 'undefined');
}
