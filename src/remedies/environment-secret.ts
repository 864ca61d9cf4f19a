import type { TSESLint } from '@typescript-eslint/utils';
import type { Node, SourceCode } from '../analysis/ast';
import { isForeign } from '../analysis/files';
import { isTypeScript } from '../fixes/callbacks';
import { replaceExpression } from '../fixes/expressions';
import type { Fix } from '../fixes/layout';
import { setOption } from '../fixes/options';
import type { FixedText } from '../session/secrets/fixed-texts';
import type { UnsignedSession } from '../session/secrets/unsigned-sessions';

const VARIABLE = 'process.env.SESSION_SECRET';

/** Reads what was written into the source from the environment; undefined where comments would be lost. */
export function readFromEnvironment(
  sourceCode: SourceCode,
  filename: string,
  texts: readonly FixedText[],
): TSESLint.ReportFixFunction | undefined {
  const isTyped = isTypeScript(filename);
  const edits = texts.map((text) => editOf(sourceCode, text, isTyped));
  const all = edits.flatMap((edit) => edit ?? []);
  return all.length < edits.length ? undefined : (fixer) => all.map((edit) => edit(fixer));
}

/** Signs a session's cookie by a secret from the environment. */
export function signByEnvironment(
  sourceCode: SourceCode,
  filename: string,
  { place }: UnsignedSession,
): Fix | undefined {
  const text = `[${variable(isTypeScript(filename))}]`;
  return place && setOption(sourceCode, place, text);
}

function editOf(
  sourceCode: SourceCode,
  { node, choice }: FixedText,
  isTyped: boolean,
): Fix | undefined {
  if (isForeign(sourceCode, node)) return undefined;
  if (choice)
    return replaceExpression(
      sourceCode,
      choice.node,
      required(sourceCode, choice.instead, isTyped),
    );
  const text = variable(isTyped);
  return replaceExpression(sourceCode, node, node.type === 'ArrayExpression' ? `[${text}]` : text);
}

/** The types of the libraries take no `undefined`. */
function variable(isTyped: boolean): string {
  return isTyped ? `${VARIABLE}!` : VARIABLE;
}

/** The text of an expression whose fallback goes. */
function required(sourceCode: SourceCode, node: Node, isTyped: boolean): string {
  const text = sourceCode.getText(node);
  if (!isTyped || /^TS(?:As|NonNull|TypeAssertion)/.test(node.type)) return text;
  const isSimple = /^(?:Identifier|MemberExpression|CallExpression)$/.test(node.type);
  return isSimple ? `${text}!` : `(${text})!`;
}
