import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  isCall,
  keyOf,
  unwrap,
  wrapped,
  type CallLike,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { nodesOfType, walk } from '../../analysis/nodes';
import { originsOf } from '../../analysis/origins';
import { variableOf } from '../../analysis/variables';
import { clientValueAt, isSameValue, type ClientValue } from './client-values';

/** In which case a condition shows that a value is none that a client could choose: it is in a store, or there is none. */
interface Verdict {
  holds: boolean;
  fails: boolean;
}

const NEVER: Verdict = { holds: false, fails: false };
const FOUND: Verdict = { holds: true, fails: false };
const EMPTY: Verdict = { holds: false, fails: true };
const COMPARED: Verdict = { holds: true, fails: true };

/** Calls that say how a text looks, or write it down, and not whether anybody knows it. */
const LOOKS_ONLY =
  /uuid|format|regex|pattern|^is(?:Array|String|Initialize\w*)$|^(?:test|match|exec|String|Number|Boolean|isNaN|stringify|byteLength|encodeURIComponent|decodeURIComponent|log|info|warn|error|debug|trace|setHeader|header|json|send|write|handleRequest)$/i;
/** Calls that throw, or answer, when they do not know the value. */
const DEMANDS = /assert|verif|ensure|require|valid|check|authori[sz]|guard/i;
/** Methods that look into a store. */
const LOOKS_INTO =
  /^(?:has|get|find|exist|load|fetch|query|select|lookup|read|some|includes|hasOwn)/;
/** Definitions that are gone into. */
const MAX_STEPS = 4;

/** What a file asks about one value of the client. */
export class ClientChecks {
  private readonly verdicts = new Map<Node, Verdict>();
  private readonly mentions = new Map<Node, boolean>();

  constructor(
    private readonly sourceCode: SourceCode,
    private readonly value: ClientValue,
  ) {}

  /** Whether the client can no longer have chosen the value after a condition has held, or has not. */
  settledBy(test: Node, holds: boolean): boolean {
    const inner = unwrap(test);
    if (inner.type === 'UnaryExpression' && inner.operator === '!')
      return this.settledBy(inner.argument, !holds);
    if (inner.type === 'LogicalExpression' && inner.operator !== '??') {
      const [left, right] = [inner.left, inner.right];
      const isAnd = inner.operator === '&&';
      const one = this.settledBy(left, isAnd);
      // `a && b` holds when both do; it fails with `a`, or with `b` after `a` has held.
      return holds === isAnd
        ? one || this.settledBy(right, isAnd)
        : this.settledBy(left, !isAnd) && (one || this.settledBy(right, !isAnd));
    }
    const verdict = this.verdictOn(inner);
    return holds ? verdict.holds : verdict.fails;
  }

  /** Whether a call that stands alone lets only values pass that are known: `assertSession(id)`. */
  isDemandedBy(call: CallLike): boolean {
    const name = calleeName(call) ?? '';
    return (
      DEMANDS.test(name) &&
      !LOOKS_ONLY.test(name) &&
      !functionOf(this.sourceCode, call.callee) &&
      call.arguments.some((each) => this.isMentionedIn(each))
    );
  }

  /** Whether an expression may be the value, through variables and parameters. */
  isValue(node: Node): boolean {
    const inner = unwrap(node);
    if (!/^(?:Identifier|MemberExpression|CallExpression)$/.test(inner.type)) return false;
    let known = this.mentions.get(inner);
    if (known === undefined) {
      known = [inner, ...this.originsOf(inner)].some((each) => this.isRead(each));
      this.mentions.set(inner, known);
    }
    return known;
  }

  /** Whether an expression reads the value from the request. */
  isRead(node: Node): boolean {
    const found = clientValueAt(this.sourceCode, node);
    return !!found && isSameValue(this.sourceCode, found, this.value);
  }

  private originsOf(node: Node): Node[] {
    return node.type === 'CallExpression'
      ? []
      : originsOf(this.sourceCode, node).map((origin) => origin.node);
  }

  private verdictOn(test: Node): Verdict {
    let verdict = this.verdicts.get(test);
    if (!verdict) {
      // Code that goes round in circles says nothing.
      this.verdicts.set(test, NEVER);
      this.verdicts.set(test, (verdict = this.judge(test)));
    }
    return verdict;
  }

  private judge(test: Node): Verdict {
    switch (test.type) {
      case 'AwaitExpression':
        return this.verdictOn(unwrap(test.argument));
      case 'AssignmentExpression':
        return this.verdictOn(unwrap(test.right));
      case 'ConditionalExpression':
        return this.settledBy(test.consequent, true) ? FOUND : NEVER;
      case 'BinaryExpression':
        return this.judgeComparison(test);
      case 'Identifier': {
        if (this.isValue(test)) return EMPTY;
        const verdict = this.judgeVariable(test);
        return !verdict.holds && !verdict.fails && this.isAskedStore(test) ? EMPTY : verdict;
      }
      case 'CallExpression':
        if (this.isValue(test)) return EMPTY;
        if (calleeName(test) === 'Boolean' && test.arguments[0]) {
          const [argument] = test.arguments;
          return { holds: this.settledBy(argument, true), fails: this.settledBy(argument, false) };
        }
        return this.asks(test) ? FOUND : NEVER;
      case 'MemberExpression':
        if (this.isValue(test)) return EMPTY;
        if (this.asks(test)) return FOUND;
        return this.isAskedStore(test) ? EMPTY : NEVER;
      default:
        return this.asks(test) ? FOUND : NEVER;
    }
  }

