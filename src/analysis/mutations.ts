import {
  calleeName,
  enclosingClass,
  enclosingFunction,
  enclosingStatement,
  keyOf,
  memberPath,
  unwrap,
  wrapped,
  type CallLike,
  type ClassNode,
  type Node,
  type SourceCode,
} from './ast';
import { homeOf } from './files';
import { nodesOfType } from './nodes';
import { property, type Resolved } from './values';
import { variableOf, type Variable } from './variables';

/** Calls that only read what they are handed. */
const READERS =
  /^(?:log|info|warn|error|debug|trace|stringify|keys|values|entries|freeze|inspect|isArray|parse)$/;

const UNKNOWN: Resolved = { state: 'unknown' };

/**
 * What later writes make of a property of the object a variable holds, seen from `use`:
 * `undefined` when nothing touches it, the written value when one surely runs before the use,
 * unknown when a write is conditional or the object is handed to somebody who may write.
 */
export function writtenProperty(
  sourceCode: SourceCode,
  variable: Variable,
  use: Node,
  path: readonly string[],
  seen: ReadonlySet<Variable> = new Set(),
): Resolved | undefined {
  if (seen.has(variable)) return undefined;
  const visited = new Set([...seen, variable]);
  let result: Resolved | undefined;
  for (const { identifier, init } of variable.references) {
    if (init || identifier === use || identifier.type !== 'Identifier') continue;
    const { outer, path: touched, computed } = chainFrom(identifier);
    // A new value of the variable itself is the caller's business.
    if (!isPrefix(touched, path) || (isAssigned(outer) && touched.length === 0)) continue;
    const rest = path.slice(touched.length);
    const effect = effectOn(sourceCode, outer, rest, use, visited);
    if (!effect) continue;
    if (computed || effect === 'unknown') return UNKNOWN;
    if (!surelyBefore(variable, outer, use)) return UNKNOWN;
    result = property(sourceCode, effect, rest);
  }
  return result;
}

type FieldWrites = Map<ClassNode, Map<string, Node[]>>;

const fieldWrites = new WeakMap<Node, FieldWrites>();

/** Every value assigned to `this.key` inside a class. The file's assignments are sorted once. */
export function writesTo(sourceCode: SourceCode, owner: ClassNode, key: string): readonly Node[] {
  const home = homeOf(sourceCode, owner);
  let writes = fieldWrites.get(home.ast);
  if (!writes) fieldWrites.set(home.ast, (writes = findFieldWrites(home)));
  return writes.get(owner)?.get(key) ?? [];
}

function findFieldWrites(sourceCode: SourceCode): FieldWrites {
  const writes: FieldWrites = new Map();
  for (const assignment of nodesOfType(sourceCode, 'AssignmentExpression')) {
    const target = unwrap(assignment.left);
    if (target.type !== 'MemberExpression') continue;
    const key = keyOf(target);
    const isField = key !== undefined && unwrap(target.object).type === 'ThisExpression';
    const owner = isField ? enclosingClass(assignment) : undefined;
    if (!owner || key === undefined) continue;
    const fields = writes.get(owner) ?? new Map<string, Node[]>();
    writes.set(owner, fields);
    fields.set(key, [...(fields.get(key) ?? []), assignment.right]);
  }
  return writes;
}

/** The longest chain of members from an identifier, as far as keys are static. */
function chainFrom(identifier: Node): { outer: Node; path: string[]; computed: boolean } {
  const path: string[] = [];
  let outer = wrapped(identifier);
  for (;;) {
    const { parent } = outer;
    if (parent?.type !== 'MemberExpression' || parent.object !== outer)
      return { outer, path, computed: false };
    const key = keyOf(parent);
    outer = wrapped(parent);
    if (key === undefined) return { outer, path, computed: true };
    path.push(key);
  }
}

function isAssigned(node: Node): boolean {
  return node.parent?.type === 'AssignmentExpression' && node.parent.left === node;
}

function isPrefix(prefix: readonly string[], path: readonly string[]): boolean {
  return prefix.length <= path.length && prefix.every((key, index) => path[index] === key);
}

/** What stands around a mention of the object: the value written to it, `unknown`, or nothing. */
function effectOn(
  sourceCode: SourceCode,
  mention: Node,
  rest: readonly string[],
  use: Node,
  seen: ReadonlySet<Variable>,
): Node | 'unknown' | undefined {
  const { parent } = mention;
  switch (parent?.type) {
    case 'AssignmentExpression':
      if (parent.left === mention) return parent.operator === '=' ? parent.right : 'unknown';
      return undefined;
    case 'UpdateExpression':
      return 'unknown';
    case 'UnaryExpression':
      return parent.operator === 'delete' ? 'unknown' : undefined;
    case 'VariableDeclarator': {
      const alias = rest.length > 0 ? variableOf(sourceCode, parent.id) : undefined;
      return alias && writtenProperty(sourceCode, alias, use, rest, seen) ? 'unknown' : undefined;
    }
    case 'CallExpression':
    case 'NewExpression':
      if (parent.callee === mention || rest.length === 0) return undefined;
      return READERS.test(calleeName(parent) ?? '') || isSameConsumer(sourceCode, parent, use)
        ? undefined
        : 'unknown';
    default:
      return undefined;
  }
}

/**
 * Whether a call is of the function that the use is an argument of, or of its sibling: a method of
 * the same object (`res.cookie(…)`, `res.clearCookie(…)`), an import from the same module.
 */
function isSameConsumer(sourceCode: SourceCode, call: CallLike, use: Node): boolean {
  const consumer = wrapped(use).parent;
  if (consumer?.type !== 'CallExpression' && consumer?.type !== 'NewExpression') return false;
  const [one, other] = [call, consumer].map((each) => memberPath(each.callee));
  if (one?.root.type !== 'Identifier' || other?.root.type !== 'Identifier') return false;
  const [receiver, sibling] = [one, other].map(({ path }) => path.slice(0, -1).join());
  if (one.root.name === other.root.name)
    return one.path.length === other.path.length && receiver === sibling;
  const module = moduleImporting(sourceCode, one.root);
  return module !== undefined && module === moduleImporting(sourceCode, other.root);
}

function moduleImporting(sourceCode: SourceCode, name: Node): string | undefined {
  const definition = variableOf(sourceCode, name)?.defs[0];
  return definition?.type === 'ImportBinding' && definition.parent.type === 'ImportDeclaration'
    ? definition.parent.source.value
    : undefined;
}

/** Whether a write runs whenever the use does: in the block that declares the variable, before the use. */
function surelyBefore(variable: Variable, write: Node, use: Node): boolean {
  const declaration = variable.defs[0]?.node as Node | undefined;
  const block = declaration && enclosingStatement(declaration)?.parent;
  const statement = write.parent?.parent;
  if (!block || statement?.type !== 'ExpressionStatement' || statement.parent !== block)
    return false;
  return write.range[0] < use.range[0] || enclosingFunction(write) !== enclosingFunction(use);
}
