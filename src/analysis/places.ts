import type { TSESTree } from '@typescript-eslint/utils';
import type { CallLike, Node } from './ast';

/** Where an option stands, or where it would have to be written. */
export type OptionPlace =
  /** It stands here: a property of a literal, or (without `object`) a value assigned to it. */
  | { kind: 'value'; node: Node; key: string; object?: TSESTree.ObjectExpression }
  /** A known literal lacks it; `keys` lead to it from there. */
  | { kind: 'object'; object: TSESTree.ObjectExpression; keys: readonly string[] }
  /** A call lacks the argument at this index; `keys` lead to the option from there. */
  | { kind: 'argument'; call: CallLike; index: number; keys: readonly string[] };

/** The object or call that would be changed there. */
export function nodeAt(place: OptionPlace): Node {
  if (place.kind === 'value') return place.object ?? place.node;
  return place.kind === 'object' ? place.object : place.call;
}
