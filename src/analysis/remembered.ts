import type { TSESTree } from '@typescript-eslint/utils';
import type { Node, SourceCode } from './ast';

/** A search from a node that ends as not found after so many steps. */
export type Search<Result> = (
  sourceCode: SourceCode,
  node: Node,
  steps: number,
) => Result | undefined;

interface Known<Result> {
  found: Result | undefined;
  /** How many steps the search had when it found nothing. */
  steps: number;
}

/**
 * The same search, which looks once at each node of a file. A search that branches at every call of
 * a chain, and takes both branches again at the next, would take time that doubles with each call.
 */
export function remembered<Result>(search: Search<Result>): Search<Result> {
  const files = new WeakMap<TSESTree.Program, WeakMap<Node, Known<Result>>>();
  return (sourceCode, node, steps) => {
    let results = files.get(sourceCode.ast);
    if (!results) files.set(sourceCode.ast, (results = new WeakMap()));
    const known = results.get(node);
    if (known && (known.found !== undefined || known.steps >= steps)) return known.found;
    const found = search(sourceCode, node, steps);
    results.set(node, { found, steps });
    return found;
  };
}
