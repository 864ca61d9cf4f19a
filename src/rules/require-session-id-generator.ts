import type { SessionIdGeneratorOptions } from '../config-types';
import { createRule, optionsSchema } from '../create-rule';
import { addGenerator, stateStateless } from '../remedies/generator';
import { claimantOf } from '../session/transports/claims';
import { transportsOf, type McpTransport } from '../session/transports/transports';

type Problem = 'callback' | 'stored' | 'shared' | 'implicit' | 'never';
type Change = 'addGenerator' | 'stateStateless';

type Options = Required<SessionIdGeneratorOptions>;

/** Why a transport without a generator is wrong, and which changes are offered. */
interface Finding {
  messageId: Problem;
  /** The change that surely repairs it. */
  fix?: Change;
  suggest?: readonly Change[];
}

export const requireSessionIdGenerator = createRule<Problem | Change, Options>({
  name: 'require-session-id-generator',
  meta: {
    type: 'problem',
    docs: {
      description:
        'require a session id generator on MCP transports that have sessions or serve many requests',
      recommended: 'warn',
      strict: ['error', { stateless: 'explicit' }],
      severity: 'medium',
      cwe: [1188],
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: optionsSchema({
      stateless: {
        type: 'string',
        enum: ['implicit', 'explicit', 'never'],
        description:
          "How a transport made for one request may be stateless: by leaving the option out ('implicit'), only by an `undefined` that is written out ('explicit'), or not at all ('never').",
      },
    }),
    messages: {
      callback:
        'Without `{{option}}` this transport is stateless and never calls `{{callback}}`: make session ids with `randomUUID()`.',
      stored:
        'Without `{{option}}` this transport is stateless and has no session id, so what is stored under it is never found: make session ids with `randomUUID()`.',
      shared:
        "One stateless transport serves many requests here, which fails from the second one on, or answers one client with another's data: add `{{option}}`, or make a transport for each request.",
      implicit:
        'Without `{{option}}` this transport is stateless: write `{{option}}: undefined` to show that this is meant.',
      never:
        'This transport is stateless, because it has no `{{option}}`: give it one, and keep its sessions by id.',
      addGenerator: 'Make session ids with `randomUUID()`.',
      stateStateless: 'Write `{{option}}: undefined`, for a stateless transport.',
    },
  },
  defaultOptions: { stateless: 'implicit' },
  create(context, { stateless }) {
    const { sourceCode } = context;
    return {
      'Program:exit'() {
        for (const transport of transportsOf(sourceCode)) {
          const isClaimed = claimantOf(sourceCode, transport) === 'require-session-id-generator';
          const finding = isClaimed ? findingOn(transport, stateless) : undefined;
          if (!finding) continue;
          const option = transport.api.generator?.at(-1) ?? '';
          const data = { option, callback: transport.callbacks[0]?.name ?? '' };
          const changes = {
            addGenerator: addGenerator(sourceCode, transport),
            stateStateless: stateStateless(sourceCode, transport),
          };
          const { messageId, fix, suggest = [] } = finding;
          context.report({
            node: transport.node,
            messageId,
            data,
            fix: (fix && changes[fix]) ?? null,
            suggest: suggest.flatMap((change) => {
              const edit = changes[change];
              return edit ? { messageId: change, data, fix: edit } : [];
            }),
          });
        }
      },
    };
  },
});

function findingOn(transport: McpTransport, stateless: Options['stateless']): Finding | undefined {
  const { api, generator, wiring } = transport;
  if (api.missingMeans !== 'stateless') return undefined;
  if (generator.state === 'none') return stateless === 'never' ? { messageId: 'never' } : undefined;
  if (generator.state !== 'missing') return undefined;
  const { callbacks, storedById, entries } = transport;
  if (storedById || callbacks.some(({ storesId }) => storesId))
    return { messageId: callbacks.length > 0 ? 'callback' : 'stored', fix: 'addGenerator' };
  if (callbacks.length > 0)
    return { messageId: 'callback', suggest: ['addGenerator', 'stateStateless'] };
  if (wiring === 'shared') return { messageId: 'shared', fix: 'addGenerator' };
  if (stateless === 'never') return { messageId: 'never' };
  if (stateless === 'explicit' && wiring === 'per-request' && entries.length === 0)
    return { messageId: 'implicit', suggest: ['stateStateless'] };
  return undefined;
}
