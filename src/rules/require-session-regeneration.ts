import { hasState, runAutomaton } from '../analysis/flow';
import { recordFlow } from '../analysis/flow-graph';
import type { SessionRegenerationOptions } from '../config-types';
import { createRule, optionsSchema, type RuleContext } from '../create-rule';
import { AUTH_KEYS } from '../session/auth-keys';
import { regenerate, rotationName } from '../remedies/regeneration';
import { signInFlow, UNGUARDED } from '../session/sign-in/sign-in-flow';
import type { SignInEvent } from '../session/sign-in/sign-ins';
import { settingsOf } from '../settings';

type Options = Required<SessionRegenerationOptions>;
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
    schema: optionsSchema({
      authKeys: {
        type: 'array',
        items: { type: 'string', minLength: 1 },
        uniqueItems: true,
        description: 'Session keys that hold authentication state, besides the known ones.',
      },
    }),
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
  const remedy = regenerate(context.sourceCode, event, context.filename);
  context.report({
    node: event.node,
    messageId: 'keepsId',
    data: { key: event.key, rotate: rotationName(context.sourceCode, event) },
    suggest: remedy
      ? [{ messageId: remedy.kind, data: { rotate: remedy.rotate }, fix: remedy.fix }]
      : [],
  });
}
