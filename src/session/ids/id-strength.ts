import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  keyOf,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { returnsOf } from '../../analysis/nodes';
import { stepsFrom, type Frame, type Place } from '../../analysis/origins';
import { resolve, staticValue } from '../../analysis/values';
import { isGlobal, variableOf, type Variable } from '../../analysis/variables';
import {
  combined,
  COUNT_OF_ITEMS,
  NOTHING,
  repeated,
  strengthOf,
  TEXT,
  UNKNOWN,
  weak,
  weakest,
  type Parts,
  type Strength,
} from './id-parts';
import { wordFor } from './id-words';
import {
  addedBy,
  CONVERSIONS,
  isSplit,
  KEEPING,
  leftBy,
  NAMESPACES,
  pieceOf,
} from './text-methods';
import {
  additionsTo,
  filledValue,
  isCounter,
  isCountingField,
  isRaise,
  sourceCalled,
  sourceNamed,
  valueOfSource,
} from './random-sources';

/** How hard the value of an expression is to guess; `minBits` is what a session id needs. */
export function strengthAt(sourceCode: SourceCode, place: Place, minBits: number): Strength {
  return strengthOf(new Evaluation(sourceCode, minBits).parts(place.node, place.frame), minBits);
}

const CALCULATIONS = new Set('+ - * / % ** | & ^ << >> >>>'.split(' '));
const COUNTER = weak('counter', 'a counter');
const COUNT = weak('counter', COUNT_OF_ITEMS);
const TIME = weak('predictable', 'the time');

/** Goes through an expression. */
class Evaluation {
  private readonly open = new Set<Node | Variable>();

  constructor(
    private readonly sourceCode: SourceCode,
    private readonly minBits: number,
  ) {}

  parts(node: Node, frame: Frame | undefined): Parts {
    const inner = unwrap(node);
    // What a variable held before adds nothing to what is put into it.
    const key = variableOf(this.sourceCode, inner) ?? inner;
    if (this.open.has(key)) return NOTHING;
    if (this.open.size > 100) return UNKNOWN;
    this.open.add(key);
    const parts = this.partsOf(inner, frame);
    this.open.delete(key);
    return parts;
  }

  private all(nodes: readonly (Node | null)[], frame: Frame | undefined): Parts {
    return combined(nodes.map((node) => (node ? this.parts(node, frame) : NOTHING)));
  }

  private partsOf(node: Node, frame: Frame | undefined): Parts {
    switch (node.type) {
      case 'Literal':
        return node.value === '' || typeof node.value === 'boolean' ? NOTHING : TEXT;
      case 'TemplateLiteral': {
        const text = node.quasis.some(({ value }) => value.cooked !== '') ? TEXT : NOTHING;
        return node.expressions.length === 1 && text === NOTHING
          ? this.all(node.expressions, frame)
          : combined([text, this.all(node.expressions, frame)]);
      }
      case 'BinaryExpression':
        return CALCULATIONS.has(node.operator) ? this.all([node.left, node.right], frame) : UNKNOWN;
      case 'UnaryExpression':
        return ['+', '-', '~'].includes(node.operator) ? this.parts(node.argument, frame) : UNKNOWN;
      case 'UpdateExpression':
        return COUNTER;
      case 'AssignmentExpression':
        if (isRaise(node.left)) return COUNTER;
        return node.operator === '+='
          ? this.all([node.left, node.right], frame)
          : this.reached(node, frame);
      case 'ArrayExpression':
        return this.all(node.elements, frame);
      case 'SpreadElement':
        return this.parts(node.argument, frame);
      case 'ObjectExpression':
        return NOTHING;
      case 'Identifier':
        return this.variable(node, frame);
      case 'MemberExpression':
        return this.member(node, frame);
      case 'NewExpression':
        return this.construction(node, frame);
      case 'CallExpression':
        return this.call(node, frame);
      default:
        return this.reached(node, frame);
    }
  }

