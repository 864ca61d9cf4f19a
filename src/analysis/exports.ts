import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, memberPath, stringOf, unwrap, type Node, type SourceCode } from './ast';
import { fileOf, type ProjectFile } from './files';
import { importedModules, isInterop } from './imports';
import { nodesOfType } from './nodes';
import { property } from './values';
import { variableOf } from './variables';

/** Files that a name is followed through; imports that go round in circles end here. */
const MAX_HOPS = 5;

/** What an import specifier names, in the file that it comes from: `undefined` where that cannot be looked into, and for a whole namespace. */
export function importedNode(specifier: Node): Node | undefined {
  const { parent } = specifier;
  const source = parent?.type === 'ImportDeclaration' ? parent.source.value : undefined;
  if (source === undefined) return requiredValue(specifier);
  const name =
    specifier.type === 'ImportSpecifier'
      ? nameOf(specifier.imported)
      : specifier.type === 'ImportDefaultSpecifier'
        ? 'default'
        : undefined;
  if (name === undefined) return undefined;
  const importer = fileOf(specifier);
  return importer && exportFrom(importer, source, name);
}

/** `import x = require('./x')`. */
function requiredValue(specifier: Node): Node | undefined {
  const source = requiredSource(specifier);
  const file = source === undefined ? undefined : fileOf(specifier)?.open(source);
  return file && wholeExport(file);
}

function requiredSource(specifier: Node): string | undefined {
  return specifier.type === 'TSImportEqualsDeclaration' &&
    specifier.moduleReference.type === 'TSExternalModuleReference'
    ? stringOf(specifier.moduleReference.expression)
    : undefined;
}

/** What `require('./x')` gives, when the module says so in one place: `module.exports = …`. */
export function moduleValue(call: TSESTree.CallExpression): Node | undefined {
  const source = requiredModule(call);
  const file = source === undefined ? undefined : fileOf(call)?.open(source);
  return file && wholeExport(file);
}

/** The export that a key of a module's namespace is: `ns.name`, `require('./x').name`, `x_1.name`. */
export function moduleMember(sourceCode: SourceCode, node: Node, key: string): Node | undefined {
  const importer = fileOf(node);
  const source = importer && moduleAt(sourceCode, node);
  return importer && source !== undefined ? exportFrom(importer, source, key) : undefined;
}

/** The module whose namespace an expression is. */
function moduleAt(sourceCode: SourceCode, node: Node): string | undefined {
  switch (node.type) {
    case 'CallExpression':
      return requiredModule(node);
    case 'AwaitExpression': {
      const inner = unwrap(node.argument);
      return inner.type === 'ImportExpression' ? stringOf(inner.source) : undefined;
    }
    case 'Identifier': {
      const definition = variableOf(sourceCode, node)?.defs[0];
      if (definition?.type !== 'ImportBinding') return undefined;
      const specifier: Node = definition.node;
      return specifier.type === 'ImportNamespaceSpecifier' &&
        definition.parent.type === 'ImportDeclaration'
        ? definition.parent.source.value
        : requiredSource(specifier);
    }
    default:
      return undefined;
  }
}

/** The module of `require('./x')`, also inside what compilers put around it. */
function requiredModule(call: TSESTree.CallExpression): string | undefined {
  const name = calleeName(call) ?? '';
  const [argument] = call.arguments;
  if (name === 'require') return stringOf(argument);
  const inner = argument && unwrap(argument);
  return isInterop(name) && inner?.type === 'CallExpression' ? requiredModule(inner) : undefined;
}

/** The files that a file imports, as far as they can be looked into. */
export function filesImportedBy(sourceCode: SourceCode): ProjectFile[] {
  const file = fileOf(sourceCode.ast);
  if (!file) return [];
  const sources = new Set(importedModules(sourceCode));
  return [...sources].flatMap((source) => file.open(source) ?? []);
}

/** What a file imports by a name from a module; see {@link exportOf}. */
export function exportFrom(
  importer: ProjectFile,
  source: string,
  name: string,
  hops = MAX_HOPS,
): Node | undefined {
  const declared = importer.declarer(source, name);
  if (declared) return exportOf(declared.file, declared.name, hops - 1);
  const file = importer.open(source);
  return file && exportOf(file, name, hops);
}

