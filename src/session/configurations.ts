import type { TSESTree } from '@typescript-eslint/utils';
import { calleeName, keyOf, type CallLike, type Node, type SourceCode } from '../analysis/ast';
import { nodesOfType } from '../analysis/nodes';
import { oncePerFile } from '../analysis/once-per-file';
import { property, resolve, type Resolved } from '../analysis/values';
import { models } from '../models';
import type { ArgumentPath } from '../models/cookie-types';
import type { LibraryModel, SessionConfiguration } from '../models/types';
import { apiOf, callsOf } from './library-calls';

/** A place in the file that configures the sessions of a library. */
export interface Configuration {
  api: SessionConfiguration;
  library: LibraryModel | undefined;
  /** The call; the object that names plugin and options where it is handed on in one. */
  node: Node;
  /** The expression that holds the options, at the path that the model says. */
  options: Node | undefined;
  /** Where the options belong when the call has none. */
  missing: { call: CallLike; index: number } | undefined;
}

/** Every configuration of sessions in the file, one for each object of options; calls with spread arguments are left out. */
export const configurationsIn = oncePerFile((sourceCode: SourceCode): readonly Configuration[] => [
  ...findConfigurations(sourceCode),
]);

function* findConfigurations(sourceCode: SourceCode): Generator<Configuration> {
  for (const { call, api, library } of callsOf(sourceCode, 'session-configuration'))
    if (!api.registered) yield* inCall(sourceCode, call, api, library);
  for (const call of registrations(sourceCode)) {
    const named = registeredApi(sourceCode, call.arguments[0]);
    if (named && !named.api.registeredAs) yield* inCall(sourceCode, call, named.api, named.library);
  }
  for (const each of nodesOfType(sourceCode, 'Property')) {
    const key = keyOf(each) ?? '';
    if (!PLUGIN_KEYS.has(key) || each.parent.type !== 'ObjectExpression') continue;
    const named = registeredApi(sourceCode, each.value);
    if (named?.api.registeredAs?.includes(key))
      yield { ...named, node: each.parent, options: each.parent, missing: undefined };
  }
}

/** Keys that plugins are handed on under. */
const PLUGIN_KEYS = new Set(
  models.flatMap(({ exports = {} }) =>
    Object.values(exports)
      .flat()
      .flatMap((api) => (api.kind === 'session-configuration' ? (api.registeredAs ?? []) : [])),
  ),
);

function registeredApi(sourceCode: SourceCode, plugin: Node | undefined) {
  const named = plugin && apiOf(sourceCode, plugin, 'session-configuration');
  return named?.api.registered ? named : undefined;
}

/** `app.register(plugin, options)`. */
export const registrations = oncePerFile((sourceCode: SourceCode): TSESTree.CallExpression[] => {
  return nodesOfType(sourceCode, 'CallExpression').filter(
    (call) => calleeName(call) === 'register',
  );
});

function* inCall(
  sourceCode: SourceCode,
  call: CallLike,
  api: SessionConfiguration,
  library: LibraryModel | undefined,
): Generator<Configuration> {
  if (call.arguments.some(({ type }) => type === 'SpreadElement')) return;
  const { options, missing } = optionsOf(sourceCode, call, api.options);
  const list = options && resolve(sourceCode, options);
  for (const each of list?.type === 'ArrayExpression' ? list.elements : [options])
    if (each?.type !== 'SpreadElement')
      yield { api, library, node: call, options: each ?? undefined, missing };
}

/** The argument of a call that holds its options. */
export function optionsOf(
  sourceCode: SourceCode,
  call: CallLike,
  { argument, orLast, orNext }: ArgumentPath,
): Pick<Configuration, 'options' | 'missing'> {
  const isObject = (index: number) => {
    const node = call.arguments[index];
    return !!node && resolve(sourceCode, node).type === 'ObjectExpression';
  };
  let index = orLast ? Math.min(argument, call.arguments.length - 1) : argument;
  if (orNext && !isObject(index) && isObject(index + 1)) index++;
  const options = call.arguments[index];
  return { options, missing: options ? undefined : { call, index } };
}

/** An option of a configuration, by its path in the options. */
export function optionOf(
  sourceCode: SourceCode,
  { api, options }: Pick<Configuration, 'options'> & { api: { options: ArgumentPath } },
  path: readonly string[],
): Resolved {
  return options
    ? property(sourceCode, options, [...(api.options.path ?? []), ...path])
    : { state: 'missing', depth: 0 };
}