  /** The weakest of the values that the file shows. */
  private reached(node: Node, frame: Frame | undefined): Parts {
    const steps = stepsFrom(this.sourceCode, { node, frame });
    if (!steps) return UNKNOWN;
    return weakest(
      steps.map((step) => this.parts(step.node, step.frame)),
      this.minBits,
    );
  }

  /** What is told by the name, when the value is not. */
  private named(parts: Parts, node: Node): Parts {
    if (!parts.unknown || parts.bits > 0 || parts.weaknesses.length > 0) return parts;
    const word = wordFor(node);
    if (word === 'identity') return weak('identity', `\`${this.sourceCode.getText(node)}\``);
    return word === 'label' ? NOTHING : parts;
  }

  private variable(node: TSESTree.Identifier, frame: Frame | undefined): Parts {
    const variable = variableOf(this.sourceCode, node);
    const [definition] = variable?.defs ?? [];
    if (!variable || !definition) return node.name === 'undefined' ? NOTHING : UNKNOWN;
    if (['ImportBinding', 'FunctionName', 'ClassName'].includes(definition.type)) {
      const source = sourceNamed(this.sourceCode, node);
      if (source?.strength === 'weak') return valueOfSource(this.sourceCode, source, undefined);
      return definition.type === 'ImportBinding' ? this.named(UNKNOWN, node) : UNKNOWN;
    }
    if (isCounter(this.sourceCode, node)) return COUNTER;
    const filled = filledValue(this.sourceCode, variable);
    if (filled) return filled;
    const additions = additionsTo(variable);
    if (!additions) return this.named(this.reached(node, frame), node);
    const starts = variable.references.flatMap(({ writeExpr }) => {
      return writeExpr && !additions.some(({ node }) => node === writeExpr) ? [writeExpr] : [];
    });
    return combined([
      this.all(starts, frame),
      ...additions.map((each) => {
        const parts = this.parts(each.node, frame);
        return each.repeats ? repeated(parts) : parts;
      }),
    ]);
  }

  private member(node: TSESTree.MemberExpression, frame: Frame | undefined): Parts {
    const source = sourceNamed(this.sourceCode, node);
    if (source?.strength === 'weak') return valueOfSource(this.sourceCode, source, undefined);
    const key = keyOf(node);
    const object = unwrap(node.object);
    if (key === 'length' || key === 'size') return COUNT;
    if (object.type === 'ThisExpression' && key && isCountingField(this.sourceCode, node, key))
      return COUNTER;
    const index = key === undefined ? undefined : Number(key);
    if (node.computed && (index === undefined || !Number.isNaN(index))) {
      const whole = this.parts(object, frame);
      if (isSplit(object) && index !== undefined) return pieceOf(whole, index);
      return key === undefined ? combined([whole, this.parts(node.property, frame)]) : whole;
    }
    return this.named(this.reached(node, frame), node);
  }

  private construction(node: TSESTree.NewExpression, frame: Frame | undefined): Parts {
    const callee = unwrap(node.callee);
    if (callee.type !== 'Identifier' || !isGlobal(this.sourceCode, callee)) return UNKNOWN;
    if (callee.name === 'Array') return NOTHING;
    if (callee.name === 'Date')
      return node.arguments.length === 0 ? TIME : this.all(node.arguments, frame);
    const [content] = node.arguments;
    // A typed array of another's bytes; `new Uint8Array(16)` is yet to be filled.
    return /^(?:Ui|I)nt\d+Array$/.test(callee.name) && content && content.type !== 'Literal'
      ? { ...this.parts(content, frame), form: 'bytes' }
      : UNKNOWN;
  }

