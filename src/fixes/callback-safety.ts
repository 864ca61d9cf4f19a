import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { scopesAround } from './bindings';
import type { SourceCode } from './layout';

const FUNCTIONS = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;

/** Whether control leaves at the statement: `return`, `throw`, `break`, `continue`. */
export function exits({ type }: TSESTree.Node): boolean {
  return /^(?:Return|Throw|Break|Continue)Statement$/.test(type);
}

/** What runs in the function after the block: `nothing`, other `code`, or `unknown` when the block is in a loop, a `try` or a `switch`. */
export function followsInFunction(block: TSESTree.Node): 'nothing' | 'code' | 'unknown' {
  let node = block;
  let follows: 'nothing' | 'code' = 'nothing';
  for (; node.parent && !FUNCTIONS.test(node.parent.type); node = node.parent) {
    const { parent } = node;
    if (parent.type === 'BlockStatement') {
      if (parent.body.at(-1) !== node) follows = 'code';
    } else if (parent.type !== 'IfStatement') {
      return 'unknown';
    }
  }
  return node.parent ? follows : 'unknown';
}

/** Whether the last statements of a block mean the same inside the callback that `before` opens. */
export function canMoveIntoCallback(
  sourceCode: SourceCode,
  statements: readonly TSESTree.Statement[],
  before: string,
  allowReturns: boolean,
): boolean {
  const [first] = statements;
  const last = statements.at(-1);
  if (!first || !last || ('directive' in first && first.directive)) return false;
  const here: Surroundings = {
    canReturn: allowReturns,
    isInFunction: false,
    hasThis: !/\bfunction\b/.test(before),
  };
  return (
    !sharesNames(sourceCode, first, last, parametersIn(before)) &&
    statements.every((statement) => isMovable(sourceCode, statement, here))
  );
}

/** What a node finds around itself without looking further out than the callback. Jumps need no care: a loop, `switch` or label around the block is `unknown` above. */
interface Surroundings {
  /** In a function among the statements, whose jumps stay its own. */
  isInFunction: boolean;
  canReturn: boolean;
  hasThis: boolean;
}

function isMovable(sourceCode: SourceCode, node: TSESTree.Node, around: Surroundings): boolean {
  switch (node.type) {
    case 'ReturnStatement':
      if (node.argument && !around.canReturn) return false;
      break;
    case 'ThrowStatement':
      // Thrown in a callback it reaches nobody; inside a function of its own it stays what it was.
      if (!around.isInFunction) return false;
      break;
    case 'AwaitExpression':
    case 'YieldExpression':
      if (!around.isInFunction) return false;
      break;
    case 'ThisExpression':
    case 'Super':
    case 'MetaProperty':
      return around.hasThis;
    case 'Identifier':
      return around.hasThis || node.name !== 'arguments';
    case 'ForOfStatement':
      if (node.await && !around.isInFunction) return false;
      break;
    case 'VariableDeclaration':
      if (node.kind === 'await using' && !around.isInFunction) return false;
      break;
    default: // It moves if what is in it does.
  }
  const inside = surroundingsIn(node, around);
  return childrenOf(sourceCode, node).every((child) => isMovable(sourceCode, child, inside));
}

function surroundingsIn(node: TSESTree.Node, around: Surroundings): Surroundings {
  if (!FUNCTIONS.test(node.type) && node.type !== 'ClassBody') return around;
  const hasThis = around.hasThis || node.type !== 'ArrowFunctionExpression';
  return { isInFunction: true, canReturn: true, hasThis };
}

function childrenOf({ visitorKeys }: SourceCode, node: TSESTree.Node): TSESTree.Node[] {
  type Child = TSESTree.Node | null;
  const fields = node as unknown as Record<string, Child | Child[]>;
  return (visitorKeys[node.type] ?? [])
    .flatMap((key) => fields[key] ?? [])
    .filter((child) => child !== null);
}

/** The names of the parameters of every function that the text opens. */
function parametersIn(text: string): string[] {
  const lists = [
    ...text.matchAll(/\(([^()]*)\)\s*=>/g),
    ...text.matchAll(/\bfunction\b[^(]*\(([^()]*)\)/g),
    ...text.matchAll(/([\w$]+)\s*=>/g),
  ];
  return lists.flatMap(([, list = '']) => list.match(/[\w$]+/g) ?? []);
}

/** Whether a name declared in the statements from `first` to `last` is used outside of them, or one of the callback's parameters means something else in them. */
function sharesNames(
  sourceCode: SourceCode,
  first: TSESTree.Statement,
  last: TSESTree.Statement,
  parameters: readonly string[],
): boolean {
  const isInside = ({ range }: TSESTree.Node): boolean =>
    range[0] >= first.range[0] && range[1] <= last.range[1];
  const isShared = ({ name, identifiers, references }: TSESLint.Scope.Variable): boolean => {
    const uses = [...identifiers, ...references.map(({ identifier }) => identifier)];
    if (parameters.includes(name) && uses.some(isInside)) return true;
    return identifiers.some(isInside) && !uses.every(isInside);
  };
  const unresolved = sourceCode.scopeManager?.globalScope?.through ?? [];
  return (
    scopesAround(sourceCode, first.parent).some(({ variables }) => variables.some(isShared)) ||
    unresolved.some(
      ({ identifier }) => parameters.includes(identifier.name) && isInside(identifier),
    )
  );
}
