import { homeOf } from '../analysis/files';
import { recordFlow } from '../analysis/flow-graph';
import { createRule, optionsSchema } from '../create-rule';
import { ownId } from '../remedies/client-id';
import { clientIdsIn } from '../session/ids/client-ids';

type MessageId = 'generator' | 'assigned' | 'created' | 'useOwnId';

export const noClientSuppliedSessionId = createRule<MessageId, object>({
  name: 'no-client-supplied-session-id',
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow session ids that the client chooses',
      recommended: 'error',
      strict: 'error',
      severity: 'high',
      cwe: [384],
    },
    hasSuggestions: true,
    schema: optionsSchema({}),
    messages: {
      generator:
        'The client may choose the id of its new session here (`{{value}}`), so an attacker can fix one that a victim then uses; make it with `crypto.randomUUID()` alone.',
      assigned:
        'This transport takes over a session id that the client chose (`{{value}}`), so an attacker can fix one that a victim then uses; ask a store first whether the session is known.',
      created:
        'This makes a session under an id that the client chose (`{{value}}`), so an attacker can fix one that a victim then uses; make new ids with `crypto.randomUUID()`, and answer 404 to unknown ones.',
      useOwnId: 'Make the session id with `{{text}}`, whatever the client sends.',
    },
  },
  defaultOptions: {},
  create(context) {
    const { sourceCode } = context;
    const { graph, listeners } = recordFlow(sourceCode.ast);
    return {
      ...listeners,
      'Program:exit'() {
        for (const id of clientIdsIn(sourceCode, graph)) {
          const own = ownId(sourceCode, id);
          context.report({
            node: id.node,
            messageId: id.kind,
            data: { value: homeOf(sourceCode, id.node).getText(id.node) },
            suggest: own ? [{ messageId: 'useOwnId', data: { text: own.text }, fix: own.fix }] : [],
          });
        }
      },
    };
  },
});
