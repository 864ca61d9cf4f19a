import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  isFunction,
  keyOf,
  memberPath,
  stringOf,
  unwrap,
  wrapped,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { resolve } from '../../analysis/values';
import { variableOf } from '../../analysis/variables';
import type { CookieAttribute } from '../../models/cookie-types';
import { FLAGS, isForOneEnvironment, type Attribute } from './cookie-attributes';
import { isNoValue } from './cookie-names';

/** A cookie that a raw `Set-Cookie` header sets: `name=value; HttpOnly; …`. */
export interface HeaderCookie {
  /** The expression of the header's value. */
  node: Node;
  /** The cookie's name, or the expression of it. */
  name: string | Node;
  /** The expression of its value, when it is one alone. */
  value: Node | undefined;
  /** Its domain, as far as the text is known. */
  domain: string | undefined;
  attribute: (attribute: CookieAttribute) => Attribute;
}

/** Calls that write a header: `res.setHeader(name, value)`, `headers.append(name, value)`, `setHeader(event, name, value)`. */
const HEADER_WRITERS = /^(?:(?:set|append)(?:Response)?Headers?|set|append|add|header)$/;
/** Calls that take an object of response headers, directly or as `headers`. */
const HEADER_TAKERS =
  /^(?:writeHead|set|header|Response|NextResponse|Headers|json|redirect|data|send)$/;

/** The cookies of all `Set-Cookie` headers in the file; those that are cleared, or whose text is not known far enough, are left out. */
export const headerCookies = oncePerFile((sourceCode: SourceCode): HeaderCookie[] => {
  const seen = new Set<Node>();
  const cookies: HeaderCookie[] = [];
  for (const { value, mayBeConstant } of headerValues(sourceCode))
    for (const each of elementsOf(sourceCode, value)) {
      const node = resolve(sourceCode, each);
      if (seen.has(node)) continue;
      seen.add(node);
      const cookie = parse(sourceCode, node, mayBeConstant);
      if (cookie) cookies.push(cookie);
    }
  return cookies;
});

function* headerValues(sourceCode: SourceCode): Generator<{ value: Node; mayBeConstant: boolean }> {
  for (const call of nodesOfType(sourceCode, 'CallExpression')) {
    if (!HEADER_WRITERS.test(calleeName(call) ?? '')) continue;
    const index = call.arguments.slice(0, 2).findIndex(isSetCookie);
    const value = index >= 0 ? call.arguments[index + 1] : undefined;
    if (value) yield { value, mayBeConstant: true };
  }
  for (const property of nodesOfType(sourceCode, 'Property'))
    if (/^set-cookie$/i.test(keyOf(property) ?? '') && isOfResponse(property.parent))
      yield { value: property.value, mayBeConstant: false };
}

function isSetCookie(node: Node): boolean {
  return /^set-cookie$/i.test(stringOf(node) ?? '');
}

/** `res.writeHead(200, headers)`, `new Response(body, { headers })`, `return { statusCode, headers }`; not what a test expects. */
function isOfResponse(headers: Node): boolean {
  const { parent } = wrapped(headers);
  if (parent?.type === 'CallExpression' || parent?.type === 'NewExpression')
    return HEADER_TAKERS.test(calleeName(parent) ?? '');
  if (parent?.type !== 'Property' || keyOf(parent) !== 'headers') return false;
  const holder = wrapped(parent.parent);
  return (
    holder.parent?.type === 'ReturnStatement' ||
    (isFunction(holder.parent) && holder.parent.body === holder) ||
    isOfResponse(parent.parent)
  );
}

function elementsOf(sourceCode: SourceCode, value: Node): Node[] {
  const list = resolve(sourceCode, value);
  return list.type === 'ArrayExpression'
    ? list.elements.flatMap((each) => (each && each.type !== 'SpreadElement' ? [each] : []))
    : [value];
}

// --- the text of a header ---------------------------------------------------------------------

/** A piece of text, or an expression: of one of several texts, or of any. */
type Part = string | { node: Node; oneOf?: Part[][] };

function partsOf(sourceCode: SourceCode, node: Node, steps = 20): Part[] {
  const inner = resolve(sourceCode, node);
  const text = stringOf(inner);
  if (text !== undefined) return [text];
  const below = (each: Node) => partsOf(sourceCode, each, steps - 1);
  const unknown: Part[] = [{ node: unwrap(node) }];
  if (steps === 0) return unknown;
  switch (inner.type) {
    case 'TemplateLiteral':
      return inner.quasis.flatMap((quasi, index) => {
        const expression = inner.expressions[index];
        return [quasi.value.cooked ?? '', ...(expression ? below(expression) : [])];
      });
    case 'BinaryExpression':
      return inner.operator === '+' && !isSum(inner)
        ? [...below(inner.left), ...below(inner.right)]
        : unknown;
    case 'ConditionalExpression':
      return [{ node: inner, oneOf: [below(inner.consequent), below(inner.alternate)] }];
    case 'LogicalExpression':
      return inner.operator === '&&' ? [{ node: inner, oneOf: [[], below(inner.right)] }] : unknown;
    case 'CallExpression': {
      const { list, by } = joined(sourceCode, inner) ?? {};
      return (
        list?.flatMap((each, index) => [...(index > 0 ? [by ?? ''] : []), ...below(each)]) ??
        unknown
      );
    }
    default:
      return unknown;
  }
}

/** `Math.random() * 100 + 1`: numbers are added, not written one behind the other. */
function isSum({ left, right }: TSESTree.BinaryExpression): boolean {
  const sides = [left, right].map(unwrap);
  return sides.some(isNumber) && sides.every((side) => isNumber(side) || isArithmetic(side));
}

