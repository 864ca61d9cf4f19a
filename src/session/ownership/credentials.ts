import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingFunction,
  isFunction,
  keyOf,
  memberPath,
  unwrap,
  wrapped,
  type CallLike,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf, usesOf } from '../../analysis/functions';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { originsOf } from '../../analysis/origins';
import { variableOf } from '../../analysis/variables';
import {
  COMPARING_WORDS,
  CREDENTIAL_WORDS,
  IDENTIFYING_WORDS,
  ISSUER_WORDS,
  OTHER_TOKEN_WORDS,
  SECRET_WORDS,
} from '../../models/caller-names';
import { clientValueAt, clientValuesIn } from '../ids/client-values';
import { lastName } from '../ids/id-words';
import { keptBy } from '../ids/text-methods';
import { wordsOf } from '../name-words';

/** The credentials of requests that a file keeps or hands on: not those that it only compares. */
export const keptCredentialsIn = oncePerFile((sourceCode: SourceCode): readonly Node[] =>
  keptValues(sourceCode).filter((value) => isCredential(sourceCode, value)),
);

/** Whether a value may be a credential of the request, or a list of them: its `Authorization` header, `x-api-key`. */
export function isCredential(sourceCode: SourceCode, node: Node): boolean {
  return [node, ...elementsOf(sourceCode, node)].some((each) => readsCredential(sourceCode, each));
}

function readsCredential(sourceCode: SourceCode, node: Node): boolean {
  const inner = unwrap(node);
  if (!/^(?:Identifier|MemberExpression|CallExpression|LogicalExpression)$/.test(inner.type))
    return false;
  if (inner.type === 'CallExpression' && !clientValueAt(sourceCode, inner) && !keptBy(inner))
    return false;
  return clientValuesIn(sourceCode, inner).some(({ from, name }) => {
    const words = wordsOf(name ?? '');
    return (
      from === 'headers' &&
      words.some((word) => CREDENTIAL_WORDS.has(word)) &&
      !words.some((word) => OTHER_TOKEN_WORDS.has(word))
    );
  });
}

/** Expressions that go somewhere: arguments, properties of objects, and what is assigned to a member. */
function keptValues(sourceCode: SourceCode): Node[] {
  const values: Node[] = [];
  for (const call of [
    ...nodesOfType(sourceCode, 'CallExpression'),
    ...nodesOfType(sourceCode, 'NewExpression'),
  ])
    if (!isComparison(sourceCode, call) && !functionOf(sourceCode, call.callee))
      values.push(...call.arguments);
  for (const { value, parent } of nodesOfType(sourceCode, 'Property'))
    if (parent.type === 'ObjectExpression') values.push(value);
  for (const { left, right } of nodesOfType(sourceCode, 'AssignmentExpression'))
    if (unwrap(left).type === 'MemberExpression') values.push(right);
  return values;
}

/** Calls that compare, prepare for that, or show what they are handed. */
function isComparison(sourceCode: SourceCode, call: CallLike): boolean {
  if (call.type === 'CallExpression') {
    if (keptBy(call) || comparesSecret(sourceCode, call)) return true;
    if (listAddedTo(sourceCode, call)) return true;
  }
  const path = memberPath(call.callee);
  const root = path?.root.type === 'Identifier' ? path.root.name : '';
  return (
    /^(?:timingSafeEqual|equals?|startsWith|endsWith|includes|test|match|exec|from|encode|update|digest|Boolean|byteLength|isArray)$/i.test(
      calleeName(call) ?? '',
    ) || /^(?:console|log|logger)$/i.test(root)
  );
}

// --- one secret that all callers share ------------------------------------------------------------

/** `secureCompare(token, expected)`, `if (!allows(token, config.secret))`: of the caller only one thing is learned, that he knows the secret. */
function comparesSecret(sourceCode: SourceCode, call: TSESTree.CallExpression): boolean {
  if (call.arguments.length < 2) return false;
  const words = wordsOf(lastName(call.callee) ?? '');
  if (words.some((word) => COMPARING_WORDS.has(word))) return true;
  return (
    !words.some((word) => IDENTIFYING_WORDS.has(word)) &&
    isOnlyAsked(sourceCode, call) &&
    call.arguments.some((each) => isSecret(sourceCode, each))
  );
}

/** What the server expects of everybody: `process.env.MCP_AUTH`, `config.apiKey`; not what a client sent. */
function isSecret(sourceCode: SourceCode, node: Node): boolean {
  if (clientValuesIn(sourceCode, node).length > 0) return false;
  return [node, ...originsOf(sourceCode, node).map((origin) => origin.node)].some((each) => {
    const words = wordsOf(lastName(each) ?? '');
    if (words.some((word) => ISSUER_WORDS.has(word))) return false;
    const { root, path } = memberPath(each) ?? {};
    const isSetting = root?.type === 'Identifier' && root.name === 'process' && path?.[0] === 'env';
    return isSetting || words[0] === 'expected' || SECRET_WORDS.has(words.at(-1) ?? '');
  });
}

