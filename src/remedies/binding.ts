import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import {
  enclosingStatement,
  isInside,
  stringOf,
  unwrap,
  type Node,
  type SourceCode,
} from '../analysis/ast';
import { walk } from '../analysis/nodes';
import { isTypeScript } from '../fixes/callbacks';
import type { Fix } from '../fixes/layout';
import { insertAfter, insertBefore } from '../fixes/statements';
import type { TraitStore } from '../session/binding/bindings';
import { isContextName, isRequestName, parameterName } from '../session/handlers';
import type { SessionGuard } from '../session/binding/session-guards';
import type { SessionWrite } from '../session/sign-in/sign-ins';

/** Lines to put at a statement. */
interface Insertion {
  at: TSESTree.Statement;
  lines: readonly string[];
}

/** What is kept of the client, and the expression that gives it anew. */
type Pair = readonly [kept: string, current: string];

/** The edit that compares in a guard what a store keeps; `undefined` where it cannot be written for certain. */
export function compareIn(
  sourceCode: SourceCode,
  store: TraitStore,
  guards: readonly SessionGuard[],
): Fix | undefined {
  const [guard, ...others] = guards;
  const check = guard && others.length === 0 ? checkOf(sourceCode, store, guard) : undefined;
  return check && insertBefore(sourceCode, check.at, check.lines);
}

/** The edits that keep who the client is at the only sign-in and compare it in a guard; `undefined` where they are not certain. */
export function bindIn(
  sourceCode: SourceCode,
  signIns: readonly SessionWrite[],
  guard: SessionGuard,
  filename: string,
): TSESLint.ReportFixFunction | undefined {
  // A key that no type declares would not compile.
  if (isTypeScript(filename)) return undefined;
  const binding = bindingOf(signIns, guard);
  const store = binding && insertAfter(sourceCode, binding.store.at, binding.store.lines);
  const check = binding && insertBefore(sourceCode, binding.check.at, binding.check.lines);
  return store && check && ((fixer) => [store(fixer), check(fixer)]);
}

/** The check that a guard lacks for what a store keeps. */
function checkOf(
  sourceCode: SourceCode,
  { node }: TraitStore,
  guard: SessionGuard,
): Insertion | undefined {
  if (node.type !== 'AssignmentExpression' || node.operator !== '=') return undefined;
  // What a guard keeps of each request is the same as the request.
  if (isInside(node, guard.fn)) return undefined;
  const request = requestOf(guard);
  if (!request || !usesOnly(sourceCode, node, request)) return undefined;
  const target = sourceCode.getText(node.left);
  return checkBefore(guard, pairsOf(sourceCode, target, unwrap(node.right)));
}

function pairsOf(sourceCode: SourceCode, target: string, value: Node): Pair[] | undefined {
  if (value.type !== 'ObjectExpression') return [[target, textOf(sourceCode, value)]];
  const pairs = value.properties.map((each): Pair | undefined =>
    each.type === 'Property' && !each.computed && each.key.type === 'Identifier'
      ? [`${target}?.${each.key.name}`, textOf(sourceCode, each.value)]
      : undefined,
  );
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}

function textOf(sourceCode: SourceCode, value: Node): string {
  const text = sourceCode.getText(value);
  return /^(?:Member|Call)Expression$/.test(value.type) ? text : `(${text})`;
}

/** What a sign-in has to keep, and what a guard has to check, where neither is there. */
function bindingOf(
  signIns: readonly SessionWrite[],
  guard: SessionGuard,
): { store: Insertion; check: Insertion } | undefined {
  const [signIn] = signIns;
  const carrier = signIn?.session.carrier;
  const at = signIn && enclosingStatement(signIn.node);
  const isPlain = at?.type === 'ExpressionStatement' && at.expression === signIn?.node;
  const settles = signIn?.session.library?.destroy?.[0]?.settles ?? 'callback';
  if (signIns.length !== 1 || carrier?.type !== 'Identifier' || !isPlain) return undefined;
  if (settles !== 'callback' || isContextName(carrier.name)) return undefined;
  const request = requestOf(guard);
  if (!request) return undefined;
  const kept = `${request}.session.fingerprint?.`;
  const check = checkBefore(guard, [
    [`${kept}ip`, `${request}.ip`],
    [`${kept}ua`, `(${agentOf(request)})`],
  ]);
  const { name } = carrier;
  const line = `${name}.session.fingerprint = { ip: ${name}.ip, ua: ${agentOf(name)} };`;
  return check && { store: { at, lines: [line] }, check };
}

function agentOf(request: string): string {
  return `${request}.get('user-agent') ?? ''`;
}

/** The name of the request in a guard `(req, res, next)`. */
function requestOf({ fn }: SessionGuard): string | undefined {
  const [request, response] = fn.params.map(parameterName);
  if (!request || !response || !isRequestName(request) || isContextName(request)) return undefined;
  return /^_?res/.test(response) ? request : undefined;
}

/** The check in front of the only `next();` of a guard. */
function checkBefore(
  { fn, passes }: SessionGuard,
  pairs: readonly Pair[] | undefined,
): Insertion | undefined {
  const [request, response] = fn.params.map(parameterName);
  const [pass] = passes;
  const at = pass?.parent;
  if (at?.type !== 'ExpressionStatement' && at?.type !== 'ReturnStatement') return undefined;
  if (passes.length !== 1 || !pairs || !request || !response) return undefined;
  const differs = pairs.map(([kept, current]) => `${kept} !== ${current}`).join(' || ');
  const lines = [
    `if (${differs}) {`,
    `  ${request}.session.destroy(() => ${response}.status(401).end());`,
    '  return;',
    '}',
  ];
  return { at, lines };
}

/** Whether an assignment reads nothing but the request, so that it means the same in a guard. */
function usesOnly(
  sourceCode: SourceCode,
  node: TSESTree.AssignmentExpression,
  request: string,
): boolean {
  for (const each of walk(sourceCode, node)) {
    if (each.type !== 'Identifier' || each.name === request) continue;
    const { parent } = each;
    const isName =
      (parent.type === 'MemberExpression' && parent.property === each && !parent.computed) ||
      (parent.type === 'Property' && parent.key === each && !parent.shorthand);
    if (!isName) return false;
  }
  return stringOf(node.right) === undefined;
}
