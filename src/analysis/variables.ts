import type { TSESLint } from '@typescript-eslint/utils';
import { findVariable as find } from '@eslint-community/eslint-utils';
import { unwrap, type Node, type SourceCode } from './ast';
import { importedNode } from './exports';

export type Variable = TSESLint.Scope.Variable;
export type Reference = TSESLint.Scope.Reference;

/** The variable an identifier refers to; `undefined` for globals and for other nodes. */
export function variableOf(sourceCode: SourceCode, node: Node): Variable | undefined {
  const inner = unwrap(node);
  if (inner.type !== 'Identifier') return undefined;
  const variable = find(sourceCode.getScope(inner) as never, inner.name) as Variable | null;
  return variable?.defs.length ? variable : undefined;
}

/** Whether the identifier is a global: nothing in the file declares it. */
export function isGlobal(sourceCode: SourceCode, node: Node): boolean {
  const inner = unwrap(node);
  return inner.type === 'Identifier' && !variableOf(sourceCode, inner);
}

/**
 * The expressions assigned to a variable, its initialiser first. `undefined` when there may be
 * others: a parameter, an import, a destructuring or loop target, `x += …`.
 */
export function assignmentsOf(variable: Variable): Node[] | undefined {
  const [definition, ...others] = variable.defs;
  if (!definition || others.length > 0 || definition.type !== 'Variable') return undefined;
  if (definition.node.id.type !== 'Identifier') return undefined;
  const values: Node[] = definition.node.init ? [definition.node.init] : [];
  const loop = definition.parent.parent.type;
  if (loop === 'ForOfStatement' || loop === 'ForInStatement') return undefined;
  for (const reference of variable.references) {
    if (!reference.isWrite() || reference.init) continue;
    const assignment = reference.identifier.parent;
    if (assignment.type !== 'AssignmentExpression' || assignment.left !== reference.identifier)
      return undefined;
    if (!['=', '??=', '||='].includes(assignment.operator)) return undefined;
    values.push(assignment.right);
  }
  return values;
}

/** The one expression a variable ever holds: a `const`, a `let` written once, an import from a file that can be looked into. Else `undefined`. */
export function valueOf(variable: Variable): Node | undefined {
  const [definition] = variable.defs;
  if (definition?.type === 'ImportBinding') return importedNode(definition.node);
  const values = assignmentsOf(variable);
  return values?.length === 1 ? values[0] : undefined;
}
