import {
  calleeName,
  memberPath,
  stringOf,
  unwrap,
  type CallLike,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import type { Automaton } from '../../analysis/flow';
import type { Passage } from '../../analysis/flow-graph';
import { functionOf } from '../../analysis/functions';
import { walk } from '../../analysis/nodes';
import { valueOf, variableOf, type Variable } from '../../analysis/variables';
import { isNothing, isNull, literalIn, type ContextId } from './context-ids';

/** Nothing on the way says that there is a session id. */
export const UNGUARDED = 0;
const GUARDED = 1;
/** A literal has taken the place of a missing id. */
export const REPLACED = 2;

/** Names of functions out of sight that throw where what they are handed will not do. */
const ASSERTS =
  /assert|invariant|ensure|require|check|verif|validat|expect|guard|must|demand|authori[sz]e/i;
const MAX_STEPS = 5;

/** Follows whether a handler has made sure of its session id. */
export class IdGuards implements Automaton {
  /** What is `undefined` or `null` where there is no id. */
  private readonly ids: ReadonlySet<Node>;
  private readonly nullable: ReadonlySet<Node>;
  /** What is a literal there, or a text with it. */
  private readonly literals: ReadonlySet<Node>;
  private readonly values: ReadonlyMap<Node, string>;
  /** What is falsy there. */
  private readonly falsy: ReadonlySet<Node>;
  private readonly variables: ReadonlySet<Variable | undefined>;

  constructor(
    private readonly sourceCode: SourceCode,
    ids: readonly ContextId[],
  ) {
    const nodesOf = (isWanted: (form: ContextId['form']) => unknown) =>
      ids.filter(({ form }) => isWanted(form)).map(({ node }) => unwrap(node));
    this.ids = new Set(nodesOf(({ kind }) => kind === 'nothing'));
    this.nullable = new Set(nodesOf((form) => form.kind === 'nothing' && form.mayBeNull));
    this.literals = new Set(nodesOf(({ kind }) => kind === 'literal'));
    this.values = new Map(
      ids.flatMap(({ node, form }) =>
        form.kind === 'literal' && !form.isInText ? [[unwrap(node), form.value] as const] : [],
      ),
    );
    this.falsy = new Set([...this.ids, ...this.values.keys()].filter((id) => !this.values.get(id)));
    this.variables = new Set([...this.ids].flatMap((id) => variableOf(sourceCode, id) ?? []));
  }

  step(node: Node, state: number): number {
    switch (node.type) {
      // Reading a property of `undefined` throws.
      case 'MemberExpression':
        return !node.optional && this.ids.has(unwrap(node.object)) ? GUARDED : state;
      case 'CallExpression':
        return this.asserts(node) ? GUARDED : state;
      case 'AssignmentExpression': {
        if (!this.variables.has(variableOf(this.sourceCode, node.left))) return state;
        const given = unwrap(node.right);
        if (this.ids.has(given)) return state;
        if (isNothing(given)) return node.operator === '=' ? UNGUARDED : state;
        if (node.operator === '=' || state === UNGUARDED) return this.stateOf(given, state);
        return state;
      }
      default:
        return state;
    }
  }

  pass(passage: Passage, state: number): number {
    if (passage.kind === 'catch') return state;
    return this.implies(passage.test, passage.holds) ? GUARDED : state;
  }

  /** The literal that takes the place of a missing id in a variable: `sid ??= 'default'`. */
  replacementOf(key: Node): Extract<ContextId['form'], { kind: 'literal' }> | undefined {
    for (const { identifier } of variableOf(this.sourceCode, key)?.references ?? []) {
      const { parent } = identifier;
      if (parent.type !== 'AssignmentExpression' || parent.left !== identifier) continue;
      const value = literalIn(this.sourceCode, parent.right);
      if (value !== undefined) return { kind: 'literal', by: parent, value };
    }
    return undefined;
  }

  /** What is known of a variable once it holds a value. */
  private stateOf(given: Node, state: number): number {
    if (this.literals.has(given)) return state === GUARDED ? GUARDED : REPLACED;
    return literalIn(this.sourceCode, given) === undefined ? GUARDED : REPLACED;
  }

  /** `assert(id)`, `requireSession(extra.sessionId)` of another file. */
  private asserts(call: CallLike): boolean {
    const path = memberPath(call.callee);
    const root = path?.root.type === 'Identifier' ? path.root.name : '';
    const isAssertion = ASSERTS.test(root) || ASSERTS.test(calleeName(call) ?? '');
    return (
      isAssertion &&
      !functionOf(this.sourceCode, call.callee) &&
      call.arguments.some((argument) => this.mentions(argument))
    );
  }

  private mentions(node: Node): boolean {
    for (const each of walk(this.sourceCode, node, 'this function'))
      if (this.falsy.has(each)) return true;
    return false;
  }

  /** Whether a condition that holds or not says that there is an id. */
  private implies(test: Node, holds: boolean, steps = MAX_STEPS): boolean {
    const inner = unwrap(test);
    if (this.falsy.has(inner)) return holds;
    switch (inner.type) {
      case 'UnaryExpression':
        return inner.operator === '!' && this.implies(inner.argument, !holds, steps);
      case 'LogicalExpression': {
        const [left, right] = [inner.left, inner.right].map((side) =>
          this.implies(side, holds, steps),
        );
        const isBoth = inner.operator === '&&' ? holds : inner.operator === '||' && !holds;
        return isBoth ? !!left || !!right : !!left && !!right;
      }
      case 'BinaryExpression':
        return this.compares(inner, holds);
      // A question that other code answers, or a property: `isValid(id)`, `id?.length`.
      case 'CallExpression':
        return (
          !isLookup(inner) && inner.arguments.some((argument) => this.falsy.has(unwrap(argument)))
        );
      case 'MemberExpression':
        return holds && this.falsy.has(unwrap(inner.object));
      case 'Identifier': {
        const variable = variableOf(this.sourceCode, inner);
        const value = variable && valueOf(variable);
        return !!value && steps > 0 && this.implies(value, holds, steps - 1);
      }
      default:
        return false;
    }
  }

  /** `id === undefined`, `id != null`, `typeof id === 'string'`, `id === 'x'`. */
  private compares(
    { operator, left, right }: Extract<Node, { type: 'BinaryExpression' }>,
    holds: boolean,
  ): boolean {
    if (!/^[!=]==?$/.test(operator)) return false;
    const isEqual = operator.startsWith('=') === holds;
    for (const [one, other] of [
      [unwrap(left), unwrap(right)],
      [unwrap(right), unwrap(left)],
    ] as const) {
      if (this.ids.has(one)) {
        const isOther = isNull(other) && operator.length === 3 && !this.nullable.has(one);
        if (isNothing(other)) return !isEqual && !isOther;
        return isEqual && stringOf(other) !== undefined;
      }
      const value = this.values.get(one);
      const compared = value === undefined ? undefined : literalIn(this.sourceCode, other);
      if (compared !== undefined) return (compared === value) !== isEqual;
      if (one.type === 'UnaryExpression' && one.operator === 'typeof')
        if (this.ids.has(unwrap(one.argument)))
          return (stringOf(other) === 'undefined') !== isEqual;
    }
    return false;
  }
}

/** `map.has(id)` says something of the map, not of the id. */
function isLookup(call: CallLike): boolean {
  return /^(?:get|has|set|delete|add)$/.test(calleeName(call) ?? '');
}
