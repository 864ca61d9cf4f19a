import { createRule, optionsSchema } from '../create-rule';
import { nullPrototype } from '../remedies/null-prototype';
import { plainStoresOf } from '../session/transports/plain-stores';

export const noPlainObjectSessionStore = createRule<'plainObject' | 'inheritNothing', object>({
  name: 'no-plain-object-session-store',
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow plain objects as session stores that clients look into by id',
      recommended: 'warn',
      strict: 'error',
      severity: 'medium',
      cwe: [248, 754],
    },
    fixable: 'code',
    hasSuggestions: true,
    schema: optionsSchema({}),
    messages: {
      plainObject:
        'A client that sends `constructor` as its session id finds what `{{name}}` inherits from `Object.prototype`, which can end the process: keep sessions in a `Map` or in `Object.create(null)`.',
      inheritNothing: 'Make it with `Object.create(null)`, which inherits nothing.',
    },
  },
  defaultOptions: {},
  create(context) {
    const { sourceCode } = context;
    return {
      'Program:exit'() {
        for (const plain of plainStoresOf(sourceCode)) {
          const remedy = nullPrototype(sourceCode, plain);
          const fix = remedy?.fix ?? null;
          context.report({
            node: plain.literals[0],
            messageId: 'plainObject',
            data: { name: plain.store.name },
            fix: remedy?.isSafe ? fix : null,
            suggest: fix && !remedy?.isSafe ? [{ messageId: 'inheritNothing', fix }] : [],
          });
        }
      },
    };
  },
});
