import { recordFlow } from '../analysis/flow-graph';
import { createRule, optionsSchema, type RuleContext } from '../create-rule';
import { AUTH_KEYS } from '../session/auth-keys';
import { bindIn, compareIn } from '../remedies/binding';
import {
  comparesTraits,
  mayCompareElsewhere,
  traitStoresIn,
  type TraitStore,
} from '../session/binding/bindings';
import { sessionGuardsIn, type SessionGuard } from '../session/binding/session-guards';
import { rotationByVersion } from '../session/sign-in/sign-in-flow';
import { signInsIn, type SessionWrite } from '../session/sign-in/sign-ins';
import { settingsOf } from '../settings';

type MessageId = 'unbound' | 'notCompared' | 'bind' | 'compare';

export const requireSessionBinding = createRule<MessageId, object>({
  name: 'require-session-binding',
  meta: {
    type: 'problem',
    docs: {
      description: 'require that guards compare the client with the one that signed in',
      recommended: 'off',
      strict: 'error',
      severity: 'medium',
      cwe: [294],
    },
    hasSuggestions: true,
    schema: optionsSchema({}),
    messages: {
      unbound:
        'This guard lets a stolen cookie in from any client: store the address and `User-Agent` at the sign-in, and compare them here.',
      notCompared:
        '`{{what}}` keeps who the client was, but nothing compares it: end the session in the guard when the client is another.',
      bind: 'Keep the address and `User-Agent` at the sign-in, and compare them here.',
      compare: 'Compare it in the guard.',
    },
  },
  defaultOptions: {},
  create(context) {
    const { sourceCode } = context;
    const { graph, listeners } = recordFlow(sourceCode.ast);
    return {
      ...listeners,
      'Program:exit'() {
        const { authKeys: own = [], passport } = settingsOf(context);
        const authKeys = new Set([...AUTH_KEYS, ...own]);
        const { filename } = context;
        const rotatesItself = rotationByVersion({ filename, passport });
        const signIns = signInsIn(sourceCode, { authKeys, rotatesItself, filename });
        const writes = signIns.filter((event) => event.kind === 'write');
        if (writes.length === 0) return;
        const guards = sessionGuardsIn(sourceCode, graph, authKeys);
        if (guards.length === 0 || comparesTraits(sourceCode)) return;
        const functions = guards.map(({ fn }) => fn);
        if (mayCompareElsewhere(sourceCode, functions)) return;
        const [store] = traitStoresIn(sourceCode);
        if (store) reportStore(context, store, guards);
        else for (const guard of guards) reportGuard(context, guard, writes);
      },
    };
  },
});

type Context = RuleContext<MessageId, [object]>;

function reportStore(context: Context, store: TraitStore, guards: readonly SessionGuard[]): void {
  const { sourceCode } = context;
  const { node } = store;
  const what = sourceCode.getText(node.type === 'AssignmentExpression' ? node.left : node);
  const fix = compareIn(sourceCode, store, guards);
  const suggest = fix ? [{ messageId: 'compare' as const, fix }] : [];
  context.report({ node, messageId: 'notCompared', data: { what }, suggest });
}

function reportGuard(
  context: Context,
  guard: SessionGuard,
  signIns: readonly SessionWrite[],
): void {
  const fix = bindIn(context.sourceCode, signIns, guard, context.filename);
  const suggest = fix ? [{ messageId: 'bind' as const, fix }] : [];
  context.report({ node: guard.fn, messageId: 'unbound', suggest });
}
