import type { TSESLint } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/ast';
import { importName } from '../fixes/imports';
import type { Fix } from '../fixes/layout';
import { addArgument, addProperty, setProperty } from '../fixes/properties';
import type { McpTransport } from '../session/transports/transports';

/** `sessionIdGenerator: () => randomUUID()` and its import, added or in place of what is there; `undefined` where the options cannot take it. */
export function addGenerator(
  sourceCode: SourceCode,
  transport: McpTransport,
): TSESLint.ReportFixFunction | undefined {
  const randomUUID = importName(sourceCode, transport.node, {
    module: 'node:crypto',
    name: 'randomUUID',
  });
  if (!randomUUID) return undefined;
  const add = insertion(sourceCode, transport, `() => ${randomUUID.reference}()`);
  return add && ((fixer) => [...randomUUID.fix(fixer), add(fixer)]);
}

/** `sessionIdGenerator: undefined`, added or in place of what is there, which says that a transport is stateless. */
export function stateStateless(sourceCode: SourceCode, transport: McpTransport): Fix | undefined {
  return insertion(sourceCode, transport, 'undefined');
}

/** Adds the generator to the options, or the options with it; sets one that is there. */
function insertion(
  sourceCode: SourceCode,
  { generator, api }: McpTransport,
  value: string,
): Fix | undefined {
  const [option, ...below] = api.generator ?? [];
  if (generator.state === 'unknown' || !generator.place || !option || below.length > 0)
    return undefined;
  const { place } = generator;
  if (generator.state !== 'missing') return setProperty(sourceCode, generator.place, option, value);
  const text = `${option}: ${value}`;
  return place.type === 'ObjectExpression'
    ? addProperty(sourceCode, place, text)
    : addArgument(sourceCode, place, `{ ${text} }`);
}