/** What a file exports by a name; a name or declaration of that file, or an expression. */
export function exportOf(file: ProjectFile, name: string, hops = MAX_HOPS): Node | undefined {
  if (hops <= 0) return undefined;
  for (const statement of file.sourceCode.ast.body) {
    const found = exportedBy(file, statement, name, hops);
    if (found) return found;
  }
  return assignedExport(file, name) ?? starExport(file, name, hops);
}

function exportedBy(
  file: ProjectFile,
  statement: TSESTree.ProgramStatement,
  name: string,
  hops: number,
): Node | undefined {
  if (statement.type === 'ExportDefaultDeclaration')
    return name === 'default' ? statement.declaration : undefined;
  if (statement.type !== 'ExportNamedDeclaration') return undefined;
  const specifier = statement.specifiers.find(({ exported }) => nameOf(exported) === name);
  if (specifier && statement.source)
    return exportFrom(file, statement.source.value, nameOf(specifier.local), hops - 1);
  if (specifier) return specifier.local;
  return statement.declaration ? declared(file, statement.declaration, name) : undefined;
}

/** The function, class or variable of a declaration that goes by a name. */
function declared(file: ProjectFile, declaration: Node, name: string): Node | undefined {
  if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration')
    return declaration.id?.name === name ? declaration : undefined;
  if (declaration.type !== 'VariableDeclaration') return undefined;
  for (const variable of file.sourceCode.scopeManager?.getDeclaredVariables(declaration) ?? [])
    if (variable.name === name) return variable.defs[0]?.name;
  return undefined;
}

/** `export * from './x'`: the first that has the name. */
function starExport(file: ProjectFile, name: string, hops: number): Node | undefined {
  if (name === 'default') return undefined;
  for (const statement of file.sourceCode.ast.body) {
    if (statement.type !== 'ExportAllDeclaration' || statement.exported) continue;
    const found = exportFrom(file, statement.source.value, name, hops - 1);
    if (found) return found;
  }
  return undefined;
}

function nameOf(name: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return name.type === 'Identifier' ? name.name : name.value;
}

// --- CommonJS ------------------------------------------------------------------------------------

/** `exports.name = …`, a key of `module.exports = { … }`, or all of it as the default. */
function assignedExport(file: ProjectFile, name: string): Node | undefined {
  const own = assignmentTo(file, [name]);
  if (own) return own;
  const whole = wholeExport(file);
  if (!whole || name === 'default') return whole;
  const found = property(file.sourceCode, whole, [name]);
  return found.state === 'found' ? found.node : undefined;
}

/** `module.exports = …`, `export = …`. */
function wholeExport(file: ProjectFile): Node | undefined {
  for (const statement of file.sourceCode.ast.body)
    if (statement.type === 'TSExportAssignment') return statement.expression;
  return assignmentTo(file, []);
}

/** The one value given to a path of the module's exports, at its top level. */
function assignmentTo(file: ProjectFile, path: readonly string[]): Node | undefined {
  const values = nodesOfType(file.sourceCode, 'AssignmentExpression').flatMap((assignment) => {
    const target = exportPath(assignment.left);
    return target?.join('.') === path.join('.') ? [assignment] : [];
  });
  // Compilers first set what they export to `void 0`.
  const given = values.filter(({ right }) => !isEmpty(right));
  const [only] = given.length === 1 ? given : [];
  return only?.operator === '=' && isAtTop(only) ? only.right : undefined;
}

function isEmpty(value: Node): boolean {
  const inner = unwrap(value);
  if (inner.type === 'AssignmentExpression') return isEmpty(inner.right);
  return inner.type === 'UnaryExpression' && inner.operator === 'void';
}

/** Also in `exports = module.exports = …`. */
function isAtTop(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'AssignmentExpression') return isAtTop(parent);
  return parent?.type === 'ExpressionStatement' && parent.parent.type === 'Program';
}

function exportPath(target: Node): string[] | undefined {
  const chain = memberPath(target);
  if (chain?.root.type !== 'Identifier') return undefined;
  const { root, path } = chain;
  if (root.name === 'exports' && path.length > 0) return path;
  return root.name === 'module' && path[0] === 'exports' ? path.slice(1) : undefined;
}
