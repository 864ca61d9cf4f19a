import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingFunction,
  keyOf,
  outwards,
  unwrap,
  type CallLike,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { classOf, functionOf } from '../../analysis/functions';
import { stepsFrom, type Place } from '../../analysis/origins';
import { property } from '../../analysis/values';
import { assignmentsOf, variableOf } from '../../analysis/variables';
import { isGuarded, isOutOfReach } from './environments';

/** Text in the source that a value is made of, and of nothing else. */
export interface FixedText {
  /** The expression of it. */
  node: Node;
  /** The condition or fallback that chooses it, and what it stands in for. */
  choice?: { node: Node; instead: Node };
  /** Whether it holds only when nothing else is given. */
  isFallback: boolean;
}

/** Steps into a value, and expressions that are looked at in all; code that goes round in circles ends here. */
const MAX_STEPS = 40;
const MAX_PLACES = 200;

/**
 * The fixed texts that a secret is, or may be: literals, what is made of them alone, and the
 * fallbacks of what comes from elsewhere. Empty where the value is not known, and where a text
 * stands in for a secret outside of production only.
 */
export function fixedTextsIn(sourceCode: SourceCode, value: Node): FixedText[] {
  return new Search(sourceCode).at({ node: value, frame: undefined }, MAX_STEPS);
}

const NONE: FixedText[] = [];

class Search {
  private readonly open = new Set<Node>();
  private places = 0;

  constructor(private readonly sourceCode: SourceCode) {}

  at(place: Place, steps: number): FixedText[] {
    const node = unwrap(place.node);
    if (steps <= 0 || this.open.has(node) || ++this.places > MAX_PLACES) return NONE;
    this.open.add(node);
    const found = this.in({ ...place, node }, steps - 1);
    this.open.delete(node);
    return found;
  }

  private in(place: Place, steps: number): FixedText[] {
    const { node, frame } = place;
    const below = (each: Node | null) => (each ? this.at({ node: each, frame }, steps) : NONE);
    switch (node.type) {
      case 'Literal':
        return isText(node) && !isGuarded(this.sourceCode, place) ? [fixed(node)] : NONE;
      case 'TemplateLiteral':
        return this.whole(place, node.expressions.map(below));
      case 'BinaryExpression':
        return node.operator === '+'
          ? this.whole(place, [below(node.left), below(node.right)])
          : NONE;
      case 'ArrayExpression':
        return this.list(node, node.elements.map(below));
      case 'SpreadElement':
        return below(node.argument);
      case 'ObjectExpression':
        return node.properties.flatMap((each) =>
          each.type === 'Property' && !/^(?:id|name|algorithm)$/.test(keyOf(each) ?? '')
            ? below(each.value)
            : NONE,
        );
      case 'ConditionalExpression':
        return this.either(place, [node.consequent, node.alternate], below);
      case 'LogicalExpression':
        if (node.operator === '&&') return below(node.right);
        return this.either(place, [node.left, node.right], below);
      case 'Identifier':
        if (isOutOfReach(this.sourceCode, place)) return NONE;
        return this.assigned(node, below) ?? this.reached(place, steps);
      case 'CallExpression':
      case 'NewExpression': {
        const content = functionOf(this.sourceCode, node.callee) ? undefined : contentOf(node);
        return content ? this.derived(content.map(below)) : this.reached(place, steps);
      }
      case 'MemberExpression':
        return this.member(place, node, steps);
      default:
        return this.reached(place, steps);
    }
  }

  private reached(place: Place, steps: number): FixedText[] {
    const next = stepsFrom(this.sourceCode, place) ?? [];
    const found = next.map((step) => ({ step, texts: this.at(step, steps) }));
    const isAll = found.every(({ texts }) => isCertain(texts));
    return found.flatMap(({ step, texts }) => {
      // One of several values of a field: the others may be there first.
      if (step.as === 'assignment' && !isAll) return NONE;
      const isFallback = !isAll || step.as === 'fallback';
      return texts.map((text) => ({ ...text, isFallback: text.isFallback || isFallback }));
    });
  }

  /** A property that others may write to is not known. */
  private member(place: Place, node: TSESTree.MemberExpression, steps: number): FixedText[] {
    const key = keyOf(node);
    if (key === undefined || isOutOfReach(this.sourceCode, place)) return NONE;
    const isKnown =
      classOf(this.sourceCode, node.object) !== undefined ||
      property(this.sourceCode, node.object, [key]).state === 'found';
    return isKnown ? this.reached(place, steps) : NONE;
  }

  /** Text that is made of several parts is fixed when all of them are. */
  private whole(place: Place, parts: readonly FixedText[][]): FixedText[] {
    if (parts.some(({ length }) => length === 0)) return NONE;
    const choices = parts.flat().filter(({ isFallback }) => isFallback);
    if (choices.length > 0) return choices;
    return isPlaceholder(this.sourceCode.getText(place.node)) || isGuarded(this.sourceCode, place)
      ? NONE
      : [fixed(place.node)];
  }

  /** What a hash, an encoding or another writing of its content gives. */
  private derived(content: readonly FixedText[][]): FixedText[] {
    if (content.length === 0 || content.some(({ length }) => length === 0)) return NONE;
    const choices = content.flat().filter(({ isFallback }) => isFallback);
    return choices.length > 0 ? choices : (content[0] ?? NONE);
  }

