import {
  isCall,
  keyOf,
  unwrap,
  wrapped,
  type CallLike,
  type FunctionNode,
  type Node,
  type SourceCode,
} from './ast';
import { functionOf, usesOf } from './functions';
import { variableOf } from './variables';

/** A function that a call gives for a parameter. */
export interface GivenFunction {
  fn: FunctionNode;
  call: CallLike;
  argument: Node;
}

const MAX_HANDS = 5;

/** The functions that calls give for a parameter, also when they are handed on from one function to the next. */
export function functionsGiven(
  sourceCode: SourceCode,
  identifier: Node,
  callsOf: (fn: FunctionNode) => readonly CallLike[],
  hands = MAX_HANDS,
): GivenFunction[] {
  const [definition] = variableOf(sourceCode, identifier)?.defs ?? [];
  if (definition?.type !== 'Parameter' || hands <= 0) return [];
  const owner = definition.node as FunctionNode;
  const index = owner.params.findIndex((parameter) => nameIn(parameter) === definition.name);
  if (index < 0) return [];
  return callsOf(owner).flatMap((call) => {
    const argument = call.arguments[index];
    const fn = argument && functionOf(sourceCode, argument);
    if (fn) return [{ fn, call, argument }];
    return argument ? functionsGiven(sourceCode, unwrap(argument), callsOf, hands - 1) : [];
  });
}

/** Whether a function calls one of its parameters, or hands it on. */
export function usesParameter(sourceCode: SourceCode, fn: FunctionNode, index: number): boolean {
  const name = fn.params[index] && nameIn(fn.params[index]);
  return (
    !!name &&
    !!variableOf(sourceCode, name)?.references.some(({ identifier }) => {
      const outer = wrapped(identifier);
      return (
        isCall(outer.parent) &&
        (outer.parent.arguments as Node[]).concat(outer.parent.callee).includes(outer)
      );
    })
  );
}

function nameIn(parameter: Node): Node {
  return parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
}

/** Whether calls in this file lead to a function: it is called, or handed on as an argument and nothing else. */
export function isLedTo(sourceCode: SourceCode, fn: FunctionNode): boolean {
  const { calls, values } = usesOf(sourceCode, fn);
  if (calls.length > 0) return true;
  const mentions = values.filter((value) => value !== fn);
  return mentions.length > 0 && mentions.every(isArgument);
}

function isArgument(mention: Node): boolean {
  const outer = wrapped(mention);
  const { parent } = outer;
  if (parent?.type === 'MemberExpression' && keyOf(parent) === 'bind' && isCall(parent.parent))
    return isArgument(parent.parent);
  return isCall(parent) && parent.callee !== outer;
}
