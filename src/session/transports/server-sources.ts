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
      const from = definition?.type === 'Variable' && takenFrom(definition.node);
      return from && isServerName(node.name) ? from : undefined;
    }
    case 'MemberExpression':
      return serverMember(sourceCode, node);
    default:
      return undefined;
  }
}

/** The call in `const { server } = await createServer()`. */
function takenFrom({ id, init }: TSESTree.VariableDeclarator): Node | undefined {
  const inner = id.type === 'ObjectPattern' && init && unwrap(init);
  if (!inner) return undefined;
  const call = inner.type === 'AwaitExpression' ? unwrap(inner.argument) : inner;
  return call.type === 'CallExpression' ? call : undefined;
}

export function isServerClass(sourceCode: SourceCode, made: TSESTree.NewExpression): boolean {
  const owner = classOf(sourceCode, made);
  const named = owner ? owner.superClass : made.callee;
  return !!named && apiOf(sourceCode, named, 'framework')?.api.serves === 'mcp';
}

/** `mcpServer.server`; `this.server` that the constructor was handed; `options.server` of a function. */
function serverMember(sourceCode: SourceCode, member: TSESTree.MemberExpression): Node | undefined {
  const object = unwrap(member.object);
  const key = keyOf(member);
  if (key === undefined) return undefined;
  if (object.type === 'ThisExpression') {
    const owner = enclosingClass(object);
    const property = nodesOfType(sourceCode, 'TSParameterProperty').find(
      (each) => enclosingClass(each) === owner && nameIn(each.parameter) === key,
    );
    return property && isServerTyped(sourceCode, property.parameter, key) ? property : undefined;
  }
  if (key === 'server') {
    const [only, ...others] = originsOf(sourceCode, object);
    const made = only && others.length === 0 ? serverAt(sourceCode, only.node) : undefined;
    if (made) return made;
  }
  const definition = variableOf(sourceCode, object)?.defs[0];
  if (definition?.type !== 'Parameter' || !isServerName(key)) return undefined;
  return isNamed(definition.node as FunctionNode) ? definition.name : undefined;
}

function serverParameter(
  sourceCode: SourceCode,
  fn: FunctionNode,
  name: TSESTree.Node,
): Node | undefined {
  if (name.type !== 'Identifier' || !isNamed(fn)) return undefined;
  return isServerTyped(sourceCode, name, name.name) ? name : undefined;
}

/** Whether a parameter is declared as a server, or named as one where there is no type. */
function isServerTyped(sourceCode: SourceCode, parameter: Node, name: string): boolean {
  const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  const type = target.type === 'Identifier' ? target.typeAnnotation?.typeAnnotation : undefined;
  if (!type) return isServerName(name);
  return (
    type.type === 'TSTypeReference' &&
    apiOf(sourceCode, type.typeName as Node, 'framework')?.api.serves === 'mcp'
  );
}

function isServerName(name: string): boolean {
  return /^[_#]?(?:mcp_?)?server$|Server$/.test(name);
}

function nameIn(parameter: Node): string | undefined {
  const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  return target.type === 'Identifier' ? target.name : undefined;
}

/** Whether a function is one that others call: not a callback of something out of sight. */
function isNamed(fn: FunctionNode): boolean {
  return nameOf(fn) !== undefined || fn.parent.type.startsWith('Export');
}
