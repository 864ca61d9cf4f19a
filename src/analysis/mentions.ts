import type { TSESTree } from '@typescript-eslint/utils';
import {
  enclosingClass,
  enclosingFunction,
  isFunction,
  keyOf,
  memberPath,
  unwrap,
  wrapped,
  type CallLike,
  type ClassNode,
  type FunctionNode,
  type Node,
  type SourceCode,
} from './ast';
import { isForeign } from './files';
import { classOf, functionOf, usesOf } from './functions';
import { nodesOfType } from './nodes';
import { isGlobal, variableOf, type Variable } from './variables';

/** An expression that may hold a value made elsewhere in the file. */
export interface Mention {
  node: Node;
  /** The keys from the expression down to the value: none when it is the value, `*` where the place is not known. */
  path: readonly string[];
}

/** Where a value goes in a file. */
export interface Mentions {
  mentions: readonly Mention[];
  /** What hands the value to code out of sight: an argument, an export, a return nobody here takes. */
  escapes: readonly Node[];
  /** Mentions that were not followed, because another value is made of the value around them. */
  stopped: readonly Node[];
}

/** Whether an expression or pattern makes another value of the one inside it. */
export type Stops = (around: Node) => boolean;

/** A container may be three deep; deeper ones, and code that goes round in circles, end here. */
const MAX_DEPTH = 3;

/**
 * Every expression of the file that may hold the value of an expression: through variables, fields
 * of classes, object literals, destructuring, parameters and returns of functions of this file.
 * Which assignment was the last is not asked.
 */
export function mentionsOf(sourceCode: SourceCode, origin: Node, stops?: Stops): Mentions {
  const trace = new Trace(sourceCode, stops);
  trace.visit(origin, []);
  return trace;
}

/** Where what is put into a parameter or pattern goes, or what that holds below some keys. */
export function mentionsOfParameter(
  sourceCode: SourceCode,
  parameter: Node,
  path: readonly string[] = [],
  stops?: Stops,
): Mentions {
  const trace = new Trace(sourceCode, stops);
  trace.bind(parameter, path);
  return trace;
}

class Trace implements Mentions {
  readonly mentions: Mention[] = [];
  readonly escapes: Node[] = [];
  readonly stopped: Node[] = [];
  private readonly seen = new Map<object, Set<string>>();

  constructor(
    private readonly sourceCode: SourceCode,
    private readonly stops: Stops = () => false,
  ) {}

  visit(node: Node, path: readonly string[]): void {
    if (path.length > MAX_DEPTH || this.isKnown(node, path)) return;
    this.mentions.push({ node, path });
    const outer = wrapped(node);
    const { parent } = outer;
    if (parent && this.isStopped(parent, node, path)) return;
    switch (parent?.type) {
      case 'AwaitExpression':
      case 'LogicalExpression':
      case 'YieldExpression':
        this.visit(parent, path);
        break;
      case 'ConditionalExpression':
        if (parent.test !== outer) this.visit(parent, path);
        break;
      case 'AssignmentExpression':
        if (parent.right !== outer) break;
        this.bind(parent.left, path);
        this.visit(parent, path);
        break;
      case 'AssignmentPattern':
        if (parent.right === outer) this.bind(parent.left, path);
        break;
      case 'VariableDeclarator':
        this.bind(parent.id, path);
        if (parent.parent.parent.type === 'ExportNamedDeclaration') this.escapes.push(node);
        break;
      case 'PropertyDefinition':
        this.field(parent.parent.parent, keyOf(parent), path);
        break;
      case 'Property':
        if (parent.value === outer && parent.parent.type === 'ObjectExpression')
          this.visit(parent.parent, [keyOf(parent) ?? '*', ...path]);
        break;
      case 'ArrayExpression':
        this.visit(parent, ['*', ...path]);
        break;
      case 'SpreadElement':
        this.visit(
          parent.parent,
          parent.parent.type === 'ObjectExpression' ? path : ['*', ...path],
        );
        break;
      case 'MemberExpression':
        if (parent.object === outer && path[0] !== undefined && keyOf(parent) === path[0])
          this.visit(parent, path.slice(1));
        break;
      case 'CallExpression':
      case 'NewExpression':
        if (parent.callee !== outer) this.argument(parent, outer, path);
        break;
      case 'ReturnStatement':
        this.returned(enclosingFunction(parent), path);
        break;
      case 'ArrowFunctionExpression':
        if (parent.body === outer) this.returned(parent, path);
        break;
      case 'ExportDefaultDeclaration':
      case 'ExportSpecifier':
        this.escapes.push(node);
        break;
      default:
        break;
    }
  }

  private isStopped(around: Node, inside: Node, path: readonly string[]): boolean {
    if (path.length > 0 || !this.stops(around)) return false;
    this.stopped.push(inside);
    return true;
  }

