import { keyOf, type Node } from './ast';

/** The keys that lead to a name in a pattern, from outside in; `undefined` when it is not there. */
export function keysTo(pattern: Node, name: Node): (string | Node)[] | undefined {
  switch (pattern.type) {
    case 'Identifier':
      return pattern === name ? [] : undefined;
    case 'AssignmentPattern':
      return keysTo(pattern.left, name);
    case 'ArrayPattern':
      return pattern.elements[0] ? keysTo(pattern.elements[0], name) : undefined;
    case 'RestElement':
      return keysTo(pattern.argument, name);
    case 'ObjectPattern':
      for (const each of pattern.properties) {
        const rest = keysTo(each.type === 'Property' ? each.value : each, name);
        if (rest) return each.type === 'Property' ? [keyOf(each) ?? each.key, ...rest] : rest;
      }
      return undefined;
    default:
      return undefined;
  }
}
