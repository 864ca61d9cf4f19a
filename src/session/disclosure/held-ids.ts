import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  keyOf,
  unwrap,
  type CallLike,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { returnsOf } from '../../analysis/nodes';
import { stepsFrom, type Place } from '../../analysis/origins';
import { valueOf, variableOf } from '../../analysis/variables';
import { containerOf } from './keyed-containers';
import { sessionIdsIn, type IdSource, type SessionIds } from './session-ids';

/** A session id, or those of all sessions, that a value holds in full. */
export interface HeldId {
  is: 'id' | 'list';
  /** The expression in the value's own text that brings it in. */
  node: Node;
  /** The expression of the id, which may stand elsewhere. */
  id: Node;
  source: IdSource;
}

/** A parameter that a value holds in full: what it is, the calls of its function say. */
export interface HeldParameter {
  is: 'parameter';
  fn: FunctionNode;
  index: number;
  /** Whether it takes the rest of the arguments. */
  isRest: boolean;
}

export type Held = HeldId | HeldParameter;

const MAX_VISITS = 400;
/** Methods of text and lists that leave an id whole. */
const KEEPS_WHOLE = new Set(
  'toString trim trimStart trimEnd toUpperCase toLowerCase padStart padEnd normalize valueOf concat join filter sort toSorted reverse toReversed flat'.split(
    ' ',
  ),
);
const HYPHENS = /^\/-\/g?$|^['"]-['"]$/;
/** Functions and methods that write what they are handed as text. */
const WRITES = new Set(
  'String stringify inspect format encodeURIComponent fromEntries from structuredClone'.split(' '),
);

/** The session ids and parameters that a value holds in full: in a template, an object, a list, through variables and functions of this file. What cuts, hashes or masks an id, or is out of sight, holds none. */
export function heldIn(sourceCode: SourceCode, value: Node): Held[] {
  const search = new Search(sourceCode, sessionIdsIn(sourceCode));
  search.visit({ node: value, frame: undefined });
  return search.held;
}

class Search {
  readonly held: Held[] = [];
  private visits = 0;
  private readonly path = new Set<Node>();

  constructor(
    private readonly sourceCode: SourceCode,
    private readonly ids: SessionIds,
  ) {}

  /** Looks into an expression; `anchor` is what stands for it in the value's own text, once a variable or call has led elsewhere. */
  visit(place: Place, anchor?: Node): void {
    const node = unwrap(place.node);
    if (this.path.has(node) || this.visits++ > MAX_VISITS) return;
    this.path.add(node);
    this.look({ node, frame: place.frame }, anchor);
    this.path.delete(node);
  }

  private look({ node, frame }: Place, anchor: Node | undefined): void {
    const into = (...nodes: (Node | null)[]) => {
      for (const each of nodes) if (each) this.visit({ node: each, frame }, anchor);
    };
    switch (node.type) {
      case 'TemplateLiteral':
        into(...node.expressions);
        break;
      case 'BinaryExpression':
        if (node.operator === '+') into(node.left, node.right);
        break;
      case 'LogicalExpression':
        into(node.operator === '&&' ? null : node.left, node.right);
        break;
      case 'ConditionalExpression':
        into(node.consequent, node.alternate);
        break;
      case 'ObjectExpression':
        for (const each of node.properties)
          if (each.type === 'SpreadElement') into(each.argument);
          else into(each.computed ? each.key : null, each.value);
        break;
      case 'ArrayExpression':
        if (!this.isList(node, anchor)) into(...node.elements);
        break;
      case 'SpreadElement':
        into(node.argument);
        break;
      case 'NewExpression':
        if ((calleeName(node) ?? '').endsWith('Error')) into(node.arguments[0] ?? null);
        break;
      case 'Identifier':
      case 'MemberExpression':
      case 'CallExpression':
      case 'AwaitExpression':
        this.atom({ node, frame }, anchor);
        break;
      default:
        break;
    }
  }

  private isList(node: Node, anchor: Node | undefined): boolean {
    if (!this.ids.listsIds(node)) return false;
    this.held.push({ is: 'list', node: anchor ?? node, id: node, source: 'issued' });
    return true;
  }

  private atom(place: Place, anchor: Node | undefined): void {
    const { node } = place;
    const source = this.ids.idAt(place);
    if (source) this.held.push({ is: 'id', node: anchor ?? node, id: node, source });
    if (source || this.isList(node, anchor)) return;
    const parameter = place.frame ? undefined : this.parameter(node);
    if (parameter) this.held.push(parameter);
    else if (node.type === 'CallExpression' && this.kept(node, place, anchor)) return;
    else if (!this.built(node, anchor))
      for (const step of stepsFrom(this.sourceCode, place) ?? []) this.visit(step, anchor ?? node);
  }

  private parameter(node: Node): HeldParameter | undefined {
    const [definition] = variableOf(this.sourceCode, node)?.defs ?? [];
    if (definition?.type !== 'Parameter') return undefined;
    const fn = definition.node as FunctionNode;
    const name: Node = definition.name;
    for (const [index, each] of fn.params.entries()) {
      const target = each.type === 'AssignmentPattern' ? each.left : each;
      if (target === name) return { is: 'parameter', fn, index, isRest: false };
      if (target.type === 'RestElement' && target.argument === name)
        return { is: 'parameter', fn, index, isRest: true };
    }
    return undefined;
  }

  /** A call that leaves what it is handed whole, or makes a list of it; whether nothing more is to be said of it. */
  private kept(call: TSESTree.CallExpression, { frame }: Place, anchor: Node | undefined): boolean {
    const callee = unwrap(call.callee);
    const name = calleeName(call) ?? '';
    const isOwn = functionOf(this.sourceCode, callee) !== undefined;
    if (!isOwn && WRITES.has(name)) {
      for (const each of call.arguments) this.visit({ node: each, frame }, anchor);
      return true;
    }
    if (callee.type !== 'MemberExpression' || isOwn) return false;
    if (name === 'map' || name === 'flatMap') {
      this.mapped(call, anchor ?? call);
      return true;
    }
    if (!KEEPS_WHOLE.has(name) && !this.dropsHyphens(call, name)) return false;
    for (const each of [callee.object, ...(name === 'concat' ? call.arguments : [])])
      this.visit({ node: each, frame }, anchor);
    return true;
  }

  private dropsHyphens(call: CallLike, name: string): boolean {
    const [pattern] = call.arguments;
    return (
      /^replace(?:All)?$/.test(name) &&
      HYPHENS.test(pattern ? this.sourceCode.getText(pattern) : '')
    );
  }

  /** `list.map((each) => …)`: what the callback gives for each. */
  private mapped(call: CallLike, anchor: Node): void {
    const [callback] = call.arguments;
    const fn = callback && functionOf(this.sourceCode, callback);
    if (fn)
      for (const node of returnsOf(this.sourceCode, fn))
        this.all({ node, frame: undefined }, anchor);
  }

  /** What each of several values holds, as the ids of all sessions. */
  private all(place: Place, anchor: Node): void {
    const start = this.held.length;
    this.visit(place, anchor);
    for (const [index, each] of this.held.entries())
      if (index >= start && each.is === 'id' && each.source === 'issued')
        this.held[index] = { ...each, is: 'list' };
  }

  /** A list that is filled bit by bit, or a container keyed by ids as a whole: `list.push({ id })`, `out[id] = …`. */
  private built(node: Node, anchor: Node | undefined): boolean {
    const variable = variableOf(this.sourceCode, node);
    const value = variable && valueOf(variable);
    if (this.ids.isKeyed(node)) {
      const { kind } = containerOf(this.sourceCode, node) ?? {};
      if (kind === 'object' || kind === 'map' || kind === 'set')
        this.held.push({ is: 'list', node: anchor ?? node, id: node, source: 'issued' });
      return true;
    }
    if (!variable || !value || unwrap(value).type !== 'ArrayExpression') return false;
    for (const { identifier } of variable.references) {
      const { parent } = identifier;
      const call = parent.parent;
      if (parent.type !== 'MemberExpression' || call?.type !== 'CallExpression') continue;
      if (call.callee === parent && /^(?:push|unshift)$/.test(keyOf(parent) ?? ''))
        for (const each of call.arguments)
          this.all({ node: each, frame: undefined }, anchor ?? node);
    }
    return false;
  }
}
