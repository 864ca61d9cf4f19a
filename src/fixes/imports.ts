import { isClosingBraceToken, isOpeningBraceToken } from '@eslint-community/eslint-utils';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import {
  isModuleName,
  isRequireCall,
  isValueImport,
  requiredModule,
  scopesAround,
  visibleReference,
  type ModuleExport,
} from './bindings';
import {
  endOfLineAfter,
  indentOf,
  lastTokenOf,
  lineBreak,
  withLeadingComments,
  type Fix,
  type SourceCode,
} from './layout';
import { appendItem, type List } from './lists';

export interface ImportedName {
  /** The text that names the export at the place it was asked for. */
  reference: string;
  /** The edits that make the reference valid; none when a binding exists. */
  fix: (fixer: TSESLint.RuleFixer) => TSESLint.RuleFix[];
}

/** The braces of names that are imported already. */
interface NameList extends List {
  /** What stands between a name and its alias. */
  alias: string;
}

type Syntax = 'import' | 'import-equals' | 'require';

/** Names that read better than `nodeRandomUUID` when the export's own is taken. */
const ALIASES: Record<string, string> = { randomUUID: 'createUUID' };

/** Exports of Node modules that are globals as well, in Node and in browsers. */
const GLOBALS: Record<string, string> = { 'node:crypto.randomUUID': 'crypto.randomUUID' };

/** How to name an export of a Node module at `at`, importing it where needed; undefined when the file is CommonJS and declares a `require` of its own, has no place for an import, or is a component in which no global does. */
export function importName(
  sourceCode: SourceCode,
  at: TSESTree.Node,
  want: ModuleExport,
): ImportedName | undefined {
  const reference = visibleReference(sourceCode, at, want);
  if (reference) return { reference, fix: () => [] };

  if (isComponent(sourceCode)) {
    const global = GLOBALS[`${want.module}.${want.name}`];
    const isSeen = global && !isDeclared(scopesAround(sourceCode, at), global.replace(/\..*/, ''));
    return isSeen ? { reference: global, fix: () => [] } : undefined;
  }
  const syntax = syntaxOf(sourceCode);
  const isFree = freeNames(sourceCode, at);
  if (syntax === 'import-equals') {
    const local = pickName(want.module.replace(/^node:/, '').replace(/\W.*$/, ''), isFree);
    const statement = newStatement(sourceCode, at, want.module, syntax, local);
    return statement && { reference: `${local}.${want.name}`, fix: (fixer) => [statement(fixer)] };
  }

  if (syntax === 'require' && declaresRequire(sourceCode, at)) return undefined;
  const local = pickName(want.name, isFree);
  const specifier = (separator: string): string =>
    local === want.name ? local : want.name + separator + local;
  const list = importedNames(sourceCode, want.module) ?? requiredNames(sourceCode, want.module, at);
  const edit = list
    ? appendItem(sourceCode, list, specifier(list.alias))
    : newStatement(
        sourceCode,
        at,
        want.module,
        syntax,
        specifier(syntax === 'import' ? ' as ' : ': '),
      );
  return edit && { reference: local, fix: (fixer) => [edit(fixer)] };
}

/** The module system by what the file uses, then by how it was parsed. */
function syntaxOf(sourceCode: SourceCode): Syntax {
  const { body, sourceType } = sourceCode.ast;
  if (body.some(({ type }) => type === 'ImportDeclaration' || type.startsWith('Export')))
    return 'import';
  if (body.some((statement) => statement.type === 'TSExportAssignment' || isImport(statement))) {
    return 'import-equals';
  }
  if (['require', 'module', 'exports'].some((name) => usesGlobal(sourceCode, name)))
    return 'require';
  return sourceType === 'module' ? 'import' : 'require';
}

/** Whether the file is a Vue or Svelte component, which runs in browsers, where Node's modules are not. */
function isComponent({ parserServices }: SourceCode): boolean {
  const { isSvelte, getDocumentFragment } = (parserServices ?? {}) as {
    isSvelte?: boolean;
    getDocumentFragment?: () => unknown;
  };
  return isSvelte === true || Boolean(getDocumentFragment?.());
}

function usesGlobal({ scopeManager }: SourceCode, name: string): boolean {
  const scope = scopeManager?.globalScope;
  const variable = scope?.set.get(name);
  if (variable?.defs.length === 0 && variable.references.length > 0) return true;
  return scope?.through.some(({ identifier }) => identifier.name === name) ?? false;
}

function declaresRequire(sourceCode: SourceCode, at: TSESTree.Node): boolean {
  return scopesAround(sourceCode, at).some(
    ({ block, set }) => block.type === 'Program' && (set.get('require')?.defs.length ?? 0) > 0,
  );
}

/** A name is free when neither `at` nor the file's top level sees it as something else. */
function freeNames(sourceCode: SourceCode, at: TSESTree.Node): (name: string) => boolean {
  const scopes = scopesAround(sourceCode, at);
  return (name) => !usesGlobal(sourceCode, name) && !isDeclared(scopes, name);
}

function isDeclared(scopes: readonly TSESLint.Scope.Scope[], name: string): boolean {
  return scopes.some(({ set }) => (set.get(name)?.defs.length ?? 0) > 0);
}

