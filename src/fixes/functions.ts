import type { TSESLint } from '@typescript-eslint/utils';
import type { FunctionNode } from '../analysis/ast';
import type { SourceCode } from './layout';

/** Makes an async function return what it returned a promise of; undefined when comments would be lost, or its declared type is no `Promise<…>`. */
export function removeAsync(
  sourceCode: SourceCode,
  fn: FunctionNode,
): TSESLint.ReportFixFunction | undefined {
  const { parent } = fn;
  const isMethod = parent.type === 'Property' && parent.method;
  const token = sourceCode.getFirstToken(isMethod ? parent : fn);
  const next = token && sourceCode.getTokenAfter(token, { includeComments: true });
  if (token?.value !== 'async' || !next || next.type === 'Block' || next.type === 'Line')
    return undefined;
  const declared = fn.returnType?.typeAnnotation;
  const [inner] =
    declared?.type === 'TSTypeReference' && sourceCode.getText(declared.typeName) === 'Promise'
      ? (declared.typeArguments?.params ?? [])
      : [];
  if (declared && !inner) return undefined;
  return (fixer) => [
    fixer.removeRange([token.range[0], next.range[0]]),
    ...(declared && inner ? [fixer.replaceText(declared, sourceCode.getText(inner))] : []),
  ];
}
