import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isInside, wrapped, type Node } from '../analysis/ast';
import { isForeign } from '../analysis/files';
import { nodeAt, type OptionPlace } from '../analysis/places';
import type { Fix, SourceCode } from './layout';
import { addArgument, addProperty, removeProperty, setProperty } from './properties';

/** Gives an option a value, where it stands or where it belongs; undefined where the text cannot be changed for sure. */
export function setOption(
  sourceCode: SourceCode,
  place: OptionPlace,
  value: string,
): Fix | undefined {
  if (isForeign(sourceCode, nodeAt(place))) return undefined;
  switch (place.kind) {
    case 'value':
      if (place.object) return setProperty(sourceCode, place.object, place.key, value);
      return (fixer) => fixer.replaceText(place.node, value);
    case 'object':
      if (isOneOfSeveral(place.object)) return undefined;
      return addProperty(sourceCode, place.object, nested(place.keys, value));
    case 'argument':
      if (place.call.arguments.length !== place.index) return undefined;
      return addArgument(sourceCode, place.call, `{ ${nested(place.keys, value)} }`);
  }
}

/** Takes an option from one place to another; undefined where the text cannot be changed for sure. */
export function moveOption(
  sourceCode: SourceCode,
  from: OptionPlace,
  to: OptionPlace | undefined,
): ((fixer: TSESLint.RuleFixer) => TSESLint.RuleFix[]) | undefined {
  if (from.kind !== 'value' || !from.object || isForeign(sourceCode, from.object)) return undefined;
  const remove = removeProperty(sourceCode, from.object, from.key);
  const add = to && setOption(sourceCode, to, sourceCode.getText(from.node));
  return remove && add && ((fixer) => [remove(fixer), add(fixer)]);
}

/** Whether the place is in the call's own text, and not in an object that other code may use. */
export function isWithin(place: OptionPlace, call: Node): boolean {
  if (place.kind === 'argument') return true;
  return isInside(place.kind === 'value' ? place.node : place.object, call);
}

function nested(keys: readonly string[], value: string): string {
  const [key = '', ...rest] = keys;
  return rest.length > 0 ? `${key}: { ${nested(rest, value)} }` : `${key}: ${value}`;
}

/** `condition ? { … } : { … }`, `{ ...{ … } }`: a change of one literal would not do. */
function isOneOfSeveral(object: TSESTree.ObjectExpression): boolean {
  const parent = wrapped(object).parent?.type;
  return (
    parent === 'ConditionalExpression' ||
    parent === 'LogicalExpression' ||
    parent === 'SpreadElement'
  );
}
