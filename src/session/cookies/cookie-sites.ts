import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, type CallLike, type Node, type SourceCode } from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { property, resolve } from '../../analysis/values';
import type {
  ArgumentPath,
  CookieModel,
  CookieSetter,
  LibraryModel,
  SessionConfiguration,
} from '../../models/types';
import { apiOf, callsOf } from '../library-calls';

/** A place in the file that sets a cookie, or configures the one of a session library. */
export interface CookieSite {
  role: 'configuration' | 'setter';
  library: LibraryModel | undefined;
  model: CookieModel;
  api: SessionConfiguration | CookieSetter;
  /** The call; the object itself for a configuration that another file hands to its library. */
  node: Node;
  /** The expression of the options. */
  options: Node | undefined;
  /** Where the options belong when the call has none. */
  missing: { call: CallLike; index: number } | undefined;
  name: Node | undefined;
  value: Node | undefined;
}

/** Every call that sets a cookie or configures a session's, with its options; calls with spread arguments are left out. */
export function* cookieSites(sourceCode: SourceCode): Generator<CookieSite> {
  for (const { call, api, library } of callsOf(sourceCode, 'cookie-setter'))
    yield* setterSite(sourceCode, call, api, library);
  for (const { call, api, library } of callsOf(sourceCode, 'session-configuration'))
    if (!api.registered) yield* configurationSites(sourceCode, call, api, library);
  for (const call of registrations(sourceCode)) {
    const [plugin] = call.arguments;
    const named = plugin && apiOf(sourceCode, plugin, 'session-configuration');
    if (named?.api.registered)
      yield* configurationSites(sourceCode, call, named.api, named.library);
  }
}

/** `app.register(plugin, options)`. */
export function registrations(sourceCode: SourceCode): TSESTree.CallExpression[] {
  return nodesOfType(sourceCode, 'CallExpression').filter(
    (call) => calleeName(call) === 'register',
  );
}

function* setterSite(
  sourceCode: SourceCode,
  call: CallLike,
  api: CookieSetter,
  library: LibraryModel | undefined,
): Generator<CookieSite> {
  if (call.arguments.some(({ type }) => type === 'SpreadElement')) return;
  const [first] = call.arguments;
  const site = { role: 'setter', library, model: api.cookie, api, node: call } as const;
  if (api.objectForm && first && call.arguments.length === 1) {
    const [name, value] = ['name', 'value'].map((key) => {
      const found = property(sourceCode, first, [key]);
      return found.state === 'found' ? found.node : undefined;
    });
    yield { ...site, options: first, missing: undefined, name, value };
    return;
  }
  const name = call.arguments[api.name.argument];
  const value = api.value && call.arguments[api.value.argument];
  // `cookies.set(name)` deletes, `res.cookie(name)` reads.
  if (name && (value || !api.value))
    yield { ...site, ...optionsOf(call, api.options), name, value };
}

function* configurationSites(
  sourceCode: SourceCode,
  call: CallLike,
  api: SessionConfiguration,
  library: LibraryModel | undefined,
): Generator<CookieSite> {
  if (!api.cookie || call.arguments.some(({ type }) => type === 'SpreadElement')) return;
  const site = { role: 'configuration', library, model: api.cookie, api, node: call } as const;
  const { options, missing } = optionsOf(call, api.options);
  const list = options && resolve(sourceCode, options);
  for (const each of list?.type === 'ArrayExpression' ? list.elements : [options])
    if (each?.type !== 'SpreadElement')
      yield {
        ...site,
        options: each ?? undefined,
        missing,
        name: each ? nameOption(sourceCode, each, api.cookie) : undefined,
        value: undefined,
      };
}

function nameOption(sourceCode: SourceCode, options: Node, model: CookieModel): Node | undefined {
  for (const path of model.nameOptions ?? []) {
    const found = property(sourceCode, options, path);
    if (found.state === 'found') return found.node;
  }
  return undefined;
}

function optionsOf(
  call: CallLike,
  { argument, orLast }: ArgumentPath,
): Pick<CookieSite, 'options' | 'missing'> {
  const index = orLast ? Math.min(argument, call.arguments.length - 1) : argument;
  const options = call.arguments[index];
  return { options, missing: options ? undefined : { call, index } };
}
