import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  isFunction,
  isInside,
  keyOf,
  stringOf,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { callsTo } from '../../analysis/origins';
import { keysTo } from '../../analysis/patterns';
import { resolve } from '../../analysis/values';
import { assignmentsOf, isGlobal, variableOf } from '../../analysis/variables';
import {
  REQUEST_FUNCTIONS,
  REQUEST_METHODS,
  REQUEST_PROPERTIES,
  STORING_CONTEXTS,
  type RequestPart,
} from '../../models/requests';
import { handlersIn, isContextName, isRequestName, parameterName } from '../handlers';
import { librariesOf } from '../library-calls';
import { mcpHandlersIn } from '../tool-handlers';
import { TEXT_METHODS } from './text-methods';

/** A place in a request: the whole of it, or a part and the keys from there. */
export interface Place {
  part: RequestPart | 'request';
  keys: readonly string[];
}

/** A key that cannot be told. */
export const ANY = '*';
/** Steps that a search may take; code that goes round in circles ends here. */
const MAX_STEPS = 20;
/** Steps from each of several calls, whose number multiplies from function to function. */
const MAX_STEPS_OF_MANY = 8;

const REQUEST: Place = { part: 'request', keys: [] };
const whole = (part: RequestPart): Place => ({ part, keys: [] });
const within = (place: Place, key: string | undefined): Place => ({
  ...place,
  keys: [...place.keys, key?.toLowerCase() ?? ANY],
});

/** Functions that leave what they are handed, or read it in another form. */
const CONVERTING = new Set(
  'String decodeURIComponent decodeURI parse fromEntries assign from'.split(' '),
);

/** The place in a request that an expression reads; `undefined` for everything else. */
export function placeOf(sourceCode: SourceCode, node: Node, steps = MAX_STEPS): Place | undefined {
  const inner = unwrap(node);
  if (steps <= 0) return undefined;
  const of = (each: Node) => placeOf(sourceCode, each, steps - 1);
  switch (inner.type) {
    case 'Identifier':
      return ofVariable(sourceCode, inner, steps);
    case 'AwaitExpression':
      return of(inner.argument);
    case 'LogicalExpression':
      // `req.body ?? {}`.
      return inner.operator !== '&&' && isEmpty(inner.right) ? of(inner.left) : undefined;
    case 'ConditionalExpression': {
      // `Array.isArray(header) ? header[0] : header`.
      if (!isTypeTest(inner.test)) return undefined;
      const places = [inner.consequent, inner.alternate].filter((each) => !isEmpty(each)).map(of);
      const [first] = places;
      return places.every((each) => isSame(each, first)) ? first : undefined;
    }
    case 'MemberExpression': {
      const place = of(inner.object);
      return place && member(sourceCode, place, inner);
    }
    case 'ObjectExpression': {
      const [only] = inner.properties;
      return inner.properties.length === 1 && only?.type === 'SpreadElement'
        ? of(only.argument)
        : undefined;
    }
    case 'NewExpression': {
      const [first] = inner.arguments;
      const place = first && of(first);
      const name = calleeName(inner);
      if (place?.part === 'url' && name === 'URLSearchParams') return whole('query');
      return name === 'URL' || name === 'Headers' || name === 'URLSearchParams' ? place : undefined;
    }
    case 'CallExpression':
      return called(sourceCode, inner, steps - 1);
    default:
      return undefined;
  }
}

/** `{}`, `''`, `undefined`, `null`. */
function isEmpty(node: Node): boolean {
  const inner = unwrap(node);
  switch (inner.type) {
    case 'ObjectExpression':
      return inner.properties.length === 0;
    case 'Identifier':
      return inner.name === 'undefined';
    default:
      return inner.type === 'Literal' && (inner.value === '' || inner.value === null);
  }
}

/** `Array.isArray(x)`, `typeof x === 'string'`. */
function isTypeTest(test: Node): boolean {
  const inner = unwrap(test);
  if (inner.type === 'CallExpression') return calleeName(inner) === 'isArray';
  return (
    inner.type === 'BinaryExpression' &&
    inner.left.type === 'UnaryExpression' &&
    inner.left.operator === 'typeof'
  );
}

function isSame(one: Place | undefined, other: Place | undefined): boolean {
  return one?.part === other?.part && one?.keys.join() === other?.keys.join();
}

function member(
  sourceCode: SourceCode,
  place: Place,
  node: TSESTree.MemberExpression,
): Place | undefined {
  const key = keyOf(node) ?? textOf(sourceCode, node.property);
  const isIndex = key !== undefined && /^\d+$/.test(key);
  return isIndex && place.keys.length > 0 ? place : below(place, key);
}

/** What a key leads to from a place. */
function below(place: Place, key: string | undefined): Place | undefined {
  if (place.part === 'request') {
    const part = REQUEST_PROPERTIES.get(key ?? '');
    return part && { part, keys: [] };
  }
  if (place.part === 'url' && place.keys.length === 0)
    return key === 'searchParams' || key === 'query' ? whole('query') : within(place, key);
  // The arguments of a tool call: `request.params.arguments`.
  if (place.part === 'params' && place.keys.length === 0 && key === 'arguments')
    return whole('arguments');
  if (place.part === 'cookies' && place.keys.length > 0 && key === 'value') return place;
  return key === 'length' ? undefined : within(place, key);
}

/** The text of a key, also of a constant. */
function textOf(sourceCode: SourceCode, node: Node | undefined): string | undefined {
  return node && stringOf(resolve(sourceCode, node));
}

