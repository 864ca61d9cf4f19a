import type { TSESTree } from '@typescript-eslint/utils';
import {
  keyOf,
  memberPath,
  stringOf,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { homeOf } from '../../analysis/files';
import { stepsFrom, type Frame, type Place } from '../../analysis/origins';
import { property, resolve } from '../../analysis/values';
import { variableOf } from '../../analysis/variables';

const PRODUCTION = /prod/i;
const ELSEWHERE =
  /NODE_ENV|(?:^|[^a-z])(?:is_?)?(?:dev(?:elopment|mode)?|test(?:s|ing)?|local(?:host)?|staging|ci|debug|mock)(?![a-z])/i;
const DENIED = /!==?|!\s*[\w$.(]/;
/** Definitions and arguments that are gone into. */
const MAX_STEPS = 12;

/** Tells what conditions that ask for the environment say in production. */
export class EnvironmentReader {
  constructor(private readonly sourceCode: SourceCode) {}

  /** Whether a condition does not hold, or not fail, in production. */
  excludes(test: Place, holds: boolean): boolean {
    const known = this.inProduction(test);
    return known === undefined ? this.denies(test.node, holds) : known !== holds;
  }

  /** The same by the words of a condition alone. */
  denies(test: Node, holds: boolean): boolean {
    const text = this.textOf(test);
    const isDenied = DENIED.test(text);
    if (PRODUCTION.test(text)) return isDenied === holds;
    return ELSEWHERE.test(text) && isDenied !== holds;
  }

  /** Whether a condition asks for the environment, by its words. */
  asks(test: Node): boolean {
    const text = this.textOf(test);
    return PRODUCTION.test(text) || ELSEWHERE.test(text);
  }

  /** What a condition is in production; `undefined` when that depends on something else. */
  inProduction(test: Place, steps = MAX_STEPS): boolean | undefined {
    const { frame } = test;
    const node = unwrap(test.node);
    const of = (each: Node) => this.inProduction({ node: each, frame }, steps - 1);
    if (steps <= 0) return undefined;
    switch (node.type) {
      case 'Literal':
        return Boolean(node.value);
      case 'UnaryExpression':
        return node.operator === '!' ? negated(of(node.argument)) : undefined;
      case 'LogicalExpression':
        return node.operator === '??' ? undefined : this.either(node, of);
      case 'BinaryExpression':
        return this.compared(node);
      case 'Identifier':
      case 'MemberExpression':
      case 'CallExpression':
        return this.named({ node, frame }, steps);
      default:
        return undefined;
    }
  }

  private either(
    { operator, left, right }: TSESTree.LogicalExpression,
    of: (node: Node) => boolean | undefined,
  ): boolean | undefined {
    const decisive = operator === '||';
    const sides = [of(left), of(right)];
    if (sides.includes(decisive)) return decisive;
    return sides.includes(undefined) ? undefined : !decisive;
  }

  /** `process.env.NODE_ENV === 'production'`, `stage !== 'local'`. */
  private compared({ operator, left, right }: TSESTree.BinaryExpression): boolean | undefined {
    if (!/^[!=]==?$/.test(operator)) return undefined;
    const text = stringOf(unwrap(left)) ?? stringOf(unwrap(right));
    if (text === undefined || !this.asks(left.parent)) return undefined;
    return PRODUCTION.test(text) === operator.startsWith('=');
  }

  /** `isProduction`, `options.required` of a parameter, `isLive()`. */
  private named(place: Place, steps: number): boolean | undefined {
    const { node } = place;
    if (this.isOfParameter(node)) return this.handed(place, steps);
    const text = this.textOf(node);
    if (text.endsWith('NODE_ENV')) return undefined;
    if (PRODUCTION.test(text)) return true;
    if (ELSEWHERE.test(text)) return false;
    const value = resolve(this.sourceCode, node);
    return value === node
      ? undefined
      : this.inProduction({ node: value, frame: place.frame }, steps - 1);
  }

  private isOfParameter(node: Node): boolean {
    const root = memberPath(node)?.root ?? node;
    return variableOf(this.sourceCode, root)?.defs[0]?.type === 'Parameter';
  }

  /** What the call that was gone into hands to a parameter. */
  private handed({ node, frame }: Place, steps: number): boolean | undefined {
    if (isLeftOut(this.sourceCode, node, frame)) return false;
    const given = stepsFrom(this.sourceCode, { node, frame });
    const [only] = given ?? [];
    if (only && given?.length === 1) return this.inProduction(only, steps - 1);
    const key = node.type === 'MemberExpression' ? keyOf(node) : undefined;
    if (node.type !== 'MemberExpression' || key === undefined) return undefined;
    const [object, ...others] = stepsFrom(this.sourceCode, { node: node.object, frame }) ?? [];
    if (!object || others.length > 0) return undefined;
    const found = property(this.sourceCode, object.node, [key]);
    if (found.state === 'missing') return false;
    return found.state === 'found'
      ? this.inProduction({ node: found.node, frame: object.frame }, steps - 1)
      : undefined;
  }

  private textOf(node: Node): string {
    return homeOf(this.sourceCode, node).getText(node);
  }
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

/** Whether a parameter gets no argument in the call that was gone into. */
function isLeftOut(sourceCode: SourceCode, node: Node, frame: Frame | undefined): boolean {
  const definition = variableOf(sourceCode, node)?.defs[0];
  if (definition?.type !== 'Parameter') return false;
  const fn = definition.node as FunctionNode;
  const index = fn.params.findIndex((each) => each === (definition.name as Node));
  for (let at = frame; at; at = at.outer)
    if (at.fn === fn && at.arguments !== 'unknown')
      return (
        index >= at.arguments.length && at.arguments.every(({ type }) => type !== 'SpreadElement')
      );
  return false;
}
