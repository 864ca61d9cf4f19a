import type { Node, SourceCode } from '../analysis/ast';
import { programOf } from '../analysis/ast';

type Method = (first: unknown, ...rest: unknown[]) => unknown;

/** What the file of a node tells of it; what else is asked of a source code are tokens and comments, which are for edits. */
const OF_NODES = new Set(['getText', 'getScope', 'getDeclaredVariables', 'getAncestors']);
const LISTS = /^get(?:First|Last)?(?:Tokens|Comments)/;

/**
 * A file's source code that can be asked about nodes of other files too: their text and scopes come
 * from their own file, and no tokens or comments, so that no edit of this file is made of them.
 */
export function viewOf(
  own: SourceCode,
  sourceOf: (program: Node) => SourceCode | undefined,
): SourceCode {
  const methods = new Map<string | symbol, Method>();
  function method(name: string | symbol, call: Method): Method {
    return (first, ...rest) => {
      const program = isNode(first) ? programOf(first) : undefined;
      if (!program || program === own.ast) return call.call(own, first, ...rest);
      if (!OF_NODES.has(String(name))) return LISTS.test(String(name)) ? [] : null;
      const source = sourceOf(program) ?? own;
      return (source as unknown as Record<string | symbol, Method>)[name]?.(first, ...rest);
    };
  }
  // Around an empty object, for the real one is frozen and would have to give back its own methods.
  return new Proxy(Object.create(own) as object, {
    get(_, name) {
      const value: unknown = Reflect.get(own, name);
      if (typeof value !== 'function') return value;
      let bound = methods.get(name);
      if (!bound) methods.set(name, (bound = method(name, value as Method)));
      return bound;
    },
  }) as SourceCode;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'parent' in value;
}
