import { stringOf, unwrap, wrapped, type Node, type SourceCode } from '../../analysis/ast';
import { mentionsOf, mentionsOfParameter, type Mentions } from '../../analysis/mentions';
import { resolve } from '../../analysis/values';
import { assignmentsOf, isGlobal, variableOf } from '../../analysis/variables';
import type { McpHandler } from '../tool-handlers';

/** An expression that holds the session id of a handler's context, or a value made of it. */
export interface ContextId {
  node: Node;
  form: Form;
}

/**
 * What stands there for a client without a session: `undefined`, or perhaps `null`; a text with
 * `undefined` in it; the same literal for everyone, or a text with it; or perhaps an id from elsewhere.
 */
type Form =
  | { kind: 'nothing'; mayBeNull?: true }
  | { kind: 'text' }
  | { kind: 'literal'; by: Node; value: string; isInText?: true }
  | { kind: 'other' };

/** Other places where a session id may come from. */
const SESSION = /session/i;

/** Where the session id of a handler's context goes in the file, and in which form. */
export function contextIdsOf(sourceCode: SourceCode, { context }: McpHandler): ContextId[] {
  if (!context) return [];
  const ids: ContextId[] = [];
  const seen = new Set<Node>();
  const collect = ({ mentions, stopped }: Mentions, form: Form) => {
    for (const { node, path } of mentions) if (path.length === 0) ids.push({ node, form });
    for (const inside of stopped) {
      const made = valueMadeOf(sourceCode, inside, form);
      if (!made || seen.has(made.node)) continue;
      const { node } = made;
      seen.add(node);
      const further =
        node.type === 'AssignmentPattern'
          ? mentionsOfParameter(sourceCode, node.left, [], makesAnother)
          : mentionsOf(sourceCode, node, makesAnother);
      collect(further, made.form);
    }
  };
  collect(mentionsOfParameter(sourceCode, context, ['sessionId'], makesAnother), {
    kind: 'nothing',
  });
  return ids.flatMap((id) => withInitialValue(sourceCode, id, ids) ?? []);
}

function makesAnother(around: Node): boolean {
  switch (around.type) {
    case 'AssignmentPattern':
    case 'ConditionalExpression':
    case 'LogicalExpression':
    case 'TemplateLiteral':
      return true;
    case 'AssignmentExpression':
      return around.operator !== '=';
    case 'BinaryExpression':
      return around.operator === '+';
    case 'CallExpression':
      return around.callee.type === 'Identifier' && around.callee.name === 'String';
    default:
      return false;
  }
}

/** The value that the expression around makes of an id; `undefined` when nothing is known of it. */
function valueMadeOf(sourceCode: SourceCode, inside: Node, form: Form): ContextId | undefined {
  const outer = wrapped(inside);
  const around = outer.parent;
  switch (around?.type) {
    case 'AssignmentPattern':
      return fallenBack(sourceCode, around, around.right, form);
    case 'ConditionalExpression':
      if (around.test === outer) return undefined;
      return fallenBack(
        sourceCode,
        around,
        around.consequent === outer ? around.alternate : around.consequent,
        form,
      );
    case 'LogicalExpression': {
      if (around.operator === '&&')
        return around.right === outer ? { node: around, form } : undefined;
      if (around.left === outer) return fallenBack(sourceCode, around, around.right, form);
      return isSession(sourceCode, around.left) ? { node: around, form: OTHER } : undefined;
    }
    case 'TemplateLiteral':
      return inText(around, around.expressions, outer, form, sourceCode);
    case 'BinaryExpression':
      return inText(around, [around.left, around.right], outer, form, sourceCode);
    case 'CallExpression':
      return isGlobal(sourceCode, around.callee)
        ? inText(around, [], outer, form, sourceCode)
        : undefined;
    default:
      return undefined;
  }
}

const OTHER: Form = { kind: 'other' };

/** What is there when another expression takes the place of a missing id. */
function fallenBack(
  sourceCode: SourceCode,
  around: Node,
  fallback: Node,
  form: Form,
): ContextId | undefined {
  if (form.kind === 'text' || form.kind === 'literal') return { node: around, form };
  const value = literalIn(sourceCode, fallback);
  if (value !== undefined) return { node: around, form: { kind: 'literal', by: around, value } };
  if (isNothing(fallback)) return { node: around, form: orNull(form, fallback) };
  return isSession(sourceCode, fallback) ? { node: around, form: OTHER } : undefined;
}

function orNull(form: Form, nothing: Node): Form {
  return form.kind === 'nothing' && isNull(nothing) ? { ...form, mayBeNull: true } : form;
}

/** A text that is made of an id and of nothing that tells two users apart. */
function inText(
  around: Node,
  parts: readonly Node[],
  id: Node,
  form: Form,
  sourceCode: SourceCode,
): ContextId | undefined {
  const others = parts.filter((part) => part !== id);
  if (form.kind === 'other' || others.some((part) => literalIn(sourceCode, part) === undefined))
    return undefined;
  return {
    node: around,
    form: form.kind === 'literal' ? { ...form, isInText: true } : { kind: 'text' },
  };
}

/** The text of a literal or constant; else `undefined`. */
export function literalIn(sourceCode: SourceCode, node: Node): string | undefined {
  const value = resolve(sourceCode, node);
  if (value.type === 'Literal' && typeof value.value === 'number') return String(value.value);
  return stringOf(value);
}

export function isNothing(node: Node): boolean {
  const inner = unwrap(node);
  return (
    (inner.type === 'Identifier' && inner.name === 'undefined') ||
    isNull(inner) ||
    (inner.type === 'UnaryExpression' && inner.operator === 'void')
  );
}

export function isNull(node: Node): boolean {
  const inner = unwrap(node);
  return inner.type === 'Literal' && inner.raw === 'null';
}

/** `extra.requestInfo?.headers['mcp-session-id']`, `args.sessionId`. */
function isSession(sourceCode: SourceCode, node: Node): boolean {
  const inner = unwrap(node);
  return inner.type === 'MemberExpression' && SESSION.test(sourceCode.getText(inner.property));
}

/** A variable that starts as something else keeps that where there is no id: `let key = 'default'; if (extra.sessionId) key = …`. */
function withInitialValue(
  sourceCode: SourceCode,
  id: ContextId,
  ids: readonly ContextId[],
): ContextId | undefined {
  const variable = variableOf(sourceCode, id.node);
  const definition = variable?.defs[0];
  if (!variable || definition?.type !== 'Variable' || id.form.kind === 'literal') return id;
  const [first] = assignmentsOf(variable) ?? [];
  if (!first || definition.node.init !== first) return id;
  if (isNothing(first)) return { node: id.node, form: orNull(id.form, first) };
  const own = new Set(ids.map(({ node }) => unwrap(node)));
  if (own.has(unwrap(first)) || isMadeOf(first, own)) return id;
  const value = literalIn(sourceCode, first);
  return value === undefined
    ? undefined
    : { node: id.node, form: { kind: 'literal', by: first, value } };
}

/** `await id`, `getId(extra)`: what a mention goes through unchanged is a mention too. */
function isMadeOf(value: Node, ids: ReadonlySet<Node>): boolean {
  const inner = unwrap(value);
  return inner.type === 'AwaitExpression' && ids.has(unwrap(inner.argument));
}