  /** A list of secrets: each of them is accepted. */
  private list(node: TSESTree.ArrayExpression, items: readonly FixedText[][]): FixedText[] {
    const isOwn = items.every(
      (texts, index) => texts.length === 1 && texts[0]?.node === unwrapped(node.elements[index]),
    );
    return items.length > 0 && isOwn ? [fixed(node)] : items.flat();
  }

  private either(
    { node, frame }: Place,
    branches: readonly [Node, Node],
    below: (node: Node) => FixedText[],
  ): FixedText[] {
    const [first, second] = branches.map(below) as [FixedText[], FixedText[]];
    if (isCertain(first) && isCertain(second)) return [...first, ...second];
    const chosen = (texts: FixedText[], branch: Node, other: Node): FixedText[] => {
      if (!isCertain(texts)) return texts;
      if (isGuarded(this.sourceCode, { node: branch, frame })) return NONE;
      // A text that is for development only is no better.
      const isText = unwrap(other).type.endsWith('Literal');
      const choice = isText ? {} : { choice: { node, instead: other } };
      return [{ node: unwrap(branch), ...choice, isFallback: true }];
    };
    return [
      ...chosen(first, branches[0], branches[1]),
      ...chosen(second, branches[1], branches[0]),
    ];
  }

  /** A variable with several values: a text among them is a fallback where a condition chooses it in the same function. */
  private assigned(
    identifier: TSESTree.Identifier,
    below: (node: Node) => FixedText[],
  ): FixedText[] | undefined {
    const variable = variableOf(this.sourceCode, identifier);
    const values = variable && assignmentsOf(variable);
    if (!values || values.length < 2) return undefined;
    const [initial] = values;
    const owner = enclosingFunction(identifier);
    if (values.some((value) => enclosingFunction(value) !== owner)) return NONE;
    return values.flatMap((value) => {
      const isInitial = value === initial && value.parent?.type === 'VariableDeclarator';
      const others = isInitial ? values.slice(1) : [value];
      const texts = others.every(isConditional) ? below(value) : NONE;
      return texts.map((text) => ({ ...text, isFallback: true }));
    });
  }
}

function fixed(node: Node): FixedText {
  return { node, isFallback: false };
}

/** Whether nothing else can be the value. */
function isCertain(texts: readonly FixedText[]): boolean {
  return texts.length > 0 && texts.every(({ isFallback }) => !isFallback);
}

function unwrapped(node: Node | null | undefined): Node | undefined {
  return node ? unwrap(node) : undefined;
}

function isText({ value, raw }: TSESTree.Literal): boolean {
  return (typeof value === 'string' && !isPlaceholder(raw)) || typeof value === 'number';
}

/** `'<%= secret %>'`: what a generator of projects fills in. */
function isPlaceholder(text: string): boolean {
  return /<%|\{\{/.test(text);
}

/** Whether a value is assigned under a condition. */
function isConditional(value: Node): boolean {
  for (const at of outwards(value)) {
    if (at.type === 'IfStatement' || at.type === 'SwitchCase' || at.type === 'LogicalExpression')
      return true;
    if (at.type === 'AssignmentExpression' && at.operator !== '=') return true;
    if (at.type.includes('Function')) return false;
  }
  return false;
}

/** Methods that write what they are called on in another way. */
const REWRITING =
  /^(?:toString|toUpperCase|toLowerCase|trim|normalize|padStart|padEnd|repeat|slice|substring|substr|subarray|split|join|reverse|export)$/;
/** Functions that make their value of one argument alone, by its index. */
const DERIVING: ReadonlyMap<string, number> = new Map([
  ...['Keygrip', 'String', 'Uint8Array', 'atob', 'btoa', 'createSecretKey'].map(
    (name) => [name, 0] as const,
  ),
  ...['encode', 'pbkdf2Sync', 'scryptSync'].map((name) => [name, 0] as const),
  ['hkdfSync', 1],
]);

/** What a call makes its value of, when that alone decides the value; `undefined` for other calls. */
function contentOf(call: CallLike): Node[] | undefined {
  const callee = unwrap(call.callee);
  const name = calleeName(call) ?? '';
  if (name === 'digest') return digestedBy(call);
  if (callee.type === 'MemberExpression') {
    if (REWRITING.test(name)) return [callee.object];
    const holder = unwrap(callee.object);
    // `Buffer.from(text, encoding)`; `Array.from(list, callback)` makes something new.
    if (/^(?:from|of)$/.test(name) && holder.type === 'Identifier')
      return /^(?:Buffer|Uint8Array)$/.test(holder.name) ? call.arguments.slice(0, 1) : undefined;
  }
  const index = DERIVING.get(name);
  const given = index === undefined ? undefined : call.arguments[index];
  return given && [given];
}

/** What goes into `createHash(…).update(a).update(b).digest()`, the key of `createHmac(…, key)` too. */
function digestedBy(call: CallLike): Node[] | undefined {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression' || keyOf(callee) !== 'digest') return undefined;
  const content: Node[] = [];
  let at = unwrap(callee.object);
  while (at.type === 'CallExpression') {
    const name = calleeName(at);
    const [first, second] = at.arguments;
    if (name === 'createHash') return content;
    if (name === 'createHmac') return second ? [second, ...content] : undefined;
    const inner = unwrap(at.callee);
    if (name !== 'update' || inner.type !== 'MemberExpression' || !first) return undefined;
    content.unshift(first);
    at = unwrap(inner.object);
  }
  return undefined;
}
