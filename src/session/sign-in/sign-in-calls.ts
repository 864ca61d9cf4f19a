import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingFunction,
  keyOf,
  stringOf,
  unwrap,
  wrapped,
  type CallLike,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { property } from '../../analysis/values';
import { models } from '../../models';
import type { SignIn } from '../../models/types';
import { callAs, importsAny } from '../library-calls';

/** The sign-in API that a call is, as the models know it. */
export function signInApi(sourceCode: SourceCode, call: Node): SignIn | undefined {
  return callAs(sourceCode, call, 'sign-in')?.api;
}

const METHODS = models.flatMap(({ methods }) =>
  (methods ?? []).flatMap(({ api, ...method }) =>
    api.kind === 'sign-in' && api.role === 'call' ? [{ ...method, api }] : [],
  ),
);

/** The sign-in API that a method is which is not called itself: `req.logIn.bind(req)`. */
export function signInMethod(
  sourceCode: SourceCode,
  member: TSESTree.MemberExpression,
): SignIn | undefined {
  const object = unwrap(member.object);
  const receiver = object.type === 'Identifier' ? object.name : (keyOf(object) ?? '');
  return METHODS.find(
    ({ method, receivers, needs, unless }) =>
      method === keyOf(member) &&
      receivers.includes(receiver) &&
      (!needs || importsAny(sourceCode, needs)) &&
      !(unless && importsAny(sourceCode, unless)),
  )?.api;
}

/** Whether a call of a sign-in signs nobody in: `session: false`, a strategy that restores, or a callback that takes over. */
export function signsNobodyIn(sourceCode: SourceCode, call: CallLike, api: SignIn): boolean {
  const { noneFor = [], noneWhen, noneWithCallback } = api;
  const last = call.arguments.at(-1);
  if (noneFor.includes(stringOf(call.arguments[0]) ?? '')) return true;
  if (noneWithCallback && call.arguments.length > 1 && last && functionOf(sourceCode, last))
    return true;
  const options = noneWhen && call.arguments[noneWhen.argument];
  if (!options) return false;
  const found = property(sourceCode, options, noneWhen.path);
  if (found.state !== 'found') return false;
  const value = unwrap(found.node);
  return value.type === 'Literal' && value.value === noneWhen.value;
}

/** Whether a middleware ends its route and says nothing of what comes next: it sends the caller to the provider. */
export function onlyRedirects(sourceCode: SourceCode, call: CallLike, api: SignIn): boolean {
  const { parent } = call;
  if (api.role !== 'middleware' || !api.onSuccess || parent.type !== 'CallExpression') return false;
  const options = call.arguments[1];
  const saysWhatNext = api.onSuccess.some(
    (key) => options && property(sourceCode, options, [key]).state === 'found',
  );
  if (saysWhatNext) return false;
  if (parent.callee === call) return handsOnAtTheEnd(parent);
  // The routes of Nest's `consumer.apply(authenticate('github'))` stand elsewhere.
  const isOfRoute = parent.arguments.length > 1 || calleeName(parent) === 'apply';
  return isOfRoute && parent.arguments.at(-1) === call;
}

/** `authenticate('github')(req, res, next)`, and nothing in sight follows the function around it. */
function handsOnAtTheEnd(invocation: TSESTree.CallExpression): boolean {
  const fn = enclosingFunction(invocation);
  const next = invocation.arguments[2];
  const handsOn =
    next?.type === 'Identifier' &&
    fn?.params.some((each) => each.type === 'Identifier' && each.name === next.name);
  if (!fn || !handsOn) return false;
  const step = wrapped(fn);
  return step.parent?.type !== 'CallExpression' || step.parent.arguments.at(-1) === step;
}
