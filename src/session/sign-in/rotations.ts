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
import { nodesOfType, nodesWithin } from '../../analysis/nodes';
import { valueOf, variableOf } from '../../analysis/variables';
import { models } from '../../models';
import type { SessionMethod, SignIn } from '../../models/types';
import { isContextName } from '../handlers';
import { methodRunBy, sessionObject } from '../session-objects';
import { isExecutor, isExecutorCall, isInExecutor, mentionsParameter } from './executors';
import { isShimmed } from './shims';
import { signInApi, signInMethod, signsNobodyIn } from './sign-in-calls';

/** What a rotation guards: what follows the call, the function that runs after it, or both. */
export interface Rotation {
  after: boolean;
  callback: boolean;
}

/** Whether the installed version of a sign-in's package rotates by itself. */
export type RotatesItself = (api: SignIn) => boolean;

type Settles = SessionMethod['settles'];

const HELPER =
  /regen|rotat|renew|(?:clear|reset|new|fresh|generate|recreate|refresh|replace)_?session|session_?(?:generate|reset)/i;
const MAX_STEPS = 8;

const AFTER: Rotation = { after: true, callback: false };
const CALLBACK: Rotation = { after: false, callback: true };
const BOTH: Rotation = { after: true, callback: true };

/** Methods that give a session another id, or end it so that the next one gets its own. */
const ROTATING_METHODS = models.flatMap(({ session }) => [
  ...(session?.rotate ?? []),
  ...(session?.destroy ?? []),
]);

const DEFERRED = ROTATING_METHODS.filter(({ deferred }) => deferred);

/** How a call changes the session's id; `undefined` when it does not. */
export function rotationOf(
  sourceCode: SourceCode,
  call: CallLike,
  rotatesItself: RotatesItself,
): Rotation | undefined {
  const direct = callOfRotator(sourceCode, call, rotatesItself);
  if (direct) return direct.callback && isInExecutor(call) ? BOTH : direct;
  if (call.type === 'CallExpression' && isHelper(sourceCode, call)) return BOTH;
  if (isInExecutor(call) && passesOnDone(sourceCode, call, rotatesItself)) return BOTH;
  return waitsForRotation(sourceCode, call, rotatesItself) ? AFTER : undefined;
}

function callOfRotator(
  sourceCode: SourceCode,
  call: CallLike,
  rotatesItself: RotatesItself,
): Rotation | undefined {
  if (call.type !== 'CallExpression') return undefined;
  const settles = rotatorOf(sourceCode, call.callee, rotatesItself, call);
  if (!settles) return undefined;
  if (settles === 'promise' || settles === 'sync') return AFTER;
  const callback = call.arguments.at(-1);
  const hasCallback = settles === 'callback' ? !!callback : isCallback(sourceCode, callback);
  return hasCallback ? CALLBACK : AFTER;
}

/** A function, or a name or member that may hold one: `next`, `resolve`. Options and lists are none. */
function isCallback(sourceCode: SourceCode, node: Node | undefined): boolean {
  if (!node) return false;
  if (functionOf(sourceCode, node)) return true;
  const inner = unwrap(node);
  return (
    inner.type === 'Identifier' && variableOf(sourceCode, inner)?.defs[0]?.type === 'Parameter'
  );
}

/**
 * How an expression, which is a function that rotates when it is called, says that it is done:
 * `req.session.regenerate`, bound, promisified, kept in a variable. `undefined` when it does not rotate.
 */
function rotatorOf(
  sourceCode: SourceCode,
  node: Node,
  rotatesItself: RotatesItself,
  call?: CallLike,
  steps = MAX_STEPS,
): Settles | undefined {
  if (steps <= 0) return undefined;
  const inner = unwrap(node);
  const of = (other: Node) => rotatorOf(sourceCode, other, rotatesItself, undefined, steps - 1);
  switch (inner.type) {
    case 'MemberExpression': {
      const key = keyOf(inner);
      if (key === 'call' || key === 'apply') return of(inner.object);
      return methodOf(sourceCode, inner, call) ?? signInOf(sourceCode, inner, rotatesItself, call);
    }
    case 'Identifier': {
      const variable = variableOf(sourceCode, inner);
      const value = variable && valueOf(variable);
      return value && of(value);
    }
    case 'CallExpression':
      return (
        middlewareOf(sourceCode, inner, rotatesItself) ??
        functionMadeBy(sourceCode, inner, rotatesItself, steps)
      );
    case 'LogicalExpression':
      return of(inner.left) ?? of(inner.right);
    default:
      return undefined;
  }
}

/** `promisify(f)`, `f.bind(x)`: functions that rotate when `f` does. */
function functionMadeBy(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  rotatesItself: RotatesItself,
  steps: number,
): Settles | undefined {
  const callee = unwrap(call.callee);
  const of = (node: Node) => rotatorOf(sourceCode, node, rotatesItself, undefined, steps - 1);
  if (callee.type === 'MemberExpression' && keyOf(callee) === 'bind') return of(callee.object);
  const isMade = call.arguments.some(
    (argument) => of(argument) ?? handsOnRotation(sourceCode, argument, rotatesItself),
  );
  return isMade ? 'promise' : undefined;
}

