import type { TSESLint } from '@typescript-eslint/utils';
import { createRule, optionsSchema } from '../create-rule';
import { addGenerator } from '../remedies/generator';
import { moveServer, moveTransport } from '../remedies/per-request';
import { claimantOf } from '../session/transports/claims';
import { sharedServersOf } from '../session/transports/shared-servers';
import { transportsOf } from '../session/transports/transports';

type Problem = 'transport' | 'unguarded' | 'server';
type Change = 'addGenerator' | 'moveTransport' | 'moveServer';

export const noSharedTransport = createRule<Problem | Change, object>({
  name: 'no-shared-transport',
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow stateless MCP transports, and MCP servers, that many requests share',
      recommended: 'error',
      strict: 'error',
      severity: 'high',
      cwe: [488],
    },
    hasSuggestions: true,
    schema: optionsSchema({}),
    messages: {
      transport:
        "One stateless transport serves many requests here, which fails from the second one on, or answers one client with another's data: make a transport and a server for each request.",
      unguarded:
        "One stateless transport serves many requests here, which answers one client with another's data: make a transport and a server for each request.",
      server:
        "One server is connected to a transport for every request here, which fails while another one is open, or sends one client's data to another: make a server for each transport.",
      addGenerator: 'Make session ids with `randomUUID()`.',
      moveTransport: 'Make the transport and its server for each request.',
      moveServer: 'Make the server for each request.',
    },
  },
  defaultOptions: {},
  create(context) {
    const { sourceCode } = context;
    return {
      'Program:exit'() {
        for (const transport of transportsOf(sourceCode))
          if (claimantOf(sourceCode, transport) === 'no-shared-transport')
            context.report({
              node: transport.node,
              messageId: transport.api.unguarded ? 'unguarded' : 'transport',
              suggest: [
                ...suggestion('moveTransport', moveTransport(sourceCode, transport)),
                ...suggestion('addGenerator', addGenerator(sourceCode, transport)),
              ],
            });
        for (const shared of sharedServersOf(sourceCode))
          context.report({
            node: shared.connection,
            messageId: 'server',
            suggest: suggestion('moveServer', moveServer(sourceCode, shared)),
          });
      },
    };
  },
});

function suggestion(messageId: Change, fix: TSESLint.ReportFixFunction | undefined) {
  return fix ? [{ messageId, fix }] : [];
}