  private call(node: TSESTree.CallExpression, frame: Frame | undefined): Parts {
    const source = sourceCalled(this.sourceCode, node);
    if (source?.derives === 'hash')
      // `hash(algorithm, data)`; `createHash(algorithm)` is fed later.
      return node.arguments.length > 1 ? this.hashed(node.arguments[1] ?? node, frame) : NOTHING;
    if (source) return valueOfSource(this.sourceCode, source, node);
    const callee = unwrap(node.callee);
    if (callee.type === 'Identifier') {
      if (!isGlobal(this.sourceCode, callee)) return this.reached(node, frame);
      if (callee.name === 'Date') return TIME;
      if (callee.name === 'Array') return NOTHING;
      return CONVERSIONS.has(callee.name) ? this.all(node.arguments.slice(0, 1), frame) : UNKNOWN;
    }
    if (callee.type !== 'MemberExpression') return this.reached(node, frame);
    const object = unwrap(callee.object);
    if (
      object.type === 'Identifier' &&
      isGlobal(this.sourceCode, object) &&
      NAMESPACES.has(object.name)
    )
      return this.conversion(node, keyOf(callee), frame);
    const local = functionOf(this.sourceCode, callee);
    if (local) return this.reached(node, frame);
    return this.method(node, callee.object, keyOf(callee) ?? '', frame);
  }

  /** `Math.floor(x)`, `Array.from({ length }, () => x)`, `Buffer.from(x)`, `String.fromCharCode(x)`. */
  private conversion(
    node: TSESTree.CallExpression,
    name: string | undefined,
    frame: Frame | undefined,
  ): Parts {
    const [first, second] = node.arguments;
    const callback = second && functionOf(this.sourceCode, second);
    if (name === 'from' && first && callback)
      return combined([this.parts(first, frame), this.each(callback, first, frame)]);
    return { ...this.all(node.arguments, frame), form: undefined };
  }

  private method(
    node: TSESTree.CallExpression,
    receiver: Node,
    name: string,
    frame: Frame | undefined,
  ): Parts {
    if (name === 'encode' && isEncoder(this.sourceCode, receiver))
      return { ...this.all(node.arguments, frame), form: 'bytes' };
    if (!KEEPING.has(name)) return UNKNOWN;
    const whole = this.parts(receiver, frame);
    const given = node.arguments;
    if (name === 'update') return combined([whole, this.hashed(given[0] ?? node, frame)]);
    const numbers = given.map((each) => staticValue(this.sourceCode, each)?.value);
    const left = leftBy(name, whole, receiver, given, numbers);
    const added = addedBy(name, given).map((argument) => {
      const callback = functionOf(this.sourceCode, argument);
      return callback ? this.each(callback, receiver, frame) : this.parts(argument, frame);
    });
    const isPlain = added.every(
      ({ bits, unknown, weaknesses }) => bits === 0 && !unknown && weaknesses.length === 0,
    );
    return isPlain ? left : combined([left, ...added]);
  }

  /** What a callback gives for each element, whose value is the receiver's. */
  private each(callback: FunctionNode, receiver: Node, outer: Frame | undefined): Parts {
    const frame: Frame = {
      fn: callback,
      arguments: callback.params.map(() => receiver),
      call: undefined,
      outer,
    };
    const returned = returnsOf(this.sourceCode, callback);
    const parts = returned.map((node) => this.parts(node, frame));
    return repeated(weakest(parts, this.minBits));
  }

  /** A plain hash of a token gives each holder the same id for ever; of anything else it is as good as that. */
  private hashed(data: Node, frame: Frame | undefined): Parts {
    const parts = this.parts(data, frame);
    if (parts.bits === 0 && parts.unknown && wordFor(data) === 'token')
      return weak('identity', `a hash of \`${this.sourceCode.getText(unwrap(data))}\``);
    return {
      ...parts,
      form: undefined,
      weaknesses: parts.weaknesses.map((each) => ({
        ...each,
        because: `a hash of ${each.because}`,
      })),
    };
  }
}

/** `new TextEncoder()`. */
function isEncoder(sourceCode: SourceCode, node: Node): boolean {
  const made = resolve(sourceCode, node);
  return made.type === 'NewExpression' && calleeName(made) === 'TextEncoder';
}
