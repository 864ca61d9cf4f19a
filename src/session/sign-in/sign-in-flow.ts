import {
  isFunction,
  outwards,
  type CallLike,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import type { Automaton } from '../../analysis/flow';
import { tellsSignedIn, usesAuthState, type AuthKeys } from '../auth-state';
import { handlersIn } from '../handlers';
import { dependencyRange, isBelow } from '../packages';
import {
  changesSignedIn,
  hasGuardDecorator,
  isBehindGuard,
  isListedBehindGuard,
  type GuardOptions,
} from './route-guards';
import { tellsNewSession } from './new-sessions';
import { methodRunBy } from '../session-objects';
import { rotatesInTheEnd, rotationOf, type RotatesItself } from './rotations';
import { signInsIn, type SignInEvent } from './sign-ins';

/** The session may still have the id that it had before the sign-in. */
export const UNGUARDED = 0;
/** It has a new one, began with this request, or was signed in already. */
const GUARDED = 1;

interface Installed {
  filename: string;
  /** The range of passport, when the project's settings give it. */
  passport: string | undefined;
}

/** The sign-ins of a file, and the automaton that follows whether the session's id is new. */
export function signInFlow(
  sourceCode: SourceCode,
  authKeys: AuthKeys,
  installed: Installed,
): { events: SignInEvent[]; automaton: Automaton } {
  const rotatesItself = rotationByVersion(installed);
  const options = { authKeys, rotatesItself, filename: installed.filename };
  const events = signInsIn(sourceCode, options).filter(
    ({ node }) =>
      !isInGuardedFunction(sourceCode, node, options) &&
      !changesSignedIn(sourceCode, node) &&
      !rotatesInTheEnd(sourceCode, node),
  );
  // Middleware signs in when its route is called: it says nothing of the one set up after it.
  const signIns = new Set<Node>(
    events.flatMap((event) =>
      event.kind === 'call' && event.api.role === 'middleware' ? [] : [event.node],
    ),
  );
  const rotation = memoised((call: CallLike) => rotationOf(sourceCode, call, rotatesItself));
  const guards = memoised(
    (node: Node) =>
      signIns.has(node) ||
      (isCall(node) && !!rotation(node)?.after) ||
      usesAuthState(sourceCode, node, authKeys),
  );
  const automaton: Automaton = {
    callee: (call) => methodRunBy(sourceCode, call),
    step: (node, state) => (state === UNGUARDED && guards(node) ? GUARDED : state),
    callback(call, argument) {
      if (rotation(call)?.callback || isBehindGuard(sourceCode, call, argument, options))
        return GUARDED;
      const fn = functionOf(sourceCode, argument);
      const isHandler = handlersIn(sourceCode).some(
        (handler) => handler.fn === fn && handler.registration === call,
      );
      return isHandler ? UNGUARDED : undefined;
    },
    pass: (passage, state) =>
      state === UNGUARDED &&
      passage.kind === 'condition' &&
      (tellsSignedIn(sourceCode, passage.test, passage.holds, authKeys) ||
        tellsNewSession(sourceCode, passage.test, passage.holds))
        ? GUARDED
        : state,
  };
  return { events, automaton };
}

/** Whether a package rotates by itself: the settings say so first, then the nearest `package.json`; unknown is yes. */
export function rotationByVersion(installed: Installed): RotatesItself {
  return ({ rotates: { package: name, since } }) => {
    const range = installedRange(installed, name);
    return range === undefined || !isBelow(range, since);
  };
}

/** The range of a package that the project states; `undefined` when it does not. */
export function installedRange(
  { filename, passport }: Installed,
  name: string,
): string | undefined {
  return (name === 'passport' && passport) || dependencyRange(filename, name);
}

function isInGuardedFunction(sourceCode: SourceCode, node: Node, options: GuardOptions): boolean {
  for (const at of outwards(node))
    if (isFunction(at) && (hasGuardDecorator(at) || isListedBehindGuard(sourceCode, at, options)))
      return true;
  return false;
}

function isCall(node: Node): node is CallLike {
  return node.type === 'CallExpression' || node.type === 'NewExpression';
}

function memoised<K extends object, V>(find: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    if (!known.has(key)) known.set(key, find(key));
    return known.get(key) as V;
  };
}
