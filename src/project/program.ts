import type { ParserServicesWithTypeInformation } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/ast';

/** TypeScript's own view of the project. Only the parser's is used: TypeScript is not loaded here. */
export type Program = ParserServicesWithTypeInformation['program'];
type Checker = ReturnType<Program['getTypeChecker']>;
type Symbol = ReturnType<Checker['getExportsOfModule']>[number];
type TsNode = Parameters<Checker['getSymbolAtLocation']>[0];
type SourceFile = NonNullable<ReturnType<Program['getSourceFile']>>;

/** `ts.SymbolFlags.Alias`. */
const ALIAS = 1 << 21;

/** The program of a parser that reads types; `undefined` of one that does not. */
export function programBehind({ parserServices }: SourceCode): Program | undefined {
  // Up to version 5 the parser gives a program of one file when it reads no types.
  const { hasFullTypeInformation = true } = (parserServices ?? {}) as {
    hasFullTypeInformation?: boolean;
  };
  return hasFullTypeInformation ? (parserServices?.program ?? undefined) : undefined;
}

/** The file that a specifier names: a relative one, a path alias, a package of the workspace. */
export function moduleFile(
  program: Program,
  importer: string,
  specifier: string,
): string | undefined {
  return moduleNamed(program, importer, specifier)?.declarations?.[0]?.getSourceFile().fileName;
}

/** Where an export of a module is declared, whichever files hand it on: the file, and the name it is exported by there. */
export function declaredExport(
  program: Program,
  importer: string,
  specifier: string,
  name: string,
): { path: string; name: string } | undefined {
  const checker = program.getTypeChecker();
  const module = moduleNamed(program, importer, specifier);
  const exported = module && checker.getExportsOfModule(module).find((each) => each.name === name);
  const symbol = exported && targetOf(checker, exported);
  const file = symbol?.declarations?.[0]?.getSourceFile();
  const whole = file && checker.getSymbolAtLocation(file);
  const own =
    whole && checker.getExportsOfModule(whole).find((each) => targetOf(checker, each) === symbol);
  return own && { path: file.fileName, name: own.name };
}

function moduleNamed(program: Program, importer: string, specifier: string): Symbol | undefined {
  const file = program.getSourceFile(importer);
  const literal = file && specifiersOf(file).find(({ text }) => text === specifier);
  return literal && program.getTypeChecker().getSymbolAtLocation(literal);
}

/** The texts of `import … from`, `export … from` and `import x = require()`. */
function specifiersOf(file: SourceFile): (TsNode & { text?: string })[] {
  return file.statements.flatMap((statement: TsNode) => {
    const { moduleSpecifier, moduleReference } = statement as TsNode & {
      moduleSpecifier?: TsNode;
      moduleReference?: { expression?: TsNode };
    };
    return moduleSpecifier ?? moduleReference?.expression ?? [];
  });
}

/** What a name stands for that other files hand on. */
function targetOf(checker: Checker, symbol: Symbol): Symbol {
  return symbol.flags & ALIAS ? checker.getAliasedSymbol(symbol) : symbol;
}
