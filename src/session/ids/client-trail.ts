import {
  isCall,
  isInside,
  isStatement,
  keyOf,
  unwrap,
  wrapped,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import type { FlowGraph } from '../../analysis/flow-graph';
import { hasState, runAutomaton, type FlowResult, type StateSet } from '../../analysis/flow';
import { stepsFrom, type Place } from '../../analysis/origins';
import { assignmentsOf, variableOf, type Variable } from '../../analysis/variables';
import { ClientChecks } from './client-checks';
import { clientValueAt, isSameValue, type ClientValue } from './client-values';
import { keptBy } from './text-methods';

/** Where the value of an expression can come from: the client, and variables that are assigned step by step. */
export interface Sources {
  values: ClientValue[];
  variables: Variable[];
}

const MAX_STEPS = 40;
/** Every variable doubles the states of the automaton. */
const MAX_VARIABLES = 3;

/** The client's values that may be that of an expression, and the variables on the way that hold one at some places only. */
export function sourcesOf(sourceCode: SourceCode, node: Node): Sources {
  const values: ClientValue[] = [];
  const variables = new Set<Variable>();
  const seen = new Set<Node>();
  const stack: Place[] = [{ node, frame: undefined }];
  for (let place = stack.shift(), left = 200; place && left > 0; place = stack.shift(), left--) {
    const inner = unwrap(place.node);
    if (seen.has(inner)) continue;
    seen.add(inner);
    const variable = changing(sourceCode, inner);
    if (variable) variables.add(variable);
    const value = variable ? undefined : clientValueAt(sourceCode, inner);
    if (value && !values.some((each) => isSameValue(sourceCode, each, value))) values.push(value);
    if (value) continue;
    const { frame } = place;
    stack.push(...partsOf(inner).map((part) => ({ node: part, frame })));
    stack.push(...(stepsFrom(sourceCode, { node: inner, frame }) ?? []));
  }
  return { values, variables: [...variables].slice(0, MAX_VARIABLES) };
}

/** The variable that an expression names, when it is given values at several places, or later than where it is declared. */
function changing(sourceCode: SourceCode, node: Node): Variable | undefined {
  const variable = variableOf(sourceCode, node);
  if (variable?.defs[0]?.type !== 'Variable' || !assignmentsOf(variable)) return undefined;
  const isLate = variable.references.some((each) => each.isWrite() && !each.init);
  return isLate ? variable : undefined;
}

/** What a text is put together from, or is a part of. */
function partsOf(node: Node): Node[] {
  switch (node.type) {
    case 'TemplateLiteral':
      return node.expressions;
    case 'BinaryExpression':
      return node.operator === '+' ? [node.left, node.right] : [];
    case 'CallExpression': {
      const kept = keptBy(node);
      return kept ? [kept] : [];
    }
    default:
      return [];
  }
}

/** In a state's bits: the value is known, or there is none. The bits above are for variables that hold it. */
const SETTLED = 1;
const isSettled = (state: number): boolean => (state & SETTLED) !== 0;

/** Follows one value of the client along every path until a store knows it, or something else takes its place. */
export class ClientTrail {
  private readonly checks: ClientChecks;
  private result: FlowResult | undefined;

  constructor(
    private readonly sourceCode: SourceCode,
    graph: FlowGraph,
    value: ClientValue,
    private readonly variables: readonly Variable[],
  ) {
    this.checks = new ClientChecks(sourceCode, value);
    // What functions of this file return depends on the paths in them.
    const rounds = variables.length > 0 ? 2 : 1;
    for (let round = 0; round < rounds; round++)
      this.result = runAutomaton(sourceCode, graph, {
        step: (node, state) => this.step(node, state),
        pass: (passage, state) =>
          passage.kind === 'condition' ? this.after(passage.test, passage.holds, state) : state,
      });
  }

  /** The expression by which an expression is the client's value on some path to a node; `undefined` when it is none. */
  takenAt(node: Node, at: Node): Node | undefined {
    return this.onSomePath(at, (state) => this.taken({ node, frame: undefined }, state));
  }

  private onSomePath(at: Node, find: (state: number) => Node | undefined): Node | undefined {
    for (const state of statesOf(this.result?.before(at) ?? 0)) {
      const found = find(state);
      if (found) return found;
    }
    return undefined;
  }

  private after(test: Node, holds: boolean, state: number): number {
    return !isSettled(state) && this.checks.settledBy(test, holds) ? SETTLED : state;
  }

  private step(node: Node, state: number): number {
    if (isCall(node)) return isStatement(node) && this.checks.isDemandedBy(node) ? SETTLED : state;
    if (node.type === 'VariableDeclarator')
      return node.init ? this.assigned(node.id, node.init, '=', state) : state;
    return node.type === 'AssignmentExpression'
      ? this.assigned(node.left, node.right, node.operator, state)
      : state;
  }

  private assigned(target: Node, value: Node, operator: string, state: number): number {
    const bit = this.bitOf(target);
    if (!bit) return state;
    const isKept = /^(?:\?\?|\|\|)=$/.test(operator) && (state & bit) !== 0;
    const isTaken = isKept || this.taken({ node: value, frame: undefined }, state) !== undefined;
    return isTaken ? state | bit : state & ~bit;
  }

  private bitOf(node: Node): number {
    const variable = variableOf(this.sourceCode, node);
    const index = variable ? this.variables.indexOf(variable) : -1;
    return index < 0 ? 0 : SETTLED << (index + 1);
  }

  /** The expression by which a place has the client's value in a state. */
  private taken(place: Place, state: number, steps = MAX_STEPS): Node | undefined {
    const inner = unwrap(place.node);
    if (steps <= 0) return undefined;
    const { frame } = place;
    const of = (node: Node, then = state) => this.taken({ node, frame }, then, steps - 1);
    // What is chosen counts, and not where it came from before.
    const choice = (node: Node, then: number) => {
      const found = of(node, then);
      return found && !isInside(found, node) ? unwrap(node) : found;
    };
    const bit = this.bitOf(inner);
    if (bit) return (state & bit) === 0 ? undefined : (this.chosenFor(inner, steps) ?? inner);
    if (this.checks.isRead(inner)) return isSettled(state) ? undefined : inner;
    switch (inner.type) {
      case 'ConditionalExpression':
        return (
          choice(inner.consequent, this.after(inner.test, true, state)) ??
          choice(inner.alternate, this.after(inner.test, false, state))
        );
      case 'LogicalExpression': {
        const { operator, left, right } = inner;
        if (operator === '&&') return of(right, this.after(left, true, state));
        const kept = operator === '||' ? this.after(left, true, state) : state;
        return choice(left, kept) ?? choice(right, this.after(left, false, state));
      }
      case 'TemplateLiteral':
      case 'BinaryExpression':
        return this.takenWhole(partsOf(inner), of);
      default:
        break;
    }
    const [part] = partsOf(inner);
    if (part) return of(part);
    for (const step of stepsFrom(this.sourceCode, { node: inner, frame }) ?? []) {
      const found = this.fromStep(inner, step, state, steps - 1);
      if (found) return found;
    }
    return undefined;
  }

  /** A text that others have a part in is not the client's. */
  private takenWhole(
    parts: readonly Node[],
    of: (node: Node) => Node | undefined,
  ): Node | undefined {
    const open = parts.filter((part) => part.type !== 'Literal');
    const found = open.map(of);
    return found.every((each) => each) ? found[0] : undefined;
  }

  /** What was given at another place counts as it is on the paths to there. */
  private fromStep(from: Node, step: Place, state: number, steps: number): Node | undefined {
    const origin = placeOfGiving(from, step);
    if (!origin) return this.taken(step, state, steps);
    return this.onSomePath(origin, (then) =>
      this.taken(step, isSettled(state) ? SETTLED : then, steps),
    );
  }

  /** Where a variable was given a choice of the client's value and another one. */
  private chosenFor(variable: Node, steps: number): Node | undefined {
    for (const { identifier, writeExpr } of variableOf(this.sourceCode, variable)?.references ??
      []) {
      const write = identifier.parent;
      if (!writeExpr || isPlain(writeExpr)) continue;
      const found = this.onSomePath(write, (state) =>
        this.taken({ node: writeExpr, frame: undefined }, state, steps - 1),
      );
      if (found) return found;
    }
    return undefined;
  }
}

/** An expression that is a value, and chooses none. */
function isPlain(node: Node): boolean {
  return !/^(?:Logical|Conditional)Expression$/.test(unwrap(node).type);
}

/** The node at which a step's value was given, when that is not on the path to where it is used: a return, a call, a field. */
function placeOfGiving(from: Node, { node }: Place): Node | undefined {
  const { parent } = wrapped(node);
  if (from.type === 'CallExpression')
    return parent?.type === 'ReturnStatement' ? parent : undefined;
  if (from.type === 'Identifier') return callWith(node);
  const isField =
    from.type === 'MemberExpression' &&
    parent?.type === 'AssignmentExpression' &&
    keyOf(unwrap(parent.left)) === keyOf(from);
  return isField ? parent : undefined;
}

/** The call that a node is an argument of, or a property of one. */
function callWith(node: Node): Node | undefined {
  const outer = wrapped(node);
  const { parent } = outer;
  if (isCall(parent)) return parent.callee === outer ? undefined : parent;
  return parent?.type === 'Property' ? callWith(parent.parent) : undefined;
}

function* statesOf(set: StateSet): Generator<number> {
  for (let state = 0; set >> state; state++) if (hasState(set, state)) yield state;
}
