import { keyOf, unwrap, type CallLike, type Node, type SourceCode } from '../../analysis/ast';
import { homeOf } from '../../analysis/files';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import type { OptionPlace } from '../../analysis/places';
import { property, resolve } from '../../analysis/values';
import type { ExpiryModel, LibraryModel, SessionConfiguration, Store } from '../../models/types';
import { configurationsIn, optionOf, type Configuration } from '../configurations';
import { callsOf } from '../library-calls';
import { sessionMember } from '../session-objects';

/** How long the sessions of a configuration live. */
export interface SessionLifetime {
  /** The call that configures them. */
  node: Node;
  library: LibraryModel | undefined;
  expiry: ExpiryModel;
  /**
   * `none` when nothing limits it, `endless` when an option says so, `limited` by an option, a
   * store or the library's default.
   */
  state: 'none' | 'endless' | 'limited' | 'unknown';
  /** The value that makes it endless. */
  endless: Node | undefined;
  /** Where a lifetime would be written. */
  place: OptionPlace | undefined;
  /** The value that makes it slide with every response. */
  rolling: Node | undefined;
  /** Whether an option or a store gives a limit that activity does not move. */
  absolute: boolean;
}

/** The lifetimes of the session configurations of a file. */
export const lifetimesOf = oncePerFile((sourceCode): readonly SessionLifetime[] =>
  configurationsIn(sourceCode).flatMap((each) => lifetimeOf(sourceCode, each) ?? []),
);

function lifetimeOf(sourceCode: SourceCode, site: Configuration): SessionLifetime | undefined {
  const { api, node, library } = site;
  const { expiry } = api;
  if (!expiry) return undefined;
  const values = expiry.lifetime.map((path) => optionAt(sourceCode, site, path));
  const store = storeOf(sourceCode, site, api);
  const endless = values.find((value) => value.state === 'found' && isEndless(value.node, expiry));
  const suggested = optionAt(sourceCode, site, expiry.suggest ?? []);
  const isOn = (path: readonly string[]) => {
    const found = optionAt(sourceCode, site, path);
    return found.state === 'found' && isTrue(found.node) ? found.node : undefined;
  };
  return {
    node,
    library,
    expiry,
    state: stateOf(sourceCode, expiry, values, store.lifetime),
    endless: endless?.state === 'found' ? endless.node : undefined,
    place: suggested.place,
    rolling: expiry.rolling?.map(isOn).find(Boolean),
    absolute:
      store.absolute ||
      (expiry.lifetimeIsAbsolute === true && values.some(({ state }) => state === 'found')) ||
      (expiry.absolute ?? []).some((path) =>
        hasLimit(optionAt(sourceCode, site, path), expiry.absoluteByDefault),
      ),
  };
}

function stateOf(
  sourceCode: SourceCode,
  expiry: ExpiryModel,
  values: readonly Option[],
  store: Store['missing'],
): SessionLifetime['state'] {
  const given = values.filter((value) => value.state === 'found');
  if (given.some(({ node }) => !isEndless(node, expiry) && !isAbsent(node))) return 'limited';
  if (values.some(({ state }) => state === 'unknown')) return 'unknown';
  if (store !== 'none') return store === 'some' ? 'limited' : 'unknown';
  if (isSetPerSession(sourceCode)) return 'unknown';
  if (given.some(({ node }) => isEndless(node, expiry))) return 'endless';
  return ({ none: 'none', some: 'limited', unknown: 'unknown' } as const)[expiry.missing];
}

// --- options ---------------------------------------------------------------------------------------

type Option =
  | { state: 'found'; node: Node; place?: OptionPlace }
  | { state: 'missing' | 'unknown'; place?: OptionPlace };

/** An option of a configuration, and where it stands or would stand. */
function optionAt(sourceCode: SourceCode, site: Configuration, path: readonly string[]): Option {
  const { options, missing } = site;
  if (path.length === 0) return { state: 'unknown' };
  if (!options)
    return missing
      ? { state: 'missing', place: { kind: 'argument', ...missing, keys: path } }
      : { state: 'unknown' };
  const found = optionOf(sourceCode, site, path);
  if (found.state === 'unknown') return found;
  const { object } = found;
  const key = path.at(-1) ?? '';
  if (found.state === 'found')
    return {
      state: 'found',
      node: resolve(sourceCode, found.node),
      place: { kind: 'value', node: found.node, key, object },
    };
  const keys = [...(site.api.options.path ?? []), ...path].slice(found.depth);
  return { state: 'missing', ...(object && { place: { kind: 'object', object, keys } as const }) };
}

