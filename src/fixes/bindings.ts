import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from './layout';

/** An export of a Node module; the bare name of the module is the same. */
export interface ModuleExport {
  module: `node:${string}`;
  name: string;
}

/** The scopes that surround a node, the innermost first. */
export function scopesAround(sourceCode: SourceCode, node: TSESTree.Node): TSESLint.Scope.Scope[] {
  const scopes: TSESLint.Scope.Scope[] = [];
  let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(node);
  for (; scope; scope = scope.upper) scopes.push(scope);
  return scopes;
}

/** The text that names the export at `at` (`randomUUID`, `id`, `crypto.randomUUID`); undefined when no binding of the module is visible there. */
export function visibleReference(
  sourceCode: SourceCode,
  at: TSESTree.Node,
  want: ModuleExport,
): string | undefined {
  const seen = new Set<string>();
  let viaNamespace: string | undefined;
  for (const variable of scopesAround(sourceCode, at).flatMap((scope) => scope.variables)) {
    if (seen.has(variable.name)) continue;
    seen.add(variable.name);
    const bound = boundExport(variable, want.module, at);
    if (bound === want.name) return variable.name;
    if (bound === '*') viaNamespace ??= `${variable.name}.${want.name}`;
  }
  return viaNamespace;
}

/** Whether the node is the name of the module, with or without `node:`. */
export function isModuleName(
  node: TSESTree.Node | undefined,
  module: ModuleExport['module'],
): boolean {
  return (
    node?.type === 'Literal' && (node.value === module || `node:${String(node.value)}` === module)
  );
}

/** The argument of the `require('x')` that an expression starts with, as in `require('x').y()`. */
export function requiredModule(node: TSESTree.Node | null | undefined): TSESTree.Node | undefined {
  if (node?.type === 'MemberExpression') return requiredModule(node.object);
  if (node?.type !== 'CallExpression') return undefined;
  return isRequireCall(node) ? node.arguments[0] : requiredModule(node.callee);
}

/** Whether the node is `require(…)` itself. */
export function isRequireCall({ callee, arguments: [name] }: TSESTree.CallExpression): boolean {
  return callee.type === 'Identifier' && callee.name === 'require' && name?.type === 'Literal';
}

/** Which export of the module the variable holds, `*` for all of them (a default import of a Node module holds them too). */
function boundExport(
  variable: TSESLint.Scope.Variable,
  module: ModuleExport['module'],
  at: TSESTree.Node,
): string | undefined {
  const [definition, ...others] = variable.defs;
  if (!definition || others.length > 0) return undefined;
  const { node } = definition as { node: TSESTree.Node };
  switch (node.type) {
    case 'ImportSpecifier':
      if (node.importKind === 'type' || !isValueImport(node.parent, module)) return undefined;
      return nameOf(node.imported) === 'default' ? '*' : nameOf(node.imported);
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return isValueImport(node.parent, module) ? '*' : undefined;
    case 'TSImportEqualsDeclaration':
      return node.importKind !== 'type' &&
        node.moduleReference.type === 'TSExternalModuleReference' &&
        isModuleName(node.moduleReference.expression, module)
        ? '*'
        : undefined;
    case 'VariableDeclarator':
      return isAssignedOnceBefore(variable, node, at)
        ? exportInPattern(node, definition.name as TSESTree.Identifier, module)
        : undefined;
    default:
      return undefined;
  }
}

/** Whether the node imports values of the module, and not types alone. */
export function isValueImport(
  node: TSESTree.Node,
  module: ModuleExport['module'],
): node is TSESTree.ImportDeclaration {
  return (
    node.type === 'ImportDeclaration' && importsValues(node) && isModuleName(node.source, module)
  );
}

/** A parser that knows no types leaves the kind out. */
function importsValues({ importKind = 'value' }: { importKind?: string }): boolean {
  return importKind === 'value';
}

/** A required name exists from its declaration on, if that is not in a branch, and as long as nobody writes to it. */
function isAssignedOnceBefore(
  variable: TSESLint.Scope.Variable,
  declarator: TSESTree.VariableDeclarator,
  at: TSESTree.Node,
): boolean {
  const declaration = declarator.parent;
  const block = declaration.parent;
  const isInBranch =
    block.type === 'BlockStatement'
      ? declaration.kind === 'var' && !('params' in block.parent)
      : block.type !== 'Program' && block.type !== 'ExportNamedDeclaration';
  return (
    !isInBranch &&
    declarator.range[1] <= at.range[0] &&
    !variable.references.some((reference) => reference.isWrite() && !reference.init)
  );
}

function exportInPattern(
  { id, init }: TSESTree.VariableDeclarator,
  name: TSESTree.Identifier,
  module: ModuleExport['module'],
): string | undefined {
  const value = exportInValue(init, module);
  if (id.type === 'Identifier') return value;
  if (id.type !== 'ObjectPattern' || value !== '*') return undefined;
  for (const property of id.properties) {
    if (property.type === 'Property' && property.value === name && !property.computed) {
      return nameOf(property.key);
    }
  }
  return undefined;
}

function exportInValue(
  node: TSESTree.Node | null,
  module: ModuleExport['module'],
): string | undefined {
  switch (node?.type) {
    case 'AwaitExpression':
      return node.argument.type === 'ImportExpression' && isModuleName(node.argument.source, module)
        ? '*'
        : undefined;
    case 'CallExpression':
      if (isRequireCall(node)) return isModuleName(node.arguments[0], module) ? '*' : undefined;
      return isImportStar(node.callee)
        ? exportInValue(node.arguments[0] ?? null, module)
        : undefined;
    case 'MemberExpression':
      return !node.computed && exportInValue(node.object, module) === '*'
        ? nameOf(node.property)
        : undefined;
    default:
      return undefined;
  }
}

/** TypeScript's output: `__importStar(require('crypto'))`, also by way of tslib. */
function isImportStar(callee: TSESTree.Node): boolean {
  if (callee.type === 'MemberExpression') return isImportStar(callee.property);
  return callee.type === 'Identifier' && callee.name === '__importStar';
}

function nameOf(node: TSESTree.Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'Literal' ? String(node.value) : undefined;
}
