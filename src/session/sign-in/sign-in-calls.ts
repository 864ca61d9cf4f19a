import type { TSESTree } from '@typescript-eslint/utils';
import {
  keyOf,
  stringOf,
  unwrap,
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
  if (api.role !== 'middleware' || !api.onSuccess) return false;
  if (parent.type !== 'CallExpression' || parent.arguments.at(-1) !== call) return false;
  if (parent.arguments.length < 2) return false;
  const options = call.arguments[1];
  return api.onSuccess.every(
    (key) => !options || property(sourceCode, options, [key]).state !== 'found',
  );
}
