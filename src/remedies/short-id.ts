import type { TSESLint } from '@typescript-eslint/utils';
import { unwrap, type SourceCode } from '../analysis/ast';
import type { Disclosure } from '../session/disclosure/disclosures';
import type { HeldId } from '../session/disclosure/held-ids';

const CUT = '?.slice(0, 8)';

/** The edit that logs the start of each id that a call logs; `undefined` where one does not stand in the call itself, or may be no text. */
export function shortenId(
  sourceCode: SourceCode,
  { to, all }: Disclosure,
): TSESLint.ReportFixFunction | undefined {
  if (to !== 'log' || !all.every(canBeCut)) return undefined;
  return (fixer) =>
    all.map(({ node }) => {
      const inner = unwrap(node);
      const { parent } = inner;
      return parent?.type === 'Property' && parent.shorthand
        ? fixer.insertTextAfter(parent, `: ${sourceCode.getText(inner)}${CUT}`)
        : fixer.insertTextAfter(inner, CUT);
    });
}

function canBeCut({ is, node, id, source }: HeldId): boolean {
  const inner = unwrap(node);
  // `await id` takes parentheses; what comes from a query may be an object.
  return (
    is === 'id' && inner === unwrap(id) && inner.type !== 'AwaitExpression' && source !== 'query'
  );
}
