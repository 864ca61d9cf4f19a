import type { TSESTree } from '@typescript-eslint/utils';
import { unwrap, wrapped, type Node, type SourceCode } from '../../analysis/ast';
import { nodesOfType, walk } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { isGlobal, variableOf } from '../../analysis/variables';
import type { Transport } from '../../models/types';
import { apiOf, librariesOf } from '../library-calls';

/** Types named in types, one inside the other; those that name themselves end here. */
const MAX_STEPS = 4;

/** The empty objects and maps whose declared type says that they keep MCP transports, or objects that hold them, and which. */
export const typedContainers = oncePerFile((sourceCode: SourceCode): Map<Node, Transport[]> => {
  const { mentions } = librariesOf(sourceCode);
  const isAny = [...mentions.values()].some((apis) =>
    apis.some(({ api }) => api.kind === 'transport'),
  );
  const containers = new Map<Node, Transport[]>();
  if (!isAny) return containers;
  const empty = nodesOfType(sourceCode, 'ObjectExpression').filter(
    ({ properties }) => properties.length === 0,
  );
  const maps = nodesOfType(sourceCode, 'NewExpression').filter(
    ({ callee }) =>
      callee.type === 'Identifier' && callee.name === 'Map' && isGlobal(sourceCode, callee),
  );
  for (const container of [...empty, ...maps]) {
    const apis = typesOf(container).flatMap((type) => keptIn(sourceCode, type));
    if (apis.length > 0) containers.set(container, apis);
  }
  return containers;
});

/** What is declared of a container: type arguments, casts, the annotation of its variable or field. */
function* typesIn(container: Node): Generator<Node | null | undefined> {
  if (container.type === 'NewExpression') yield container.typeArguments;
  const outer = wrapped(container);
  for (let at = container; at !== outer && at.parent; at = at.parent)
    if (at.parent.type.startsWith('TS') && 'typeAnnotation' in at.parent)
      yield at.parent.typeAnnotation;
  const { parent } = outer;
  if (parent?.type === 'VariableDeclarator') yield parent.id.typeAnnotation;
  if (parent?.type === 'PropertyDefinition') yield parent.typeAnnotation;
}

function typesOf(container: Node): Node[] {
  return [...typesIn(container)].filter((type) => !!type);
}

/** The transports that `Record<string, T>`, `Map<string, T>`, `{ [id: string]: T }` keeps, or types of this file that hold one. */
function keptIn(sourceCode: SourceCode, type: Node, steps = MAX_STEPS): Transport[] {
  if (type.type === 'TSTypeAnnotation') return keptIn(sourceCode, type.typeAnnotation, steps);
  const named =
    type.type === 'TSTypeReference' && steps > 0
      ? declarationOf(sourceCode, type.typeName)
      : undefined;
  if (named) return keptIn(sourceCode, named, steps - 1);
  const keyed = [...walk(sourceCode, type)].find(
    (each) =>
      each.type === 'TSIndexSignature' ||
      (each.type === 'TSTypeParameterInstantiation' && each.params.length > 1),
  );
  return keyed ? transportsIn(sourceCode, keyed, MAX_STEPS) : [];
}

function transportsIn(sourceCode: SourceCode, type: Node, steps: number): Transport[] {
  if (steps <= 0) return [];
  return [...walk(sourceCode, type)].flatMap((node) => {
    if (node.type !== 'TSTypeReference') return [];
    const found = apiOf(sourceCode, node.typeName, 'transport');
    if (found) return [found.api];
    const declared = declarationOf(sourceCode, node.typeName);
    return declared ? transportsIn(sourceCode, declared, steps - 1) : [];
  });
}

/** `interface Session { transport: T }`, `type Session = { transport: T }` of this file. */
function declarationOf(sourceCode: SourceCode, name: Node): Node | undefined {
  const declaration = variableOf(sourceCode, unwrap(name))?.defs[0]?.node as
    TSESTree.Node | undefined;
  if (declaration?.type === 'TSInterfaceDeclaration') return declaration.body;
  return declaration?.type === 'TSTypeAliasDeclaration' ? declaration.typeAnnotation : undefined;
}
