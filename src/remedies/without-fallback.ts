import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isInside, outwards, unwrap, wrapped, type Node, type SourceCode } from '../analysis/ast';
import { variableOf, type Variable } from '../analysis/variables';
import type { SessionFallback } from '../session/transports/session-fallbacks';

/** An edit that takes a fallback away, where what is then not found is asked for already; else `undefined`. */
export function withoutFallback(
  sourceCode: SourceCode,
  { is, node, store }: SessionFallback,
): TSESLint.ReportFixFunction | undefined {
  if (is === 'default') return undefined;
  const logical = [...outwards(node)].find(
    (at): at is TSESTree.LogicalExpression =>
      at.type === 'LogicalExpression' && at.operator !== '&&' && isInside(node, at.right),
  );
  if (logical && isWhole(node, logical.right))
    return isAskedFor(sourceCode, logical, store.kind)
      ? removeRight(sourceCode, logical)
      : undefined;
  return removeStatement(sourceCode, node);
}

/** Whether an operand is nothing but the fallback, or a part of it. */
function isWhole(node: Node, operand: Node): boolean {
  const inner = unwrap(operand);
  if (inner === unwrap(node)) return true;
  if (inner.type === 'MemberExpression') return isWhole(node, inner.object);
  if (inner.type === 'ConditionalExpression')
    return isWhole(node, inner.consequent) && isNothing(inner.alternate);
  return inner.type === 'AwaitExpression' && isWhole(node, inner.argument);
}

function isNothing(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === 'Literal') return inner.value === null;
  return inner.type === 'Identifier' && inner.name === 'undefined';
}

/** `a ?? b` → `a`. */
function removeRight(
  sourceCode: SourceCode,
  logical: TSESTree.LogicalExpression,
): TSESLint.ReportFixFunction | undefined {
  const operator = sourceCode.getTokenAfter(
    logical.left,
    ({ value }) => value === logical.operator,
  );
  const before = operator && sourceCode.getTokenBefore(operator);
  if (!before) return undefined;
  const range = [before.range[1], logical.range[1]] as const;
  const isCommented = sourceCode
    .getCommentsInside(logical)
    .some((comment) => comment.range[0] >= range[0]);
  return isCommented ? undefined : (fixer) => fixer.removeRange([...range]);
}

/** `if (!found) found = fallback;` goes, when what is found is asked for later. */
function removeStatement(
  sourceCode: SourceCode,
  node: Node,
): TSESLint.ReportFixFunction | undefined {
  const assignment = [...outwards(node)].find((at) => at.type === 'AssignmentExpression');
  if (assignment?.type !== 'AssignmentExpression' || !isWhole(node, assignment.right))
    return undefined;
  const statement = assignment.parent;
  const block = statement.parent;
  const condition =
    block?.type === 'BlockStatement' && block.body.length === 1 ? block.parent : block;
  if (statement.type !== 'ExpressionStatement' || condition?.type !== 'IfStatement')
    return undefined;
  const isAlone = !condition.alternate && condition.parent.type === 'BlockStatement';
  const variable = variableOf(sourceCode, assignment.left);
  if (!isAlone || !variable || sourceCode.getCommentsInside(condition).length > 0) return undefined;
  if (!isTested(variable, condition.range[1])) return undefined;
  const before = sourceCode.getTokenBefore(condition, { includeComments: true });
  const start = before?.range[1] ?? condition.range[0];
  return (fixer) => fixer.removeRange([start, condition.range[1]]);
}

/** Whether the program asks whether the value is there, and its declared type allows that it is not. */
function isAskedFor(
  sourceCode: SourceCode,
  logical: TSESTree.LogicalExpression,
  kind: 'map' | 'object',
): boolean {
  const { parent } = wrapped(logical);
  const target =
    parent?.type === 'VariableDeclarator'
      ? parent.id
      : parent?.type === 'AssignmentExpression' && parent.right === wrapped(logical)
        ? parent.left
        : undefined;
  const variable = target && variableOf(sourceCode, target);
  const name = variable?.defs[0]?.name;
  if (!variable || name?.type !== 'Identifier') return false;
  const type = name.typeAnnotation && sourceCode.getText(name.typeAnnotation);
  if (kind === 'map' && type && !/undefined|null/.test(type)) return false;
  return isTested(variable, logical.range[1]);
}

function isTested({ references }: Variable, after: number): boolean {
  return references.some(({ identifier }) => {
    if (identifier.range[0] < after) return false;
    const outer = wrapped(identifier);
    const { parent } = outer;
    switch (parent?.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
        return parent.test === outer;
      case 'UnaryExpression':
        return parent.operator === '!';
      case 'LogicalExpression':
        return parent.left === outer;
      case 'BinaryExpression':
        return /^[!=]==?$/.test(parent.operator);
      default:
        return false;
    }
  });
}
