import type { CallLike, Node, SourceCode } from '../../analysis/ast';
import { oncePerFile } from '../../analysis/once-per-file';
import { property } from '../../analysis/values';
import type { ArgumentPath, CookieModel, CookieSetter } from '../../models/cookie-types';
import type { LibraryModel, SessionConfiguration } from '../../models/types';
import { configurationsIn, optionOf, optionsOf, type Configuration } from '../configurations';
import { callsOf } from '../library-calls';

/** A place in the file that sets a cookie, or configures the one of a session library. */
export interface CookieSite {
  role: 'configuration' | 'setter';
  library: LibraryModel | undefined;
  model: CookieModel;
  api: SessionConfiguration | CookieSetter;
  /** The call; the object that names plugin and options where a plugin is handed on in one. */
  node: Node;
  /** The expression of the options. */
  options: Node | undefined;
  /** Where the options belong when the call has none. */
  missing: { call: CallLike; index: number } | undefined;
  name: Node | undefined;
  value: Node | undefined;
}

/** Every call that sets a cookie or configures a session's, with its options; calls with spread arguments are left out. */
export const cookieSites = oncePerFile((sourceCode: SourceCode): readonly CookieSite[] => [
  ...findCookieSites(sourceCode),
]);

function* findCookieSites(sourceCode: SourceCode): Generator<CookieSite> {
  for (const { call, api, library } of callsOf(sourceCode, 'cookie-setter'))
    yield* setterSite(sourceCode, call, api, library);
  for (const configuration of configurationsIn(sourceCode)) {
    const { cookie: model } = configuration.api;
    if (!model) continue;
    const name = nameOption(sourceCode, configuration, model);
    yield { role: 'configuration', ...configuration, model, name, value: undefined };
  }
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
  const name = argumentAt(sourceCode, call, api.name);
  const value = api.value && argumentAt(sourceCode, call, api.value);
  // `cookies.set(name)` deletes, `res.cookie(name)` reads.
  if (name && (value || !api.value))
    yield { ...site, ...optionsOf(sourceCode, call, api.options), name, value };
}

/** What stands at an argument of a call, or at a path below it. */
function argumentAt(
  sourceCode: SourceCode,
  call: CallLike,
  { argument, path }: ArgumentPath,
): Node | undefined {
  const node = call.arguments[argument];
  if (!node || !path) return node;
  const found = property(sourceCode, node, path);
  return found.state === 'found' ? found.node : undefined;
}

function nameOption(
  sourceCode: SourceCode,
  configuration: Configuration,
  model: CookieModel,
): Node | undefined {
  if (!configuration.options) return undefined;
  for (const path of model.nameOptions ?? []) {
    const found = optionOf(sourceCode, configuration, path);
    if (found.state === 'found') return found.node;
  }
  return undefined;
}
