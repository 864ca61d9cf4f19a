import { calleeName, keyOf, unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';

/** A place that puts a value into the query of an address. */
export interface BuiltUrl {
  node: Node;
  values: readonly Node[];
}

/** Text right before a value that stands in a query. */
const IN_QUERY = /[?&][\w.[\]-]+=$/;

/**
 * Every address that the file puts together with a value in its query. None in a file that speaks the
 * older HTTP+SSE transport by hand: its `endpoint` event must tell the client such an address.
 */
export const builtUrlsIn = oncePerFile((sourceCode: SourceCode): readonly BuiltUrl[] => [
  ...findBuiltUrls(sourceCode),
]);

function* findBuiltUrls(sourceCode: SourceCode): Generator<BuiltUrl> {
  if (sendsEndpoint(sourceCode)) return;
  for (const node of nodesOfType(sourceCode, 'TemplateLiteral')) {
    const values = node.expressions.filter((_, index) =>
      IN_QUERY.test(node.quasis[index]?.value.raw ?? ''),
    );
    if (values.length > 0) yield { node, values };
  }
  for (const node of nodesOfType(sourceCode, 'BinaryExpression'))
    if (node.operator === '+' && IN_QUERY.test(endOf(node.left)))
      yield { node, values: [node.right] };
  for (const node of nodesOfType(sourceCode, 'CallExpression')) {
    const callee = unwrap(node.callee);
    const [, value] = node.arguments;
    const isQuery =
      callee.type === 'MemberExpression' &&
      /^(?:set|append)$/.test(keyOf(callee) ?? '') &&
      /^(?:searchParams|query|params|urlSearchParams)$/.test(lastKey(callee.object));
    if (isQuery && value) yield { node, values: [value] };
  }
  for (const node of nodesOfType(sourceCode, 'NewExpression'))
    if (calleeName(node) === 'URLSearchParams') yield { node, values: node.arguments };
}

function lastKey(node: Node): string {
  const inner = unwrap(node);
  if (inner.type === 'Identifier') return inner.name;
  return inner.type === 'MemberExpression' ? (keyOf(inner) ?? '') : '';
}

/** The last static text of an expression. */
function endOf(node: Node): string {
  const inner = unwrap(node);
  if (inner.type === 'Literal') return typeof inner.value === 'string' ? inner.value : '';
  if (inner.type === 'TemplateLiteral') return inner.quasis.at(-1)?.value.raw ?? '';
  return inner.type === 'BinaryExpression' && inner.operator === '+' ? endOf(inner.right) : '';
}

function sendsEndpoint(sourceCode: SourceCode): boolean {
  const texts = [
    ...nodesOfType(sourceCode, 'TemplateElement').map(({ value }) => value.raw),
    ...nodesOfType(sourceCode, 'Literal').map(({ value }) => String(value)),
  ];
  return texts.some((text) => text === 'endpoint' || /event:\s*endpoint\b/.test(text));
}
