import type { FunctionNode, Node, SourceCode } from '../analysis/ast';
import { isTypeScript } from '../fixes/callbacks';
import type { Fix } from '../fixes/layout';
import { insertBefore, wrapRestOfBlock } from '../fixes/statements';
import type { SessionWrite } from '../session/sign-in/sign-ins';
import { regenerationBefore, type Regeneration } from './regeneration';

/** A new session id in front of a sign-in: a statement of its own, or a callback around the rest. */
export interface RegenerateFirst {
  kind: 'regenerateFirst' | 'wrapInRegenerate';
  /** The call that rotates, for the message. */
  rotate: string;
  fix: Fix;
}

/** The edit that gives a session a new id before a sign-in; `undefined` where it is not certain. */
export function regenerate(
  sourceCode: SourceCode,
  event: SessionWrite,
  filename: string,
): RegenerateFirst | undefined {
  const regeneration = regenerationBefore(sourceCode, event);
  if (!regeneration) return undefined;
  const { before, fn, call, settles } = regeneration;
  const typed = isTypeScript(sourceCode, filename);
  const rotate = call();
  if (fn.async || settles === 'sync') {
    const fix = insertBefore(sourceCode, before, linesOf(call, settles, typed));
    return fix && { kind: 'regenerateFirst', rotate, fix };
  }
  const takesCallback = settles === 'callback' || settles === 'both';
  if (!takesCallback || !hasNext(fn) || before === fn.body) return undefined;
  const error = typed ? 'err: unknown' : 'err';
  const fix = wrapRestOfBlock(
    sourceCode,
    before as Parameters<typeof wrapRestOfBlock>[1],
    call(`(${error}) => {\n  if (err) return next(err);`).replace(/\)$/, ''),
    '});',
    { allowReturns: true },
  );
  return fix && { kind: 'wrapInRegenerate', rotate, fix };
}

function linesOf(
  call: Regeneration['call'],
  settles: Regeneration['settles'],
  typed: boolean,
): string[] {
  if (settles === 'sync') return [`${call()};`];
  if (settles !== 'callback') return [`await ${call()};`];
  const [promise, error] = typed ? ['Promise<void>', 'error: unknown'] : ['Promise', 'error'];
  return [
    `await new ${promise}((resolve, reject) =>`,
    `  ${call(`(${error}) => (error ? reject(error) : resolve())`)},`,
    ');',
  ];
}

function hasNext({ params }: FunctionNode): boolean {
  const third: Node | undefined = params[2];
  return third?.type === 'Identifier' && third.name === 'next';
}
