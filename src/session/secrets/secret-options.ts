import { keyOf, unwrap, type CallLike, type Node, type SourceCode } from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { originsOf } from '../../analysis/origins';
import { property } from '../../analysis/values';
import { models } from '../../models';
import type { ArgumentPath } from '../../models/cookie-types';
import { configurationsIn, optionOf, registrations, type Configuration } from '../configurations';
import { cookieName, verdictOnName } from '../cookies/cookie-names';
import { lastName } from '../ids/id-words';
import { apiOf, callsOf, importsAny, librariesOf } from '../library-calls';
import { carriedTokensOf } from '../lifetimes/session-tokens';
import { typedOptionsIn } from './typed-options';

/** A secret that signs or seals sessions, where the file gives it to a library. */
export interface SecretOption {
  /** The option's full name, as in messages: `cookie.secrets`; of a bare argument what it is called in the library's pages. */
  name: string;
  /** The expression given for it. */
  value: Node;
  /** Whether the library runs with an empty one. */
  acceptsEmpty: boolean;
}

/** Every place of the file that gives a library a secret. */
export const secretOptionsIn = oncePerFile((sourceCode: SourceCode): readonly SecretOption[] => [
  ...findSecretOptions(sourceCode),
]);

function* findSecretOptions(sourceCode: SourceCode): Generator<SecretOption> {
  for (const configuration of [...configurationsIn(sourceCode), ...typedOptionsIn(sourceCode)])
    if (keepsSessions(sourceCode, configuration)) yield* configured(sourceCode, configuration);
  for (const { call, api } of callsOf(sourceCode, 'cookie-setter'))
    if (api.secret && !isOther(sourceCode, call.arguments[api.name.argument]))
      yield* argument(sourceCode, call, api.secret);
  for (const { call, api } of carriedTokensOf(sourceCode))
    yield* argument(sourceCode, call, api.secret);
  yield* applicationSecrets(sourceCode);
  if (!signsCookies(sourceCode)) return;
  for (const { call, api } of callsOf(sourceCode, 'cookie-signer'))
    if (!api.registered) yield* argument(sourceCode, call, api.secret);
  for (const call of registrations(sourceCode)) {
    const [plugin] = call.arguments;
    const signer = plugin && apiOf(sourceCode, plugin, 'cookie-signer')?.api;
    if (signer?.registered) yield* argument(sourceCode, call, signer.secret);
  }
}

/** Whether a configuration is not that of a theme, a language and the like, by its cookie's name. */
export function keepsSessions(
  sourceCode: SourceCode,
  configuration: Pick<Configuration, 'api' | 'options'>,
): boolean {
  const names = configuration.api.cookie?.nameOptions ?? [];
  return !names.some((path) => {
    const found = optionOf(sourceCode, configuration, path);
    return found.state === 'found' && isOther(sourceCode, found.node);
  });
}

function isOther(sourceCode: SourceCode, name: Node | undefined): boolean {
  const text = name && cookieName(sourceCode, name);
  return text !== undefined && verdictOnName(text) === 'other';
}

function* configured(
  sourceCode: SourceCode,
  configuration: Pick<Configuration, 'api' | 'options'>,
): Generator<SecretOption> {
  const { secrets = [], acceptsEmptySecret: acceptsEmpty = false } = configuration.api;
  for (const path of secrets) {
    const found = optionOf(sourceCode, configuration, path);
    if (found.state === 'found') yield { name: path.join('.'), value: found.node, acceptsEmpty };
  }
}

function* argument(
  sourceCode: SourceCode,
  call: CallLike,
  { argument: index, path = [] }: ArgumentPath,
): Generator<SecretOption> {
  const given = call.arguments[index];
  if (!given || call.arguments.slice(0, index + 1).some(({ type }) => type === 'SpreadElement'))
    return;
  const found = property(sourceCode, given, path);
  if (found.state === 'found')
    yield { name: path.join('.') || 'secret', value: found.node, acceptsEmpty: false };
}

/** `app.keys = …`, `new Koa({ keys })`. */
function* applicationSecrets(sourceCode: SourceCode): Generator<SecretOption> {
  const applications = callsOf(sourceCode, 'framework').filter(({ api }) => api.secrets);
  for (const { call, api } of applications)
    if (api.secrets)
      for (const option of argument(sourceCode, call, { argument: 0, path: [api.secrets] }))
        yield { ...option, acceptsEmpty: true };
  for (const { left, right, operator } of nodesOfType(sourceCode, 'AssignmentExpression')) {
    const target = unwrap(left);
    const name = target.type === 'MemberExpression' ? keyOf(target) : undefined;
    if (target.type !== 'MemberExpression' || !name || !SECRET_PROPERTIES.has(name)) continue;
    const origins = originsOf(sourceCode, target.object).map(({ node }) => node);
    const isApplication =
      applications.some(({ call, api }) => api.secrets === name && origins.includes(call)) ||
      (isApplicationName(target.object) && importsAny(sourceCode, APPLICATION_MODULES));
    if (isApplication && ['=', '||=', '??='].includes(operator))
      yield { name, value: right, acceptsEmpty: true };
  }
}

/** Properties of applications that hold secrets: Koa's `keys`. */
const SECRET_PROPERTIES = new Set(
  models.flatMap(({ exports = {} }) =>
    Object.values(exports)
      .flat()
      .flatMap((api) => (api.kind === 'framework' ? (api.secrets ?? []) : [])),
  ),
);

/** Modules that show that an application from elsewhere has such a property. */
const APPLICATION_MODULES = models.flatMap(({ contextSessions, session, modules }) =>
  contextSessions || (session?.type !== 'foreign' && session?.on.includes('ctx.session'))
    ? modules
    : [],
);

function isApplicationName(node: Node): boolean {
  return /^(?:app|application|koa|server)$/i.test(lastName(node) ?? '');
}

/** Whether a file has sessions, or signs a cookie: a secret that nothing uses is none. */
function signsCookies(sourceCode: SourceCode): boolean {
  return (
    librariesOf(sourceCode).imported.some(({ session }) => session && session.type !== 'foreign') ||
    /\bsigned(?:Cookies?)?\b|\b(?:un)?sign(?:ed)?Cookies?\b|\bsign\s*:/.test(sourceCode.text)
  );
}
