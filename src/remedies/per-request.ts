import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingStatement,
  isInside,
  outwards,
  unwrap,
  wrapped,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../analysis/ast';
import { functionOf } from '../analysis/functions';
import { variableOf } from '../analysis/variables';
import { moveBefore } from '../fixes/moves';
import { handlerAround } from '../session/handlers';
import { isNewServer, type SharedServer } from '../session/transports/shared-servers';
import type { McpTransport } from '../session/transports/transports';

/** Makes a shared server in the handler that connects it; `undefined` unless that is all it is for. */
export function moveServer(
  sourceCode: SourceCode,
  { server, handler }: SharedServer,
): TSESLint.ReportFixFunction | undefined {
  const declaration = declarationOf(sourceCode, server);
  const init = declaration && initOf(declaration);
  const isMaker =
    !!init &&
    (isNewServer(sourceCode, init) ||
      (init.type === 'CallExpression' &&
        !functionOf(sourceCode, init.callee) &&
        /^(?:create|make|build|new)/i.test(calleeName(init) ?? '')));
  if (!declaration || !isMaker) return undefined;
  return moveInto(sourceCode, [declaration], handler, usesOf(sourceCode, declaration));
}

/**
 * Makes a shared transport and its server in the one handler that uses them; `undefined` unless
 * that is all they are for: the server that it is connected to must be made for it alone.
 */
export function moveTransport(
  sourceCode: SourceCode,
  { node, generator, connections, requests }: McpTransport,
): TSESLint.ReportFixFunction | undefined {
  const [connection, ...others] = connections;
  const [handler, ...rest] = new Set(requests.map((each) => handlerAround(sourceCode, each)?.fn));
  const declared = wrapped(node).parent;
  const declaration = declared && enclosingStatement(declared);
  if (generator.state !== 'none' || !connection || !handler || !declaration) return undefined;
  if (declared.type !== 'VariableDeclarator' || others.length > 0 || rest.length > 0)
    return undefined;
  const connecting = enclosingStatement(connection);
  const isAwaited =
    connecting?.type === 'ExpressionStatement' &&
    connecting.expression.type === 'AwaitExpression' &&
    unwrap(connecting.expression.argument) === connection;
  const making = isAwaited ? makingOf(sourceCode, connection) : undefined;
  if (!connecting || !making || isInside(connecting, handler)) return undefined;
  const statements = [...new Set([declaration, ...making, connecting])];
  statements.sort((one, other) => one.range[0] - other.range[0]);
  return moveInto(sourceCode, statements, handler, usesOf(sourceCode, declaration));
}

/** The statements that make the server of a connection: none for `createServer().connect(…)`; `undefined` when it is not made for this alone. */
function makingOf(
  sourceCode: SourceCode,
  connection: TSESTree.CallExpression,
): TSESTree.Statement[] | undefined {
  const callee = unwrap(connection.callee);
  if (callee.type !== 'MemberExpression') return undefined;
  const server = unwrap(callee.object);
  if (isNewServer(sourceCode, server)) return [];
  const declaration = declarationOf(sourceCode, server);
  const init = declaration && initOf(declaration);
  return init && isNewServer(sourceCode, init) ? [declaration] : undefined;
}

/** The statement that declares a variable and nothing else. */
function declarationOf(
  sourceCode: SourceCode,
  node: Node,
): TSESTree.VariableDeclaration | undefined {
  const definition = variableOf(sourceCode, node)?.defs[0];
  if (definition?.type !== 'Variable') return undefined;
  const { parent } = definition;
  const isAlone = parent.kind === 'const' && parent.declarations.length === 1;
  return isAlone && !parent.parent.type.startsWith('Export') ? parent : undefined;
}

function initOf({ declarations: [{ init }] }: TSESTree.VariableDeclaration): Node | undefined {
  const inner = init && unwrap(init);
  return inner?.type === 'AwaitExpression' ? unwrap(inner.argument) : (inner ?? undefined);
}

function usesOf(sourceCode: SourceCode, declaration: TSESTree.Statement): Node[] {
  return sourceCode
    .getDeclaredVariables(
      declaration.type === 'VariableDeclaration' ? declaration.declarations[0] : declaration,
    )
    .flatMap(({ references }) => references.map(({ identifier }) => identifier as Node));
}

/** Moves statements in front of the first use in a function. */
function moveInto(
  sourceCode: SourceCode,
  statements: readonly TSESTree.Statement[],
  handler: FunctionNode,
  uses: readonly Node[],
): TSESLint.ReportFixFunction | undefined {
  const [first] = uses
    .filter((use) => isInside(use, handler.body))
    .sort((one, other) => one.range[0] - other.range[0]);
  const target = first && [...outwards(first)].find(({ parent }) => parent === handler.body);
  return handler.body.type === 'BlockStatement' && target
    ? moveBefore(sourceCode, statements, target as TSESTree.Statement)
    : undefined;
}
