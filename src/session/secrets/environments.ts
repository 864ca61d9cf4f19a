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
import { nodesOfType, walk } from '../../analysis/nodes';
import { resolve } from '../../analysis/values';

const PRODUCTION = /prod/i;
const ELSEWHERE =
  /NODE_ENV|(?:^|[^a-z])(?:is_?)?(?:dev(?:elopment|mode)?|test(?:s|ing)?|local(?:host)?|staging|ci|debug|mock)(?![a-z])/i;
const DENIED = /!==?|!\s*[\w$.(]/;

/** Whether a text is chosen outside of production only, or the program stops there when nothing else is given. */
export function isGuarded(sourceCode: SourceCode, node: Node): boolean {
  for (const at of outwards(node)) {
    const { parent } = at;
    if (parent && isElsewhere(sourceCode, parent, at)) return true;
    if (isFunction(at)) break;
  }
  return isStopped(sourceCode, node);
}

/** Whether a branch is of a condition that asks for the environment, and is not the one for production. */
function isElsewhere(sourceCode: SourceCode, parent: Node, branch: Node): boolean {
  switch (parent.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      if (branch === parent.test) return false;
      return isOutOfProduction(sourceCode.getText(parent.test), branch === parent.consequent);
    case 'LogicalExpression':
      if (parent.operator !== '&&' || branch !== parent.right) return false;
      return isOutOfProduction(sourceCode.getText(parent.left), true);
    case 'SwitchCase':
      return !!parent.test && isOutOfProduction(sourceCode.getText(parent.test), true);
    case 'Property':
      return /^(?:dev(?:elopment)?|test(?:ing)?|local)$/i.test(keyOf(parent) ?? '');
    default:
      return false;
  }
}

function isOutOfProduction(test: string, isConsequent: boolean): boolean {
  const isDenied = DENIED.test(test);
  if (PRODUCTION.test(test)) return isDenied === isConsequent;
  return ELSEWHERE.test(test) && isDenied !== isConsequent;
}

/** Whether the program stops when the secret is not given: `if (!process.env.SECRET) throw …`. */
function isStopped(sourceCode: SourceCode, node: Node): boolean {
  const owner = enclosingFunction(node);
  const alternatives = namesIn(sourceCode, choiceAround(node));
  return nodesOfType(sourceCode, 'IfStatement').some((statement) => {
    const { test, consequent } = statement;
    if (isInside(node, test) || !stops(sourceCode, consequent)) return false;
    const asked = namesIn(sourceCode, test);
    if ([...asked].some((name) => alternatives.has(name))) return true;
    // `if (production) throw …` in front of the text.
    const isInFront = statement.range[1] <= node.range[0] && !!owner && isInside(statement, owner);
    return isInFront && PRODUCTION.test(sourceCode.getText(test));
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
