import { recordFlow } from '../analysis/flow-graph';
import type { PredictableSessionIdOptions } from '../config-types';
import { createRule, optionsSchema } from '../create-rule';
import { randomCall, randomId } from '../remedies/random-id';
import { clientIdsIn } from '../session/ids/client-ids';
import { weakDefaultsIn } from '../session/ids/weak-defaults';
import { predictableIds, type PredictableId } from '../session/ids/predictable-ids';

type Options = Required<PredictableSessionIdOptions>;

type MessageId = 'predictable' | 'identity' | 'short' | 'constant' | 'weakDefault' | 'useRandomId';

const TEST_FILE = /(?:[._-](?:test|spec)\.[cm]?[jt]sx?$)|(?:^|[\\/])__tests__[\\/]/;

export const noPredictableSessionId = createRule<MessageId, Options>({
  name: 'no-predictable-session-id',
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow session ids that others can predict or guess',
      recommended: 'error',
      strict: 'error',
      severity: 'high',
      cwe: [338, 340],
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: optionsSchema({
      minEntropyBits: {
        description: 'The bits from a cryptographic random source that a session id must hold.',
        type: 'integer',
        minimum: 1,
      },
    }),
    messages: {
      predictable:
        'This session id is made of {{source}}, so an attacker can predict it and take over the session; use `{{instead}}`.',
      identity:
        'This session id is {{source}}, so everyone who knows that can take over the session; use `{{instead}}`.',
      short:
        'This session id holds {{bits}} random bits where {{minEntropyBits}} are needed, so an attacker can guess it; use all of `{{instead}}`.',
      constant:
        'Every client gets the session id {{source}}, so each can use the sessions of the others; use `{{instead}}`.',
      weakDefault:
        '`{{library}}` makes these session ids of {{source}}, so an attacker can predict them and take over sessions; {{instead}}.',
      useRandomId: 'Make the session id with `{{text}}`.',
    },
  },
  defaultOptions: { minEntropyBits: 64 },
  create(context, { minEntropyBits }) {
    const { sourceCode } = context;
    const { graph, listeners } = recordFlow(sourceCode.ast);
    const call = randomCall(minEntropyBits);
    return {
      ...listeners,
      'Program:exit'() {
        for (const id of predictableIds(
          sourceCode,
          minEntropyBits,
          clientIdsIn(sourceCode, graph),
        )) {
          const { node, strength } = id;
          if (strength.is === 'constant' && TEST_FILE.test(context.filename)) continue;
          const remedy = randomId(sourceCode, id, call);
          context.report({
            node,
            messageId: messageOf(strength),
            data: {
              source: strength.is === 'weak' ? strength.because : `\`${sourceCode.getText(node)}\``,
              bits: strength.is === 'short' ? strength.bits : 0,
              minEntropyBits,
              instead: call.write(`crypto.${call.name}`),
            },
            fix: remedy?.isSafe ? remedy.fix : null,
            suggest:
              remedy && !remedy.isSafe
                ? [{ messageId: 'useRandomId', data: { text: remedy.text }, fix: remedy.fix }]
                : [],
          });
        }
        for (const { node, library, ids } of weakDefaultsIn(sourceCode))
          context.report({
            node,
            messageId: 'weakDefault',
            data: { library, source: ids.because, instead: ids.instead },
          });
      },
    };
  },
});

function messageOf(strength: PredictableId['strength']): MessageId {
  if (strength.is !== 'weak') return strength.is;
  return strength.kind === 'identity' ? 'identity' : 'predictable';
}
