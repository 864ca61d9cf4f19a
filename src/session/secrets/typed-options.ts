import type { TSESTree } from '@typescript-eslint/utils';
import { unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { variableOf } from '../../analysis/variables';
import { models } from '../../models';
import type { LibraryModel, SessionConfiguration } from '../../models/types';
import type { Configuration } from '../configurations';

/** Options by the module and the name of their type. */
const TYPES: ReadonlyMap<string, SessionConfiguration> = new Map(models.flatMap(typesOf));

function typesOf({ modules, exports: apis = {} }: LibraryModel): [string, SessionConfiguration][] {
  return Object.values(apis)
    .flat()
    .flatMap((api) =>
      api.kind === 'session-configuration'
        ? (api.optionTypes ?? []).map((name) => ({ api, name }))
        : [],
    )
    .flatMap(({ api, name }) =>
      modules.map((module) => [`${module} ${name}`, api] as [string, SessionConfiguration]),
    );
}

/** Options that a file declares as a library's, by an annotation, `satisfies` or a cast, for another file to hand on. */
export const typedOptionsIn = oncePerFile(
  (sourceCode: SourceCode): Pick<Configuration, 'api' | 'options'>[] => {
    return nodesOfType(sourceCode, 'TSTypeReference').flatMap((reference) => {
      const api = apiNamed(sourceCode, reference.typeName);
      const options = api && literalOf(reference);
      // The type says what the options are, wherever the call has them.
      return options ? [{ api: { ...api, options: { argument: 0 } }, options }] : [];
    });
  },
);

function apiNamed(
  sourceCode: SourceCode,
  name: TSESTree.EntityName,
): SessionConfiguration | undefined {
  const [holder, member] =
    name.type === 'TSQualifiedName' ? [name.left, name.right.name] : [name, undefined];
  const definition = variableOf(sourceCode, holder)?.defs[0];
  if (definition?.type !== 'ImportBinding' || definition.parent.type !== 'ImportDeclaration')
    return undefined;
  const { node, parent } = definition;
  const imported =
    node.type === 'ImportSpecifier' && node.imported.type === 'Identifier'
      ? node.imported.name
      : undefined;
  const exported = member ?? imported;
  return exported === undefined ? undefined : TYPES.get(`${parent.source.value} ${exported}`);
}

/** The object literal that a type is declared of, or the variable that holds it. */
function literalOf(reference: Node): Node | undefined {
  const { parent } = reference;
  if (parent?.type === 'TSSatisfiesExpression' || parent?.type === 'TSAsExpression')
    return isLiteral(parent.expression) ? parent.expression : undefined;
  // `Partial<SessionOptions>`, `SessionOptions[]` and the like are something else.
  if (parent?.type !== 'TSTypeAnnotation') return undefined;
  const holder = parent.parent;
  const declaration = holder.type === 'Identifier' ? holder.parent : holder;
  if (declaration.type === 'VariableDeclarator')
    return isLiteral(declaration.init) ? holder : undefined;
  if (declaration.type === 'PropertyDefinition' && isLiteral(declaration.value))
    return declaration.value;
  return undefined;
}

function isLiteral(node: Node | null): node is TSESTree.ObjectExpression {
  return !!node && unwrap(node).type === 'ObjectExpression';
}
