import type { SessionIdDisclosureOptions } from '../config-types';
import { createRule, optionsSchema } from '../create-rule';
import { shortenId } from '../remedies/short-id';
import { disclosuresIn, type Disclosure } from '../session/disclosure/disclosures';

type Options = Required<SessionIdDisclosureOptions>;

type MessageId = 'logged' | 'loggedAll' | 'sent' | 'sentAll' | 'inUrl' | 'shorten';

export const noSessionIdDisclosure = createRule<MessageId, Options>({
  name: 'no-session-id-disclosure',
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow telling whole session ids in responses, URLs and logs',
      recommended: 'off',
      strict: ['error', { logs: true }],
      severity: 'medium',
      cwe: [532, 598],
    },
    hasSuggestions: true,
    schema: optionsSchema({
      logs: {
        description: 'Whether calls that log a whole session id are reported too.',
        type: 'boolean',
      },
    }),
    messages: {
      logged:
        'This logs a whole session id, so whoever reads the log can take over the session while it lives; log its first characters only.',
      loggedAll:
        'This logs the ids of all sessions, so whoever reads the log can take over any that lives; log how many there are.',
      sent: 'This puts a whole session id into a response body, where scripts, caches and logs can read it; leave it out, the client has it from the header or cookie.',
      sentAll:
        'This sends the ids of all sessions to whoever asks, who can then take over any of them; send how many there are.',
      inUrl:
        'This puts a whole session id into a URL, which histories, proxies and `Referer` headers pass on; send it in a header.',
      shorten: 'Log the first 8 characters of the session id.',
    },
  },
  defaultOptions: { logs: false },
  create(context, { logs }) {
    const { sourceCode } = context;
    return {
      'Program:exit'() {
        for (const disclosure of disclosuresIn(sourceCode)) {
          if (disclosure.to === 'log' && !logs) continue;
          const fix = shortenId(sourceCode, disclosure);
          context.report({
            node: disclosure.held.node,
            messageId: messageOf(disclosure),
            suggest: fix ? [{ messageId: 'shorten', fix }] : [],
          });
        }
      },
    };
  },
});

function messageOf({ to, held }: Disclosure): MessageId {
  if (to === 'log') return held.is === 'list' ? 'loggedAll' : 'logged';
  if (held.is === 'list') return 'sentAll';
  return to === 'body' ? 'sent' : 'inUrl';
}
