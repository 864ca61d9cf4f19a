import type { TSESLint } from '@typescript-eslint/utils';
import type { FunctionNode, Node } from '../analysis/ast';
import { hasState, runAutomaton } from '../analysis/flow';
import { recordFlow } from '../analysis/flow-graph';
import { createRule, type RuleContext } from '../create-rule';
import { insertBefore, wrapRestOfBlock } from '../fixes/statements';
import { AUTH_KEYS } from '../session/auth-keys';
import { regenerationBefore, rotationName, type Regeneration } from '../session/regeneration';
import { signInFlow, UNGUARDED } from '../session/sign-in-flow';
import type { SignInEvent } from '../session/sign-ins';
import { settingsOf } from '../settings';

interface Options {
  authKeys: readonly string[];
}
type MessageId = 'keepsId' | 'signsInWithOldId' | 'regenerateFirst' | 'wrapInRegenerate';
type Context = RuleContext<MessageId, [Options]>;

export const requireSessionRegeneration = createRule<MessageId, Options>({
  name: 'require-session-regeneration',
  meta: {
    type: 'problem',
    docs: {
      description: 'require a new session id before a session is signed in',
      recommended: 'error',
      strict: 'error',
      severity: 'high',
      cwe: [384],
    },
    hasSuggestions: true,
    schema: [
      {
        type: 'object',
        properties: {
          authKeys: {
            type: 'array',
            items: { type: 'string', minLength: 1 },
            uniqueItems: true,
            description: 'Session keys that hold authentication state, besides the known ones.',
          },
        },
        additionalProperties: false,
      },
    ],
    messages: {
      keepsId:
        '`{{key}}` is written to a session that keeps its id, so whoever planted the id is signed in as well; call `{{rotate}}` before it.',
      signsInWithOldId:
        '`{{method}}` of {{name}} below {{since}} keeps the session id, so whoever planted the id is signed in as well; upgrade {{name}} or regenerate the session first.',
      regenerateFirst: 'Call `{{rotate}}` before the sign-in.',
      wrapInRegenerate: 'Sign in inside the callback of `{{rotate}}`.',
    },
  },
  defaultOptions: { authKeys: [] },
  create(context, { authKeys }) {
    const { sourceCode } = context;
    const settings = settingsOf(context);
    const keys = new Set([...AUTH_KEYS, ...(settings.authKeys ?? []), ...authKeys]);
    const { graph, listeners } = recordFlow(sourceCode.ast);
    return {
      ...listeners,
      'Program:exit'() {
        const { events, automaton } = signInFlow(sourceCode, keys, {
          filename: context.filename,
          passport: settings.passport,
        });
        if (events.length === 0) return;
        const result = runAutomaton(sourceCode, graph, automaton);
        for (const event of events)
          if (hasState(result.before(event.node), UNGUARDED)) report(context, event);
      },
    };
  },
});

function report(context: Context, event: SignInEvent): void {
  if (event.kind === 'call') {
    const { node } = event;
    const { package: name, since } = event.api.rotates;
    const method = context.sourceCode.getText(node.callee);
    context.report({ node, messageId: 'signsInWithOldId', data: { method, name, since } });
    return;
  }
  const { node } = event;
  const regeneration = regenerationBefore(context.sourceCode, event);
  context.report({
    node,
    messageId: 'keepsId',
    data: { key: event.key, rotate: rotationName(context.sourceCode, event) },
    suggest: regeneration ? suggestions(context, regeneration) : [],
  });
}

function suggestions(
  { sourceCode, filename }: Context,
  { before, fn, call, settles }: Regeneration,
): TSESLint.SuggestionReportDescriptor<MessageId>[] {
  const isTyped = /\.[cm]?tsx?$/.test(filename) && 'TSTypeAnnotation' in sourceCode.visitorKeys;
  const data = { rotate: call() };
  const usesCallback = settles === 'callback' || settles === 'both';
  if (fn.async || settles === 'sync') {
    const fix = insertBefore(sourceCode, before, linesOf(call, settles, isTyped));
    return fix ? [{ messageId: 'regenerateFirst', data, fix }] : [];
  }
  if (!usesCallback || !hasNext(fn) || before === fn.body) return [];
  const error = isTyped ? 'err: unknown' : 'err';
  const fix = wrapRestOfBlock(
    sourceCode,
    before as Parameters<typeof wrapRestOfBlock>[1],
    call(`(${error}) => {\n  if (err) return next(err);`).replace(/\)$/, ''),
    '});',
    { allowReturns: true },
  );
  return fix ? [{ messageId: 'wrapInRegenerate', data, fix }] : [];
}

function linesOf(
  call: Regeneration['call'],
  settles: Regeneration['settles'],
  isTyped: boolean,
): string[] {
  if (settles === 'sync') return [`${call()};`];
  if (settles !== 'callback') return [`await ${call()};`];
  const [promise, error] = isTyped ? ['Promise<void>', 'error: unknown'] : ['Promise', 'error'];
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
