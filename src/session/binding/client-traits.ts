import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  isFunction,
  keyOf,
  stringOf,
  unwrap,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { returnsOf } from '../../analysis/nodes';
import { valueOf, variableOf } from '../../analysis/variables';

const MAX_STEPS = 20;
const ADDRESS = /^(?:ips?|remoteAddress|clientIp|useragent|userAgent|fingerprint)$/;
const HEADER = /^(?:user-agent|x-forwarded-for|x-real-ip|cf-connecting-ip|sec-ch-ua)$/i;
/** Names out of sight that say what they hold. */
const NAMED =
  /finger_?print|user_?agent|client_?ip|ip_?addr|remote_?addr|^(?:get|current|request|remote|hash)?_?(?:ip|ua)$|device_?(?:id|hash)/i;
/** Functions whose result is as telling as what they are given. */
const TRANSFORMS =
  /hash|sha|md5|hmac|digest|update|^(?:String|toString|trim|replace|replaceAll|toLowerCase|split|join|stringify|concat|slice|substring|at|from|encode|normalize\w*)$/i;

/** What a call out of sight makes of a trait that it is given: only by a telling name another form of it, or `any` call. */
type Through = 'transforms' | 'any';

/**
 * Whether an expression is made of what tells one client from another: its address, its
 * `User-Agent`, a hash of them, also through variables and functions of this file.
 */
export function holdsClientTrait(
  sourceCode: SourceCode,
  node: Node,
  through: Through = 'transforms',
  steps = MAX_STEPS,
): boolean {
  if (steps <= 0) return false;
  const holds = (part: Node) => holdsClientTrait(sourceCode, part, through, steps - 1);
  const inner = unwrap(node);
  switch (inner.type) {
    case 'MemberExpression': {
      const key = keyOf(inner) ?? '';
      return ADDRESS.test(key) || HEADER.test(key) || holds(inner.object);
    }
    case 'CallExpression':
      return isGiven(inner) || isMadeByCall(sourceCode, inner, through, holds);
    case 'Identifier':
      return isHeld(sourceCode, inner, holds);
    case 'TemplateLiteral':
      return inner.expressions.some(holds);
    case 'ObjectExpression':
      return inner.properties.some((each) =>
        holds(each.type === 'SpreadElement' ? each.argument : each.value),
      );
    case 'ArrayExpression':
      return inner.elements.some((each) => !!each && holds(each));
    case 'BinaryExpression':
    case 'LogicalExpression':
      return holds(inner.left) || holds(inner.right);
    case 'ConditionalExpression':
      return holds(inner.consequent) || holds(inner.alternate);
    case 'AwaitExpression':
      return holds(inner.argument);
    default:
      return false;
  }
}

/** `req.get('user-agent')`. */
function isGiven(call: TSESTree.CallExpression): boolean {
  return (
    unwrap(call.callee).type === 'MemberExpression' &&
    call.arguments.some((argument) => HEADER.test(stringOf(argument) ?? ''))
  );
}

function isMadeByCall(
  sourceCode: SourceCode,
  call: TSESTree.CallExpression,
  through: Through,
  holds: (part: Node) => boolean,
): boolean {
  const name = calleeName(call) ?? '';
  const callee = unwrap(call.callee);
  const fn = functionOf(sourceCode, callee);
  if (fn ? returnsOf(sourceCode, fn).some(holds) : NAMED.test(name)) return true;
  if (callee.type === 'MemberExpression' && holds(callee.object)) return true;
  return (through === 'any' || TRANSFORMS.test(name)) && call.arguments.some(holds);
}

function isHeld(
  sourceCode: SourceCode,
  identifier: TSESTree.Identifier,
  holds: (part: Node) => boolean,
): boolean {
  const variable = variableOf(sourceCode, identifier);
  const value = variable && valueOf(variable);
  if (value) return !isFunction(value) && holds(value);
  const [definition] = variable?.defs ?? [];
  const pattern = definition?.name.parent;
  // `const { ip } = req`, `const { 'user-agent': ua } = req.headers`.
  if (pattern?.type === 'Property') {
    const key = keyOf(pattern) ?? '';
    if (ADDRESS.test(key) || HEADER.test(key)) return true;
  }
  return NAMED.test(identifier.name);
}
