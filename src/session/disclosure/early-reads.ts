import {
  enclosingFunction,
  isInside,
  keyOf,
  unwrap,
  wrapped,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { variableOf, type Reference } from '../../analysis/variables';
import { transportsOf, type McpTransport } from '../transports/transports';

const BLOCKS = new Set('Program BlockStatement StaticBlock SwitchCase'.split(' '));
/** What may be done with a transport before its first request. */
const BEFORE_REQUESTS = new Set('sessionId onclose onerror onmessage'.split(' '));

/** Whether a transport never has an id, because its generator is written as `undefined`. */
export function isStateless({ generator }: McpTransport): boolean {
  return generator.state === 'none';
}

/** Whether an expression that goes by the name of a session id can be none. */
export function isUnsetId(sourceCode: SourceCode, node: Node): boolean {
  return isNeverGiven(sourceCode, node) || isReadEarly(sourceCode, node);
}

/** The parameter of `onsessioninitialized` of a transport without sessions, which nobody calls. */
function isNeverGiven(sourceCode: SourceCode, node: Node): boolean {
  const [definition] = variableOf(sourceCode, node)?.defs ?? [];
  return (
    definition?.type === 'Parameter' &&
    transportsOf(sourceCode).some(
      (each) => isStateless(each) && each.callbacks.some(({ fn }) => fn === definition.node),
    )
  );
}

/**
 * `transport.sessionId` before a client can have initialized the transport, which is `undefined`: one
 * of Streamable HTTP has an id from its first request on.
 */
function isReadEarly(sourceCode: SourceCode, node: Node): boolean {
  if (node.type !== 'MemberExpression' || keyOf(node) !== 'sessionId') return false;
  const transport = unwrap(node.object);
  const variable = variableOf(sourceCode, transport);
  const fn = enclosingFunction(transport);
  if (!variable) return false;
  const earlier = variable.references.filter(
    ({ identifier }) =>
      identifier.range[0] < transport.range[0] && enclosingFunction(identifier) === fn,
  );
  const last = earlier.findLastIndex((each) => each.isWrite());
  const made = earlier[last];
  return (
    made !== undefined &&
    makesTransport(sourceCode, made) &&
    isAlwaysBefore(made.identifier, transport) &&
    earlier.slice(last + 1).every(({ identifier }) => staysWithoutId(identifier))
  );
}

/** `transport = new StreamableHTTPServerTransport(…)`. */
function makesTransport(sourceCode: SourceCode, { writeExpr }: Reference): boolean {
  const value = writeExpr && unwrap(writeExpr);
  return transportsOf(sourceCode).some(
    ({ node, api }) => node === value && api.wire === 'streamable-http',
  );
}

/** Whether a statement of its own writes the variable, in a block that the other node is in too. */
function isAlwaysBefore(written: Node, node: Node): boolean {
  const statement = written.parent?.parent;
  const isStatement =
    statement?.type === 'VariableDeclaration' || statement?.type === 'ExpressionStatement';
  const block = isStatement ? statement.parent : undefined;
  return !!block && BLOCKS.has(block.type) && isInside(node, block);
}

function staysWithoutId(mention: Node): boolean {
  const outer = wrapped(mention);
  const { parent } = outer;
  if (parent?.type === 'CallExpression') {
    const callee = unwrap(parent.callee);
    return callee.type === 'MemberExpression' && keyOf(callee) === 'connect';
  }
  const isMember = parent?.type === 'MemberExpression' && parent.object === outer;
  if (!isMember || !BEFORE_REQUESTS.has(keyOf(parent) ?? '')) return false;
  const isWritten = parent.parent.type === 'AssignmentExpression' && parent.parent.left === parent;
  return !isWritten || keyOf(parent) !== 'sessionId';
}
