import { createRule, optionsSchema } from '../create-rule';
import { mendHostCheck } from '../remedies/host-checks';
import { hostCheckFlawsIn, type HostCheckFlaw } from '../session/transports/host-checks';

type Problem = 'noList' | 'switchedOff' | 'missingPort' | 'strayPort' | 'pattern' | 'wildcard';
type MessageId = Problem | 'switchOn' | 'dropPorts';

const FAULTS = {
  'missing port': 'missingPort',
  'stray port': 'strayPort',
  pattern: 'pattern',
} as const;

export const noIneffectiveDnsRebindingProtection = createRule<MessageId, object>({
  name: 'no-ineffective-dns-rebinding-protection',
  meta: {
    type: 'problem',
    docs: {
      description:
        'disallow settings against DNS rebinding that check nothing or refuse the clients they mean to serve',
      recommended: 'warn',
      strict: 'error',
      severity: 'medium',
      cwe: [346, 1188],
    },
    hasSuggestions: true,
    schema: optionsSchema({}),
    messages: {
      noList:
        '`{{option}}` checks nothing without a list, so a web page can reach this server by DNS rebinding: give it `{{list}}`, as in `localhost:3000`.',
      switchedOff:
        '`{{list}}` is ignored while `{{option}}` is not on, so a web page can reach this server by DNS rebinding.',
      missingPort:
        '`{{list}}` is compared with the whole Host header, which ends in the port here, so `{{entry}}` refuses the clients that it means: add the port.',
      strayPort:
        '`{{list}}` is compared with the host name alone here, so `{{entry}}` refuses the clients that it means: leave the port out.',
      pattern:
        '`{{list}}` is compared with the Host header as it is, and none reads `{{entry}}`: write the host itself.',
      wildcard:
        'An app for `{{host}}` does not check the Host header, so a web page can reach it by DNS rebinding: add `{{option}}`, or listen on `127.0.0.1`.',
      switchOn: 'Set `{{option}}: true`.',
      dropPorts: 'Leave the ports out.',
    },
  },
  defaultOptions: {},
  create(context) {
    const { sourceCode } = context;
    return {
      'Program:exit'() {
        for (const flaw of hostCheckFlawsIn(sourceCode)) {
          const edit = mendHostCheck(sourceCode, flaw);
          const data = wordsFor(flaw);
          context.report({
            node: flaw.node,
            messageId: flaw.kind === 'faultyHosts' ? FAULTS[flaw.fault] : flaw.kind,
            data,
            suggest: edit ? [{ messageId: edit.kind, data, fix: edit.fix }] : [],
          });
        }
      },
    };
  },
});

function wordsFor(flaw: HostCheckFlaw): Record<string, string> {
  switch (flaw.kind) {
    case 'noList':
      return { option: flaw.option, list: flaw.list };
    case 'switchedOff':
      return { option: flaw.option, list: flaw.list };
    case 'faultyHosts':
      return { list: flaw.option, entry: flaw.entry };
    case 'wildcard':
      return { option: flaw.option, host: flaw.host };
  }
}
