import type { Node, SourceCode } from '../../analysis/ast';
import { oncePerFile } from '../../analysis/once-per-file';
import type { OptionPlace } from '../../analysis/places';
import { property, resolve, type Resolved } from '../../analysis/values';
import { configurationsIn, optionOf, type Configuration } from '../configurations';
import { callAs } from '../library-calls';
import { keepsSessions } from './secret-options';

/** A session whose data is in a cookie that nobody signs. */
export interface UnsignedSession {
  /** The call that configures it. */
  node: Node;
  /** The full name of the option that would sign it. */
  name: string;
  /** Where it belongs; `undefined` where that cannot be told. */
  place: OptionPlace | undefined;
}

/** The sessions of the file whose data nobody signs. */
export const unsignedSessionsIn = oncePerFile((sourceCode: SourceCode): UnsignedSession[] => {
  return configurationsIn(sourceCode).flatMap((configuration) => {
    const { unsignedWithout: path } = configuration.api;
    if (!path || !keepsSessions(sourceCode, configuration)) return [];
    const { found, keys } = signingSecrets(sourceCode, configuration, path);
    if (!isNone(sourceCode, found)) return [];
    const place = placeOf(configuration, found, keys);
    return [{ node: configuration.node, name: path.join('.'), place }];
  });
});

interface Signing {
  found: Resolved;
  /** The keys that lead to it. */
  keys: readonly string[];
}

/** The option that signs; the cookie may be one that another call has made. */
function signingSecrets(
  sourceCode: SourceCode,
  configuration: Configuration,
  path: readonly string[],
): Signing {
  const found = optionOf(sourceCode, configuration, path);
  const cookie = optionOf(sourceCode, configuration, path.slice(0, -1));
  if (found.state !== 'unknown' || cookie.state !== 'found') return { found, keys: path };
  const made = callAs(sourceCode, resolve(sourceCode, cookie.node), 'cookie-setter');
  const { argument, path: keys = [] } = made?.api.secret ?? { argument: 0 };
  if (!made?.api.secret || made.call.arguments.some(({ type }) => type === 'SpreadElement'))
    return { found, keys: path };
  const options = made.call.arguments[argument];
  return {
    found: options ? property(sourceCode, options, keys) : { state: 'missing', depth: 0 },
    keys,
  };
}

/** An empty list signs nothing either. */
function isNone(sourceCode: SourceCode, found: Resolved): boolean {
  if (found.state !== 'found') return found.state === 'missing';
  const value = resolve(sourceCode, found.node);
  return (
    (value.type === 'ArrayExpression' && value.elements.length === 0) ||
    (value.type === 'Identifier' && value.name === 'undefined')
  );
}

function placeOf(
  { options, missing }: Configuration,
  found: Resolved,
  keys: readonly string[],
): OptionPlace | undefined {
  if (!options) return missing && { kind: 'argument', ...missing, keys };
  if (found.state === 'unknown' || !found.object) return undefined;
  const { object } = found;
  return found.state === 'found'
    ? { kind: 'value', node: found.node, key: keys.at(-1) ?? '', object }
    : { kind: 'object', object, keys: keys.slice(found.depth) };
}