function called(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  steps: number,
): Place | undefined {
  const callee = unwrap(call.callee);
  const [first, second] = call.arguments;
  const name = calleeName(call) ?? '';
  const given = first && placeOf(sourceCode, first, steps);
  if (name === 'parse' && given?.keys.at(-1) === 'cookie') return whole('cookies');
  if (given && CONVERTING.has(name)) return given;
  const [, part] = REQUEST_FUNCTIONS.find(([pattern]) => pattern.test(name)) ?? [];
  if (part && given?.part === 'request')
    return second ? within(whole(part), textOf(sourceCode, second)) : whole(part);
  if (callee.type !== 'MemberExpression') return ofFunction(sourceCode, name, callee);
  const place = placeOf(sourceCode, callee.object, steps);
  if (!place) return undefined;
  if (place.part === 'request') {
    const read = REQUEST_METHODS.get(name);
    if (!read || (name === 'get' && isStoringContext(sourceCode, callee.object))) return undefined;
    return first && read !== 'body' ? within(whole(read), textOf(sourceCode, first)) : whole(read);
  }
  if (place.keys.length > 0 || place.part === 'url')
    return TEXT_METHODS.has(name) ? place : undefined;
  return /^get(?:All)?$/.test(name) ? within(place, textOf(sourceCode, first)) : undefined;
}

/** Next's `headers()` and `cookies()`. */
function ofFunction(sourceCode: SourceCode, name: string, callee: Node): Place | undefined {
  if (name !== 'headers' && name !== 'cookies') return undefined;
  const definition = variableOf(sourceCode, callee)?.defs[0];
  const isNext =
    definition?.type === 'ImportBinding' &&
    definition.parent.type === 'ImportDeclaration' &&
    definition.parent.source.value === 'next/headers';
  return isNext ? whole(name) : undefined;
}

/** A context whose `c.get('key')` reads what the server has put there, as Hono's. */
function isStoringContext(sourceCode: SourceCode, node: Node): boolean {
  const inner = unwrap(node);
  const isContext = inner.type === 'Identifier' && isContextName(inner.name);
  return (
    isContext &&
    (inner.name === 'c' ||
      [...librariesOf(sourceCode).modules].some((module) => STORING_CONTEXTS.test(module)))
  );
}

function ofVariable(
  sourceCode: SourceCode,
  node: TSESTree.Identifier,
  steps: number,
): Place | undefined {
  if (isGlobal(sourceCode, node)) return isRequestName(node.name) ? REQUEST : undefined;
  const variable = variableOf(sourceCode, node);
  const definition = variable?.defs[0];
  if (!variable || !definition) return undefined;
  const name: Node = definition.name;
  if (definition.type === 'Parameter')
    return ofParameter(sourceCode, definition.node as FunctionNode, name, steps);
  if (definition.type !== 'Variable') return undefined;
  const { id, init } = definition.node;
  if (id.type !== 'Identifier') {
    const keys = keysTo(id, name);
    const place = init ? placeOf(sourceCode, init, steps - 1) : undefined;
    return keys && place && along(sourceCode, place, keys);
  }
  const values = assignmentsOf(variable)?.filter((value) => !isEmpty(value)) ?? [];
  const [only] = values;
  const place = only && values.length === 1 ? placeOf(sourceCode, only, steps - 1) : undefined;
  // A part of a request may be empty at first; what a single value is at some place is for whoever follows it.
  return only === init || place?.keys.length === 0 ? place : undefined;
}

function along(
  sourceCode: SourceCode,
  place: Place,
  keys: readonly (string | Node)[],
): Place | undefined {
  return keys.reduce<Place | undefined>((at, key) => {
    if (!at) return undefined;
    return below(at, typeof key === 'string' ? key : textOf(sourceCode, key));
  }, place);
}

function ofParameter(
  sourceCode: SourceCode,
  fn: FunctionNode,
  name: Node,
  steps: number,
): Place | undefined {
  if (!isFunction(fn)) return undefined;
  for (const [index, parameter] of fn.params.entries()) {
    const keys = keysTo(parameter, name);
    if (!keys) continue;
    const [key] = keys;
    // `async ({ request }) => …`, as route files export it.
    if (index === 0 && (key === 'request' || key === 'req'))
      return along(sourceCode, REQUEST, keys);
    const place = ofSlot(sourceCode, fn, index, steps);
    return place && along(sourceCode, place, keys);
  }
  return undefined;
}

/** What a function is handed in one of its parameters. */
function ofSlot(
  sourceCode: SourceCode,
  fn: FunctionNode,
  index: number,
  steps: number,
): Place | undefined {
  const parameter = fn.params[index];
  const name = parameter && parameterName(parameter);
  if (name !== undefined && isRequestName(name)) return REQUEST;
  const tool = mcpHandlersIn(sourceCode).find((each) => each.fn === fn);
  if (tool && tool.arguments === parameter)
    return tool.handles === 'request' ? REQUEST : whole('arguments');
  const handler = index === 0 && handlersIn(sourceCode).find((each) => each.fn === fn);
  if (handler && handler.registration) return REQUEST;
  // A function that calls itself hands on what it was given.
  const calls = callsTo(sourceCode, fn).filter((call) => !isInside(call, fn));
  const left = calls.length > 1 ? Math.min(steps, MAX_STEPS_OF_MANY) : steps;
  for (const call of calls) {
    const argument = call.arguments[index];
    const place = argument && placeOf(sourceCode, argument, left - 1);
    // A value is for whoever follows it: the next call may give another one.
    if (place?.keys.length === 0) return place;
  }
  return undefined;
}