function isAbsent(node: Node): boolean {
  return (
    (node.type === 'Identifier' && node.name === 'undefined') ||
    (node.type === 'UnaryExpression' && node.operator === 'void')
  );
}

/** `null`, `false`, `Infinity`, and what the library takes for ever. */
function isEndless(node: Node, { endless = [] }: ExpiryModel): boolean {
  if (node.type === 'Identifier') return node.name === 'Infinity';
  if (node.type === 'MemberExpression') return keyOf(node) === 'POSITIVE_INFINITY';
  if (node.type !== 'Literal') return false;
  return node.raw === 'null' || node.value === false || endless.some((each) => each === node.value);
}

function isTrue(node: Node): boolean {
  return node.type === 'Literal' && node.value === true;
}

/** Whether an option gives a limit, or may give one. */
function hasLimit(option: Option, byDefault = false): boolean {
  if (option.state !== 'found') return byDefault || option.state === 'unknown';
  if (isAbsent(option.node)) return byDefault;
  return !(option.node.type === 'Literal' && !option.node.value);
}

/** `req.session.cookie.maxAge = …`: some sessions get a lifetime of their own. */
function isSetPerSession(sourceCode: SourceCode): boolean {
  return nodesOfType(sourceCode, 'AssignmentExpression').some(({ left }) => {
    const path = sessionMember(sourceCode, unwrap(left))?.path ?? [];
    return path[0] === 'cookie' && /^(?:maxAge|expires|originalMaxAge)$/.test(path[1] ?? '');
  });
}

// --- stores ----------------------------------------------------------------------------------------

interface StoreLifetime {
  lifetime: Store['missing'];
  absolute: boolean;
}

/** What the configuration's store does with sessions by itself; one that no model knows is unknown. */
function storeOf(
  sourceCode: SourceCode,
  site: Configuration,
  { store }: SessionConfiguration,
): StoreLifetime {
  const unknown: StoreLifetime = { lifetime: 'unknown', absolute: false };
  const option: Option = store ? optionAt(sourceCode, site, store) : { state: 'missing' };
  if (option.state === 'missing')
    return hasStoreBeside(sourceCode, site) ? unknown : { lifetime: 'none', absolute: false };
  const call = option.state === 'found' ? option.node : undefined;
  if (call?.type !== 'NewExpression' && call?.type !== 'CallExpression') return unknown;
  const api = storeApi(sourceCode, call);
  if (!api) return unknown;
  const options = api.options && call.arguments[api.options.argument];
  const at = (path: readonly string[]) =>
    options ? property(sourceCode, options, path) : ({ state: 'missing' } as const);
  const isOn = (path: readonly string[]) => {
    const found = at(path);
    return found.state === 'found' && isTrue(resolve(sourceCode, found.node));
  };
  const absolute = (api.absoluteWith ?? []).some(isOn);
  if ((api.endlessWith ?? []).some(isOn)) return { lifetime: 'none', absolute };
  const given = (api.lifetime ?? []).map((path) => at(path).state);
  if (given.includes('found')) return { lifetime: 'some', absolute };
  return { lifetime: given.includes('unknown') ? 'unknown' : api.missing, absolute };
}

function hasStoreBeside(sourceCode: SourceCode, { library }: Configuration): boolean {
  return callsOf(sourceCode, 'store').some(
    (each) => each.api.beside && !!library && each.library === library,
  );
}

/** The store that a call makes: of a class, or of one that `connectRedis(session)` gives. */
function storeApi(sourceCode: SourceCode, call: CallLike): Store | undefined {
  const madeBy = (node: Node, factory: boolean) =>
    callsOf(homeOf(sourceCode, node), 'store').find(
      (each) => each.call === node && !!each.api.factory === factory,
    )?.api;
  return madeBy(resolve(sourceCode, call.callee), true) ?? madeBy(call, false);
}
