import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, keyOf, unwrap, wrapped, type Node, type SourceCode } from '../../analysis/ast';
import { oncePerFile } from '../../analysis/once-per-file';
import { assignmentsOf, variableOf } from '../../analysis/variables';
import { lookupsOf, type Listing } from './lookups';

/** One session that is taken of a store without asking for its id: `Object.values(transports)[0]`. */
export interface Pick {
  /** The expression that takes it; of a loop or a pattern, what it goes through. */
  node: Node;
  listing: Listing;
}

/** What an expression is on the way: all sessions, a step of their iterator, or one of them. */
type Stage = 'all' | 'step' | 'one';

/** Methods whose result holds the same sessions; a filter or a search may have asked whose they are. */
const KEEPING = new Set(
  'values entries keys toArray slice reverse toReversed sort toSorted map flat'.split(' '),
);
const TAKING = new Set(['at', 'pop', 'shift']);

/** The expressions that are a session that was taken of a store without asking for its id, or a part of one. */
export const picksOf = oncePerFile((sourceCode): ReadonlyMap<Node, Pick> => {
  const trace = new Trace(sourceCode);
  for (const lookup of lookupsOf(sourceCode))
    if (lookup.how === 'list' && lookup.gives !== 'size') trace.follow(lookup);
  return trace.picks;
});

class Trace {
  readonly picks = new Map<Node, Pick>();
  private readonly seen = new Set<Node>();

  constructor(private readonly sourceCode: SourceCode) {}

  follow(listing: Listing): void {
    this.visit(listing.node, 'all', { node: listing.node, listing });
  }

  private visit(node: Node, stage: Stage, pick: Pick): void {
    const outer = wrapped(node);
    if (this.seen.has(outer)) return;
    this.seen.add(outer);
    if (stage === 'one') this.picks.set(unwrap(node), pick);
    if (node.type === 'SpreadElement') {
      this.spread(node, pick);
      return;
    }
    const { parent } = outer;
    switch (parent?.type) {
      case 'AwaitExpression':
        this.visit(parent, stage, pick);
        break;
      // `id ?? firstId`
      case 'LogicalExpression':
      case 'ConditionalExpression':
        if (stage === 'one' && isBranch(parent, outer)) this.visit(parent, 'one', pick);
        break;
      case 'AssignmentExpression':
        if (stage === 'one' && parent.right === outer) this.bind(parent.left, stage, pick);
        break;
      case 'SpreadElement':
        if (stage === 'all') this.spread(parent, pick);
        break;
      case 'MemberExpression':
        if (parent.object === outer) this.member(parent, stage, pick);
        else if (stage === 'one') this.key(node, pick);
        break;
      case 'CallExpression':
        if (stage === 'one') this.key(node, pick);
        else if (stage === 'all' && calleeName(parent) === 'from' && parent.arguments[0] === outer)
          this.visit(parent, 'all', pick);
        break;
      case 'VariableDeclarator':
        this.bind(parent.id, stage, pick);
        break;
      case 'ForOfStatement':
      case 'ForInStatement':
        if (parent.right === outer && stage === 'all' && takesFirst(parent))
          this.loop(parent, pick);
        break;
      default:
        break;
    }
  }

  private spread({ parent }: TSESTree.SpreadElement, pick: Pick): void {
    if (parent.type === 'ArrayExpression' && parent.elements.length === 1)
      this.visit(parent, 'all', pick);
  }

  private member(member: TSESTree.MemberExpression, stage: Stage, pick: Pick): void {
    const outer = wrapped(member);
    const { parent } = outer;
    const key = keyOf(member);
    const isCallee = parent?.type === 'CallExpression' && parent.callee === outer;
    if (stage === 'one') {
      if (!isCallee) this.visit(member, 'one', pick);
    } else if (stage === 'step') {
      if (key === 'value') this.one(member, pick);
    } else if (isCallee) {
      if (KEEPING.has(key ?? '')) this.visit(parent, 'all', pick);
      else if (key === 'next') this.visit(parent, 'step', pick);
      else if (TAKING.has(key ?? '')) this.one(parent, pick);
    } else if (isIndex(member)) this.one(member, pick);
  }

  /** Here it is taken. */
  private one(node: Node, { listing }: Pick): void {
    this.visit(node, 'one', { node, listing });
  }

  /** `transports[firstId]`: the id was taken, and with it the session. */
  private key(node: Node, pick: Pick): void {
    for (const lookup of lookupsOf(this.sourceCode))
      if (lookup.how === 'get' && unwrap(lookup.key) === unwrap(node))
        this.visit(lookup.node, 'one', pick);
  }

  private bind(target: Node, stage: Stage, pick: Pick): void {
    if (target.type === 'Identifier') this.variable(target, stage, pick);
    else if (target.type === 'ArrayPattern') {
      const elements = stage === 'one' ? target.elements : target.elements.slice(0, 1);
      for (const each of elements) if (each) this.bind(each, 'one', pick);
    } else if (target.type === 'ObjectPattern' && stage !== 'all') {
      for (const each of target.properties)
        if (each.type === 'Property' && (stage === 'one' || keyOf(each) === 'value'))
          this.bind(each.value, 'one', pick);
    }
  }

  private variable(name: TSESTree.Identifier, stage: Stage, pick: Pick): void {
    const variable = variableOf(this.sourceCode, name);
    const isOneOfMany = !!variable && (assignmentsOf(variable)?.length ?? 0) > 1;
    for (const { identifier } of variable?.references.filter((each) => each.isRead()) ?? []) {
      if (!isOneOfMany) this.visit(identifier, stage, pick);
      // What else it may be is found out where it is used, but not what was looked up with it.
      else if (stage === 'one') this.key(identifier, pick);
    }
  }

  private loop(loop: TSESTree.ForInStatement | TSESTree.ForOfStatement, pick: Pick): void {
    if (loop.left.type !== 'VariableDeclaration') return;
    for (const { id } of loop.left.declarations)
      this.bind(id, 'one', { node: loop.right, listing: pick.listing });
  }
}

function isBranch(
  node: TSESTree.ConditionalExpression | TSESTree.LogicalExpression,
  value: Node,
): boolean {
  if (node.type === 'ConditionalExpression') return node.test !== value;
  return node.operator !== '&&' || node.right === value;
}

/** `list[0]`, `list[list.length - 1]`. */
function isIndex(member: TSESTree.MemberExpression): boolean {
  if (/^\d+$/.test(keyOf(member) ?? '')) return true;
  const { property } = member;
  if (!member.computed || property.type !== 'BinaryExpression') return false;
  const left = unwrap(property.left);
  return property.operator === '-' && left.type === 'MemberExpression' && keyOf(left) === 'length';
}

/** A loop that ends in its first round: `for (const t of map.values()) return t;`. */
function takesFirst({ body }: TSESTree.ForInStatement | TSESTree.ForOfStatement): boolean {
  const statements = body.type === 'BlockStatement' ? body.body : [body];
  const last = statements.at(-1)?.type;
  const isPlain = statements.every(({ type }) => type !== 'IfStatement' && type !== 'TryStatement');
  return isPlain && (last === 'ReturnStatement' || last === 'BreakStatement');
}
