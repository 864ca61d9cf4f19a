import type { Node } from '../analysis/ast';
import { nodeAt, type OptionPlace } from '../analysis/places';
import type { AbsoluteSessionExpiryOptions } from '../config-types';
import { createRule, optionsSchema } from '../create-rule';
import { setOption } from '../fixes/options';
import { lifetimesOf } from '../session/lifetimes/lifetimes';
import { endlessTokensOf } from '../session/lifetimes/session-tokens';
import { endlessStoresOf } from '../session/transports/store-expiry';
import { timeLimitsOf } from '../session/lifetimes/time-limits';

type MessageId = 'noLifetime' | 'neverLetsGo' | 'slidingOnly' | 'addLifetime';

type Options = Required<AbsoluteSessionExpiryOptions>;

/** Four hours, in the words of each unit. */
const FOUR_HOURS = { ms: '4 * 60 * 60 * 1000', s: '4 * 60 * 60' };

export const requireAbsoluteSessionExpiry = createRule<MessageId, Options>({
  name: 'require-absolute-session-expiry',
  meta: {
    type: 'problem',
    docs: {
      description: 'require that sessions end, whatever their activity',
      recommended: 'warn',
      strict: ['error', { absolute: true }],
      severity: 'medium',
      cwe: [613],
    },
    hasSuggestions: true,
    schema: optionsSchema({
      absolute: {
        type: 'boolean',
        description:
          'Whether a lifetime that slides with activity needs an absolute limit beside it.',
      },
    }),
    messages: {
      noLifetime: '{{subject}} no lifetime here, so a stolen one works for ever: set `{{option}}`.',
      neverLetsGo:
        'Nothing takes abandoned sessions out of `{{store}}`, so they stay usable for ever: remove them by age, for `onclose` does not run when a client just goes away.',
      slidingOnly:
        'This lifetime of {{library}} slides with activity, so a stolen session that is used never ends: also compare its age with a limit and destroy it.',
      addLifetime: 'Set `{{option}}` to four hours.',
    },
  },
  defaultOptions: { absolute: false },
  create(context, { absolute }) {
    const { sourceCode } = context;

    function reportEndless(
      node: Node,
      subject: string,
      option: string,
      place: OptionPlace | undefined,
      value: string,
    ): void {
      const data = { subject, option };
      const fix = place && setOption(sourceCode, place, value);
      context.report({
        node,
        messageId: 'noLifetime',
        data,
        suggest: fix ? [{ messageId: 'addLifetime', data, fix }] : [],
      });
    }

    return {
      'Program:exit'() {
        const limits = timeLimitsOf(sourceCode);
        const told = new Set<Node>();
        for (const lifetime of lifetimesOf(sourceCode)) {
          const { node, library, state, expiry, endless, place, rolling } = lifetime;
          const name = library?.name ?? 'this library';
          const isEndless = (state === 'none' || state === 'endless') && !limits.any;
          const isSliding = !!rolling || (absolute && state !== 'unknown');
          // Options that several calls are handed are one thing to change.
          const problem = place ? nodeAt(place) : node;
          if (told.has(problem)) continue;
          if (isEndless) {
            const option = expiry.suggest?.join('.') ?? 'maxAge';
            const value = FOUR_HOURS[expiry.unit];
            told.add(problem);
            reportEndless(endless ?? node, `Sessions of ${name} have`, option, place, value);
          } else if (isSliding && !lifetime.absolute && !limits.absolute) {
            told.add(problem);
            context.report({
              node: rolling ?? node,
              messageId: 'slidingOnly',
              data: { library: name },
            });
          }
        }
        for (const { node, api, library, place } of endlessTokensOf(sourceCode)) {
          const subject = `This session token of ${library?.name ?? 'this library'} has`;
          reportEndless(node, subject, api.lifetime[0]?.join('.') ?? '', place, api.suggest);
        }
        for (const { node, name } of endlessStoresOf(sourceCode))
          context.report({ node, messageId: 'neverLetsGo', data: { store: name } });
      },
    };
  },
});