/** A method of the session, or of what carries it: `req.session.regenerate`, `ctx.regenerateSession`. */
function methodOf(
  sourceCode: SourceCode,
  member: TSESTree.MemberExpression,
  call: CallLike | undefined,
): Settles | undefined {
  const name = keyOf(member);
  const known = ROTATING_METHODS.filter(({ method }) => method === name);
  if (!name || known.length === 0) return undefined;
  const elsewhere = known.find(
    ({ on, firstArgument }) =>
      on &&
      isNamed(member.object, on) &&
      (!firstArgument || stringOf(call?.arguments[0]) === firstArgument),
  );
  if (elsewhere) return elsewhere.settles;
  const session = sessionObject(sourceCode, member.object);
  if (!session || isShimmed(sourceCode, name)) return undefined;
  const { library } = session;
  const own = [...(library?.rotate ?? []), ...(library?.destroy ?? [])];
  if (library) return own.find(({ method, on }) => method === name && !on)?.settles;
  return known.some(({ on }) => !on) ? 'both' : undefined;
}

function isNamed(node: Node, names: readonly string[]): boolean {
  const inner = unwrap(node);
  const name =
    inner.type === 'Identifier'
      ? inner.name
      : inner.type === 'ThisExpression'
        ? 'this'
        : (keyOf(inner) ?? '');
  return names.some((each) => each === name || (isContextName(each) && isContextName(name)));
}

/** `req.logIn(user, callback)`, and by way of `promisify(req.logIn.bind(req))`. */
function signInOf(
  sourceCode: SourceCode,
  member: TSESTree.MemberExpression,
  rotatesItself: RotatesItself,
  call: CallLike | undefined,
): Settles | undefined {
  const api = call ? signInApi(sourceCode, call) : signInMethod(sourceCode, member);
  if (!api || api.role === 'middleware' || !rotatesItself(api)) return undefined;
  return call && signsNobodyIn(sourceCode, call, api) ? undefined : api.settles;
}

/** `passport.authenticate('local')`: what runs after it has a new id. */
function middlewareOf(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  rotatesItself: RotatesItself,
): Settles | undefined {
  const api = signInApi(sourceCode, call);
  if (api?.role !== 'middleware' || !rotatesItself(api)) return undefined;
  return signsNobodyIn(sourceCode, call, api) ? undefined : api.settles;
}

// --- helpers and promises -----------------------------------------------------------------------

/** A helper out of sight whose name says that it rotates: `await regenerateSession(req)`. */
function isHelper(sourceCode: SourceCode, call: TSESTree.CallExpression): boolean {
  if (!HELPER.test(calleeName(call) ?? '') || !enclosingFunction(call)) return false;
  const callee = unwrap(call.callee);
  if (functionOf(sourceCode, callee) ?? methodRunBy(sourceCode, call)) return false;
  return callee.type !== 'MemberExpression' || !isShimmed(sourceCode, keyOf(callee) ?? '');
}

/**
 * `await new Promise(…)`, `await promised((done) => …)`: a call that is awaited and whose function
 * hands its own parameter to a rotation, or calls it when the rotation is done.
 */
function waitsForRotation(
  sourceCode: SourceCode,
  call: CallLike,
  rotatesItself: RotatesItself,
): boolean {
  if (wrapped(call).parent?.type !== 'AwaitExpression' && !isExecutorCall(call)) return false;
  return call.arguments.some(
    (argument) =>
      handsOnRotation(sourceCode, argument, rotatesItself) ||
      rotatorOf(sourceCode, argument, rotatesItself) !== undefined,
  );
}

/** A function whose parameter is called once the session is rotated: `(done) => req.session.regenerate(done)`. */
function handsOnRotation(
  sourceCode: SourceCode,
  node: Node,
  rotatesItself: RotatesItself,
  isCalled: (parameter: Node, index: number) => boolean = () => true,
): boolean {
  const fn = functionOf(sourceCode, node);
  const parameters = fn?.params.filter(isCalled) ?? [];
  if (!fn || parameters.length === 0) return false;
  return nodesWithin(sourceCode, 'CallExpression', fn.body).some((call) => {
    // The paths of an executor are followed; only what it leaves to its callbacks is not.
    if (isExecutor(fn) && enclosingFunction(call) === fn) return false;
    const rotation = callOfRotator(sourceCode, call, rotatesItself);
    return (
      !!rotation?.callback &&
      call.arguments.some((each) => mentionsParameter(sourceCode, each, parameters))
    );
  });
}

/** `new Promise((resolve) => startOver(req, resolve))`: the function called hands it to a rotation. */
function passesOnDone(
  sourceCode: SourceCode,
  call: CallLike,
  rotatesItself: RotatesItself,
): boolean {
  const fn = functionOf(sourceCode, call.callee) ?? methodRunBy(sourceCode, call);
  const executor = enclosingFunction(call)?.params ?? [];
  const isDone = (_: Node, index: number) => {
    const argument = call.arguments[index];
    return !!argument && mentionsParameter(sourceCode, argument, executor);
  };
  return !!fn && handsOnRotation(sourceCode, fn, rotatesItself, isDone);
}

/** Whether a function around a node asks for a new id that is given when the response is sent, be it before or after the node. */
export function rotatesInTheEnd(sourceCode: SourceCode, node: Node): boolean {
  const fn = enclosingFunction(node);
  return DEFERRED.some(({ method, on = [], firstArgument }) =>
    nodesOfType(sourceCode, 'CallExpression').some((call) => {
      const callee = unwrap(call.callee);
      return (
        callee.type === 'MemberExpression' &&
        keyOf(callee) === method &&
        isNamed(callee.object, on) &&
        stringOf(call.arguments[0]) === firstArgument &&
        enclosingFunction(call) === fn
      );
    }),
  );
}
