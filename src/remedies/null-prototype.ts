import type { TSESLint } from '@typescript-eslint/utils';
import {
  enclosingClass,
  keyOf,
  memberPath,
  unwrap,
  wrapped,
  type ClassNode,
  type Node,
  type SourceCode,
} from '../analysis/ast';
import { isGlobal, variableOf } from '../analysis/variables';
import type { PlainStore } from '../session/transports/plain-stores';

/** An edit that makes the objects of a store inherit nothing. */
export interface NullPrototype {
  fix: TSESLint.ReportFixFunction;
  /** Whether nothing else of the program can differ. */
  isSafe: boolean;
}

const NULL_OBJECT = 'Object.create(null)';
/** Functions of `Object` that see an object's own properties alone. */
const OWN = new Set('keys values entries hasOwn getOwnPropertyNames'.split(' '));

/** Makes the objects of a store inherit nothing; `undefined` where they hold something, comments would be lost, or the file uses what they inherit. */
export function nullPrototype(
  sourceCode: SourceCode,
  { store, literals }: PlainStore,
): NullPrototype | undefined {
  const uses = store.mentions.map((mention) => useOf(sourceCode, mention));
  const isEmpty = literals.every(
    (literal) =>
      literal.properties.length === 0 && sourceCode.getCommentsInside(literal).length === 0,
  );
  if (!isEmpty || uses.includes('inherited')) return undefined;
  if (literals.some((literal) => !isObjectGlobal(sourceCode, literal))) return undefined;
  return {
    fix: (fixer) => literals.map((literal) => fixer.replaceText(literal, NULL_OBJECT)),
    isSafe:
      store.containers.length === 1 &&
      uses.every((use) => use === 'own') &&
      !isVisible(sourceCode, store.node),
  };
}

/** Whether a use sees own properties alone, what is inherited, or may see either. */
function useOf(sourceCode: SourceCode, mention: Node): 'own' | 'inherited' | 'unknown' {
  const outer = wrapped(mention);
  const { parent } = outer;
  switch (parent?.type) {
    case 'MemberExpression': {
      if (parent.object !== outer) return 'unknown';
      const key = keyOf(parent);
      return key !== undefined && key in Object.prototype ? 'inherited' : 'own';
    }
    case 'BinaryExpression':
      return parent.operator === 'in' && parent.right === outer ? 'own' : 'unknown';
    case 'ForInStatement':
      return parent.right === outer ? 'own' : 'unknown';
    case 'VariableDeclarator':
    case 'PropertyDefinition':
    case 'ExpressionStatement':
      return 'own';
    case 'AssignmentExpression':
      return parent.right === outer ? 'own' : 'unknown';
    case 'CallExpression':
      return parent.callee !== outer && isOwnRead(sourceCode, parent.callee) ? 'own' : 'unknown';
    default:
      return 'unknown';
  }
}

/** Whether other files may see what declares a store: an export, a field of a class that they can have. */
function isVisible(sourceCode: SourceCode, declaration: Node): boolean {
  if (declaration.type === 'VariableDeclarator')
    return declaration.parent.parent.type === 'ExportNamedDeclaration';
  const field = declaration.type === 'AssignmentExpression' ? declaration.left : declaration;
  const key = keyOf(field) ?? '';
  const owner = field.type === 'Identifier' ? undefined : enclosingClass(field);
  if (!owner || key.startsWith('#')) return false;
  const isPrivate = owner.body.body.some(
    (member) =>
      keyOf(member) === key && 'accessibility' in member && member.accessibility === 'private',
  );
  return !isPrivate && isHandedOut(sourceCode, owner);
}

/** Whether the file does more with a class than to make instances of it. */
function isHandedOut(sourceCode: SourceCode, owner: ClassNode): boolean {
  const variable = owner.id && variableOf(sourceCode, owner.id);
  if (!variable || owner.parent.type.startsWith('Export')) return true;
  return variable.references.some(
    ({ identifier }) =>
      identifier.parent.type !== 'NewExpression' && !identifier.parent.type.startsWith('TS'),
  );
}

/** `Object.keys(store)`, `Object.prototype.hasOwnProperty.call(store, id)`. */
function isOwnRead(sourceCode: SourceCode, callee: Node): boolean {
  const { root, path = [] } = memberPath(callee) ?? {};
  if (root?.type !== 'Identifier' || root.name !== 'Object' || !isGlobal(sourceCode, root))
    return false;
  return path.length === 1
    ? OWN.has(path[0] ?? '')
    : path.join('.') === 'prototype.hasOwnProperty.call';
}

/** Whether `Object` is the global one where a literal stands. */
function isObjectGlobal(sourceCode: SourceCode, literal: Node): boolean {
  for (let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(unwrap(literal)); scope;) {
    if (scope.set.get('Object')?.defs.length) return false;
    scope = scope.upper;
  }
  return true;
}
