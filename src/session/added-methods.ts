import {
  enclosingFunction,
  keyOf,
  memberPath,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../analysis/ast';
import { filesImportedBy } from '../analysis/exports';
import { homeOf } from '../analysis/files';
import { functionOf } from '../analysis/functions';
import { nodesOfType } from '../analysis/nodes';
import { oncePerFile } from '../analysis/once-per-file';
import { models } from '../models';
import { librariesOf } from './library-calls';

/** What sessions can do by themselves. */
const OWN_METHODS = new Set([
  ...models.flatMap(({ session }) =>
    [...(session?.rotate ?? []), ...(session?.destroy ?? [])].map(({ method }) => method),
  ),
  ...models.flatMap(({ session }) => session?.set ?? []),
  ...['get', 'has', 'save', 'reload', 'touch', 'flash', 'commit', 'options'],
]);

/**
 * The function that a method of a session is, when the project put it there: `session.clearSession`
 * after `Session.prototype.clearSession = …` in this file, or in one that it imports and that can be
 * looked into.
 */
export function addedMethod(sourceCode: SourceCode, member: Node): FunctionNode | undefined {
  const name = member.type === 'MemberExpression' ? keyOf(member) : undefined;
  if (name === undefined || OWN_METHODS.has(name)) return undefined;
  const home = homeOf(sourceCode, member);
  const value =
    methodsAddedBy(home).get(name) ??
    filesImportedBy(home)
      .map((file) => methodsAddedBy(file.sourceCode).get(name))
      .find((each) => each !== undefined);
  return value && functionOf(sourceCode, value);
}

/** Whether `this` is a session: it stands in a function that is put on the prototype of sessions. */
export function isThisSession(sourceCode: SourceCode, node: Node): boolean {
  let fn = enclosingFunction(node);
  while (fn?.type === 'ArrowFunctionExpression') fn = enclosingFunction(fn);
  if (!fn) return false;
  return [...methodsAddedBy(homeOf(sourceCode, node)).values()].includes(fn);
}

/** The methods that a file puts on the prototype of a library's sessions; one that is put there twice is none. */
const methodsAddedBy = oncePerFile(
  (sourceCode): ReadonlyMap<string, Node> => new Map(additionsIn(sourceCode)),
);

function* additionsIn(sourceCode: SourceCode): Generator<[string, Node]> {
  for (const { left, right } of nodesOfType(sourceCode, 'AssignmentExpression')) {
    const target = memberPath(left);
    const [name, on, owner] = [...(target?.path ?? [])].reverse();
    if (name === undefined || on !== 'prototype' || !target) continue;
    const { root } = target;
    const of = owner ?? (root.type === 'Identifier' ? root.name : undefined);
    if (of === 'Session' && importsSessions(sourceCode)) yield [name, unwrap(right)];
  }
}

function importsSessions(sourceCode: SourceCode): boolean {
  return librariesOf(sourceCode).imported.some(({ session }) => session);
}
