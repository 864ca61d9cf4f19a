import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isFunction, isInside, programOf, type Node } from './ast';

type Segment = TSESLint.CodePathSegment;
type CodePath = TSESLint.CodePath;

/** One code path (a function, or the program) with the effect nodes of each of its segments, in order of evaluation. */
export interface FlowPath {
  owner: Node;
  initial: Segment;
  /** Where it ends by `return` or at its end; not where it throws. Filled when the path is complete. */
  returned: readonly Segment[];
  nodes: Map<Segment, Node[]>;
  /** The node that control enters where a segment starts: the branch of an `if`, a `catch` clause. */
  starts: Map<Segment, Node>;
}

/** What taking a way from one segment to another says: a condition held or did not, or something in a `try` threw. */
export type Passage =
  | { kind: 'condition'; test: Node; holds: boolean }
  | { kind: 'catch'; clause: TSESTree.CatchClause };

/** What is known on the way between two segments; nothing where no condition decides. */
export function passagesBetween(path: FlowPath, from: Segment, to: Segment): Passage[] {
  const entered = path.starts.get(to);
  if (entered?.type === 'CatchClause') return [{ kind: 'catch', clause: entered }];
  if (entered?.parent?.type === 'TryStatement') return [];
  return from.nextSegments.flatMap((segment): Passage[] => {
    const branch = path.starts.get(segment);
    const condition = branch && conditionOf(branch);
    // Inside a condition, that one is still open: `a` has held in `a && b`, and `b` comes next.
    if (!condition || (entered && isInside(entered, condition.test))) return [];
    const holds = condition.holds === (segment === to);
    return [{ kind: 'condition', test: condition.test, holds }];
  });
}

/** What may come to be known where control leaves a node, whichever way it goes. */
export function passagesAt(node: Node): Passage[] {
  switch (node.type) {
    case 'CatchClause':
      return [{ kind: 'catch', clause: node }];
    case 'IfStatement':
    case 'ConditionalExpression':
      return decided(node.test);
    case 'LogicalExpression':
      return node.operator === '??' ? [] : decided(node.left);
    default:
      return [];
  }
}

function decided(test: Node): Passage[] {
  return [true, false].map((holds) => ({ kind: 'condition', test, holds }));
}

/** The test that decides whether a node runs, and what it must be. */
function conditionOf(branch: Node): { test: Node; holds: boolean } | undefined {
  const { parent } = branch;
  switch (parent?.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return branch === parent.test
        ? undefined
        : { test: parent.test, holds: branch === parent.consequent };
    case 'LogicalExpression':
      return branch === parent.right && parent.operator !== '??'
        ? { test: parent.left, holds: parent.operator === '&&' }
        : undefined;
    default:
      return undefined;
  }
}

/** The code paths of a file, by the node they belong to. Complete at `Program:exit`. */
export type FlowGraph = Map<Node, FlowPath>;

/** The path of a function of this or another file whose flow is recorded. */
export function flowPathOf(fn: Node): FlowPath | undefined {
  const program = programOf(fn);
  return program && graphs.get(program)?.get(fn);
}

interface OpenPath {
  path: FlowPath;
  /** In `finally` two segments are current at once; unreachable ones count, for nothing follows them. */
  current: Set<Segment>;
  /** The nodes at which a segment has started. */
  entered: Set<Node>;
}

const graphs = new WeakMap<TSESTree.Program, FlowGraph>();

/**
 * The flow graph of the file and the listeners that fill it. The first rule to ask records; the
 * others get no listeners and read the same graph at `Program:exit`.
 */
export function recordFlow(ast: TSESTree.Program): {
  graph: FlowGraph;
  listeners: TSESLint.RuleListener;
} {
  const known = graphs.get(ast);
  if (known) return { graph: known, listeners: {} };
  const graph: FlowGraph = new Map();
  graphs.set(ast, graph);
  return { graph, listeners: listenersFor(graph) };
}

function listenersFor(graph: FlowGraph): TSESLint.RuleListener {
  const open: OpenPath[] = [];
  const record = (node: Node) => {
    const top = open.at(-1);
    for (const segment of top?.current ?? []) {
      const nodes = top?.path.nodes.get(segment);
      if (nodes) nodes.push(node);
      else top?.path.nodes.set(segment, [node]);
    }
  };
  const enter = (segment: Segment, node: Node) => {
    const top = open.at(-1);
    top?.current.add(segment);
    // The second segment that starts at a node is the one behind it.
    if (!top || top.entered.has(node)) return;
    top.entered.add(node);
    top.path.starts.set(segment, node);
  };
  const leave = (segment: Segment) => {
    open.at(-1)?.current.delete(segment);
  };
  return {
    onCodePathStart(codePath: CodePath, node: Node) {
      const path = {
        owner: node,
        initial: codePath.initialSegment,
        // Read late: the list is still growing now.
        get returned() {
          return codePath.returnedSegments;
        },
        nodes: new Map<Segment, Node[]>(),
        starts: new Map<Segment, Node>(),
      };
      graph.set(node, path);
      open.push({ path, current: new Set(), entered: new Set() });
    },
    onCodePathEnd(_: CodePath, node: Node) {
      open.pop();
      // A function is created where it stands in the path around it.
      if (isFunction(node)) record(node);
    },
    onCodePathSegmentStart: enter,
    onUnreachableCodePathSegmentStart: enter,
    onCodePathSegmentEnd: leave,
    onUnreachableCodePathSegmentEnd: leave,
    'CallExpression:exit': record,
    'NewExpression:exit': record,
    'AssignmentExpression:exit': record,
    'UnaryExpression:exit': record,
    'ChainExpression:exit': record,
    'MemberExpression:exit': record,
    'VariableDeclarator:exit': record,
    'ReturnStatement:exit': record,
  } satisfies Record<string, unknown> as unknown as TSESLint.RuleListener;
}
