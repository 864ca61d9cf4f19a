import type { TSESLint } from '@typescript-eslint/utils';
import { outwards, unwrap, type Node, type SourceCode } from '../analysis/ast';
import { replaceExpression } from '../fixes/expressions';
import { insertBefore } from '../fixes/statements';
import type { UnguardedKey } from '../session/context-ids/unguarded-keys';

/** `if (!extra.sessionId) throw …` before a session id is used as a key; `undefined` where that is not certain. */
export function requireSession(
  sourceCode: SourceCode,
  { id, bare }: UnguardedKey,
): TSESLint.ReportFixFunction | undefined {
  const inner = bare && unwrap(bare);
  if (inner?.type !== 'Identifier' && inner?.type !== 'MemberExpression') return undefined;
  const text = sourceCode.getText(inner);
  const place = placeOf(inner);
  const guard = [`if (!${text}) throw new Error('A session is required.');`];
  const insert = place && insertBefore(sourceCode, place, guard);
  if (!insert) return undefined;
  if (id.form.kind !== 'literal') return insert;
  const { by } = id.form;
  const isFallback = by.type === 'LogicalExpression' && unwrap(by.left) === inner;
  if (!isFallback || place.parent?.type === 'ArrowFunctionExpression') return undefined;
  const replace = replaceExpression(sourceCode, by, text);
  return replace && ((fixer) => [insert(fixer), replace(fixer)]);
}

/** The statement that a node stands in, or the value that its arrow function returns. */
function placeOf(node: Node): Node | undefined {
  for (const at of outwards(node)) {
    const { parent } = at;
    if (parent?.type === 'BlockStatement' || parent?.type === 'SwitchCase') return at;
    if (parent?.type === 'ArrowFunctionExpression') return parent.body === at ? at : undefined;
  }
  return undefined;
}
