import {
  isClass,
  isFunction,
  keyOf,
  outwards,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { nameOf } from '../../analysis/functions';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { lastName, makesSessionIds, namesOtherSessions } from './id-words';
import { librariesOf } from '../library-calls';
import { isServerFile } from '../server-files';

export interface NamedMaker {
  /** What stands for the function. */
  node: Node;
  /** Whether its name is the option of MCP transports, which take no promises. */
  isGenerator: boolean;
}

/** The functions of a server's file whose name says that they make session ids: `generateSessionId`. */
export const namedMakers = oncePerFile((sourceCode: SourceCode): readonly NamedMaker[] => [
  ...findNamedMakers(sourceCode),
]);

function* findNamedMakers(sourceCode: SourceCode): Generator<NamedMaker> {
  const isServer = isServerFile(sourceCode);
  const isMcp = [...librariesOf(sourceCode).modules].some((module) => /\bmcp\b/i.test(module));
  if (!isServer && !isMcp) return;
  for (const { name, node } of namedValues(sourceCode)) {
    if (!makesSessionIds(name) || isForOtherSessions(node)) continue;
    // The option's name is the protocol's own, wherever it is handed to.
    const isGenerator = /generator$/i.test(name);
    if (isServer || isGenerator) yield { node, isGenerator };
  }
}

/** What the file gives a name to: variables, properties, fields, methods, functions, defaults. */
function* namedValues(sourceCode: SourceCode): Generator<{ name: string; node: Node }> {
  const named = (name: string | undefined, node: Node | null) =>
    name !== undefined && node ? [{ name, node }] : [];
  for (const fn of nodesOfType(sourceCode, 'FunctionDeclaration')) yield* named(fn.id?.name, fn);
  for (const { id, init } of nodesOfType(sourceCode, 'VariableDeclarator'))
    yield* named(lastName(id), init);
  for (const each of nodesOfType(sourceCode, 'AssignmentExpression'))
    yield* named(lastName(each.left), each.right);
  for (const each of nodesOfType(sourceCode, 'AssignmentPattern'))
    yield* named(lastName(each.left), each.right);
  for (const type of ['Property', 'PropertyDefinition', 'MethodDefinition'] as const)
    for (const each of nodesOfType(sourceCode, type))
      if (each.parent.type !== 'ObjectPattern') yield* named(keyOf(each), each.value);
}

/** Whether the class or a function around it is about sessions of another kind. */
function isForOtherSessions(node: Node): boolean {
  for (const at of outwards(node)) {
    const name = isFunction(at) ? nameOf(at) : isClass(at) ? at.id?.name : undefined;
    if (name && namesOtherSessions(name)) return true;
  }
  return false;
}
