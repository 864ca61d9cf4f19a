import { relative, sep } from 'node:path';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isInside, programOf, stringOf, unwrap, type Node, type SourceCode } from '../analysis/ast';
import { exportFrom } from '../analysis/exports';
import { fileOf, isForeign } from '../analysis/files';
import { nodesOfType } from '../analysis/nodes';
import type { OpenedFile } from './reader';

type Report<M extends string> = TSESLint.ReportDescriptor<M>;
type Fix = TSESLint.ReportFixFunction;

/**
 * A report about a node of another file, said where the linted file imports that: the message ends
 * with the place, and nothing is changed. Reports about the linted file stay as they are.
 */
export function placeReport<M extends string>(
  project: OpenedFile,
  report: Report<M>,
  messages: Readonly<Record<M, string>>,
  cwd: string,
): Report<M> {
  const node: { type: string } | undefined = 'node' in report ? report.node : undefined;
  if (!isNode(node) || !isForeign(project.sourceCode, node))
    return withOwnEdits(project.sourceCode, report);
  const file = fileOf(node);
  const template = 'messageId' in report ? messages[report.messageId] : '';
  const path = file ? relative(cwd, file.filename).split(sep).join('/') : '';
  const at = importOf(project, node) ?? project.sourceCode.ast;
  const message = `${template.replace(/\.$/, '')} (${path}:${node.loc.start.line}).`;
  return { node: at, message, data: report.data } as unknown as Report<M>;
}

function isNode(place: object | undefined): place is Node {
  return !!place && 'parent' in place;
}

/** The report without edits that would reach into another file. */
function withOwnEdits<M extends string>(sourceCode: SourceCode, report: Report<M>): Report<M> {
  const own = (fix: Fix | null | undefined) => fix && ownEdit(sourceCode, fix);
  const suggest = report.suggest?.map((each) => ({ ...each, fix: ownEdit(sourceCode, each.fix) }));
  return { ...report, fix: own(report.fix), ...(suggest && { suggest }) };
}

function ownEdit(sourceCode: SourceCode, fix: Fix): Fix {
  return (fixer) => {
    const others: Node[] = [];
    const watched = new Proxy(Object.create(fixer) as TSESLint.RuleFixer, {
      get(_, name) {
        const edit = Reflect.get(fixer, name) as (...given: unknown[]) => TSESLint.RuleFix;
        return (target: Node, ...rest: unknown[]) => {
          if ('type' in target && isForeign(sourceCode, target)) others.push(target);
          return edit.call(fixer, target, ...rest);
        };
      },
    });
    const edits = fix(watched);
    const all = edits && Symbol.iterator in edits ? [...edits] : edits;
    return others.length > 0 ? null : all;
  };
}

/** What the linted file imports a node of another file by: the specifier whose export holds it, else the import that leads to its file. */
function importOf(project: OpenedFile, node: Node): Node | undefined {
  const program = programOf(node);
  const leading = importsOf(project.sourceCode).filter(({ source }) =>
    [...(project.opened.get(source) ?? [])].some((file) => leadsTo(file, program)),
  );
  const exporting = leading.find(({ source, name }) => {
    const exported = name === undefined ? undefined : exportFrom(project, source, name);
    return !!exported && isInside(node, wholeOf(exported));
  });
  return (exporting ?? leading[0])?.node;
}

/** The declaration or expression around an exported name. */
function wholeOf(exported: Node): Node {
  const { parent } = exported;
  return parent?.type === 'VariableDeclarator' ? parent : exported;
}

function leadsTo(
  file: OpenedFile,
  program: TSESTree.Program | undefined,
  seen = new Set<OpenedFile>(),
): boolean {
  if (file.sourceCode.ast === program) return true;
  if (seen.has(file)) return false;
  seen.add(file);
  return [...file.opened.values()].some((files) =>
    [...files].some((next) => leadsTo(next, program, seen)),
  );
}

interface Import {
  node: Node;
  source: string;
  /** The export that it names, where it names one. */
  name: string | undefined;
}

function importsOf(sourceCode: SourceCode): Import[] {
  const declared = nodesOfType(sourceCode, 'ImportDeclaration').flatMap((declaration): Import[] => {
    const source = declaration.source.value;
    const named = declaration.specifiers.map((node) => ({
      node,
      source,
      name: importedName(node),
    }));
    return named.length > 0 ? named : [{ node: declaration, source, name: undefined }];
  });
  const required = nodesOfType(sourceCode, 'CallExpression').flatMap((node): Import[] => {
    const callee = unwrap(node.callee);
    const source = stringOf(node.arguments[0]);
    const isRequire = callee.type === 'Identifier' && callee.name === 'require';
    return isRequire && source !== undefined ? [{ node, source, name: undefined }] : [];
  });
  const others = [
    ...nodesOfType(sourceCode, 'ImportExpression'),
    ...nodesOfType(sourceCode, 'ExportNamedDeclaration'),
    ...nodesOfType(sourceCode, 'TSExternalModuleReference'),
  ].flatMap((node): Import[] => {
    const source = stringOf('source' in node ? node.source : node.expression);
    return source === undefined ? [] : [{ node, source, name: undefined }];
  });
  return [...declared, ...required, ...others];
}

function importedName(specifier: TSESTree.ImportClause): string | undefined {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  if (specifier.type === 'ImportNamespaceSpecifier') return undefined;
  const { imported } = specifier;
  return imported.type === 'Identifier' ? imported.name : imported.value;
}