  private judgeComparison({ operator, left, right }: TSESTree.BinaryExpression): Verdict {
    if (operator === 'in') return this.isMentionedIn(left) ? FOUND : NEVER;
    if (operator === 'instanceof') return this.settledBy(left, true) ? FOUND : NEVER;
    if (!/^[!=]==?$/.test(operator)) return this.asks(left) || this.asks(right) ? COMPARED : NEVER;
    const isEqual = operator.startsWith('=');
    const turned = ({ holds, fails }: Verdict): Verdict =>
      isEqual ? { holds, fails } : { holds: fails, fails: holds };
    for (const [side, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (!isNothing(other)) continue;
      const inner = unwrap(side);
      const subject =
        inner.type === 'UnaryExpression' && inner.operator === 'typeof' ? inner.argument : inner;
      const holds = this.settledBy(subject, false);
      return turned({ holds, fails: this.settledBy(subject, true) });
    }
    if (isText(left) || isText(right)) {
      const isType = [left, right].some((side) => side.type === 'UnaryExpression');
      if (isType) return NEVER;
    }
    const isCompared = [left, right].some((side) => this.isValue(side) || this.asks(side));
    return isCompared ? turned(FOUND) : NEVER;
  }

  /** `const session = sessions.get(id)`, `const [, session] = await Promise.all([…, store.load(id)])`. */
  private judgeVariable(node: Node): Verdict {
    const variable = variableOf(this.sourceCode, node);
    const definition = variable?.defs[0];
    if (!variable || definition?.type !== 'Variable') return NEVER;
    const values = variable.references.flatMap(({ writeExpr }) => writeExpr ?? []);
    const [only] = values;
    if (only && values.length === 1 && definition.node.id.type === 'Identifier')
      return { holds: this.settledBy(only, true), fails: this.settledBy(only, false) };
    return values.some((value) => this.asks(value)) ? FOUND : NEVER;
  }

  /** Whether somewhere in an expression a store is asked for the value. */
  private asks(node: Node, steps = MAX_STEPS): boolean {
    if (steps <= 0) return false;
    for (const each of walk(this.sourceCode, node)) {
      if (isCall(each) && this.isLookup(each)) return true;
      if (each.type === 'MemberExpression' && each.computed && keyOf(each) === undefined)
        if (this.isMentionedIn(each.property)) return true;
      if (each.type === 'BinaryExpression' && each.operator === 'in')
        if (this.isMentionedIn(each.left)) return true;
      if (each.type !== 'Identifier' || each === node || this.isValue(each)) continue;
      const definition = variableOf(this.sourceCode, each)?.defs[0];
      const init = definition?.type === 'Variable' ? definition.node.init : undefined;
      if (init && this.asks(init, steps - 1)) return true;
    }
    return false;
  }

  /** Whether an object is asked for the value somewhere in the file: where there is no such store, nobody keeps sessions. */
  private isAskedStore(node: Node): boolean {
    const variable = variableOf(this.sourceCode, node);
    const text = this.sourceCode.getText(node);
    const type = node.type === 'Identifier' ? 'Identifier' : 'MemberExpression';
    const places: Node[] = variable
      ? variable.references.map(({ identifier }) => identifier)
      : nodesOfType(this.sourceCode, type).filter((each) => this.sourceCode.getText(each) === text);
    return places.some((place) => {
      const member = wrapped(place).parent;
      if (member?.type !== 'MemberExpression' || unwrap(member.object) !== place) return false;
      const call = wrapped(member).parent;
      return isCall(call) && unwrap(call.callee) === member && this.isLookup(call);
    });
  }

  private isLookup(call: CallLike): boolean {
    const name = calleeName(call) ?? '';
    if (LOOKS_ONLY.test(name)) return false;
    if (!call.arguments.some((each) => this.isMentionedIn(each))) return false;
    const fn = functionOf(this.sourceCode, call.callee);
    return !fn || looksInto(this.sourceCode, fn);
  }

  private isMentionedIn(node: Node): boolean {
    for (const each of walk(this.sourceCode, node)) if (this.isValue(each)) return true;
    return false;
  }
}

/** Whether a function looks into something, or waits for it. */
function looksInto(sourceCode: SourceCode, fn: Node): boolean {
  for (const node of walk(sourceCode, fn)) {
    if (node.type === 'AwaitExpression') return true;
    if (node.type === 'MemberExpression' && node.computed && keyOf(node) === undefined) return true;
    if (node.type === 'BinaryExpression' && node.operator === 'in') return true;
    if (node.type === 'CallExpression' && LOOKS_INTO.test(calleeName(node) ?? '')) return true;
  }
  return false;
}

/** `undefined`, `null`, `''`, `false`, and the type's name `'undefined'`. */
function isNothing(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === 'Identifier') return inner.name === 'undefined';
  if (inner.type === 'UnaryExpression') return inner.operator === 'void';
  return (
    inner.type === 'Literal' &&
    (inner.value === null ||
      inner.value === '' ||
      inner.value === false ||
      inner.value === 'undefined')
  );
}

function isText(node: Node): boolean {
  const inner = unwrap(node);
  return inner.type === 'Literal' && typeof inner.value === 'string';
}
