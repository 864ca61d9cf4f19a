import type { TSESLint } from '@typescript-eslint/utils';
import { unwrap, type SourceCode } from '../analysis/ast';
import type { Disclosure } from '../session/disclosure/disclosures';

const LENGTH = 8;

/** The edit that logs the start of an id; `undefined` where the id does not stand in the call itself, or may be no text. */
export function shortenId(
  sourceCode: SourceCode,
  { to, held }: Disclosure,
): TSESLint.ReportFixFunction | undefined {
  const { is, node, id, source } = held;
  const inner = unwrap(node);
  // `await id` takes parentheses.
  if (inner.type === 'AwaitExpression') return undefined;
  // What comes from a query may be an object.
  if (to !== 'log' || is !== 'id' || source === 'query' || inner !== unwrap(id)) return undefined;
  const cut = `?.slice(0, ${LENGTH})`;
  const { parent } = inner;
  return (fixer) =>
    parent?.type === 'Property' && parent.shorthand
      ? fixer.insertTextAfter(parent, `: ${sourceCode.getText(inner)}${cut}`)
      : fixer.insertTextAfter(inner, cut);
}
