import { stringOf, type Node, type SourceCode } from '../../analysis/ast';
import { oncePerFile } from '../../analysis/once-per-file';
import { fixedTextsIn, type FixedText } from './fixed-texts';
import { secretOptionsIn, type SecretOption } from './secret-options';

/** A session secret that is written into the source. */
export interface HardcodedSecret {
  option: SecretOption;
  /** The texts that it is, or falls back to. */
  texts: readonly [FixedText, ...FixedText[]];
}

/** The secrets of a file's sessions that are written into the source, each text once, found once. */
export const hardcodedSecretsIn: (sourceCode: SourceCode) => readonly HardcodedSecret[] =
  oncePerFile(findSecrets);

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
