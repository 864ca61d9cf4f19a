import type { TSESTree } from '@typescript-eslint/utils';
import { stringOf, type Node, type SourceCode } from '../../analysis/ast';
import { fixedTextsIn, type FixedText } from './fixed-texts';
import { secretOptionsIn, type SecretOption } from './secret-options';

/** A session secret that is written into the source. */
export interface HardcodedSecret {
  option: SecretOption;
  /** The texts that it is, or falls back to. */
  texts: readonly [FixedText, ...FixedText[]];
}

const known = new WeakMap<TSESTree.Program, readonly HardcodedSecret[]>();

/** The secrets of a file's sessions that are written into the source, each text once, found once. */
export function hardcodedSecretsIn(sourceCode: SourceCode): readonly HardcodedSecret[] {
  let secrets = known.get(sourceCode.ast);
  if (!secrets) known.set(sourceCode.ast, (secrets = findSecrets(sourceCode)));
  return secrets;
}

function findSecrets(sourceCode: SourceCode): HardcodedSecret[] {
  const seen = new Set<Node>();
  const secrets: HardcodedSecret[] = [];
  for (const option of secretOptionsIn(sourceCode)) {
    const [first, ...others] = fixedTextsIn(sourceCode, option.value).filter(
      (text) => option.acceptsEmpty || !isRefused(text),
    );
    if (!first || seen.has(first.node)) continue;
    for (const { node } of [first, ...others]) seen.add(node);
    secrets.push({ option, texts: [first, ...others] });
  }
  return secrets;
}

/** An empty fallback, with which most libraries do not run: `process.env.SECRET ?? ''`. */
function isRefused({ node, isFallback }: FixedText): boolean {
  return isFallback && stringOf(node) === '';
}
