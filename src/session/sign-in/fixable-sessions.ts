import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  memberPath,
  unwrap,
  wrapped,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { usesOf } from '../../analysis/functions';
import { walk } from '../../analysis/nodes';
import { property } from '../../analysis/values';
import { valueOf, variableOf, type Variable } from '../../analysis/variables';
import { models } from '../../models';
import type { LibraryModel } from '../../models/types';
import { handlersIn, isContextName, isRequestName } from '../handlers';
import { callsOf, librariesOf } from '../library-calls';
import { dependencyRange } from '../packages';
import type { SessionObject } from '../session-objects';

const MAX_STEPS = 6;

/**
 * Whether a session has an id that somebody can plant: all session libraries of the file must give
 * one. Without any it is taken to have one, for that is the usual kind, unless the nearest
 * `package.json` names none but sealed ones.
 */
export function carriesId(
  sourceCode: SourceCode,
  session: Pick<SessionObject, 'carrier'>,
  filename?: string,
): boolean {
  return librariesSay(sourceCode, session, filename, {
    imported: (library) => hasId(sourceCode, library),
    installed: mayGiveIds,
  });
}

/** Whether a session's id can be changed; without any library in sight it is taken to be so. */
export function canRotate(
  sourceCode: SourceCode,
  session: Pick<SessionObject, 'carrier'>,
  filename?: string,
): boolean {
  const rotates = (library: LibraryModel) => library.session?.rotate !== undefined;
  return librariesSay(sourceCode, session, filename, { imported: rotates, installed: rotates });
}

/** Asks all session libraries that the file imports; without any, one that the nearest `package.json` names will do. */
function librariesSay(
  sourceCode: SourceCode,
  session: Pick<SessionObject, 'carrier'>,
  filename: string | undefined,
  ask: Record<'imported' | 'installed', (library: LibraryModel) => boolean>,
): boolean {
  const { imported } = librariesOf(sourceCode);
  if (imported.some((library) => library.session))
    return imported.filter((library) => mayMake(library, session)).every(ask.imported);
  const installed = filename
    ? SESSION_LIBRARIES.filter(({ name }) => dependencyRange(filename, name))
    : [];
  return installed.length === 0 || installed.some(ask.installed);
}

const SESSION_LIBRARIES = models.filter(({ session }) => session && session.type !== 'foreign');

function mayGiveIds({ session }: LibraryModel): boolean {
  return session?.type === 'id' || session?.idWith !== undefined;
}

function mayMake(
  { session: model }: LibraryModel,
  { carrier }: Pick<SessionObject, 'carrier'>,
): boolean {
  if (!model) return false;
  const name = carrier && nameOfCarrier(carrier);
  return (
    name === undefined ||
    model.on.some((path) => isContextName(path.split('.')[0] ?? '') === isContextName(name))
  );
}

function hasId(sourceCode: SourceCode, library: LibraryModel): boolean {
  const { type, idWith = [] } = library.session ?? {};
  if (type === 'id')
    return !callsOf(sourceCode, 'store').some((call) => call.library === library && call.api.seals);
  if (type !== 'sealed' || idWith.length === 0) return false;
  // A store gives it ids; where the configuration is out of sight, it may have one.
  return callsOf(sourceCode, 'session-configuration')
    .filter((call) => call.library === library)
    .every(({ call }) =>
      call.arguments.some((options) =>
        idWith.some((path) => property(sourceCode, options, path).state === 'found'),
      ),
    );
}

function nameOfCarrier(carrier: Node): string | undefined {
  const chain = memberPath(carrier);
  if (!chain) return undefined;
  const { root, path } = chain;
  return path.at(-1) ?? (root.type === 'Identifier' ? root.name : undefined);
}

/**
 * Whether a session is surely a request's: the file imports a session library, or the shape of the
 * code around says so. `req` in a function `(req, userId)` that nobody calls may be anything.
 */
export function isRequestSession(sourceCode: SourceCode, session: SessionObject): boolean {
  if (librariesOf(sourceCode).imported.some((library) => library.session)) return true;
  if (!session.carrier) return true;
  return isRequest(sourceCode, session.carrier, MAX_STEPS);
}

function isRequest(sourceCode: SourceCode, node: Node, steps: number): boolean {
  const chain = steps > 0 ? memberPath(node) : undefined;
  if (chain?.root.type !== 'Identifier') return false;
  const { root, path } = chain;
  const variable = variableOf(sourceCode, root);
  // `context.req` is a request in whatever resolver it stands.
  if (path.length > 0) return isRequestName(path.at(-1) ?? '') && !isOfTest(variable);
  const [definition] = variable?.defs ?? [];
  if (!variable || !definition) return false;
  // `({ req }) => …`, `const { req } = context`.
  if (definition.name.parent.type === 'Property') return true;
  if (definition.type === 'Parameter')
    return isRequestParameter(sourceCode, definition.node as FunctionNode, definition.name, steps);
  const value = valueOf(variable);
  if (!value) return false;
  const inner = unwrap(value);
  if (inner.type === 'CallExpression') return calleeName(inner) === 'getRequest';
  return isRequest(sourceCode, inner, steps - 1);
}

const TEST_RUNNERS = /^(?:it|test|specify|describe|(?:before|after)(?:Each|All)?|setup|teardown)$/;

/** Whether a variable is what a test runner hands to a test, which keeps its mocks there: `it('…', (ctx) => …)`. */
function isOfTest(variable: Variable | undefined): boolean {
  const [definition] = variable?.defs ?? [];
  if (definition?.type !== 'Parameter') return false;
  const call = wrapped(definition.node).parent;
  if (call?.type !== 'CallExpression') return false;
  const callee = memberPath(call.callee);
  return callee?.root.type === 'Identifier' && TEST_RUNNERS.test(callee.root.name);
}

function isRequestParameter(
  sourceCode: SourceCode,
  fn: FunctionNode,
  name: Node,
  steps: number,
): boolean {
  if (handlersIn(sourceCode).some((handler) => handler.fn === fn)) return true;
  const index = fn.params.findIndex((parameter) => holds(parameter, name));
  const parameter = fn.params[index];
  if (!parameter) return false;
  if ('decorators' in parameter && parameter.decorators.length > 0) return true;
  if (isRequestTyped(sourceCode, parameter)) return true;
  return usesOf(sourceCode, fn).calls.some((call) => {
    const argument = call.arguments[index];
    return !!argument && isRequest(sourceCode, argument, steps - 1);
  });
}

function holds(parameter: Node, name: Node): boolean {
  if (parameter.type === 'AssignmentPattern') return parameter.left === name;
  return parameter === name;
}

/** `req: Request` where the type is imported: `Request` of express, `RequestWithSession` of the project. */
function isRequestTyped(sourceCode: SourceCode, parameter: Node): boolean {
  const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  const annotation = 'typeAnnotation' in target ? target.typeAnnotation : undefined;
  if (!annotation) return false;
  for (const node of walk(sourceCode, annotation)) {
    if (node.type !== 'TSTypeReference') continue;
    const { name, root } = typeName(node.typeName);
    if (/(?:Request|Context|Req|Ctx)\w*$/.test(name) && variableOf(sourceCode, root)) return true;
  }
  return false;
}

/** `Request`, `express.Request`: its last name, and the identifier that it starts from. */
function typeName(node: TSESTree.EntityName): { name: string; root: Node } {
  if (node.type === 'TSQualifiedName')
    return { name: node.right.name, root: typeName(node.left).root };
  return { name: node.type === 'Identifier' ? node.name : '', root: node };
}
