import { createRule, optionsSchema } from '../create-rule';
import { validGenerator } from '../remedies/valid-generator';
import { invalidGeneratorsOf, type GeneratorFlaw } from '../session/transports/invalid-generators';
import { transportsOf } from '../session/transports/transports';

type MessageId = GeneratorFlaw['is'] | 'removeAsync' | 'useGenerator' | 'useUndefined';

export const validSessionIdGenerator = createRule<MessageId, object>({
  name: 'valid-session-id-generator',
  meta: {
    type: 'problem',
    docs: {
      description: 'require session id generators to be functions that return valid ids',
      recommended: 'error',
      strict: 'error',
      severity: 'high',
      cwe: [340],
    },
    hasSuggestions: true,
    schema: optionsSchema({}),
    messages: {
      object:
        '`{{option}}` returns {{what}}, so that every client gets the same session id `{{text}}` and its requests are refused: return a string, as `() => randomUUID()` does.',
      unsendable:
        '`{{option}}` returns {{what}}, which cannot be sent as a session id, so that clients are refused: return a string, as `() => randomUUID()` does.',
      nothing:
        '`{{option}}` gives `{{value}}`, which is no session id and does not make the transport stateless, so that every request after `initialize` is refused: use `() => randomUUID()`, or `undefined` itself for a stateless transport.',
      value:
        '`{{option}}` is a value and not a function that makes one, so that no client can connect: use a function such as `() => randomUUID()`.',
      characters:
        'The session id holds {{text}}, but only visible ASCII characters may be in one, so that clients may be refused: use `() => randomUUID()`.',
      removeAsync: 'Remove `async`, so that the id itself is returned.',
      useGenerator: 'Make session ids with `{{text}}`.',
      useUndefined: 'Write `{{option}}: undefined`, for a stateless transport.',
    },
  },
  defaultOptions: {},
  create(context) {
    const { sourceCode } = context;
    return {
      'Program:exit'() {
        const reported = new Set<unknown>();
        for (const transport of transportsOf(sourceCode))
          for (const invalid of invalidGeneratorsOf(sourceCode, transport)) {
            const { node, flaw } = invalid;
            if (reported.has(node)) continue;
            reported.add(node);
            const option = transport.api.generator?.at(-1) ?? '';
            const remedy = validGenerator(sourceCode, invalid);
            context.report({
              node,
              messageId: flaw.is,
              data: { option, ...dataOf(flaw) },
              suggest: remedy
                ? [
                    {
                      messageId: remedy.messageId,
                      data: { option, text: remedy.text },
                      fix: remedy.fix,
                    },
                  ]
                : [],
            });
          }
      },
    };
  },
});

function dataOf(flaw: GeneratorFlaw): Record<string, string> {
  return flaw.is === 'characters' ? { text: JSON.stringify(flaw.text) } : { ...flaw };
}
