import {
  calleeName,
  enclosingFunction,
  isFunction,
  isInside,
  keyOf,
  outwards,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { homeOf } from '../../analysis/files';
import { nodesOfType, walk } from '../../analysis/nodes';
import type { Frame, Place } from '../../analysis/origins';
import { resolve } from '../../analysis/values';
import { EnvironmentReader } from './environment-reader';

/** Whether a text is chosen outside of production only, or the program stops there when nothing else is given. */
export function isGuarded(sourceCode: SourceCode, place: Place): boolean {
  return isOutOfReach(sourceCode, place) || isStopped(homeOf(sourceCode, place.node), place.node);
}

/** Whether a program in production never comes to an expression, with what the function around it is handed: `if (!production) return fallback`. */
export function isOutOfReach(sourceCode: SourceCode, { node, frame }: Place): boolean {
  const reader = new EnvironmentReader(sourceCode);
  for (const at of outwards(node)) {
    const { parent } = at;
    if (parent && isElsewhere(reader, parent, at, frame)) return true;
    if (isFunction(at)) break;
  }
  return isLeftBefore(sourceCode, reader, { node, frame });
}

/** Whether a branch is of a condition that asks for the environment, and is not the one for production. */
function isElsewhere(
  reader: EnvironmentReader,
  parent: Node,
  branch: Node,
  frame: Frame | undefined,
): boolean {
  switch (parent.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      if (branch === parent.test) return false;
      return reader.excludes({ node: parent.test, frame }, branch === parent.consequent);
    case 'LogicalExpression':
      if (parent.operator !== '&&' || branch !== parent.right) return false;
      return reader.excludes({ node: parent.left, frame }, true);
    case 'SwitchCase':
      return !!parent.test && reader.denies(parent.test, true);
    case 'Property':
      return /^(?:dev(?:elopment)?|test(?:ing)?|local)$/i.test(keyOf(parent) ?? '');
    default:
      return false;
  }
}

/** `if (production) throw …`, `if (production) return process.env.SECRET` in front of an expression. */
function isLeftBefore(
  sourceCode: SourceCode,
  reader: EnvironmentReader,
  { node, frame }: Place,
): boolean {
  const owner = enclosingFunction(node);
  if (!owner) return false;
  for (const statement of walk(sourceCode, owner, 'this function')) {
    if (statement.type !== 'IfStatement' || statement.range[1] > node.range[0]) continue;
    const { test, consequent } = statement;
    const holds = reader.inProduction({ node: test, frame });
    const isLeft =
      stops(sourceCode, consequent) ||
      (holds && returns(consequent) && isInside(node, statement.parent));
    if (isLeft && (holds ?? reader.asks(test))) return true;
  }
  return false;
}

function returns(branch: Node): boolean {
  const last = branch.type === 'BlockStatement' ? branch.body.at(-1) : branch;
  return last?.type === 'ReturnStatement';
}

/** Whether the program stops when the secret is not given: `if (!process.env.SECRET) throw …`. */
function isStopped(sourceCode: SourceCode, node: Node): boolean {
  const alternatives = namesIn(sourceCode, choiceAround(node));
  return nodesOfType(sourceCode, 'IfStatement').some(({ test, consequent }) => {
    if (isInside(node, test) || !stops(sourceCode, consequent)) return false;
    return [...namesIn(sourceCode, test)].some((name) => alternatives.has(name));
  });
}

/** The whole condition or fallback that a text is a branch of. */
function choiceAround(node: Node): Node {
  let choice = node;
  for (const at of outwards(node))
    if (at.type === 'LogicalExpression' || at.type === 'ConditionalExpression') choice = at;
    else if (at !== node && !at.type.startsWith('TS')) break;
  return choice;
}

/** The variables and members that an expression reads, and what those of this file hold: `secret`, `process.env.SECRET`. */
function namesIn(sourceCode: SourceCode, node: Node): Set<string> {
  const names = new Set<string>();
  for (const each of walk(sourceCode, node)) {
    if (each.type !== 'Identifier' && each.type !== 'MemberExpression') continue;
    const text = sourceCode.getText(each);
    if (/^(?:process(?:\.env)?|env|config)$|NODE_ENV$/.test(text)) continue;
    names.add(text);
    const value = resolve(sourceCode, each);
    if (value.type === 'MemberExpression') names.add(sourceCode.getText(value));
  }
  return names;
}

function stops(sourceCode: SourceCode, branch: Node): boolean {
  for (const node of walk(sourceCode, branch, 'this function')) {
    if (node.type === 'ThrowStatement') return true;
    if (node.type === 'CallExpression' && /^(?:exit|abort)$/.test(calleeName(node) ?? ''))
      return true;
  }
  return false;
}
