import { createRule, optionsSchema } from '../create-rule';
import { stateStateless } from '../remedies/generator';
import { claimantOf } from '../session/transports/claims';
import { transportsOf } from '../session/transports/transports';

type MessageId = 'orphan' | 'stateStateless';

export const noOrphanSession = createRule<MessageId, object>({
  name: 'no-orphan-session',
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow MCP sessions that no later request can find',
      recommended: 'warn',
      strict: 'error',
      severity: 'medium',
      cwe: [],
    },
    hasSuggestions: true,
    schema: optionsSchema({}),
    messages: {
      orphan:
        'This transport gives out a session id and is forgotten with the request, so every later request of the session is refused: write `{{option}}: undefined`, or keep the transport by its session id.',
      stateStateless: 'Write `{{option}}: undefined`, for a stateless transport.',
    },
  },
  defaultOptions: {},
  create(context) {
    const { sourceCode } = context;
    return {
      'Program:exit'() {
        const reported = new Set<unknown>();
        for (const transport of transportsOf(sourceCode)) {
          const { api, generator } = transport;
          if (claimantOf(sourceCode, transport) !== 'no-orphan-session') continue;
          // Two transports may share their options.
          if (generator.state !== 'given' || reported.has(generator.value)) continue;
          reported.add(generator.value);
          const data = { option: api.generator?.at(-1) ?? '' };
          const fix = stateStateless(sourceCode, transport);
          context.report({
            node: generator.value,
            messageId: 'orphan',
            data,
            suggest: fix ? [{ messageId: 'stateStateless', data, fix }] : [],
          });
        }
      },
    };
  },
});
