import { recordFlow } from '../analysis/flow-graph';
import type { SessionDestructionOptions } from '../config-types';
import { createRule, optionsSchema, type RuleContext } from '../create-rule';
import { endingName, mendLogout, type LogoutEdit } from '../remedies/logout';
import { AUTH_KEYS } from '../session/auth-keys';
import { keptCookies } from '../session/sign-out/logout-cookies';
import { idleMcpDeletes } from '../session/sign-out/mcp-deletes';
import { installedRange } from '../session/sign-in/sign-in-flow';
import type { HalfMeasure, SignOutContext } from '../session/sign-out/sign-outs';
import { unfinishedLogouts, type UnfinishedLogout } from '../session/sign-out/unfinished-logouts';
import { settingsOf } from '../settings';

type MessageId = HalfMeasure['kind'] | 'idleDelete' | 'keptCookie' | LogoutEdit['kind'];

type Options = Required<SessionDestructionOptions>;

export const requireSessionDestruction = createRule<MessageId, Options>({
  name: 'require-session-destruction',
  meta: {
    type: 'problem',
    docs: {
      description: 'require that a logout ends the session on the server',
      recommended: 'warn',
      strict: ['error', { clearCookie: true }],
      severity: 'medium',
      cwe: [613],
    },
    hasSuggestions: true,
    schema: optionsSchema({
      clearCookie: {
        type: 'boolean',
        description:
          'Whether a logout must also clear the cookie where the session library does not do it itself.',
      },
    }),
    messages: {
      field:
        '`{{what}}` leaves the session in its store under the same id, which whoever copied the cookie goes on using: end it with `{{end}}`.',
      session:
        '`{{what}}` does not end the session: its store keeps it, and a copied cookie is still logged in; call `{{end}}`.',
      cookie:
        'A cleared cookie is forgotten by one browser only, and a copy of it is still logged in: end the session with `{{end}}`.',
      'throwing-sign-out':
        '`{{what}}` without a callback throws, and the user stays logged in: pass it a callback.',
      'keeping-sign-out':
        '`{{what}}` takes the user out of the session, but in the installed version the session and its id live on: call `{{end}}`.',
      'bare-sign-out':
        '`{{what}}` without a callback keeps the session and its id below {{package}} {{since}}, and throws from then on: call `{{end}}`.',
      idleDelete:
        'This handler of `DELETE` leaves the MCP session alive: hand the request to the `handleRequest` of its transport, or close the transport and delete it.',
      keptCookie:
        '`{{what}}` ends the session, but the browser keeps its cookie: clear the cookie as well.',
      endSession: 'End the session with `{{end}}`.',
      endSessionAndCookie: 'End the session with `{{end}}`, and clear its cookie.',
      addCallback: 'Pass `{{what}}` a callback.',
    },
  },
  defaultOptions: { clearCookie: false },
  create(context, { clearCookie }) {
    const { sourceCode } = context;
    const { graph, listeners } = recordFlow(sourceCode.ast);
    return {
      ...listeners,
      'Program:exit'() {
        const project = { ...projectOf(context), clearCookie };
        for (const logout of unfinishedLogouts(sourceCode, graph, project))
          reportLogout(context, logout, project);
        for (const node of idleMcpDeletes(sourceCode))
          context.report({ node, messageId: 'idleDelete' });
        if (!clearCookie) return;
        for (const node of keptCookies(sourceCode, context.filename))
          context.report({
            node,
            messageId: 'keptCookie',
            data: { what: sourceCode.getText(node) },
          });
      },
    };
  },
});

type Context = RuleContext<MessageId, [Options]>;

function projectOf(context: Context): SignOutContext {
  const { filename } = context;
  const { authKeys = [], cookieNames = [], passport } = settingsOf(context);
  const installed = { filename, passport };
  return {
    filename,
    authKeys: new Set([...AUTH_KEYS, ...authKeys]),
    cookieNames,
    installed: ({ rotates }) => installedRange(installed, rotates.package),
  };
}

function reportLogout(
  context: Context,
  logout: UnfinishedLogout,
  project: SignOutContext & Options,
): void {
  const { sourceCode } = context;
  const { measure } = logout;
  const data = {
    ...measure.signOut?.rotates,
    what: sourceCode.getText(measure.node).replace(/\s+/g, ' '),
    end: endingName(sourceCode, measure),
  };
  const edit = mendLogout(sourceCode, logout, project);
  context.report({
    node: measure.node,
    messageId: measure.kind,
    data,
    suggest: edit ? [{ messageId: edit.kind, data, fix: edit.fix }] : [],
  });
}