/** Answers that are handed from function to function end here. */
const MAX_STEPS = 3;

/** Whether nothing is done with a value but asking if it is true: `if (!value)`, `const ok = value; if (ok)`. */
function isOnlyAsked(sourceCode: SourceCode, value: Node, steps = MAX_STEPS): boolean {
  const outer = wrapped(value);
  const { parent } = outer;
  switch (parent?.type) {
    case 'IfStatement':
      return true;
    case 'UnaryExpression':
      return parent.operator === '!';
    case 'BinaryExpression':
      return /^[!=]==?$/.test(parent.operator);
    case 'AwaitExpression':
      return isOnlyAsked(sourceCode, parent, steps);
    case 'LogicalExpression':
      return (
        (parent.left === outer && parent.operator === '&&') ||
        isOnlyAsked(sourceCode, parent, steps)
      );
    case 'ConditionalExpression':
      return parent.test === outer || isOnlyAsked(sourceCode, parent, steps);
    case 'VariableDeclarator': {
      const reads = variableOf(sourceCode, parent.id)?.references.filter((each) => each.isRead());
      return (
        !!reads?.length &&
        reads.every(({ identifier }) => isOnlyAsked(sourceCode, identifier, steps))
      );
    }
    case 'ReturnStatement':
      return isAnswerAsked(sourceCode, enclosingFunction(parent), steps - 1);
    case 'ArrowFunctionExpression':
      return isAnswerAsked(sourceCode, parent, steps - 1);
    default:
      return false;
  }
}

/** Whether what a function gives back is only asked, wherever it is called; a function that is handed on may be called by anybody. */
function isAnswerAsked(
  sourceCode: SourceCode,
  fn: FunctionNode | undefined,
  steps: number,
): boolean {
  if (!fn || steps <= 0) return false;
  const { calls, values } = usesOf(sourceCode, fn);
  return (
    calls.length > 0 &&
    values.length === 0 &&
    calls.every((call) => isOnlyAsked(sourceCode, call, steps))
  );
}

// --- lists of what was sent -----------------------------------------------------------------------

/** The list of the same function that a call adds something to: where that goes from there is seen. */
function listAddedTo(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
): TSESTree.ArrayExpression | undefined {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression' || !/^(?:push|unshift)$/.test(keyOf(callee) ?? ''))
    return undefined;
  const fn = enclosingFunction(call);
  const [list, ...others] = originsOf(sourceCode, callee.object);
  if (list?.node.type !== 'ArrayExpression' || others.length > 0) return undefined;
  return fn && fn === enclosingFunction(list.node) ? list.node : undefined;
}

/** What stands in a list, or in the one that a value is taken of: `for (const token of tokens)`, `tokens.some((token) => …)`. */
function elementsOf(sourceCode: SourceCode, node: Node): Node[] {
  const inner = unwrap(node);
  if (inner.type !== 'Identifier' && inner.type !== 'CallExpression') return [];
  const list = listBehind(sourceCode, inner) ?? inner;
  return originsOf(sourceCode, list).flatMap((origin) => {
    const array = origin.node.type === 'ArrayExpression' ? origin.node : undefined;
    if (!array) return [];
    return [...array.elements, ...(additionsIn(sourceCode).get(array) ?? [])].filter(
      (each) => each !== null,
    );
  });
}

/** The list that a name goes through. */
function listBehind(sourceCode: SourceCode, name: Node): Node | undefined {
  const [definition] = variableOf(sourceCode, name)?.defs ?? [];
  if (definition?.type === 'Variable') {
    const loop = definition.parent.parent;
    return loop.type === 'ForOfStatement' ? loop.right : undefined;
  }
  const fn: Node | undefined = definition?.type === 'Parameter' ? definition.node : undefined;
  if (!fn || !isFunction(fn) || fn.params[0] !== definition?.name) return undefined;
  const { parent } = wrapped(fn);
  const callee = parent?.type === 'CallExpression' ? unwrap(parent.callee) : undefined;
  return callee?.type === 'MemberExpression' ? callee.object : undefined;
}

/** What is added to the lists of functions, found once. */
const additionsIn = oncePerFile((sourceCode: SourceCode): ReadonlyMap<Node, readonly Node[]> => {
  const additions = new Map<Node, Node[]>();
  for (const call of nodesOfType(sourceCode, 'CallExpression')) {
    const list = listAddedTo(sourceCode, call);
    if (list) additions.set(list, [...(additions.get(list) ?? []), ...call.arguments]);
  }
  return additions;
});
