import { createRule, optionsSchema } from '../create-rule';
import { unownedSessionsIn } from '../session/ownership/owner-checks';

export const requireSessionOwnerCheck = createRule<'unowned' | 'replaced', object>({
  name: 'require-session-owner-check',
  meta: {
    type: 'problem',
    docs: {
      description: 'require that a stored session answers only the caller who opened it',
      recommended: 'off',
      strict: 'error',
      severity: 'high',
      cwe: [639],
    },
    schema: optionsSchema({}),
    messages: {
      unowned:
        'This session answers whoever sends its id, though the server knows who is calling: compare its owner with the caller first, and answer 404 to everybody else.',
      replaced:
        'A found session is given the credentials of whoever sends its id, so another user continues it as himself: compare its owner with the caller first, and answer 404 to everybody else.',
    },
  },
  defaultOptions: {},
  create(context) {
    return {
      'Program:exit'() {
        for (const { lookup, replaced } of unownedSessionsIn(context.sourceCode))
          context.report({
            node: replaced ?? lookup.node,
            messageId: replaced ? 'replaced' : 'unowned',
          });
      },
    };
  },
});
