import type { TSESLint } from '@typescript-eslint/utils';
import { isInside, type Node, type SourceCode } from '../analysis/ast';
import { createRule } from '../create-rule';
import { replaceExpression, replaceFunction } from '../fixes/expressions';
import { importName } from '../fixes/imports';
import { predictableIds, type PredictableId } from '../session/predictable-ids';
import { isPureMaker } from '../session/pure-makers';
import { isText } from '../session/text-methods';

interface Options {
  minEntropyBits: number;
}

type MessageId = 'predictable' | 'identity' | 'short' | 'constant' | 'useRandomUUID';

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
    schema: [
      {
        type: 'object',
        description: 'How hard to guess a session id must be.',
        additionalProperties: false,
        properties: {
          minEntropyBits: {
            description: 'The bits from a cryptographic random source that a session id must hold.',
            type: 'integer',
            minimum: 1,
          },
        },
      },
    ],
    messages: {
      predictable:
        'This session id is made of {{source}}, so an attacker can predict it and take over the session; use `crypto.randomUUID()`.',
      identity:
        'This session id is {{source}}, so everyone who knows that can take over the session; use `crypto.randomUUID()`.',
      short:
        'This session id holds {{bits}} random bits where {{minEntropyBits}} are needed, so an attacker can guess it; use all of `crypto.randomUUID()`.',
      constant:
        'Every client gets the session id {{source}}, so each can use the sessions of the others; use `crypto.randomUUID()`.',
      useRandomUUID: 'Make the session id with `{{text}}`.',
    },
  },
  defaultOptions: { minEntropyBits: 64 },
  create(context, { minEntropyBits }) {
    const { sourceCode } = context;
    return {
      'Program:exit'() {
        for (const id of predictableIds(sourceCode, minEntropyBits)) {
          const { node, strength } = id;
          if (strength.is === 'constant' && TEST_FILE.test(context.filename)) continue;
          const replacement = replacementOf(sourceCode, id);
          const isSafe =
            replacement?.isWhole && strength.is !== 'constant' && isPure(sourceCode, id);
          context.report({
            node,
            messageId: messageOf(strength),
            data: {
              source: strength.is === 'weak' ? strength.because : `\`${sourceCode.getText(node)}\``,
              bits: strength.is === 'short' ? strength.bits : 0,
              minEntropyBits,
            },
            fix: isSafe ? replacement.fix : null,
            suggest:
              replacement && !isSafe
                ? [
                    {
                      messageId: 'useRandomUUID',
                      data: { text: replacement.text },
                      fix: replacement.fix,
                    },
                  ]
                : [],
          });
        }
      },
    };
  },
});

function messageOf(strength: PredictableId['strength']): MessageId {
  if (strength.is !== 'weak') return strength.is;
  return strength.kind === 'identity' ? 'identity' : 'predictable';
}

/** Whether nothing is lost with the function: it is given where session ids are asked for, and its value holds no information. */
function isPure(sourceCode: SourceCode, { maker, sink }: PredictableId): boolean {
  return sink.isOption && maker !== undefined && isPureMaker(sourceCode, maker);
}

interface Replacement {
  text: string;
  /** Whether it takes the place of the whole function, so that nothing of it is left. */
  isWhole: boolean;
  fix: TSESLint.ReportFixFunction;
}

/** The edit that makes the id with `randomUUID()`; `undefined` where what it would do to the code around cannot be told. */
function replacementOf(sourceCode: SourceCode, id: PredictableId): Replacement | undefined {
  const { node, sink, strength } = id;
  // The id says whose session it is: another one would not find it.
  const isLookedUp = strength.is === 'weak' && strength.kind === 'identity';
  if (isLookedUp && sink.kind !== 'generator') return undefined;
  const imported = importName(sourceCode, node, { module: 'node:crypto', name: 'randomUUID' });
  if (!imported) return undefined;
  const call = `${imported.reference}()`;
  const arrow = `() => ${call}`;
  const maker = makerInPlace(id);
  const whole = maker && replaceFunction(sourceCode, maker, arrow);
  const edit = whole ?? (isText(node) ? replaceExpression(sourceCode, node, call) : undefined);
  return (
    edit && {
      text: whole ? arrow : call,
      isWhole: whole !== undefined,
      fix: (fixer) => [edit(fixer), ...imported.fix(fixer)],
    }
  );
}

/** The function that makes the id, or what names it, where it stands in the options. */
function makerInPlace({ node, sink, maker }: PredictableId): Node | undefined {
  const target: Node = maker ?? node;
  const isInPlace = isInside(target, sink.node) && isInside(node, target);
  return sink.makes === 'function' && isInPlace ? target : undefined;
}