  /** Notes a node or variable with a path; whether it was there already. */
  private isKnown(key: object, path: readonly string[]): boolean {
    const paths = this.seen.get(key) ?? new Set();
    const text = path.join('.');
    if (paths.has(text)) return true;
    this.seen.set(key, paths.add(text));
    return false;
  }

  /** The value goes into a pattern or an assignment's target. */
  bind(target: Node, path: readonly string[]): void {
    const inner = unwrap(target);
    switch (inner.type) {
      case 'Identifier':
        this.variable(variableOf(this.sourceCode, inner), path);
        break;
      case 'AssignmentPattern':
        if (!this.isStopped(inner, inner.left, path)) this.bind(inner.left, path);
        break;
      case 'TSParameterProperty': {
        const { parameter } = inner;
        this.bind(parameter, path);
        const name = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
        this.field(enclosingClass(inner), name.name, path);
        break;
      }
      case 'ObjectPattern':
        for (const property of inner.properties)
          if (property.type === 'Property' && keyOf(property) === path[0])
            this.bind(property.value, path.slice(1));
        break;
      case 'MemberExpression':
        this.member(inner, path);
        break;
      default:
        break;
    }
  }

  private member(target: TSESTree.MemberExpression, path: readonly string[]): void {
    const key = keyOf(target);
    if (key === undefined) return; // kept by a key: that is for the caller to read
    const object = unwrap(target.object);
    if (object.type === 'ThisExpression') {
      this.field(enclosingClass(object), key, path);
      return;
    }
    const { root } = memberPath(object) ?? {};
    if (root?.type === 'Identifier' && isGlobal(this.sourceCode, root)) this.escapes.push(target);
    else if (object.type === 'Identifier')
      this.variable(variableOf(this.sourceCode, object), [key, ...path]);
  }

  private variable(variable: Variable | undefined, path: readonly string[]): void {
    if (!variable || this.isKnown(variable, path)) return;
    const declarator = variable.defs[0]?.node as Node | undefined;
    if (declarator?.parent?.parent?.type === 'ExportNamedDeclaration')
      this.escapes.push(declarator);
    for (const reference of variable.references)
      if (reference.isRead() && reference.identifier.type === 'Identifier')
        this.visit(reference.identifier, path);
  }

  private field(
    owner: ClassNode | undefined,
    key: string | undefined,
    path: readonly string[],
  ): void {
    if (!owner || key === undefined) return;
    for (const mention of nodesOfType(this.sourceCode, 'MemberExpression')) {
      if (keyOf(mention) !== key || isWritten(mention)) continue;
      if (classOf(this.sourceCode, mention.object) === owner) this.visit(mention, path);
    }
    for (const { id, init } of nodesOfType(this.sourceCode, 'VariableDeclarator'))
      if (id.type === 'ObjectPattern' && init && unwrap(init).type === 'ThisExpression')
        if (enclosingClass(init) === owner) this.bind(id, [key, ...path]);
  }

  private argument(call: CallLike, argument: Node, path: readonly string[]): void {
    const index = call.arguments.findIndex((each) => each === argument);
    const fn = this.calledBy(call);
    const parameter = fn?.params[index];
    if (parameter) this.bind(parameter, path);
    else if (!fn) this.escapes.push(argument);
    if (call.type === 'NewExpression') this.visit(call, ['*', ...path]);
  }

  private calledBy(call: CallLike): FunctionNode | undefined {
    if (call.type === 'CallExpression') {
      const fn = functionOf(this.sourceCode, call.callee);
      return fn && this.isHere(fn) ? fn : undefined;
    }
    const owner = classOf(this.sourceCode, call);
    if (!owner || !this.isHere(owner)) return undefined;
    const constructor = owner.body.body.find(
      (member) => member.type === 'MethodDefinition' && member.kind === 'constructor',
    );
    return constructor?.type === 'MethodDefinition' && isFunction(constructor.value)
      ? constructor.value
      : undefined;
  }

  /** What other files do with the value is not followed: to them it escapes. */
  private isHere(node: Node): boolean {
    return !isForeign(this.sourceCode, node);
  }

  private returned(fn: FunctionNode | undefined, path: readonly string[]): void {
    if (!fn) return;
    const { calls, values } = usesOf(this.sourceCode, fn);
    for (const call of calls) this.visit(call, path);
    const isExported = fn.parent.type.startsWith('Export');
    if (calls.length === 0 || values.length > 0 || isExported) this.escapes.push(fn);
  }
}

function isWritten(member: Node): boolean {
  const outer = wrapped(member);
  return outer.parent?.type === 'AssignmentExpression' && outer.parent.left === outer;
}

/** The function or class that declares the variable or field at the root of an expression; `undefined` at module scope. */
export function ownerOf(sourceCode: SourceCode, node: Node): FunctionNode | ClassNode | undefined {
  const root = memberPath(node)?.root ?? unwrap(node);
  if (root.type === 'ThisExpression') return enclosingClass(root);
  const name = variableOf(sourceCode, root)?.defs[0]?.name as Node | undefined;
  return name && enclosingFunction(name);
}
