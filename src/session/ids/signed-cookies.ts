import {
  calleeName,
  enclosingFunction,
  isFunction,
  isInside,
  keyOf,
  unwrap,
  wrapped,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { mentionsOf } from '../../analysis/mentions';
import { nodesOfType, walk } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { originsOf } from '../../analysis/origins';
import { property, staticValue } from '../../analysis/values';
import type { CookieSite } from '../cookies/cookie-sites';
import { isCredential } from './client-values';

type Setter = Pick<CookieSite, 'api' | 'options' | 'node' | 'value'>;

/** Whether a cookie is signed; `undefined` where that cannot be told. */
export function isSigned(
  sourceCode: SourceCode,
  { api, options }: Pick<Setter, 'api' | 'options'>,
): boolean | undefined {
  if ('secret' in api) return true;
  const signed = options && property(sourceCode, options, ['signed']);
  if (signed?.state === 'unknown') return undefined;
  return signed?.state === 'found' && staticValue(sourceCode, signed.node)?.value !== false;
}

/**
 * Whether a cookie holds data that the server has signed, and no id: nobody can make another one,
 * nothing is kept under it, and nothing in the file is looked up by what a client sends.
 */
export function isSealedData(sourceCode: SourceCode, cookie: Setter): boolean {
  const { value } = cookie;
  if (!value || !isSigned(sourceCode, cookie) || looksUpCredentials(sourceCode)) return false;
  return [value, ...originsOf(sourceCode, value).map(({ node }) => node)].every(
    (each) => !isKept(sourceCode, each, cookie.node),
  );
}

/** Whether a value goes elsewhere than into a cookie. */
function isKept(sourceCode: SourceCode, value: Node, cookie: Node): boolean {
  if (unwrap(value).type === 'MemberExpression') return true;
  const { mentions, escapes } = mentionsOf(sourceCode, value);
  const isElsewhere = (to: Node) =>
    isFunction(to) ? to === enclosingFunction(cookie) : !isInside(to, cookie);
  return escapes.some(isElsewhere) || mentions.some(({ node }) => isKey(node) || isField(node));
}

/** `sessions[id]`. */
function isKey(node: Node): boolean {
  const outer = wrapped(node);
  const { parent } = outer;
  return parent?.type === 'MemberExpression' && parent.computed && parent.property === outer;
}

/** `req.visitor = id`. */
function isField(node: Node): boolean {
  const outer = wrapped(node);
  const { parent } = outer;
  return (
    parent?.type === 'AssignmentExpression' &&
    parent.right === outer &&
    unwrap(parent.left).type === 'MemberExpression'
  );
}

const LOOKS_UP = /^(?:h?get|has|set|find|load|fetch|query|select|lookup|read|del|destroy|update)/i;

/** Whether something is looked up by a header or cookie: `sessions[req.signedCookies.sid]`, `db.find({ sid: getSignedCookie(c, 'sid') })`. */
const looksUpCredentials = oncePerFile((sourceCode: SourceCode): boolean => {
  const holds = (node: Node) =>
    [...walk(sourceCode, node)].some((each) => isCredential(sourceCode, each));
  return (
    nodesOfType(sourceCode, 'CallExpression').some(
      (call) =>
        unwrap(call.callee).type === 'MemberExpression' &&
        LOOKS_UP.test(calleeName(call) ?? '') &&
        call.arguments.some(holds),
    ) ||
    nodesOfType(sourceCode, 'MemberExpression').some(
      (member) => member.computed && keyOf(member) === undefined && holds(member.property),
    )
  );
});
