import type { TSESTree } from '@typescript-eslint/utils';
import {
  enclosingFunction,
  isInside,
  isStatement,
  keyOf,
  outwards,
  unwrap,
  wrapped,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../analysis/ast';
import { nodesOfType } from '../analysis/nodes';
import { isTypeScript } from '../fixes/callbacks';
import type { Fix } from '../fixes/layout';
import { insertBefore, wrapRestOfBlock } from '../fixes/statements';
import type { SessionMethod } from '../models/types';
import { isContextName, parameterName } from '../session/handlers';
import { librariesOf } from '../session/library-calls';
import { sessionMember, sessionObject } from '../session/session-objects';
import type { SessionWrite } from '../session/sign-in/sign-ins';

/** A new session id in front of a sign-in: a statement of its own, or a callback around the rest. */
export interface RegenerateFirst {
  kind: 'regenerateFirst' | 'wrapInRegenerate';
  /** The call that rotates, for the message. */
  rotate: string;
  fix: Fix;
}

/** The edit that gives a session a new id before a sign-in; `undefined` where it is not certain. */
export function regenerate(
  sourceCode: SourceCode,
  event: SessionWrite,
  filename: string,
): RegenerateFirst | undefined {
  const regeneration = regenerationBefore(sourceCode, event);
  if (!regeneration) return undefined;
  const { before, fn, call, settles } = regeneration;
  const typed = isTypeScript(filename);
  const rotate = call();
  if (fn.async || settles === 'sync') {
    const fix = insertBefore(sourceCode, before, linesOf(call, settles, typed));
    return fix && { kind: 'regenerateFirst', rotate, fix };
  }
  const takesCallback = settles === 'callback' || settles === 'both';
  if (!takesCallback || !hasNext(fn) || before === fn.body) return undefined;
  const error = typed ? 'err: unknown' : 'err';
  const fix = wrapRestOfBlock(
    sourceCode,
    before as Parameters<typeof wrapRestOfBlock>[1],
    call(`(${error}) => {\n  if (err) return next(err);`).replace(/\)$/, ''),
    '});',
    { allowReturns: true },
  );
  return fix && { kind: 'wrapInRegenerate', rotate, fix };
}

function linesOf(
  call: Regeneration['call'],
  settles: Regeneration['settles'],
  typed: boolean,
): string[] {
  if (settles === 'sync') return [`${call()};`];
  if (settles !== 'callback') return [`await ${call()};`];
  const [promise, error] = typed ? ['Promise<void>', 'error: unknown'] : ['Promise', 'error'];
  return [
    `await new ${promise}((resolve, reject) =>`,
    `  ${call(`(${error}) => (error ? reject(error) : resolve())`)},`,
    ');',
  ];
}

function hasNext({ params }: FunctionNode): boolean {
  const third: Node | undefined = params[2];
  return third?.type === 'Identifier' && third.name === 'next';
}

// --- where, and by what call -----------------------------------------------------------------------

/** How to give a session a new id just before a sign-in, when nothing it holds would be missed. */
interface Regeneration {
  /** The first statement, or arrow body, that has to run with the new id. */
  before: Node;
  fn: FunctionNode;
  /** The expression that rotates, without callback: `req.session.regenerate()`. */
  call: (argument?: string) => string;
  settles: SessionMethod['settles'];
}

/** What to call for a new id, as a message shows it. */
export function rotationName(sourceCode: SourceCode, { session }: SessionWrite): string {
  const { node, carrier, library } = session;
  const { on, method, firstArgument } = library?.rotate?.[0] ?? USUAL;
  const holder = on ? carrier : unwrap(node);
  const flag = firstArgument === undefined ? '' : `'${firstArgument}', true`;
  return `${holder ? sourceCode.getText(holder) : 'session'}.${method}(${flag})`;
}

/** Both express-session and @fastify/session take a callback. */
const USUAL: SessionMethod = { method: 'regenerate', settles: 'callback' };

