import { createRule, optionsSchema } from '../create-rule';
import { withoutFallback } from '../remedies/without-fallback';
import { sessionFallbacksOf } from '../session/transports/session-fallbacks';

export const noSessionFallback = createRule<'any' | 'last' | 'default' | 'remove', object>({
  name: 'no-session-fallback',
  meta: {
    type: 'problem',
    docs: {
      description:
        "disallow serving a request in somebody else's session when its own is not found",
      recommended: 'error',
      strict: 'error',
      severity: 'high',
      cwe: [488, 639],
    },
    hasSuggestions: true,
    schema: optionsSchema({}),
    messages: {
      any: "A request that names no session of `{{store}}` is served in somebody else's, because `{{text}}` takes any of them: answer it with 400 or 404.",
      last: "A request that names no session of `{{store}}` is served in somebody else's, because `{{text}}` is the one that was made last: answer it with 400 or 404.",
      default:
        'All requests that name no session share the one of `{{store}}` under `{{text}}`, whoever sends them: answer them with 400.',
      remove: 'Remove the fallback.',
    },
  },
  defaultOptions: {},
  create(context) {
    const { sourceCode } = context;
    return {
      'Program:exit'() {
        for (const fallback of sessionFallbacksOf(sourceCode)) {
          const { is, node, store } = fallback;
          const fix = withoutFallback(sourceCode, fallback);
          context.report({
            node,
            messageId: is,
            data: { store: store.name, text: sourceCode.getText(node) },
            suggest: fix ? [{ messageId: 'remove', fix }] : [],
          });
        }
      },
    };
  },
});
