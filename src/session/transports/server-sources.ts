import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingClass,
  keyOf,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { classOf, nameOf } from '../../analysis/functions';
import { nodesOfType } from '../../analysis/nodes';
import { originsOf } from '../../analysis/origins';
import { variableOf } from '../../analysis/variables';
import { apiOf } from '../library-calls';

/** Types named in types, one inside the other; those that name themselves end here. */
const MAX_STEPS = 4;

/** Where an MCP server is made or handed in; `undefined` for what may be something else, or is imported. */
export function serverAt(sourceCode: SourceCode, node: Node): Node | undefined {
  switch (node.type) {
    case 'NewExpression':
      return isServerClass(sourceCode, node) ? node : undefined;
    case 'CallExpression':
      return /server$/i.test(calleeName(node) ?? '') ? node : undefined;
    case 'Identifier': {
      const definition = variableOf(sourceCode, node)?.defs[0];
      if (definition?.type === 'Parameter')
        return serverParameter(sourceCode, definition.node as FunctionNode, definition.name);
      return definition?.type === 'Variable'
        ? takenFrom(sourceCode, definition.node, definition.name)
        : undefined;
    }
    case 'MemberExpression':
      return serverMember(sourceCode, node);
    default:
      return undefined;
  }
}

export function isServerClass(sourceCode: SourceCode, made: TSESTree.NewExpression): boolean {
  const owner = classOf(sourceCode, made);
  const named = owner ? owner.superClass : made.callee;
  return !!named && isServerApi(sourceCode, named);
}

/** Whether a function is one that others call: not a callback of something out of sight. */
function isNamed(fn: FunctionNode): boolean {
  return nameOf(fn) !== undefined || fn.parent.type.startsWith('Export');
}

/** The call in `const { server } = await createServer()`, the parameter in `const { server } = options`. */
function takenFrom(
  sourceCode: SourceCode,
  { id, init }: TSESTree.VariableDeclarator,
  name: TSESTree.Node,
): Node | undefined {
  const key = keyIn(id, name);
  const inner = init && unwrap(init);
  if (key === undefined || !inner || name.type !== 'Identifier') return undefined;
  const value = inner.type === 'AwaitExpression' ? unwrap(inner.argument) : inner;
  if (value.type === 'CallExpression') return isServerName(name.name) ? value : undefined;
  return memberOfParameter(sourceCode, inner, { key, name: name.name });
}

/** `mcpServer.server`; `this.server` that the constructor was handed; `options.server` of a function. */
function serverMember(sourceCode: SourceCode, member: TSESTree.MemberExpression): Node | undefined {
  const object = unwrap(member.object);
  const key = keyOf(member);
  if (key === undefined) return undefined;
  if (object.type === 'ThisExpression') {
    const owner = enclosingClass(object);
    const property = nodesOfType(sourceCode, 'TSParameterProperty').find((each) => {
      const target = targetOf(each);
      return enclosingClass(each) === owner && target.type === 'Identifier' && target.name === key;
    });
    return property && isServer(sourceCode, typeOf(property), key) ? property : undefined;
  }
  if (key === 'server') {
    const [only, ...others] = originsOf(sourceCode, object);
    const made = only && others.length === 0 ? serverAt(sourceCode, only.node) : undefined;
    if (made) return made;
  }
  return memberOfParameter(sourceCode, object, { key, name: key });
}

/** `options.server`, where a function that others call is handed the options. */
function memberOfParameter(
  sourceCode: SourceCode,
  object: Node,
  { key, name }: { key: string; name: string },
): Node | undefined {
  const definition = variableOf(sourceCode, object)?.defs[0];
  if (definition?.type !== 'Parameter') return undefined;
  const fn = definition.node as FunctionNode;
  const parameter = fn.params.find((each) => targetOf(each) === definition.name);
  if (!parameter || !isNamed(fn)) return undefined;
  const type = memberType(sourceCode, typeOf(parameter), key);
  return isServer(sourceCode, type, name) ? definition.name : undefined;
}

