import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import {
  enclosingFunction,
  enclosingStatement,
  isFunction,
  keyOf,
  outwards,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../analysis/ast';
import { walk } from '../analysis/nodes';
import { callThen, isTypeScript, type SettlingCall } from '../fixes/callbacks';
import { isContextName, isRequestName, parameterName } from '../session/handlers';
import { sessionLibrary, sessionObject } from '../session/session-objects';
import { missingClearing } from '../session/sign-out/logout-cookies';
import {
  halfMeasureAt,
  type HalfMeasure,
  type SignOutContext,
} from '../session/sign-out/sign-outs';
import type { UnfinishedLogout } from '../session/sign-out/unfinished-logouts';

/** A change that makes a logout end the session. */
export interface LogoutEdit {
  kind: 'endSession' | 'endSessionAndCookie' | 'addCallback';
  fix: TSESLint.ReportFixFunction;
}

/** What to do instead of a half measure, and the statements around it. */
interface Remedy {
  kind: LogoutEdit['kind'];
  call: SettlingCall;
  /** Statements in a row that the call takes the place of; none where it goes before `rest`. */
  replaced: readonly TSESTree.Statement[];
  rest: readonly TSESTree.Statement[];
  isAsync: boolean;
  /** The name of the function that is handed an error, where there is one. */
  next: string | undefined;
}

/** Ends the session in the place of a half measure, and has the browser forget its cookie if that is asked for; `undefined` where that is not certain. */
export function mendLogout(
  sourceCode: SourceCode,
  { handler, measure }: UnfinishedLogout,
  context: SignOutContext & { clearCookie: boolean },
): LogoutEdit | undefined {
  const remedy = remedyFor(sourceCode, measure, context);
  if (!remedy) return undefined;
  const typed = isTypeScript(context.filename);
  const asks = context.clearCookie && remedy.kind === 'endSession';
  const clearing = asks ? clearingFor(sourceCode, handler, measure, remedy) : undefined;
  const added = clearing === undefined ? [] : [clearing];
  const fix = callThen(sourceCode, remedy.call, { ...remedy, typed, added });
  return fix && { kind: clearing === undefined ? remedy.kind : 'endSessionAndCookie', fix };
}

/** `res.clearCookie('connect.sid');`, where the response is surely sent after it. */
function clearingFor(
  sourceCode: SourceCode,
  handler: FunctionNode,
  { session, node }: HalfMeasure,
  { rest }: Remedy,
): string | undefined {
  const library = session ? session.library : sessionLibrary(sourceCode);
  const clearing = missingClearing(sourceCode, handler, library);
  const response = responseAround(node);
  if (!clearing || response === undefined) return undefined;
  return rest.some((each) => answers(sourceCode, each, response))
    ? `${response}.${clearing.method}('${clearing.cookie}');`
    : undefined;
}

/** The response of the handler around a node: what comes after the request. */
function responseAround(node: Node): string | undefined {
  for (const at of outwards(node)) {
    if (!isFunction(at)) continue;
    const [first, second] = at.params.map(parameterName);
    if (first !== undefined && isRequestName(first) && !isContextName(first)) return second;
  }
  return undefined;
}

/** Methods that would fail if the response had begun. */
const ANSWERS = /^(?:redirect|json|send\w*|render|status|code|view)$/;

function answers(sourceCode: SourceCode, statement: Node, response: string): boolean {
  for (const node of walk(sourceCode, statement)) {
    if (node.type !== 'MemberExpression' || !ANSWERS.test(keyOf(node) ?? '')) continue;
    const root = chainRoot(node);
    if (root.type === 'Identifier' && root.name === response) return true;
  }
  return false;
}

/** `res` of `res.clearCookie('theme').redirect`. */
function chainRoot(node: Node): Node {
  const inner = unwrap(node);
  if (inner.type === 'MemberExpression') return chainRoot(inner.object);
  return inner.type === 'CallExpression' ? chainRoot(inner.callee) : inner;
}

/** How the session of a handler ends, in a message's words. */
export function endingName(sourceCode: SourceCode, measure: HalfMeasure): string {
  const ending = endingOf(sourceCode, measure);
  if (!ending) return 'session.destroy()';
  return ending.settles === 'statement' ? ending.text : `${ending.text}()`;
}

function remedyFor(
  sourceCode: SourceCode,
  measure: HalfMeasure,
  context: SignOutContext,
): Remedy | undefined {
  const statement = enclosingStatement(measure.node);
  const fn = enclosingFunction(measure.node);
  if (!fn || statement?.type !== 'ExpressionStatement' || !isWhole(statement, measure.node))
    return undefined;
  const block = statement.parent;
  if (block.type !== 'BlockStatement') return undefined;
  const following = block.body.slice(block.body.indexOf(statement) + 1);
  const place = { isAsync: fn.async, next: nextAround(measure.node) };
  if (measure.kind === 'throwing-sign-out') {
    const call = withCallback(sourceCode, measure.node);
    return { ...place, kind: 'addCallback', call, replaced: [statement], rest: following };
  }
  const call = endingOf(sourceCode, measure);
  if (!call) return undefined;
  const kept = following.findIndex((each) => !takesBackKey(sourceCode, each, context));
  const more = kept < 0 ? following.length : kept;
  const isCookie = measure.kind === 'cookie';
  const rest = isCookie ? [statement, ...following] : following.slice(more);
  if (rest.some((each) => mentionsSession(sourceCode, each))) return undefined;
  const replaced = isCookie ? [] : [statement, ...following.slice(0, more)];
  return { ...place, kind: 'endSession', call, replaced, rest };
}

function withCallback(sourceCode: SourceCode, node: Node): SettlingCall {
  const call = node.type === 'CallExpression' ? node : undefined;
  const [options] = call?.arguments ?? [];
  return {
    text: call ? sourceCode.getText(call.callee) : '',
    leading: options && sourceCode.getText(options),
    settles: 'callback',
  };
}

function isWhole(statement: TSESTree.ExpressionStatement, node: Node): boolean {
  const expression = unwrap(statement.expression);
  return (
    expression === node || (expression.type === 'AwaitExpression' && expression.argument === node)
  );
}

/** How the session of a handler ends: as its library says, or by the method of all libraries with callbacks. */
function endingOf(
  sourceCode: SourceCode,
  { session, node }: HalfMeasure,
): SettlingCall | undefined {
  const fn = enclosingFunction(node);
  const library = session ? session.library : sessionLibrary(sourceCode);
  const text = session ? sourceCode.getText(session.node) : sessionOfRequest(fn);
  if (text === undefined) return undefined;
  if (!library)
    return isPlainRequest(text) ? { text: `${text}.destroy`, settles: 'callback' } : undefined;
  const [method] = library.destroy ?? [];
  if (!method)
    return library.nullDestroys ? { text: `${text} = null`, settles: 'statement' } : undefined;
  const { settles } = method;
  const either = fn?.async ? 'promise' : 'callback';
  return { text: `${text}.${method.method}`, settles: settles === 'both' ? either : settles };
}

function isPlainRequest(text: string): boolean {
  const [name = ''] = text.split('.');
  return isRequestName(name) && !isContextName(name);
}

/** `req.session` for a handler whose first parameter is a request by name. */
function sessionOfRequest(fn: FunctionNode | undefined): string | undefined {
  const name = fn?.params[0] && parameterName(fn.params[0]);
  return name !== undefined && isRequestName(name) && !isContextName(name)
    ? `${name}.session`
    : undefined;
}

/** A statement that does nothing but take back another key of the session. */
function takesBackKey(
  sourceCode: SourceCode,
  statement: TSESTree.Statement,
  context: SignOutContext,
): boolean {
  if (statement.type !== 'ExpressionStatement') return false;
  const measure = halfMeasureAt(sourceCode, unwrap(statement.expression), context);
  return measure?.kind === 'field' || measure?.kind === 'session';
}

function mentionsSession(sourceCode: SourceCode, statement: Node): boolean {
  for (const node of walk(sourceCode, statement)) if (sessionObject(sourceCode, node)) return true;
  return false;
}

/** `next`, where a function around takes it. */
function nextAround(node: Node): string | undefined {
  for (const at of outwards(node))
    if (isFunction(at) && at.params.some((each) => parameterName(each) === 'next')) return 'next';
  return undefined;
}
