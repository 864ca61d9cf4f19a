import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, keyOf, unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { outcomeTells } from '../../analysis/conditions';
import { nodesWithin } from '../../analysis/nodes';
import { models } from '../../models';
import { isFalsy } from '../auth-state';
import { isRequestName } from '../handlers';
import { lastName } from '../ids/id-words';
import { sessionObject } from '../session-objects';

/** `findSessionById`, `loadSession`; what is found by a session, as in `findUserBySession`, is none. */
const FINDS_SESSION =
  /^(?:find|get|load|read|fetch|has|look_?up|retrieve)(?:One|Existing|Stored)?Session(?:By\w+|Data|Entity|Record)?$/i;
const FINDS = /^(?:find|get|load|read|fetch|has|exists|look_?up|retrieve)/i;
const NEW_KEYS = new Set(models.flatMap(({ session }) => session?.newKey ?? []));
const SESSION_STORE = /^_?(?:session_?(?:store|repo|repository|model)|Session)$/i;

/**
 * Whether the outcome of a condition says that the session's store does not know the session's id.
 * Then the session began with this request, and nobody can have planted the id.
 */
export function tellsNewSession(sourceCode: SourceCode, test: Node, holds: boolean): boolean {
  return outcomeTells(sourceCode, test, holds, (part, outcome, tells) => {
    switch (part.type) {
      case 'BinaryExpression': {
        const equal = /^={2,3}$/.test(part.operator);
        if (!equal && !/^!={1,2}$/.test(part.operator)) return false;
        return isFalsy(part.right) && equal === outcome && tells(part.left, false);
      }
      case 'MemberExpression':
        return outcome && isNewKey(sourceCode, part);
      case 'CallExpression':
        return !outcome && asksForSession(sourceCode, part);
      default:
        return false;
    }
  });
}

/** `ctx.session.isNew`; where the configuration is out of sight, the word of any library. */
function isNewKey(sourceCode: SourceCode, member: TSESTree.MemberExpression): boolean {
  const key = keyOf(member);
  if (key === undefined || !NEW_KEYS.has(key)) return false;
  const session = sessionObject(sourceCode, member.object);
  return !!session && (!session.library || session.library.newKey === key);
}

/** `sessionStore.get(req.sessionID)`, `findSessionById(session.id)`. */
function asksForSession(sourceCode: SourceCode, call: TSESTree.CallExpression): boolean {
  const name = calleeName(call) ?? '';
  const callee = unwrap(call.callee);
  const store = callee.type === 'MemberExpression' ? (lastName(callee.object) ?? '') : '';
  if (!FINDS_SESSION.test(name) && !(FINDS.test(name) && SESSION_STORE.test(store))) return false;
  return call.arguments.some((argument) =>
    nodesWithin(sourceCode, 'MemberExpression', argument).some((member) =>
      isOwnId(sourceCode, member),
    ),
  );
}

/** The id of the request's own session: `req.sessionID`, `req.session.id`. */
function isOwnId(sourceCode: SourceCode, member: TSESTree.MemberExpression): boolean {
  const key = keyOf(member);
  if (key === 'id') return !!sessionObject(sourceCode, member.object);
  return key === 'sessionID' && isRequestName(lastName(member.object) ?? '');
}