function isNumber(node: Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'number';
}

function isArithmetic(node: Node): boolean {
  if (node.type === 'BinaryExpression')
    return node.operator === '+' ? isSum(node) : /^(?:[-*/%|&^]|\*\*|<<|>>>?)$/.test(node.operator);
  const called = node.type === 'CallExpression' ? memberPath(node.callee) : undefined;
  const name =
    called?.root.type === 'Identifier' ? [called.root.name, ...called.path].join('.') : '';
  return /^(?:Math\.\w+|Date\.now|performance\.now|Number|parseInt|parseFloat)$/.test(name);
}

/** `['sid=' + id, 'HttpOnly'].filter(Boolean).join('; ')`. */
function joined(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
): { list: Node[]; by: string } | undefined {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression' || keyOf(callee) !== 'join') return undefined;
  const object = unwrap(callee.object);
  const isFiltered = object.type === 'CallExpression' && calleeName(object) === 'filter';
  const filtered = isFiltered ? unwrap(object.callee) : object;
  const pieces = isFiltered && filtered.type === 'MemberExpression' ? filtered.object : object;
  const list = resolve(sourceCode, pieces);
  const by = stringOf(call.arguments[0]);
  if (list.type !== 'ArrayExpression' || by === undefined || grows(sourceCode, pieces))
    return undefined;
  return { list: list.elements.flatMap((each) => each ?? []), by };
}

/** Whether a list gets more pieces after it is made: `parts.push('Secure')`. */
function grows(sourceCode: SourceCode, list: Node): boolean {
  const references = variableOf(sourceCode, list)?.references ?? [];
  return references.some(({ identifier }) => {
    const { parent } = wrapped(identifier);
    if (parent?.type === 'CallExpression') return true;
    return (
      parent?.type === 'MemberExpression' && !/^(?:join|filter|length)$/.test(keyOf(parent) ?? '')
    );
  });
}

/** Stands in the text for an expression. */
const HOLE = '\uFFFC';
const ATTRIBUTE_TEXT = /^\s*(?:;|$|(?:secure|httponly|samesite|path|domain|max-age|expires)\b)/i;

interface HeaderText {
  text: string;
  /** The expressions in it, in order. */
  holes: Node[];
  /** What conditions add to the attributes. */
  options: string[];
}

function textOf(parts: readonly Part[]): HeaderText {
  const whole: HeaderText = { text: '', holes: [], options: [] };
  for (const part of parts) {
    if (typeof part === 'string') {
      whole.text += part;
      continue;
    }
    const branches = part.oneOf?.map(textOf) ?? [];
    const areAttributes = branches.every(({ text }) => ATTRIBUTE_TEXT.test(text));
    if (part.oneOf && areAttributes) {
      whole.options.push(...branches.flatMap(({ text, options }) => [text, ...options]));
      continue;
    }
    whole.text += HOLE;
    whole.holes.push(part.node);
  }
  return whole;
}

function parse(
  sourceCode: SourceCode,
  node: Node,
  mayBeConstant: boolean,
): HeaderCookie | undefined {
  const { text, holes, options } = textOf(partsOf(sourceCode, node));
  const [pair = '', ...attributes] = text.split(';').map((each) => each.trim());
  const equals = pair.indexOf('=');
  const [name, content] = [pair.slice(0, equals), pair.slice(equals + 1)];
  if (equals <= 0 || isCleared(content, attributes)) return undefined;
  if (!mayBeConstant && !content.includes(HOLE)) return undefined;
  const isOpen = [pair, ...attributes].some(mayHoldAttributes);
  return {
    node,
    name: name === HOLE ? (holes[0] ?? name) : name,
    value: content === HOLE ? holes.at(name.split(HOLE).length - 1) : undefined,
    domain: attributes.find((each) => /^domain=/i.test(each))?.slice('domain='.length),
    attribute(attribute) {
      const found = read(node, attribute, attributes, options, isOpen);
      const isBranch = attribute === 'secure' && isForOneEnvironment(sourceCode, node);
      return isBranch && found.state === 'default' ? { state: 'unknown' } : found;
    },
  };
}

/** Whether an expression in `key=value` may add attributes: one that is not the value, nor a part of it behind a separator. */
function mayHoldAttributes(text: string): boolean {
  const equals = text.indexOf('=');
  if (equals < 0) return text.includes(HOLE);
  return /[\w/\uFFFC]\uFFFC/.test(text.slice(equals));
}

function isCleared(content: string, attributes: readonly string[]): boolean {
  return (
    isNoValue(content) ||
    attributes.some((each) => /^max-age=(?:0|-\d+)$|^expires=.*\b(?:1970|0)\b/i.test(each))
  );
}

function read(
  node: Node,
  attribute: CookieAttribute,
  attributes: readonly string[],
  options: readonly string[],
  isOpen: boolean,
): Attribute {
  const flag = FLAGS[attribute].toLowerCase();
  for (const each of attributes) {
    const [key = '', value = ''] = each.toLowerCase().split('=');
    if (key.trim() !== flag) continue;
    if (value.includes(HOLE)) return { state: 'set', node };
    return {
      state: 'set',
      node,
      literal: { value: attribute === 'sameSite' ? value.trim() : true },
    };
  }
  if (options.some((text) => text.toLowerCase().includes(flag))) return { state: 'set', node };
  return isOpen || options.some((text) => text.includes(HOLE) && !text.includes('='))
    ? { state: 'unknown' }
    : { state: 'default', value: 'absent', node };
}
