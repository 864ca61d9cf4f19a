import { createRule, optionsSchema } from '../create-rule';
import { readFromEnvironment, signByEnvironment } from '../remedies/environment-secret';
import { hardcodedSecretsIn } from '../session/secrets/hardcoded-secrets';
import { unsignedSessionsIn } from '../session/secrets/unsigned-sessions';

type Problem = 'hardcoded' | 'fallback' | 'unsigned';
type Change = 'useEnvironment' | 'removeFallback' | 'sign';

export const noHardcodedSessionSecret = createRule<Problem | Change, object>({
  name: 'no-hardcoded-session-secret',
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow session secrets that are written into the source',
      recommended: 'error',
      strict: 'error',
      severity: 'high',
      cwe: [798, 321],
    },
    hasSuggestions: true,
    schema: optionsSchema({}),
    messages: {
      hardcoded:
        'This `{{option}}` is written into the source, so that everyone who reads it can forge sessions: take it from the environment.',
      fallback:
        'Where nothing else is given, `{{option}}` falls back to a secret in the source, so that everyone who reads it can forge sessions: let the start fail instead.',
      unsigned:
        'Without `{{option}}` this session is kept in a cookie that nobody signs, so that every client can write its own: sign it with a secret from the environment.',
      useEnvironment: 'Read it from `process.env.SESSION_SECRET`.',
      removeFallback: 'Remove the fallback.',
      sign: 'Sign it with `process.env.SESSION_SECRET`.',
    },
  },
  defaultOptions: {},
  create(context) {
    const { sourceCode, filename } = context;
    return {
      'Program:exit'() {
        for (const { option, texts } of hardcodedSecretsIn(sourceCode)) {
          const [{ node, isFallback, choice }] = texts;
          const fix = readFromEnvironment(sourceCode, filename, texts);
          context.report({
            node,
            messageId: isFallback ? 'fallback' : 'hardcoded',
            data: { option: option.name },
            suggest: fix ? [{ messageId: choice ? 'removeFallback' : 'useEnvironment', fix }] : [],
          });
        }
        for (const session of unsignedSessionsIn(sourceCode)) {
          const fix = signByEnvironment(sourceCode, filename, session);
          context.report({
            node: session.node,
            messageId: 'unsigned',
            data: { option: session.name },
            suggest: fix ? [{ messageId: 'sign', fix }] : [],
          });
        }
      },
    };
  },
});
