import {
  calleeName,
  isFunction,
  isStatement,
  keyOf,
  memberPath,
  stringOf,
  unwrap,
  type CallLike,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { models } from '../../models';
import { isFalsy } from '../auth-state';
import { isRequestName } from '../handlers';
import { callAs } from '../library-calls';
import { wordsOf } from '../name-words';
import { methodRunBy, sessionMember, sessionObject } from '../session-objects';
import { isKeptWhenUnset } from './sign-outs';

/** Methods of a session that end it or give it a new id, from the models. */
const ENDING_METHODS = new Set(
  models.flatMap(({ session }) =>
    [...(session?.destroy ?? []), ...(session?.rotate ?? [])].flatMap(
      ({ method, firstArgument }) => (firstArgument === undefined ? method : []),
    ),
  ),
);
/** Of these, and of others seen, those that remove a key when they are given one. */
const REMOVERS = /^(?:delete|remove|clear|reset|unset|forget)$/;
/** Calls by a key that rotate: `c.set('session_key_rotation', true)`. */
const ROTATING_KEYS = new Set(
  models.flatMap(({ session }) =>
    (session?.rotate ?? []).flatMap((each) => each.firstArgument ?? []),
  ),
);

/** Words of names that say enough by themselves. */
const ENDS =
  /(?:^|-)(?:destroy|invalidate|revoke|regenerate|terminate|log-?(?:out|off)|sign-?(?:out|off)|end-sessions?)(?:-|$)/;
/** Words that need to be said of a session or token. */
const REMOVES =
  /(?:^|-)(?:delete|del|hdel|unlink|remove|clear|reset|rotate|drop|purge|flush|expire|evict|kill|end|close|cleanup|update)(?:-|$)/;
const SESSIONS = /(?:^|-)(?:sess|sid|session\w*|tokens?|jwts?|auth|login|refresh|store)(?:-|$)/;
/** Names that only tell of it. */
const TELLS =
  /^(?:log|audit|emit|record|track|notify|on|is|has|should|can|get|find|render|show|send|publish|create|build|make|register|use|schedule|count)-/;
/** Calls that are handed a whole request to read from it. */
const READS =
  /^(?:log|audit|emit|record|track|notify|is|has|should|can|get|find|render|show|send|publish|create|build|make|count|debug|info|warn|error|trace|capture|check|validate|verify|parse|flash|redirect)(?:-|$)/;
const MCP_ENDS =
  /(?:^|-)(?:handle|close|delete|destroy|remove|end|terminate|clean|cleanup|dispose|kill|drop|shutdown|evict|release|unregister|disconnect|stop|proxy|forward)(?:-|$)/;
const RESPONSE = /^_?(?:res|response|reply|rep|console|logger|log)$/i;

/**
 * Whether a node that is no half measure ends the session it can reach, or may: by a method of the session, by deleting it
 * from its store, by a helper whose name says so or that nothing is known of, by handing on to the
 * next handler. A function of this file is judged by its body, not here.
 */
export function mayEndSession(sourceCode: SourceCode, node: Node): boolean {
  switch (node.type) {
    case 'ChainExpression':
      return mayEndSession(sourceCode, node.expression);
    case 'CallExpression':
      return endsByCall(sourceCode, node);
    case 'MemberExpression':
      return isEndingMethod(sourceCode, node) || isHandedSignOut(node);
    case 'AssignmentExpression':
      return endsByWrite(sourceCode, node.left, node.right);
    case 'UnaryExpression':
      return node.operator === 'delete' && endsByWrite(sourceCode, node.argument, undefined);
    default:
      return false;
  }
}

/** Whether a node ends an MCP session, or may: by handing the request to its transport, by closing or deleting it. */
export function mayEndMcpSession(sourceCode: SourceCode, node: Node): boolean {
  if (node.type === 'UnaryExpression') return node.operator === 'delete';
  if (node.type === 'AssignmentExpression')
    return isFalsy(node.right) && unwrap(node.left).type === 'MemberExpression';
  if (node.type !== 'CallExpression' || functionOf(sourceCode, node.callee)) return false;
  const name = wordsOf(calleeName(node) ?? '').join('-');
  const root = rootName(node.callee);
  if (root !== undefined && RESPONSE.test(root)) return false;
  return MCP_ENDS.test(name) || mayEndSession(sourceCode, node);
}

function endsByCall(sourceCode: SourceCode, call: CallLike): boolean {
  if (functionOf(sourceCode, call.callee) ?? methodRunBy(sourceCode, call)) return false;
  if (callAs(sourceCode, call, 'sign-in')?.api.role === 'sign-out') return true;
  const callee = unwrap(call.callee);
  if (callee.type === 'Identifier' && /^(?:next|done|cb|callback|reject|fail)$/.test(callee.name))
    return true;
  const [first] = call.arguments;
  if (ROTATING_KEYS.has(stringOf(first) ?? '')) return true;
  const name = wordsOf(calleeName(call) ?? '').join('-');
  if (callee.type === 'MemberExpression') {
    if (sessionObject(sourceCode, callee.object))
      return REMOVERS.test(name) ? !first || isFunction(first) : ENDS.test(name);
    if (RESPONSE.test(rootName(callee) ?? '')) return ENDS.test(name);
  }
  return endsByName(sourceCode, call, name) || isUnknownHelper(sourceCode, call, name);
}

function endsByName(sourceCode: SourceCode, call: CallLike, name: string): boolean {
  if (/(?:^|-)(?:cookies?|csrf|timeout|interval)(?:-|$)/.test(name)) return false;
  if (ENDS.test(name) && !TELLS.test(name)) return true;
  const callee = unwrap(call.callee);
  const receiver = callee.type === 'MemberExpression' ? sourceCode.getText(callee.object) : '';
  if (/cookie|header/i.test(receiver)) return false;
  const said = call.arguments
    .map((argument) => textOf(sourceCode, argument))
    .join(' ')
    // Whose session it is does not say that the session is meant.
    .replace(/\w+\.session\b[!?]*\.(?!id\b)\w+/g, '');
  const context = wordsOf(`${name} ${receiver} ${said}`).join('-');
  if (REMOVES.test(name) && SESSIONS.test(context)) return true;
  if (/(?:^|-)(?:black|deny|block)list/.test(context)) return true;
  return /\b(?:delete|update)\b/i.test(said) && SESSIONS.test(wordsOf(said).join('-'));
}

/** The text of an argument that is no function: what a query or key says. */
function textOf(sourceCode: SourceCode, argument: Node): string {
  return isFunction(unwrap(argument)) ? '' : sourceCode.getText(argument).slice(0, 400);
}

/** A call for its effect, of something out of sight, that is handed the request or the session. */
function isUnknownHelper(sourceCode: SourceCode, call: CallLike, name: string): boolean {
  const isResult =
    call.parent.type === 'ReturnStatement' || call.parent.type === 'ArrowFunctionExpression';
  if (!isStatement(call) && !isResult) return false;
  if (READS.test(name)) return false;
  return call.arguments.some((argument) => {
    const inner = unwrap(argument);
    if (inner.type === 'Identifier' && isRequestName(inner.name)) return true;
    return !!sessionObject(sourceCode, inner) || isNext(inner);
  });
}

function isNext(node: Node): boolean {
  return node.type === 'Identifier' && node.name === 'next';
}

/** `req.session.destroy`, called or handed to something that calls it: `promisify(req.session.destroy.bind(req.session))`. */
function isEndingMethod(sourceCode: SourceCode, member: Node): boolean {
  if (member.type !== 'MemberExpression') return false;
  const key = keyOf(member);
  return (
    key !== undefined &&
    ENDING_METHODS.has(key) &&
    !REMOVERS.test(key) &&
    !!sessionObject(sourceCode, member.object)
  );
}

/** `promisify(req.logout.bind(req))`; the call itself is judged by its arguments. */
function isHandedSignOut(member: Node): boolean {
  if (member.type !== 'MemberExpression' || !/^log[oO]ut$/.test(keyOf(member) ?? '')) return false;
  const receiver = unwrap(member.object);
  if (receiver.type !== 'Identifier' || !isRequestName(receiver.name)) return false;
  const { parent } = member;
  if (parent.type === 'AssignmentExpression') return parent.left !== member;
  return parent.type !== 'CallExpression' || parent.callee !== member;
}

/** `ctx.session = null`, `delete sessions[sid]`, `req.session.cookie.maxAge = 0`. */
function endsByWrite(sourceCode: SourceCode, target: Node, value: Node | undefined): boolean {
  const session = sessionObject(sourceCode, target);
  if (session) return !isKeptWhenUnset(sourceCode, session, value);
  if (unwrap(target).type !== 'MemberExpression') return false;
  const member = sessionMember(sourceCode, target);
  if (member) return member.path[0] === 'cookie';
  const path = wordsOf(sourceCode.getText(target)).join('-');
  return (!value || isFalsy(value)) && SESSIONS.test(path) && !isRequestPath(target);
}

/** `req.user = null` is no store. */
function isRequestPath(target: Node): boolean {
  const root = memberPath(target)?.root;
  return root?.type === 'Identifier' && isRequestName(root.name);
}

function rootName(node: Node): string | undefined {
  let at = unwrap(node);
  while (at.type === 'MemberExpression' || at.type === 'CallExpression')
    at = unwrap(at.type === 'MemberExpression' ? at.object : at.callee);
  return at.type === 'Identifier' ? at.name : undefined;
}
