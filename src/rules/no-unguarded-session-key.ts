import { recordFlow } from '../analysis/flow-graph';
import type { Node } from '../analysis/ast';
import { createRule, optionsSchema } from '../create-rule';
import { requireSession } from '../remedies/session-guard';
import { unguardedKeysIn } from '../session/context-ids/unguarded-keys';

type MessageId = 'unguarded' | 'fallback' | 'refuse';

export const noUnguardedSessionKey = createRule<MessageId, object>({
  name: 'no-unguarded-session-key',
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow state of MCP clients under a session id that they may not have',
      recommended: 'warn',
      strict: 'error',
      severity: 'medium',
      cwe: [488],
    },
    hasSuggestions: true,
    schema: optionsSchema({}),
    messages: {
      unguarded:
        '`{{id}}` is `undefined` on a stateless server, where all users then share what is kept under it; refuse requests without a session first.',
      fallback:
        '`{{id}}` is the same for everyone without a session, so on a stateless server all users share what is kept under it; refuse such requests instead.',
      refuse: 'Throw an error when there is no session.',
    },
  },
  defaultOptions: {},
  create(context) {
    const { sourceCode } = context;
    const { graph, listeners } = recordFlow(sourceCode.ast);
    return {
      ...listeners,
      'Program:exit'() {
        const reported = new Set<Node>();
        for (const unguarded of unguardedKeysIn(sourceCode, graph)) {
          const { key, id } = unguarded;
          const node = id.form.kind === 'literal' ? id.form.by : key;
          if (reported.has(node)) continue;
          reported.add(node);
          const fix = requireSession(sourceCode, unguarded);
          context.report({
            node,
            messageId: id.form.kind === 'literal' ? 'fallback' : 'unguarded',
            data: { id: sourceCode.getText(node) },
            suggest: fix ? [{ messageId: 'refuse', fix }] : [],
          });
        }
      },
    };
  },
});
