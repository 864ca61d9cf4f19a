import type { CallLike, Node, SourceCode } from '../../analysis/ast';
import { oncePerFile } from '../../analysis/once-per-file';
import type { OptionPlace } from '../../analysis/places';
import { property, resolve } from '../../analysis/values';
import type { LibraryModel, TokenSigner } from '../../models/types';
import { cookieName, verdictOnName } from '../cookies/cookie-names';
import { cookieSites } from '../cookies/cookie-sites';
import { callsOf } from '../library-calls';

/** The call that signs a token that a session cookie carries. */
export interface CarriedToken {
  call: CallLike;
  api: TokenSigner;
  library: LibraryModel | undefined;
}

/** A signed token that a session cookie carries, and that nothing ends. */
export interface EndlessToken {
  /** The call that signs it. */
  node: CallLike;
  api: TokenSigner;
  library: LibraryModel | undefined;
  /** Where its lifetime would be written. */
  place: OptionPlace | undefined;
}

/** The tokens of a file's session cookies that have neither an option nor a claim that ends them. */
export const endlessTokensOf = oncePerFile((sourceCode: SourceCode): EndlessToken[] => {
  return carriedTokensOf(sourceCode).flatMap(({ call, api, library }) =>
    isEndless(sourceCode, call, api)
      ? { node: call, api, library, place: placeOf(sourceCode, call, api) }
      : [],
  );
});

/** The calls that sign the tokens of a file's session cookies. */
export const carriedTokensOf = oncePerFile((sourceCode: SourceCode): CarriedToken[] => {
  const signers = callsOf(sourceCode, 'token-signer');
  if (signers.length === 0) return [];
  const carried = new Set<Node>();
  for (const { role, name, value } of cookieSites(sourceCode)) {
    const text = role === 'setter' && name && value && cookieName(sourceCode, name);
    if (text && verdictOnName(text) === 'session') carried.add(resolve(sourceCode, value));
  }
  return signers.filter(({ call }) => carried.has(call));
});

function isEndless(sourceCode: SourceCode, call: CallLike, api: TokenSigner): boolean {
  if (call.arguments.some(({ type }) => type === 'SpreadElement')) return false;
  const options = call.arguments[api.options.argument];
  const payload = call.arguments[api.payload.argument];
  if (!payload) return false;
  const limits = [
    ...(options ? api.lifetime.map((path) => property(sourceCode, options, path)) : []),
    ...api.expiryClaims.map((claim) => property(sourceCode, payload, [claim])),
  ];
  return limits.every(({ state }) => state === 'missing');
}

function placeOf(
  sourceCode: SourceCode,
  call: CallLike,
  api: TokenSigner,
): OptionPlace | undefined {
  const [path = []] = api.lifetime;
  const index = api.options.argument;
  const options = call.arguments[index];
  if (!options) return { kind: 'argument', call, index, keys: path };
  const found = property(sourceCode, options, path);
  return found.state === 'missing' && found.object
    ? { kind: 'object', object: found.object, keys: path.slice(found.depth) }
    : undefined;
}
