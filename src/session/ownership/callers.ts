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
  CREDENTIAL_WORDS,
  IDENTIFYING_WORDS,
  ISSUING_WORDS,
  OTHER_TOKEN_WORDS,
  TOKEN_WORDS,
} from '../../models/caller-names';
import { isContextName, isRequestName } from '../handlers';
import { clientValueAt, clientValuesIn } from '../ids/client-values';
import { lastName } from '../ids/id-words';
import { keptBy } from '../ids/text-methods';
import { wordsOf } from '../name-words';

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
    keptValues(sourceCode).some((value) => isCredential(sourceCode, value) && isHere(value))
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

/** Expressions that go somewhere: arguments, properties of objects, and what is assigned to a member. */
function keptValues(sourceCode: SourceCode): Node[] {
  const values: Node[] = [];
  for (const call of [
    ...nodesOfType(sourceCode, 'CallExpression'),
    ...nodesOfType(sourceCode, 'NewExpression'),
  ])
    if (!isComparison(call) && !functionOf(sourceCode, call.callee)) values.push(...call.arguments);
  for (const { value, parent } of nodesOfType(sourceCode, 'Property'))
    if (parent.type === 'ObjectExpression') values.push(value);
  for (const { left, right } of nodesOfType(sourceCode, 'AssignmentExpression'))
    if (unwrap(left).type === 'MemberExpression') values.push(right);
  return values;
}

/** Calls that compare, prepare for that, or show what they are handed. */
function isComparison(call: CallLike): boolean {
  if (call.type === 'CallExpression' && keptBy(call)) return true;
  const path = memberPath(call.callee);
  const root = path?.root.type === 'Identifier' ? path.root.name : '';
  return (
    /^(?:timingSafeEqual|equals?|startsWith|endsWith|includes|test|match|exec|from|encode|update|digest|Boolean|byteLength|isArray)$/i.test(
      calleeName(call) ?? '',
    ) || /^(?:console|log|logger)$/i.test(root)
  );
}

/** Whether a value may be a credential of the request: its `Authorization` header, `x-api-key`. */
function isCredential(sourceCode: SourceCode, node: Node): boolean {
  const inner = unwrap(node);
  if (!/^(?:Identifier|MemberExpression|CallExpression|LogicalExpression)$/.test(inner.type))
    return false;
  if (inner.type === 'CallExpression' && !clientValueAt(sourceCode, inner) && !keptBy(inner))
    return false;
  return clientValuesIn(sourceCode, inner).some(({ from, name }) => {
    const words = wordsOf(name ?? '');
    return (
      from === 'headers' &&
      words.some((word) => CREDENTIAL_WORDS.has(word)) &&
      !words.some((word) => OTHER_TOKEN_WORDS.has(word))
    );
  });
}
