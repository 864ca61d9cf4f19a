import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  keyOf,
  memberPath,
  stringOf,
  unwrap,
  type CallLike,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { nodesOfType, walk } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { resolve } from '../../analysis/values';
import {
  AUTHENTICATING_WORDS,
  CALLER_PROPERTIES,
  IDENTIFYING_WORDS,
  ISSUING_WORDS,
  NOTING_WORDS,
  OTHER_TOKEN_WORDS,
  TOKEN_WORDS,
} from '../../models/caller-names';
import { isContextName, isRequestName } from '../handlers';
import { lastName } from '../ids/id-words';
import { wordsOf } from '../name-words';
import { isCredential, keptCredentialsIn } from './credentials';

/**
 * Whether a server finds out who is calling: it reads who the request was signed in as, hands the
 * request to something that authenticates, keeps a credential that it carries, or answers with the
 * challenge of an OAuth resource server. One secret that all callers share, and that is only
 * compared, tells nobody apart.
 *
 * @param isHere whether a piece of code belongs to the server in question
 */
export function tellsCallersApart(
  sourceCode: SourceCode,
  isHere: (node: Node) => boolean,
): boolean {
  return (
    nodesOfType(sourceCode, 'MemberExpression').some(
      (node) => saysWhoCalls(node) && isHere(node),
    ) ||
    nodesOfType(sourceCode, 'CallExpression').some(
      (call) => (readsUser(call) || authenticates(sourceCode, call)) && isHere(call),
    ) ||
    oauthChallengesIn(sourceCode).some(isHere) ||
    keptCredentialsIn(sourceCode).some(isHere)
  );
}

/** Whether an expression is, or holds, who is calling: the request itself, `req.auth`, `user.id`, `callerToken`. */
export function speaksOfCaller(sourceCode: SourceCode, node: Node): boolean {
  const inner = unwrap(node);
  if (
    inner.type === 'CallExpression' &&
    inner.arguments.some((each) => speaksOfCaller(sourceCode, each))
  )
    return true;
  const path = memberPath(inner);
  const root = path?.root.type === 'Identifier' ? path.root.name : undefined;
  const names = [...(root === undefined ? [] : [root]), ...(path?.path ?? [])];
  return (
    names.some((name) => isRequestName(name) || CALLER_PROPERTIES.has(name)) ||
    names.some((name) => wordsOf(name).some((word) => CALLER_WORD.test(word))) ||
    isCredential(sourceCode, inner)
  );
}

const CALLER_WORD =
  /^(?:auth|caller|principal|user|owner|tenant|token|credentials?|identity|client)$/;

/** `req.auth`, `extra.authInfo`, `ctx.state.user`. */
function saysWhoCalls(node: TSESTree.MemberExpression): boolean {
  const key = keyOf(node);
  if (key === 'authInfo') return true;
  if (key === undefined || !CALLER_PROPERTIES.has(key)) return false;
  const holder = lastName(unwrap(node.object)) ?? '';
  return isRequestName(holder) || isContextName(holder) || holder === 'state';
}

/** `c.get('user')`. */
function readsUser(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  return (
    callee.type === 'MemberExpression' &&
    keyOf(callee) === 'get' &&
    isContextName(lastName(unwrap(callee.object)) ?? '') &&
    CALLER_PROPERTIES.has(stringOf(call.arguments[0]) ?? '')
  );
}

/** `await oauth.validateToken(req, res)`, `requireBearerAuth({ verifier })`: code out of sight; what this file declares is judged by what it does. */
function authenticates(sourceCode: SourceCode, call: TSESTree.CallExpression): boolean {
  const isNamed = (node: Node, names: ReadonlySet<string>) => {
    const words = wordsOf(lastName(unwrap(node)) ?? '');
    return (
      words.some((word) => names.has(word)) &&
      !issuesToken(words) &&
      !words.some((word) => OTHER_TOKEN_WORDS.has(word)) &&
      !onlyNotes(node) &&
      !functionOf(sourceCode, node)
    );
  };
  if (isRegistration(call))
    return call.arguments.some((each) => isNamed(calledOrSelf(each), IDENTIFYING_WORDS));
  return (
    isNamed(call.callee, AUTHENTICATING_WORDS) && call.arguments.some((each) => isRequest(each))
  );
}

/** `createDownloadToken`, `signJwt`: who makes a token for somebody does not ask who is calling. */
function issuesToken(words: readonly string[]): boolean {
  return (
    words.some((word) => ISSUING_WORDS.has(word)) && words.some((word) => TOKEN_WORDS.has(word))
  );
}

/** `authLimiter`, `logger.authAttempt`: what counts or writes down learns nothing of who is calling. */
function onlyNotes(node: Node): boolean {
  const { root, path = [] } = memberPath(node) ?? {};
  const names = [...(root?.type === 'Identifier' ? [root.name] : []), ...path];
  return names.flatMap(wordsOf).some((word) => NOTING_WORDS.has(word));
}

function calledOrSelf(node: Node): Node {
  const inner = unwrap(node);
  return inner.type === 'CallExpression' ? inner.callee : inner;
}

function isRegistration(call: CallLike): boolean {
  return /^(?:use|all|get|post|delete|put|patch|addHook|route)$/.test(calleeName(call) ?? '');
}

/** `req`, `req.headers`. */
function isRequest(node: Node): boolean {
  const inner = unwrap(node);
  const holder = inner.type === 'MemberExpression' ? inner.object : inner;
  return isRequestName(lastName(unwrap(holder)) ?? '');
}

/**
 * Where responses get the `WWW-Authenticate` header of an OAuth resource server (RFC 9728, and RFC
 * 6750 section 3, which the MCP authorization specification asks for).
 */
const oauthChallengesIn = oncePerFile((sourceCode: SourceCode): readonly Node[] =>
  nodesOfType(sourceCode, 'Literal').filter((name) => {
    if (!/^www-authenticate$/i.test(stringOf(name) ?? '')) return false;
    const value = headerValueOf(name);
    return !!value && speaksOfOauth(sourceCode, value);
  }),
);

/** The value in `res.set('WWW-Authenticate', value)` and `{ 'WWW-Authenticate': value }`. */
function headerValueOf(name: TSESTree.Literal): Node | undefined {
  const { parent } = name;
  if (parent.type === 'Property') return parent.key === name ? parent.value : undefined;
  return parent.type === 'CallExpression' && parent.arguments[0] === name
    ? parent.arguments[1]
    : undefined;
}

/** Whether a text, or the function of this file that makes it, names a parameter of the challenge. */
function speaksOfOauth(sourceCode: SourceCode, text: Node): boolean {
  const call = unwrap(text);
  const maker = call.type === 'CallExpression' && functionOf(sourceCode, call.callee);
  return [maker || call, resolve(sourceCode, call)].some((place) =>
    [...walk(sourceCode, place)].some((node) =>
      /\b(?:insufficient_scope\b|resource_metadata=)/.test(
        node.type === 'TemplateElement' ? node.value.raw : (stringOf(node) ?? ''),
      ),
    ),
  );
}
