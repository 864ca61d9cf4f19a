import type { TSESTree } from '@typescript-eslint/utils';
import {
  enclosingClass,
  enclosingFunction,
  isFunction,
  isInside,
  memberPath,
  outwards,
  unwrap,
  wrapped,
  type ClassNode,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { classOf, usesOf } from '../../analysis/functions';
import { ownerOf } from '../../analysis/mentions';
import { nodesOfType, walk } from '../../analysis/nodes';
import { originsOf } from '../../analysis/origins';
import { variableOf } from '../../analysis/variables';
import { handlerAround } from '../handlers';

/**
 * How a value that answers requests comes to them: made anew for each (in a handler, or in a
 * function that hands the request over itself), shared by many, or not known.
 */
export type Wiring = 'per-request' | 'shared' | 'unknown';

/** Where a construction's value is used to answer requests. */
interface Use {
  /** The construction, or a call of the factory that makes it. */
  at: Node;
  /** The `transport.handleRequest` that are its. */
  requests: readonly Node[];
  steps: number;
}

/** Steps from a construction to the callers of the function around it. */
const MAX_STEPS = 6;

/** Functions whose callbacks run a test, or set one up. */
const TESTS = /^(?:it|test|describe|suite|setup|before|beforeEach|beforeAll)$/;

/** The wiring of what is made at a node and answers requests at others. */
export function wiringOf(sourceCode: SourceCode, node: Node, requests: readonly Node[]): Wiring {
  return wiringAt(sourceCode, { at: node, requests, steps: MAX_STEPS });
}

function wiringAt(sourceCode: SourceCode, use: Use): Wiring {
  const { at, steps } = use;
  if (steps <= 0) return 'unknown';
  const owner = surroundings(at);
  if (!owner) return 'shared';
  if (!isFunction(owner)) return wiringOfClass(sourceCode, owner, steps);
  if (isConstructor(owner)) {
    const owningClass = enclosingClass(owner);
    return owningClass ? wiringOfClass(sourceCode, owningClass, steps) : 'unknown';
  }
  if (isInTest(at)) return 'unknown';
  const handler = handlerAround(sourceCode, at);
  const kept = keptOutside(sourceCode, at, handler?.fn ?? owner);
  if (kept === 'once') return 'shared';
  if (handler) return kept ? 'unknown' : 'per-request';
  return wiringOfFunction(sourceCode, owner, use);
}

/** The function that makes something, or the class one of whose fields holds it; `undefined` at module scope. */
function surroundings(node: Node): FunctionNode | ClassNode | undefined {
  for (const at of outwards(node)) {
    if (at !== node && isFunction(at)) return at;
    if (at.type === 'PropertyDefinition') return at.parent.parent;
  }
  return undefined;
}

/** One for each instance: what makes the instances decides, and a class that nobody here makes is made once. */
function wiringOfClass(sourceCode: SourceCode, owner: ClassNode, steps: number): Wiring {
  // Cloudflare makes such an object for each name.
  const parent = owner.superClass && memberPath(owner.superClass);
  const parentName =
    parent?.path.at(-1) ?? (parent?.root.type === 'Identifier' && parent.root.name);
  if (parentName && /(?:DurableObject|Agent)$/.test(parentName)) return 'unknown';
  for (const node of nodesOfType(sourceCode, 'NewExpression')) {
    if (classOf(sourceCode, node) !== owner || isInside(node, owner)) continue;
    const wiring = wiringAt(sourceCode, { at: node, requests: [], steps: steps - 1 });
    if (wiring === 'per-request' || handlerAround(sourceCode, node)) return 'unknown';
  }
  return 'shared';
}

function wiringOfFunction(sourceCode: SourceCode, fn: FunctionNode, use: Use): Wiring {
  const { requests, steps } = use;
  if (requests.length > 0 && requests.every((request) => isMadeUp(sourceCode, request)))
    return 'unknown';
  if (requests.some((request) => isDirect(sourceCode, request, fn))) return 'per-request';
  const { calls, values } = usesOf(sourceCode, fn);
  const outer = calls.map((at) => wiringAt(sourceCode, { at, requests, steps: steps - 1 }));
  const [first = 'unknown'] = outer;
  const agreed = outer.every((wiring) => wiring === first) ? first : 'unknown';
  if (agreed === 'per-request' || outer.includes('per-request')) return agreed;
  if (requests.length > 0) return 'shared';
  return values.every(isExport) ? agreed : 'unknown';
}

/** Whether a value gets the request of the function that makes or holds it, and not that of a function inside. */
function isDirect(sourceCode: SourceCode, request: Node, fn: FunctionNode): boolean {
  const { parent } = wrapped(request);
  if (parent?.type !== 'CallExpression') return false;
  const holder = ownerOf(sourceCode, request);
  const [incoming] = parent.arguments;
  const owners = incoming ? [...ownersIn(sourceCode, incoming)] : [];
  return owners.length === 0
    ? enclosingFunction(request) === fn
    : owners.every((owner) => isInside(fn, owner) || owner === holder);
}

/** `transport.handleRequest(new Request('http://…'))`: nobody sent that. */
function isMadeUp(sourceCode: SourceCode, request: Node): boolean {
  const { parent } = wrapped(request);
  const [incoming] = parent?.type === 'CallExpression' ? parent.arguments : [];
  return (
    !!incoming &&
    originsOf(sourceCode, incoming).every(
      ({ node }) =>
        node.type === 'NewExpression' &&
        node.callee.type === 'Identifier' &&
        node.callee.name === 'Request' &&
        [...walk(sourceCode, node)].every(
          (each) => variableOf(sourceCode, each)?.defs[0]?.type !== 'Parameter',
        ),
    )
  );
}

/** The functions whose parameters and variables stand in an expression. */
function* ownersIn(sourceCode: SourceCode, node: Node): Generator<FunctionNode> {
  for (const each of walk(sourceCode, node)) {
    const owner = each.type === 'Identifier' ? ownerOf(sourceCode, each) : undefined;
    if (isFunction(owner)) yield owner;
  }
}

function isConstructor(fn: FunctionNode): boolean {
  return fn.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor';
}

export function isExport(value: Node): boolean {
  return (value.parent?.type ?? '').startsWith('Export');
}

/** Whether a node stands in a test, or in what sets one up. */
export function isInTest(node: Node): boolean {
  for (const at of outwards(node)) if (at.type === 'CallExpression' && isTest(at)) return true;
  return false;
}

/** `it('…', fn)`, `test.only('…', fn)`, `Deno.test({ … })`. */
function isTest(call: TSESTree.CallExpression): boolean {
  const path = memberPath(call.callee);
  const root = path?.root.type === 'Identifier' ? path.root.name : '';
  return TESTS.test(root) || TESTS.test(path?.path.at(-1) ?? '');
}

/**
 * Whether what is made at a node is kept in a variable or field from outside the function: `once`
 * when only while that is empty (`transport ??= …`, `if (!transport) …`), `each time` otherwise.
 */
export function keptOutside(
  sourceCode: SourceCode,
  node: Node,
  fn: FunctionNode,
): 'once' | 'each time' | undefined {
  const assignment = assignmentAround(node);
  const target = assignment && outsideTarget(sourceCode, assignment, fn);
  if (!target) return undefined;
  if (assignment.operator === '??=' || assignment.operator === '||=') return 'once';
  const name = sourceCode.getText(target);
  const isGuarded = [...outwards(node)].some(
    (at) =>
      isInside(at, fn) &&
      ((at.type === 'IfStatement' &&
        isInside(assignment, at.consequent) &&
        asksFor(sourceCode, at.test, name)) ||
        (at.type === 'LogicalExpression' && sourceCode.getText(unwrap(at.left)) === name)),
  );
  return isGuarded || returnsEarly(sourceCode, assignment, name) ? 'once' : 'each time';
}

/** What an assignment goes to, when that is a variable or field from outside a function. */
export function outsideTarget(
  sourceCode: SourceCode,
  assignment: TSESTree.AssignmentExpression,
  fn: FunctionNode,
): Node | undefined {
  const target = unwrap(assignment.left);
  const root = memberPath(target)?.root;
  const owner = ownerOf(sourceCode, target);
  const isOutside =
    root?.type === 'ThisExpression' ||
    (root?.type === 'Identifier' && (!owner || !isInside(owner, fn)));
  return isOutside ? target : undefined;
}

function assignmentAround(node: Node): TSESTree.AssignmentExpression | undefined {
  for (let at = wrapped(node); at.parent; at = wrapped(at.parent)) {
    const { parent } = at;
    if (parent.type === 'AssignmentExpression' && parent.right === at) return parent;
    if (!/^(?:Await|Conditional|Logical)Expression$/.test(parent.type)) return undefined;
  }
  return undefined;
}

/** Whether a condition asks that a variable is still empty: `!transport`, `transport === undefined`. */
function asksFor(sourceCode: SourceCode, test: Node, name: string): boolean {
  for (const node of walk(sourceCode, test)) {
    if (node.type === 'UnaryExpression' && node.operator === '!')
      if (sourceCode.getText(unwrap(node.argument)) === name) return true;
    if (node.type === 'BinaryExpression' && /^===?$/.test(node.operator))
      if ([node.left, node.right].some((side) => sourceCode.getText(unwrap(side)) === name))
        return true;
  }
  return false;
}

/** `if (transport) return transport;` before the assignment, in the same block. */
function returnsEarly(sourceCode: SourceCode, assignment: Node, name: string): boolean {
  const statement = [...outwards(assignment)].find((at) => at.parent?.type === 'BlockStatement');
  const block = statement?.parent;
  if (block?.type !== 'BlockStatement') return false;
  return block.body.some(
    (each) =>
      each.range[1] <= assignment.range[0] &&
      each.type === 'IfStatement' &&
      sourceCode.getText(unwrap(each.test)) === name &&
      /\breturn\b/.test(sourceCode.getText(each.consequent)),
  );
}
