import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from './ast';

/**
 * A fact about a file, which is found when it is first asked for and kept as long as the file's
 * tree. It is kept by the tree and not by the source code, which oxlint reuses for all files. What
 * else the search is given (a flow graph) must be the same whenever it is asked about a file.
 */
export function oncePerFile<Fact, Given extends unknown[] = []>(
  find: (sourceCode: SourceCode, ...given: Given) => Fact,
): (sourceCode: SourceCode, ...given: Given) => Fact {
  const facts = new WeakMap<TSESTree.Program, { fact: Fact }>();
  return (sourceCode, ...given) => {
    let known = facts.get(sourceCode.ast);
    if (!known) facts.set(sourceCode.ast, (known = { fact: find(sourceCode, ...given) }));
    return known.fact;
  };
}
