import type { TSESLint } from '@typescript-eslint/utils';
import { isInside, keyOf, unwrap, wrapped, type Node, type SourceCode } from '../analysis/ast';
import { isForeign } from '../analysis/files';
import { variableOf } from '../analysis/variables';
import { replaceExpression } from '../fixes/expressions';
import { importName } from '../fixes/imports';
import type { ClientId } from '../session/ids/client-ids';
import { clientValueAt } from '../session/ids/client-values';
import { strengthAt } from '../session/ids/id-strength';

export interface OwnId {
  text: string;
  fix: TSESLint.ReportFixFunction;
}

/** Bits that make a random id strong, as OWASP asks. */
const STRONG = 64;

/** The edit that leaves the random part of a choice, or makes the id with `randomUUID()`; `undefined` where the value is used for more than the new session. */
export function ownId(sourceCode: SourceCode, id: ClientId): OwnId | undefined {
  const { target, own, isKnown } = choiceAround(sourceCode, id.node);
  if (isForeign(sourceCode, target)) return undefined;
  if (!isKnown || !isForSessionAlone(sourceCode, target, id, own !== undefined)) return undefined;
  if (own) {
    const text = sourceCode.getText(own);
    const edit = replaceExpression(sourceCode, target, text);
    return edit && { text, fix: edit };
  }
  const imported = importName(sourceCode, target, { module: 'node:crypto', name: 'randomUUID' });
  if (!imported) return undefined;
  const text = `${imported.reference}()`;
  const edit = replaceExpression(sourceCode, target, text);
  return edit && { text, fix: (fixer) => [edit(fixer), ...imported.fix(fixer)] };
}

interface Choice {
  target: Node;
  /** What is left of it without the client, when that is random. */
  own: Node | undefined;
  /** Whether all that may be chosen is the client's, or an id that the server makes. */
  isKnown: boolean;
}

/** The choice that a client's value is a part of: `header ?? randomUUID()`. */
function choiceAround(sourceCode: SourceCode, node: Node): Choice {
  let target = wrapped(node);
  for (let at = target; at.parent; at = wrapped(at.parent)) {
    const other = otherChoice(at);
    if (!other) break;
    target = wrapped(at.parent);
    const { is } = strengthAt(sourceCode, { node: other, frame: undefined }, STRONG);
    if (is === 'strong') return { target, own: other, isKnown: true };
    if (is === 'unknown' && !clientValueAt(sourceCode, other))
      return { target, own: undefined, isKnown: false };
  }
  return { target, own: undefined, isKnown: true };
}

/** What a choice is when it is not this part of it. */
function otherChoice(node: Node): Node | undefined {
  const { parent } = node;
  if (parent?.type === 'LogicalExpression' && parent.operator !== '&&')
    return parent.left === node ? parent.right : undefined;
  if (parent?.type !== 'ConditionalExpression' || parent.test === node) return undefined;
  return parent.consequent === node ? parent.alternate : parent.consequent;
}

/** Whether the expression is the new session's id and nothing else, such as the key of a lookup. */
function isForSessionAlone(
  sourceCode: SourceCode,
  node: Node,
  { adoption }: ClientId,
  isChoice: boolean,
): boolean {
  const { id, maker, kind, isHandedBack } = adoption;
  if (isInside(node, id)) return kind === 'generator' ? isHandedBack === true : isChoice;
  const { parent } = wrapped(node);
  const target =
    parent?.type === 'VariableDeclarator'
      ? parent.id
      : parent?.type === 'AssignmentExpression'
        ? parent.left
        : undefined;
  const variable = target && variableOf(sourceCode, target);
  if (!variable) return false;
  return variable.references
    .filter((each) => each.isRead())
    .every(({ identifier }) =>
      maker && isInside(identifier, maker) ? true : isHarmless(identifier, id),
    );
}

/** A value that is written down, or the key of the new session. */
function isHarmless(identifier: Node, id: Node): boolean {
  if (isInside(identifier, id)) return true;
  const outer = wrapped(identifier);
  const { parent } = outer;
  switch (parent?.type) {
    case 'TemplateLiteral':
      return isHarmless(parent, id);
    case 'Property':
      return parent.value === outer && isHarmless(parent.parent, id);
    case 'CallExpression': {
      const callee = unwrap(parent.callee);
      const name = callee.type === 'MemberExpression' ? keyOf(callee) : undefined;
      return /^(?:log|info|warn|error|debug|trace|setHeader|set)$/.test(name ?? '');
    }
    case 'MemberExpression': {
      const member = wrapped(parent);
      return (
        parent.property === outer &&
        member.parent?.type === 'AssignmentExpression' &&
        member.parent.left === member
      );
    }
    default:
      return false;
  }
}