function pickName(name: string, isFree: (name: string) => boolean): string {
  if (isFree(name)) return name;
  const alias = ALIASES[name] ?? `node${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  if (isFree(alias)) return alias;
  let count = 2;
  while (!isFree(alias + count)) count++;
  return alias + count;
}

/** The braces of `import { createHash } from 'node:crypto'`. */
function importedNames(
  sourceCode: SourceCode,
  module: ModuleExport['module'],
): NameList | undefined {
  for (const statement of sourceCode.ast.body) {
    if (!isValueImport(statement, module)) continue;
    const last = statement.specifiers.at(-1);
    if (last?.type === 'ImportSpecifier') return namesIn(sourceCode, statement, last, ' as ');
  }
  return undefined;
}

/** The braces of `const { createHash } = require('node:crypto')` above `at`. */
function requiredNames(
  sourceCode: SourceCode,
  module: ModuleExport['module'],
  at: TSESTree.Node,
): NameList | undefined {
  for (const statement of sourceCode.ast.body) {
    if (statement.type !== 'VariableDeclaration' || statement.range[1] > at.range[0]) continue;
    for (const { id, init } of statement.declarations) {
      if (id.type !== 'ObjectPattern' || init?.type !== 'CallExpression') continue;
      const last = id.properties.at(-1);
      if (
        last?.type === 'Property' &&
        isRequireCall(init) &&
        isModuleName(init.arguments[0], module)
      ) {
        return namesIn(sourceCode, id, last, ': ');
      }
    }
  }
  return undefined;
}

function namesIn(
  sourceCode: SourceCode,
  node: TSESTree.Node,
  last: TSESTree.Node,
  alias: string,
): NameList | undefined {
  const open = sourceCode.getFirstToken(node, isOpeningBraceToken);
  const close = sourceCode.getTokenAfter(last, isClosingBraceToken);
  return open && close ? { open, close, last, padding: ' ', alias } : undefined;
}

function newStatement(
  sourceCode: SourceCode,
  at: TSESTree.Node,
  module: string,
  syntax: Syntax,
  specifier: string,
): Fix | undefined {
  const { body } = sourceCode.ast;
  const directive = body.findLast(isDirective);
  const anchor = importAbove(sourceCode, at, syntax) ?? directive;
  const quote = quoteOf(sourceCode, anchor);
  const source = quote + module + quote;
  const text = {
    import: `import { ${specifier} } from ${source}`,
    'import-equals': `import ${specifier} = require(${source})`,
    require: `const { ${specifier} } = require(${source})`,
  }[syntax];
  const eol = lineBreak(sourceCode);

  if (anchor) {
    const last = lastTokenOf(sourceCode, anchor);
    if (!last) return undefined;
    const end = endOfLineAfter(sourceCode, last);
    const isApart = anchor === directive && isBlank(sourceCode, last.loc.end.line + 1);
    const line = eol + indentOf(sourceCode, anchor.loc.start.line) + text;
    const semicolon =
      last.value === ';' || needsSemicolon(sourceCode.getTokenAfter(last)) ? ';' : '';
    return (fixer) =>
      fixer.insertTextAfterRange([end, end], (isApart ? eol : '') + line + semicolon);
  }

  const [statement] = body;
  if (!statement) return undefined;
  const first = withLeadingComments(sourceCode, statement);
  const semicolon =
    endsLinesWithSemicolons(sourceCode) || needsSemicolon(sourceCode.getFirstToken(statement))
      ? ';'
      : '';
  const gap = eol + eol + indentOf(sourceCode, first.loc.start.line);
  return (fixer) => fixer.insertTextBefore(first, text + semicolon + gap);
}

/** The statement that the new one follows. Imports are hoisted; a `require` must run before whatever could call the code at `at`. */
function importAbove(
  { ast: { body } }: SourceCode,
  at: TSESTree.Node,
  syntax: Syntax,
): TSESTree.Node | undefined {
  if (syntax !== 'require') return body.findLast(isImport);
  const holder = body.find(({ range }) => range[0] <= at.range[0] && at.range[1] <= range[1]);
  const limit =
    holder?.type === 'FunctionDeclaration'
      ? body.find((statement) => !isRequire(statement) && !isDirective(statement))
      : holder;
  return body.findLast(
    (statement) => isRequire(statement) && (!limit || statement.range[1] <= limit.range[0]),
  );
}

function isImport(statement: TSESTree.Node): boolean {
  return (
    statement.type === 'ImportDeclaration' ||
    (statement.type === 'TSImportEqualsDeclaration' &&
      statement.moduleReference.type === 'TSExternalModuleReference')
  );
}

function isDirective(statement: TSESTree.Node): boolean {
  return statement.type === 'ExpressionStatement' && Boolean(statement.directive);
}

/** `const a = require('a')`, `require('dotenv').config()`. */
function isRequire(statement: TSESTree.Node): boolean {
  if (statement.type === 'ExpressionStatement')
    return requiredModule(statement.expression) !== undefined;
  return (
    statement.type === 'VariableDeclaration' &&
    statement.declarations.some(({ init }) => requiredModule(init) !== undefined)
  );
}

function quoteOf(sourceCode: SourceCode, neighbour: TSESTree.Node | undefined): string {
  const near = neighbour && sourceCode.getTokens(neighbour).find(isString);
  if (near) return near.value.charAt(0);
  const strings = sourceCode.ast.tokens.filter(isString);
  const double = strings.filter(({ value }) => value.startsWith('"')).length;
  return double > strings.length / 2 ? '"' : "'";
}

function isString({ type }: TSESTree.Token): boolean {
  return type === 'String';
}

function endsLinesWithSemicolons({ ast: { tokens } }: SourceCode): boolean {
  return tokens.some(
    (token, index) =>
      token.value === ';' && tokens[index + 1]?.loc.start.line !== token.loc.end.line,
  );
}

/** Whether the token that follows would be read as a part of the new statement. */
function needsSemicolon(next: TSESTree.Token | null): boolean {
  return next !== null && '([`+-*/'.includes(next.value.charAt(0));
}

function isBlank({ lines }: SourceCode, line: number): boolean {
  return lines[line - 1]?.trim() === '';
}
