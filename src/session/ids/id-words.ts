import type { Node } from '../../analysis/ast';
import { keyOf, unwrap } from '../../analysis/ast';

const IDENTITY =
  /^(?:(?:user|tenant|client|customer|account|org(?:ani[sz]ation)?|member|owner|workspace|team|employee)_?(?:id|key|name)|e?mail|e_?mail_?address|user_?name|uid|sub)$/i;
const PERSON = /(?:user|tenant|customer|account|profile|member|owner|principal|employee)$/i;
const SUBJECT = /^(?:_?id|sub|name)$/i;
const LABEL =
  /^(?:.*_)?(?:prefix|suffix|label|name|type|kind|host|hostname|port|ip|ip_?address|remote_?address|user_?agent|version|index|idx)$|(?:Prefix|Suffix|Label|Name|Type|Kind|Host|Port|Ip|Version|Index)$/i;
const TOKEN =
  /^(?:.*_)?(?:token|jwt|credentials?|authorization|bearer|api_?key)$|(?:Token|ApiKey|Header)$/;

/** What an expression's name says of its value: an id that others know, a token, a label, or nothing. */
export function wordFor(node: Node): 'identity' | 'token' | 'label' | undefined {
  const [owner, name] = lastNames(node);
  if (name === undefined) return undefined;
  if (IDENTITY.test(name) || (owner && PERSON.test(owner) && SUBJECT.test(name))) return 'identity';
  if (TOKEN.test(name)) return 'token';
  return LABEL.test(name) ? 'label' : undefined;
}

function lastNames(node: Node): [owner: string | undefined, name: string | undefined] {
  const inner = unwrap(node);
  return [inner.type === 'MemberExpression' ? lastName(inner.object) : undefined, lastName(inner)];
}

/** The last name of an expression: `b` of `b`, `a.b`, `this.b`; `undefined` for other expressions. */
export function lastName(node: Node): string | undefined {
  const inner = unwrap(node);
  if (inner.type === 'Identifier') return inner.name;
  return inner.type === 'MemberExpression' ? keyOf(inner) : undefined;
}

const MAKES_SESSION_IDS =
  /^[_#]*(?:gen(?:erate)?|create|make|new|mint|build|next|random|issue|produce)_?(?:(?:new|unique|random|secure|mcp|http|sse|user|client|server)_?)*(?:session_?(?:id|identifier|token)|sid)(?:_?generator)?$|^[_#]*(?:custom_?)?session_?id_?(?:generator|factory)$/i;

/** Whether a function's name says that it makes session ids: `generateSessionId`, `newSid`. */
export function makesSessionIds(name: string): boolean {
  return MAKES_SESSION_IDS.test(name);
}

const OTHER_SESSIONS =
  /telemetry|analytic|tracking|tracker|metric|chat|convers|scan|cli(?![a-z])|debug|trace|log(?:ger|ging)|game|quiz|browser|terminal|shell|sandbox|recording|replay|upload|checkout|payment|workout|training|test|mock|fake|stub|agent/i;

/** Whether a name says that its sessions are none of a web server: telemetry, chats, scans. */
export function namesOtherSessions(name: string): boolean {
  return OTHER_SESSIONS.test(name);
}

/** Whether a name is a session id's: `sessionId`, `newSessionId`, `sid`. */
export function namesSessionId(name: string): boolean {
  return /^[_#]*(?:[a-z]+_?)?session_?id$|^[_#]*(?:new_?)?sid$/i.test(name);
}
