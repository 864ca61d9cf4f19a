import {
  calleeName,
  enclosingFunction,
  isFunction,
  keyOf,
  outwards,
  stringOf,
  unwrap,
  wrapped,
  type CallLike,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { classOf, functionOf, usesOf } from '../../analysis/functions';
import { nodesOfType, walk } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { comparesTime } from '../lifetimes/clock';
import { isLater, speaksOfTime } from '../lifetimes/time-words';
import { handlersIn, isRequestName, parameterName } from '../handlers';
import { callAs } from '../library-calls';
import { endsWithItsMaker, isClose } from './bounded-stores';
import { hasKeeper } from './session-keepers';
import { sessionStoresOf, type SessionStore } from './stores';

/** Words that say that a session has grown old. */
const OLD = /expir|stale|idle|timed_?out|too_?old|outdated/i;
const SLEEPS = /^(?:sleep|delay|wait|setTimeout|timeout|pause)/i;
const REGISTERS = new Set(['on', 'once', 'addListener', 'addEventListener', 'prependListener']);
/** Methods and functions that run their callback as a part of themselves. */
const RUNS_CALLBACK = new Set(
  'forEach map filter some every find reduce flatMap then catch finally Promise all allSettled'.split(
    ' ',
  ),
);

/** The stores of Streamable HTTP sessions that nothing takes abandoned sessions out of; none that code out of sight may sweep. */
export const endlessStoresOf = oncePerFile((sourceCode: SourceCode): SessionStore[] => {
  return sessionStoresOf(sourceCode).filter(
    (store) =>
      store.transports.some(({ api }) => api.wire === 'streamable-http') &&
      expiryOf(sourceCode, store) === 'no',
  );
});

/**
 * Whether a store lets its sessions go by time: `yes` when something that runs later, or that
 * compares a time, takes entries out of it or closes the transports that take themselves out, and
 * when the store does not live longer than the work it is made for; `unknown` when code out of
 * sight may do so.
 */
function expiryOf(sourceCode: SourceCode, store: SessionStore): 'yes' | 'no' | 'unknown' {
  const removers = removersOf(sourceCode, store);
  const makers = functionsAround(sourceCode, enclosingFunction(store.container));
  for (const fn of removers) {
    if (isClosing(fn)) continue;
    if (runsLater(sourceCode, fn) || asksForAge(sourceCode, fn)) return 'yes';
  }
  if (endsWithItsMaker(sourceCode, store)) return 'yes';
  const isOutOfSight =
    store.escapes.length > 0 ||
    isKeptBy(store) ||
    hasKeeper(sourceCode, store) ||
    // Whoever runs a function that makes the store gets a new one each time, not the old one swept.
    [...removers].some((fn) => !makers.has(fn) && !isClosing(fn) && isHandedOut(sourceCode, fn));
  return isOutOfSight ? 'unknown' : 'no';
}

/** Whether code out of sight gets a function as a callback, and may call it when it likes: `new SessionManager({ onBeforeCleanup })`. */
function isHandedOut(sourceCode: SourceCode, fn: FunctionNode): boolean {
  const [first] = fn.params;
  // Whoever calls it does so for a request.
  if (first && isRequestName(parameterName(first) ?? '')) return false;
  return [fn, ...usesOf(sourceCode, fn).values].some((place) => {
    const outer = wrapped(place);
    const { parent } = outer;
    const isOption = parent?.type === 'Property' && parent.value === outer;
    const argument = isOption ? wrapped(parent.parent) : outer;
    const call = argument.parent;
    if (!isCall(call) || call.callee === argument) return false;
    if (isRegistration(sourceCode, call, fn) || callAs(sourceCode, call, 'transport')) return false;
    return !isKnownCall(sourceCode, call);
  });
}

/** A call that runs its callback at once, or a function or class of the file. */
function isKnownCall(sourceCode: SourceCode, call: CallLike): boolean {
  return (
    RUNS_CALLBACK.has(calleeName(call) ?? '') ||
    functionOf(sourceCode, call.callee) !== undefined ||
    classOf(sourceCode, call.callee) !== undefined
  );
}

/** Whether an entry, or a function that gets the transport, may close it by itself. */
function isKeptBy({ entries, transports }: SessionStore): boolean {
  return (
    entries.some(({ value }) => unwrap(value).type === 'NewExpression') ||
    transports.some(({ escapes }) => escapes.some((each) => isLater(calledWith(each) ?? '')))
  );
}

function calledWith(argument: Node): string | undefined {
  const { parent } = argument;
  return parent?.type === 'CallExpression' || parent?.type === 'NewExpression'
    ? calleeName(parent)
    : undefined;
}

/** The functions that, when they run, take entries out of a store. */
function removersOf(sourceCode: SourceCode, store: SessionStore): Set<FunctionNode> {
  const removers = new Set<FunctionNode>();
  for (const deletion of store.deletions)
    functionsAround(sourceCode, enclosingFunction(deletion), removers);
  if ([...removers].some(isClosing))
    for (const fn of closersOf(sourceCode, store)) functionsAround(sourceCode, fn, removers);
  return removers;
}

/** A function, those that run it as a part of themselves, and so on. */
function functionsAround(
  sourceCode: SourceCode,
  fn: FunctionNode | undefined,
  found = new Set<FunctionNode>(),
): Set<FunctionNode> {
  if (!fn || found.has(fn)) return found;
  found.add(fn);
  for (const caller of callersOf(sourceCode, fn)) functionsAround(sourceCode, caller, found);
  return found;
}

/** Functions that close a transport of a store, or something of a store that keeps these too. */
function closersOf(sourceCode: SourceCode, store: SessionStore): FunctionNode[] {
  const sessions = new Set<Node>();
  for (const { mentions, transports } of sessionStoresOf(sourceCode)) {
    if (!transports.some((transport) => store.transports.includes(transport))) continue;
    for (const mention of mentions) sessions.add(mention);
    for (const transport of transports)
      for (const { node } of transport.mentions) sessions.add(node);
  }
  return nodesOfType(sourceCode, 'CallExpression').flatMap((call) => {
    const fn = isClose(call) ? enclosingFunction(call) : undefined;
    return fn && [...walk(sourceCode, fn)].some((node) => sessions.has(node)) ? fn : [];
  });
}

/** The functions that run another as a part of themselves: by a call, or as a callback of one. */
function* callersOf(sourceCode: SourceCode, fn: FunctionNode): Iterable<FunctionNode> {
  for (const call of usesOf(sourceCode, fn).calls) {
    const caller = enclosingFunction(call);
    if (caller) yield caller;
  }
  const { parent } = wrapped(fn);
  if (!isCall(parent) || isRegistration(sourceCode, parent, fn)) return;
  const around = enclosingFunction(fn);
  if (around) yield around;
}

function isCall(node: Node | undefined): node is CallLike {
  return node?.type === 'CallExpression' || node?.type === 'NewExpression';
}

/** Whether a callback is called later by somebody else: an event, a request, a timer. */
function isRegistration(sourceCode: SourceCode, call: CallLike, fn: FunctionNode): boolean {
  const name = calleeName(call) ?? '';
  return (
    REGISTERS.has(name) ||
    isLater(name) ||
    handlersIn(sourceCode).some((handler) => handler.fn === fn)
  );
}

/** Whether a function runs when a connection or transport closes: `transport.onclose = fn`, `res.on('close', fn)`. */
function isClosing(fn: FunctionNode): boolean {
  const { parent } = wrapped(fn);
  switch (parent?.type) {
    case 'AssignmentExpression':
      return /^_?on.*clos/i.test(keyOf(unwrap(parent.left)) ?? '');
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      return /^_?on.*(?:clos|disconnect)/i.test(keyOf(parent) ?? '');
    case 'CallExpression':
      return (
        REGISTERS.has(calleeName(parent) ?? '') &&
        /close|end|finish|disconnect|error|abort/.test(stringOf(parent.arguments[0]) ?? '')
      );
    default:
      return false;
  }
}

/** Whether a function is handed to a timer or its kind, or decorated as one, outside what closes. */
function runsLater(sourceCode: SourceCode, fn: FunctionNode): boolean {
  const { parent } = fn;
  if (parent.type === 'MethodDefinition') {
    if (keyOf(parent) === 'alarm') return true;
    const decorators = 'decorators' in parent ? parent.decorators : [];
    if (decorators.some(({ expression }) => isLater(sourceCode.getText(expression)))) return true;
  }
  const places = [fn, ...usesOf(sourceCode, fn).values];
  return places.some((place) => isHandedToTimer(sourceCode, place)) || sleepsInLoop(sourceCode, fn);
}

function isHandedToTimer(sourceCode: SourceCode, place: Node): boolean {
  const outer = wrapped(place);
  const { parent } = outer;
  if (parent?.type === 'MemberExpression' && keyOf(parent) === 'bind' && isCall(parent.parent))
    return isHandedToTimer(sourceCode, parent.parent);
  const isHanded =
    isCall(parent) && parent.callee !== outer
      ? speaksOfTime(sourceCode, parent)
      : parent?.type === 'Property' && parent.value === outer && isLater(keyOf(parent) ?? '');
  if (!isHanded) return false;
  return ![...outwards(outer)].some((at) => at !== place && isFunction(at) && isClosing(at));
}

/** `while (running) { await sleep(ms); … }`. */
function sleepsInLoop(sourceCode: SourceCode, fn: FunctionNode): boolean {
  for (const node of walk(sourceCode, fn, 'this function')) {
    const awaited = node.type === 'AwaitExpression' ? unwrap(node.argument) : undefined;
    if (!isCall(awaited) || !SLEEPS.test(calleeName(awaited) ?? '')) continue;
    for (const at of outwards(node)) {
      if (at === fn) break;
      if (/^(?:While|DoWhile|For|ForOf)Statement$/.test(at.type)) return true;
    }
  }
  return false;
}

/** Whether a function compares a time with now, or asks something whose name speaks of age. */
function asksForAge(sourceCode: SourceCode, fn: FunctionNode): boolean {
  for (const node of nodesRunBy(sourceCode, fn)) {
    if (node.type === 'BinaryExpression' && comparesTime(sourceCode, node)) return true;
    const isTest = node.type === 'IfStatement' || node.type === 'ConditionalExpression';
    if (isTest && OLD.test(sourceCode.getText(node.test))) return true;
  }
  return false;
}

/** The nodes of a function and of the callbacks that it runs itself. */
function* nodesRunBy(sourceCode: SourceCode, fn: FunctionNode): Iterable<Node> {
  for (const node of walk(sourceCode, fn, 'this function')) {
    yield node;
    if (node === fn || !isFunction(node)) continue;
    const { parent } = wrapped(node);
    if (isCall(parent) && !isRegistration(sourceCode, parent, node))
      yield* nodesRunBy(sourceCode, node);
  }
}