/** The regeneration that a sign-in lacks; `undefined` where it is not certain what it would do. */
function regenerationBefore(
  sourceCode: SourceCode,
  { node, session }: SessionWrite,
): Regeneration | undefined {
  const fn = enclosingFunction(node);
  const method = methodFor(sourceCode, session);
  const object = unwrap(session.node);
  const statement = isStatement(node) ? (enclosingStatementOf(node) ?? node) : node;
  const isBody = fn?.body === node;
  if (!fn || fn.generator || !method || (statement === node && !isBody)) return undefined;
  // A local that holds the session would go on holding the old one.
  if (object.type === 'Identifier' || !session.carrier) return undefined;
  const before = isBody ? node : firstWriteAbove(sourceCode, statement);
  if (losesData(sourceCode, fn, before)) return undefined;
  const { on, firstArgument } = method;
  const holder = sourceCode.getText(on ? session.carrier : asserted(object));
  const first = firstArgument ? `'${firstArgument}', true` : '';
  return {
    before,
    fn,
    call: (argument = first) => `${holder}.${method.method}(${argument})`,
    settles: method.settles,
  };
}

function methodFor(
  sourceCode: SourceCode,
  { carrier, library }: SessionWrite['session'],
): SessionMethod | undefined {
  if (library) return library.rotate?.[0];
  const name = carrier && (keyOf(unwrap(carrier)) ?? parameterName(unwrap(carrier)));
  if (!name || isContextName(name)) return undefined;
  const framework = librariesOf(sourceCode).imported.find(({ rotation }) => rotation);
  return framework?.rotation ?? USUAL;
}

/** `req.session!` where the session may be missing by its type. */
function asserted(object: Node): Node {
  return object.parent?.type === 'TSNonNullExpression' ? object.parent : object;
}

/** The statement that a node is the expression of, also one that stands alone behind an `if`. */
function enclosingStatementOf(node: Node): Node | undefined {
  for (const at of outwards(node)) if (at.type === 'ExpressionStatement') return at;
  return undefined;
}

/** The first of the writes to the session that stand directly above a statement. */
function firstWriteAbove(sourceCode: SourceCode, statement: Node): Node {
  const { parent } = statement;
  if (parent?.type !== 'BlockStatement') return statement;
  const above = parent.body.slice(0, parent.body.indexOf(statement as TSESTree.Statement));
  let first = statement;
  for (const each of above.reverse()) {
    const expression = each.type === 'ExpressionStatement' ? each.expression : undefined;
    if (expression?.type !== 'AssignmentExpression') break;
    if (!sessionMember(sourceCode, expression.left)) break;
    first = each;
  }
  return first;
}

/** Whether the function writes to the session before, or reads later what it did not write: a new session starts empty. */
function losesData(sourceCode: SourceCode, fn: FunctionNode, before: Node): boolean {
  const written = new Set<string>();
  return nodesOfType(sourceCode, 'MemberExpression').some((node) => {
    const outer = wrapped(node);
    const { parent } = outer;
    if (!parent || !isInside(node, fn) || parent.type === 'MemberExpression') return false;
    const isLater = node.range[0] >= before.range[0];
    const member = sessionMember(sourceCode, node);
    // The session itself, handed on or held: whoever has it may read it later.
    if (!member) return !!sessionObject(sourceCode, node) && !isTest(outer);
    const [key = ''] = member.path;
    if (isWrite(parent, outer)) {
      if (isLater) written.add(key);
      return !isLater;
    }
    return isLater && !written.has(key) && !isCallOfMethod(outer, member.path);
  });
}

function isWrite(parent: Node, node: Node): boolean {
  return parent.type === 'AssignmentExpression' && parent.left === node;
}

function isCallOfMethod(node: Node, path: readonly string[]): boolean {
  const { parent } = node;
  return path.length === 1 && parent?.type === 'CallExpression' && parent.callee === node;
}

function isTest({ parent }: Node): boolean {
  return (
    parent?.type === 'IfStatement' ||
    parent?.type === 'LogicalExpression' ||
    (parent?.type === 'UnaryExpression' && parent.operator === '!')
  );
}