/** A parameter that is a server, also one taken out of an object, or what a promise of this file gives. */
function serverParameter(
  sourceCode: SourceCode,
  fn: FunctionNode,
  name: TSESTree.Node,
): Node | undefined {
  const promise = fn.params[0] === name ? promiseBefore(fn) : undefined;
  if (promise?.type === 'CallExpression') return serverAt(sourceCode, promise);
  if (name.type !== 'Identifier' || !isNamed(fn)) return undefined;
  for (const parameter of fn.params) {
    const key = keyIn(targetOf(parameter), name);
    if (targetOf(parameter) !== name && key === undefined) continue;
    const type = typeOf(parameter);
    const own = key === undefined ? type : memberType(sourceCode, type, key);
    return isServer(sourceCode, own, name.name) ? name : undefined;
  }
  return undefined;
}

/** What stands in front of `.then(fn)`. */
function promiseBefore(fn: FunctionNode): Node | undefined {
  const { parent } = fn;
  if (parent.type !== 'CallExpression' || parent.arguments[0] !== fn) return undefined;
  const callee = unwrap(parent.callee);
  const isThen = callee.type === 'MemberExpression' && keyOf(callee) === 'then';
  return isThen ? unwrap(callee.object) : undefined;
}

/** The key of a name in `{ key: name }`. */
function keyIn(pattern: Node, name: Node): string | undefined {
  if (pattern.type !== 'ObjectPattern') return undefined;
  const property = pattern.properties.find(
    (each) => each.type === 'Property' && targetOf(each.value) === name,
  );
  return property && keyOf(property);
}

/** A parameter or the part of a pattern without its modifiers and default. */
function targetOf(parameter: Node): Node {
  const inner = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
  return inner.type === 'AssignmentPattern' ? inner.left : inner;
}

// --- what is declared ----------------------------------------------------------------------------

/** Whether something is declared as a server, or named as one where there is no type. */
function isServer(sourceCode: SourceCode, type: Node | undefined, name: string): boolean {
  return type ? isServerType(sourceCode, type) : isServerName(name);
}

function isServerName(name: string): boolean {
  return /^[_#]?(?:mcp_?)?server$|Server$/.test(name);
}

/** `McpServer`, `McpServer | undefined`. */
function isServerType(sourceCode: SourceCode, type: Node): boolean {
  if (type.type === 'TSTypeReference') return isServerApi(sourceCode, type.typeName);
  if (type.type !== 'TSUnionType') return false;
  const parts = type.types.filter((part) => !/^TS(?:Null|Undefined)Keyword$/.test(part.type));
  return parts.length > 0 && parts.every((part) => isServerType(sourceCode, part));
}

function isServerApi(sourceCode: SourceCode, name: Node): boolean {
  return apiOf(sourceCode, name, 'framework')?.api.serves === 'mcp';
}

function typeOf(parameter: Node): Node | undefined {
  const target = targetOf(parameter);
  return 'typeAnnotation' in target ? typeIn(target.typeAnnotation) : undefined;
}

function typeIn(annotation: Node | null | undefined): Node | undefined {
  return annotation?.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : undefined;
}

/** The type of a member that the file declares, inline or by a name; `undefined` when that cannot be seen. */
function memberType(
  sourceCode: SourceCode,
  type: Node | undefined,
  key: string,
  steps = MAX_STEPS,
): Node | undefined {
  switch (type?.type) {
    case 'TSTypeLiteral':
      return memberIn(type.members, key);
    case 'TSTypeReference': {
      const named = variableOf(sourceCode, type.typeName)?.defs[0]?.node as
        TSESTree.Node | undefined;
      if (named?.type === 'TSInterfaceDeclaration') return memberIn(named.body.body, key);
      return named?.type === 'TSTypeAliasDeclaration' && steps > 0
        ? memberType(sourceCode, named.typeAnnotation, key, steps - 1)
        : undefined;
    }
    default:
      return undefined;
  }
}

function memberIn(members: readonly TSESTree.TypeElement[], key: string): Node | undefined {
  for (const member of members)
    if (member.type === 'TSPropertySignature' && keyOf(member) === key)
      return typeIn(member.typeAnnotation);
  return undefined;
}
