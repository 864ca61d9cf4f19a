import { unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { oncePerFile } from '../../analysis/once-per-file';
import { invalidGeneratorsOf } from './invalid-generators';
import { isOrphan } from './orphans';
import { transportsOf, type McpTransport } from './transports';

/** The rules that may speak of how a transport makes its ids, the first one first. */
export type Claimant =
  | 'valid-session-id-generator'
  | 'no-shared-transport'
  | 'require-session-id-generator'
  | 'no-orphan-session';

const known = new WeakMap<McpTransport, Claimant | 'nobody'>();

/**
 * The one rule that a transport's generator, or the lack of one, belongs to; `undefined` when none
 * of these has anything to say. Each of them reports what is its own only, and rules about the value
 * of an id (`no-client-supplied-session-id`, `no-predictable-session-id`) leave a generator alone
 * that is somebody's here. A server that many transports share is another problem, at another place.
 */
export function claimantOf(sourceCode: SourceCode, transport: McpTransport): Claimant | undefined {
  let claimant = known.get(transport);
  if (!claimant) known.set(transport, (claimant = findClaimant(sourceCode, transport) ?? 'nobody'));
  return claimant === 'nobody' ? undefined : claimant;
}

function findClaimant(sourceCode: SourceCode, transport: McpTransport): Claimant | undefined {
  const { generator, wiring, api } = transport;
  switch (generator.state) {
    case 'unknown':
      return undefined;
    case 'given':
      if (invalidGeneratorsOf(sourceCode, transport).length > 0)
        return 'valid-session-id-generator';
      return isOrphan(sourceCode, transport) ? 'no-orphan-session' : undefined;
    case 'none':
      return api.missingMeans === 'stateless' && wiring === 'shared'
        ? 'no-shared-transport'
        : 'require-session-id-generator';
    case 'missing':
      if (api.missingMeans !== 'stateless') return undefined;
      return api.unguarded && wiring === 'shared'
        ? 'no-shared-transport'
        : 'require-session-id-generator';
  }
}

/** What stands in the option of the transports whose generator is somebody's here. */
export const claimedGenerators: (sourceCode: SourceCode) => ReadonlySet<Node> = oncePerFile(
  (sourceCode) => {
    return new Set(
      transportsOf(sourceCode).flatMap((transport) =>
        transport.generator.state === 'given' && claimantOf(sourceCode, transport)
          ? [unwrap(transport.generator.value)]
          : [],
      ),
    );
  },
);
