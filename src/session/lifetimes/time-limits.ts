import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  enclosingFunction,
  isInside,
  keyOf,
  outwards,
  unwrap,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { filesImportedBy } from '../../analysis/exports';
import { functionOf } from '../../analysis/functions';
import { nodesOfType, nodesWithin, walk } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { variableOf } from '../../analysis/variables';
import { comparesTime, partsOf } from './clock';
import { sessionMember, sessionObject } from '../session-objects';

/** Fields that say when a session began, or when it ends for good; `last…` and `touched…` do not. */
const BEGINNING =
  /^(?:session_?)?(?:created|authenticated|login|logged_?in|signed_?in|issued|start|started|began|auth|iat|absolute_?(?:expires?|expiry|expiration|timeout|deadline)|expires|deadline)(?:_?(?:at|time|on|date|timestamp|ts))?$/i;
const ENDS =
  /^(?:destroy|destroySession|regenerate|logout|logOut|signOut|redirect|delete|clear|reset|deleteSession|invalidate|invalidateSession|sendStatus|unauthorized)$/;
const DENIED = new Set([401, 403, 419, 440]);

/** What the file's own checks do with sessions that are old. */
export interface TimeLimits {
  /** Whether a check ends sessions by some time: since the sign-in, or since the last request. */
  any: boolean;
  /** Whether one ends them by an age that activity does not change. */
  absolute: boolean;
}

/** The checks of a file, and of those that it imports and that can be looked into, which compare now with a field of the session and end the session by that. */
export const timeLimitsOf = oncePerFile((sourceCode: SourceCode): TimeLimits => {
  const says = (which: keyof TimeLimits) =>
    ownLimits(sourceCode)[which] ||
    filesImportedBy(sourceCode).some((file) => ownLimits(file.sourceCode)[which]);
  // Asked only where it matters, for it opens files.
  return {
    get any() {
      return says('any');
    },
    get absolute() {
      return says('absolute');
    },
  };
});

const ownLimits = oncePerFile((sourceCode): TimeLimits => {
  const limits = { any: false, absolute: false };
  for (const node of nodesOfType(sourceCode, 'BinaryExpression')) note(sourceCode, node, limits);
  return limits;
});

function note(
  sourceCode: SourceCode,
  comparison: TSESTree.BinaryExpression,
  limits: TimeLimits,
): void {
  const fn = enclosingFunction(comparison);
  if (!fn || !comparesTime(sourceCode, comparison)) return;
  for (const part of partsOf(sourceCode, comparison)) {
    const field = fieldAt(sourceCode, part);
    if (!field || !endsSession(sourceCode, fn, comparison)) continue;
    limits.any = true;
    if (BEGINNING.test(field) && !rewrites(sourceCode, fn, comparison, field))
      limits.absolute = true;
  }
}

/** The field of a session that an expression reads: `req.session.createdAt`, a variable taken out of it. */
function fieldAt(sourceCode: SourceCode, node: Node): string | undefined {
  if (node.type === 'MemberExpression') {
    const path = sessionMember(sourceCode, node)?.path;
    return /^(?:user|account|profile|cookie)$/i.test(path?.[0] ?? '') ? undefined : path?.at(-1);
  }
  return node.type === 'Identifier' ? destructuredField(sourceCode, node) : undefined;
}

/** `createdAt` after `const { createdAt } = req.session`. */
function destructuredField(sourceCode: SourceCode, node: TSESTree.Identifier): string | undefined {
  const name = variableOf(sourceCode, node)?.defs[0]?.name as Node | undefined;
  const pattern = name?.parent?.parent;
  const holder = pattern?.type === 'ObjectPattern' ? pattern.parent : undefined;
  const isTaken =
    holder?.type === 'VariableDeclarator' &&
    !!holder.init &&
    !!sessionObject(sourceCode, holder.init);
  return isTaken && name?.parent ? keyOf(name.parent) : undefined;
}

/** Whether the function also writes the field on requests that it lets pass: then the limit slides. */
function rewrites(
  sourceCode: SourceCode,
  fn: FunctionNode,
  comparison: Node,
  field: string,
): boolean {
  return nodesWithin(sourceCode, 'AssignmentExpression', fn).some((assignment) => {
    if (assignment.operator !== '=') return false;
    if (sessionMember(sourceCode, unwrap(assignment.left))?.path.at(-1) !== field) return false;
    for (const at of outwards(assignment)) {
      if (at === fn) break;
      if (at.type === 'IfStatement' && !isInside(comparison, at.test))
        if (sourceCode.getText(at.test).includes(field)) return false;
    }
    return true;
  });
}

/** Whether what follows the comparison ends the session; a comparison that is no condition is handed on. */
function endsSession(sourceCode: SourceCode, fn: FunctionNode, comparison: Node): boolean {
  const isCondition = [...outwards(comparison)].some(
    (at) => isInside(at, fn) && 'test' in at && !!at.test && isInside(comparison, at.test),
  );
  const isNamed = [...outwards(comparison)].some((at) => at.type === 'VariableDeclarator');
  if (!isCondition && !isNamed) return true;
  return [...walk(sourceCode, fn)].some((node) => isEnd(sourceCode, node));
}

function isEnd(sourceCode: SourceCode, node: Node, steps = 2): boolean {
  if (node.type === 'ThrowStatement') return true;
  if (node.type === 'AssignmentExpression')
    return unwrap(node.right).type === 'Literal' && !!sessionObject(sourceCode, node.left);
  if (node.type === 'Literal') return DENIED.has(node.value as number);
  if (node.type !== 'CallExpression') return false;
  if (ENDS.test(calleeName(node) ?? '')) return true;
  const fn = steps > 0 ? functionOf(sourceCode, node.callee) : undefined;
  return !!fn && [...walk(sourceCode, fn)].some((each) => isEnd(sourceCode, each, steps - 1));
}
