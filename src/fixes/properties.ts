import { getPropertyName, isOpeningParenToken } from '@eslint-community/eslint-utils';
import type { TSESTree } from '@typescript-eslint/utils';
import type { Fix, SourceCode } from './layout';
import { appendItem } from './lists';

/** Appends a property such as `httpOnly: true`; undefined when the object has that key already, or a computed one that could be it. */
export function addProperty(
  sourceCode: SourceCode,
  object: TSESTree.ObjectExpression,
  text: string,
): Fix | undefined {
  const key = /^(?:async\s+)?["']?([\w$-]+)/.exec(text)?.[1];
  if (hasComputedKey(object) || (key && findLast(object, key))) return undefined;
  const open = sourceCode.getFirstToken(object);
  const close = sourceCode.getLastToken(object);
  if (!open || !close) return undefined;
  return appendItem(
    sourceCode,
    { open, close, last: object.properties.at(-1), padding: ' ' },
    text,
  );
}

/** Replaces a property's value; undefined when the key is absent, a getter, could be overwritten by what follows, or when comments would be lost. */
export function setProperty(
  sourceCode: SourceCode,
  object: TSESTree.ObjectExpression,
  key: string,
  value: string,
): Fix | undefined {
  const property = findProperty(object, key);
  if (!property || hasComputedKey(object)) return undefined;
  const later = object.properties.slice(object.properties.indexOf(property) + 1);
  if (later.some(({ type }) => type === 'SpreadElement')) return undefined;

  const { shorthand, method } = property;
  const name = sourceCode.getText(property.key);
  const keyText = property.computed ? `[${name}]` : name;
  const from = shorthand || method ? property : firstTokenOfValue(sourceCode, property);
  if (!from) return undefined;
  const range: [number, number] = [from.range[0], property.range[1]];
  if (hasComment(sourceCode, range)) return undefined;
  const text = shorthand || method ? `${keyText}: ${value}` : value;
  return (fixer) => fixer.replaceTextRange(range, text);
}

/** Removes a property with its comma and its line; undefined when the key is absent, a getter or there twice, when a value from before could come to light, or when comments would be lost. */
export function removeProperty(
  sourceCode: SourceCode,
  object: TSESTree.ObjectExpression,
  key: string,
): Fix | undefined {
  const property = findProperty(object, key);
  if (!property || hasComputedKey(object)) return undefined;
  const earlier = object.properties.slice(0, object.properties.indexOf(property));
  if (earlier.some((other) => other.type === 'SpreadElement' || nameOf(other) === key)) {
    return undefined;
  }
  const range = rangeWithComma(sourceCode, object, property);
  if (!range || hasComment(sourceCode, range)) return undefined;
  return (fixer) => fixer.removeRange(range);
}

/** Appends an argument; undefined when a spread leaves open which one it would be. */
export function addArgument(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  text: string,
): Fix | undefined {
  if (call.arguments.some(({ type }) => type === 'SpreadElement')) return undefined;
  const open = sourceCode.getTokenAfter(call.typeArguments ?? call.callee, isOpeningParenToken);
  if (!open || open.range[0] >= call.range[1]) {
    return (fixer) => fixer.insertTextAfter(call, `(${text})`);
  }
  const close = sourceCode.getLastToken(call);
  if (!close) return undefined;
  return appendItem(sourceCode, { open, close, last: call.arguments.at(-1), padding: '' }, text);
}

/** The property that decides the key's value; undefined for a getter or setter. */
function findProperty(
  object: TSESTree.ObjectExpression,
  key: string,
): TSESTree.Property | undefined {
  const property = findLast(object, key);
  return property?.kind === 'init' ? property : undefined;
}

function findLast(object: TSESTree.ObjectExpression, key: string): TSESTree.Property | undefined {
  return object.properties
    .filter((property) => property.type === 'Property')
    .findLast((property) => nameOf(property) === key);
}

function hasComputedKey(object: TSESTree.ObjectExpression): boolean {
  return object.properties.some(
    (property) => property.type === 'Property' && nameOf(property) === undefined,
  );
}

function nameOf(property: TSESTree.Property): string | undefined {
  return getPropertyName(property as never) ?? undefined;
}

/** What follows the colon: the value, or a parenthesis around it. */
function firstTokenOfValue(
  sourceCode: SourceCode,
  { value }: TSESTree.Property,
): TSESTree.Token | null {
  const colon = sourceCode.getTokenBefore(value, (token) => token.value === ':');
  return colon && sourceCode.getTokenAfter(colon);
}

/** The range that takes along one comma, and the line break before a property on a line of its own. */
function rangeWithComma(
  sourceCode: SourceCode,
  object: TSESTree.ObjectExpression,
  property: TSESTree.Property,
): [number, number] | undefined {
  if (object.properties.length === 1) return [object.range[0] + 1, object.range[1] - 1];
  const close = sourceCode.getLastToken(object);
  const before = sourceCode.getTokenBefore(property, { includeComments: true });
  const after = sourceCode.getTokenAfter(property);
  if (!before || !after) return undefined;
  if (after === close) {
    const isKept = before.type === 'Block' || before.type === 'Line';
    return [isKept ? before.range[1] : before.range[0], endWithComment(sourceCode, property)];
  }
  const next = sourceCode.getTokenAfter(after, { includeComments: true });
  if (!next) return undefined;
  const isOnLineOfItsOwn = before.loc.end.line < property.loc.start.line;
  return isOnLineOfItsOwn || next === close
    ? [before.range[1], endWithComment(sourceCode, after)]
    : [property.range[0], next.range[0]];
}

/** Reaches into a comment that ends the line, for it speaks of what is removed: such a property is left alone. */
function endWithComment(sourceCode: SourceCode, node: TSESTree.Node | TSESTree.Token): number {
  const next = sourceCode.getTokenAfter(node, { includeComments: true });
  const isOnLine = next?.loc.start.line === node.loc.end.line;
  return isOnLine && (next.type === 'Block' || next.type === 'Line')
    ? next.range[1]
    : node.range[1];
}

function hasComment(sourceCode: SourceCode, [start, end]: readonly [number, number]): boolean {
  return sourceCode
    .getAllComments()
    .some((comment) => comment.range[0] < end && comment.range[1] > start);
}
