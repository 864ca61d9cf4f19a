import {
  memberPath,
  outwards,
  stringOf,
  unwrap,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { functionOf } from '../../analysis/functions';
import { nodesOfType, returnsOf } from '../../analysis/nodes';
import type { OptionPlace } from '../../analysis/places';
import { property, resolve, type Resolved } from '../../analysis/values';
import type { AttributeModel, CookieAttribute } from '../../models/cookie-types';
import { optionOf, registrations } from '../configurations';
import { moduleOf } from '../library-calls';
import { isInstalledBelow } from '../packages';
import type { CookieSite } from './cookie-sites';

/** What a cookie gets for an attribute, on every path. `node` is the one to report. */
export type Attribute =
  | { state: 'unknown' }
  /** The option is surely missing: the library's default holds. */
  | { state: 'default'; value: 'set' | 'absent' | 'auto'; node: Node; place?: OptionPlace }
  /** The option is given; `literal` holds its value, unless it is decided at run time. */
  | { state: 'set'; literal?: { value: unknown }; node: Node; place?: OptionPlace }
  /** It stands where the library does not look for it, and not where it does. */
  | { state: 'misplaced'; node: Node; from: OptionPlace; place?: OptionPlace }
  /** A value that the library does not know and takes for another one. */
  | { state: 'invalid'; literal: { value: unknown }; node: Node; place?: OptionPlace };

/** The attributes as they are written in a header. */
/** The name of an attribute as an option. */
export type AttributeName = CookieAttribute;

export const FLAGS: Readonly<Record<AttributeName, string>> = {
  httpOnly: 'HttpOnly',
  secure: 'Secure',
  sameSite: 'SameSite',
};

/** Whether the cookie surely goes out without the attribute. */
export function isAbsent(attribute: Attribute): boolean {
  if (attribute.state === 'set') return attribute.literal !== undefined && !attribute.literal.value;
  return attribute.state === 'default' && attribute.value === 'absent';
}

type Unknown = Extract<Attribute, { state: 'unknown' }>;
type Set = Extract<Attribute, { state: 'set' }>;
interface Missing {
  state: 'missing';
  node: Node;
  place?: OptionPlace;
}

const UNKNOWN: Unknown = { state: 'unknown' };

/** An attribute of a cookie, by the options of its call and the defaults of its library. */
export function attributeOf(
  sourceCode: SourceCode,
  site: CookieSite,
  name: CookieAttribute,
): Attribute {
  const model = site.model.attributes[name];
  const key = site.model.names?.[name] ?? name;
  const given =
    model.missing === 'fixed'
      ? switchedOff(sourceCode, site, key, model)
      : optionAt(sourceCode, site, key);
  const attribute =
    given.state === 'set'
      ? judged(sourceCode, site, key, given, model)
      : orDefault(sourceCode, site, key, given, model);
  return isAbsent(attribute) && mayBeOverruled(sourceCode, site, name) ? UNKNOWN : attribute;
}

/** Where the cookie's options are: the first of the places that the library looks at where something may stand. */
export function cookiePath(sourceCode: SourceCode, site: CookieSite): readonly string[] {
  const { path, alsoAt = [] } = site.model;
  return (
    [path, ...alsoAt].find((each) => optionOf(sourceCode, site, each).state !== 'missing') ?? path
  );
}

/** The option elsewhere that turns an attribute off, unless the cookie's own options may say otherwise. */
function switchedOff(
  sourceCode: SourceCode,
  site: CookieSite,
  key: string,
  { switchedBy }: AttributeModel,
): Set | Unknown {
  if (!switchedBy) return UNKNOWN;
  const { path, alsoAt = [] } = site.model;
  const isOpen = [path, ...alsoAt].some((each) => {
    const { state } = optionOf(sourceCode, site, [...each, key]);
    return state !== 'missing';
  });
  const found = written(optionOf(sourceCode, site, switchedBy), switchedBy, site.node);
  return found.state === 'set' && !isOpen ? found : UNKNOWN;
}

/** The option as it is written: set, surely missing, or unknown. */
function optionAt(sourceCode: SourceCode, site: CookieSite, key: string): Set | Missing | Unknown {
  const { options, missing, node, api, model } = site;
  const path = [...(api.options.path ?? []), ...cookiePath(sourceCode, site)];
  if (!options) {
    const place = missing && ({ kind: 'argument', ...missing, keys: [...path, key] } as const);
    return { state: 'missing', node, ...(place && { place }) };
  }
  const container = property(sourceCode, options, path);
  if (container.state === 'found') {
    const fn = path.length > 0 ? functionOf(sourceCode, container.node) : undefined;
    if (!fn) return written(property(sourceCode, options, [...path, key]), [...path, key], node);
    const [returned, ...more] = model.mayBeFunction ? returnsOf(sourceCode, fn) : [];
    return returned && more.length === 0
      ? written(property(sourceCode, returned, [key]), [key], node)
      : UNKNOWN;
  }
  return written(container, [...path, key], node);
}

function written(found: Resolved, keys: readonly string[], call: Node): Set | Missing | Unknown {
  if (found.state === 'unknown') return UNKNOWN;
  const { object } = found;
  if (found.state === 'missing') {
    const place = object && ({ kind: 'object', object, keys: keys.slice(found.depth) } as const);
    return { state: 'missing', node: object ?? call, ...(place && { place }) };
  }
  const literal = literalOf(found.node);
  const owner = object?.properties.find(
    (each) => each.type === 'Property' && unwrap(each.value) === unwrap(found.node),
  );
  return {
    state: 'set',
    node: owner ?? found.node,
    place: { kind: 'value', node: found.node, key: keys.at(-1) ?? '', ...(object && { object }) },
    ...(literal && { literal }),
  };
}

/** What a given value means to the library: `undefined` may count as missing, `'auto'` as nothing but truthy. */
function judged(
  sourceCode: SourceCode,
  site: CookieSite,
  key: string,
  given: Set,
  model: AttributeModel,
): Attribute {
  if (!given.literal) return given;
  const { value } = given.literal;
  if (value === undefined && !model.undefinedDrops)
    return orDefault(sourceCode, site, key, { ...given, state: 'missing' }, model);
  // Some libraries take null for missing, others for false.
  if (value === null && !model.undefinedDrops && model.missing !== 'absent') return UNKNOWN;
  const isInvalid =
    (value === 'auto' && !model.auto) || model.invalid?.some((each) => each === value) === true;
  return isInvalid ? { ...given, state: 'invalid', literal: given.literal } : given;
}

/** What holds without the option: another option that sets it, defaults given elsewhere, the library's own. */
function orDefault(
  sourceCode: SourceCode,
  site: CookieSite,
  key: string,
  given: Missing | Unknown,
  model: AttributeModel,
): Attribute {
  if (given.state === 'unknown') return UNKNOWN;
  const missing = missingOf(sourceCode, site, model);
  if (missing === 'unknown' || missing === 'fixed' || isSetBeside(sourceCode, site, model))
    return UNKNOWN;
  const elsewhere = registeredDefault(sourceCode, site, key);
  if (elsewhere) return elsewhere;
  const from = misplaced(sourceCode, site, key, missing);
  if (from?.place) return { ...given, state: 'misplaced', node: from.node, from: from.place };
  return { ...withoutLoss(sourceCode, site, given), state: 'default', value: missing };
}

/** What the library makes of a missing option: by its version, and by what else is given. */
function missingOf(
  sourceCode: SourceCode,
  site: CookieSite,
  { missing, before }: AttributeModel,
): AttributeModel['missing'] {
  const { replaces } = site.model;
  const isOlder = (version: string) =>
    !!site.library && isInstalledBelow(sourceCode, site.library.name, version);
  const given = replaces ? optionOf(sourceCode, site, replaces.at).state : 'missing';
  if (given === 'unknown') return 'unknown';
  if (given === 'found')
    return !replaces?.before || isOlder(replaces.before) ? 'absent' : 'unknown';
  return before && isOlder(before.version) ? before.missing : missing;
}

/** A place where nothing can be written is none: an object that replaces the defaults would drop the others. */
function withoutLoss(sourceCode: SourceCode, site: CookieSite, given: Missing): Missing {
  const { replaces } = site.model;
  const drops = replaces && optionOf(sourceCode, site, replaces.at).state === 'missing';
  return drops ? { state: 'missing', node: given.node } : given;
}

/** hono's `prefix: 'host'`, which sets `Secure`; any value that is not known may. */
function isSetBeside(sourceCode: SourceCode, site: CookieSite, { setBy }: AttributeModel): boolean {
  if (!setBy || !site.options) return false;
  const found = property(sourceCode, site.options, [...site.model.path, setBy.option]);
  if (found.state !== 'found') return found.state === 'unknown';
  const value = stringOf(resolve(sourceCode, found.node));
  return value === undefined || setBy.values.includes(value);
}

/** What `register(cookie, { parseOptions })` gives every cookie of the file. */
function registeredDefault(
  sourceCode: SourceCode,
  { api, library, node }: CookieSite,
  key: string,
): Attribute | undefined {
  if (api.kind !== 'cookie-setter' || !api.defaultsFrom || !library) return undefined;
  const { options } = api.defaultsFrom;
  for (const call of registrations(sourceCode)) {
    const [plugin] = call.arguments;
    const given = call.arguments[options.argument];
    if (!plugin || !given || !library.modules.includes(moduleOf(sourceCode, plugin) ?? ''))
      continue;
    const path = [...(options.path ?? []), key];
    const found = written(property(sourceCode, given, path), path, node);
    if (found.state !== 'missing') return found;
  }
  return undefined;
}

/** An option that asks for more than the default, in a place where the library does not look. */
function misplaced(
  sourceCode: SourceCode,
  { options, api, model }: CookieSite,
  key: string,
  missing: AttributeModel['missing'],
): Set | undefined {
  if (!options) return undefined;
  for (const place of model.misplaced ?? []) {
    const path = [...(api.options.path ?? []), ...place, key];
    const found = written(property(sourceCode, options, path), path, options);
    const isMore = found.state === 'set' && (!found.literal || found.literal.value);
    if (isMore && !(found.literal && missing === 'set')) return found;
  }
  return undefined;
}

/** A condition that tells development from production; not any `process.env.X`. */
const ENVIRONMENT =
  /NODE_ENV|\benv\b(?!\.)|prod|(?:\b|is_?)dev|stag(?:e|ing)|\blocal(?:host)?\b|\btest|secure|https|ssl|tls/i;

/** Whether other code may decide: the call stands in a branch for one environment, or the session's cookie is changed request by request. */
function mayBeOverruled(sourceCode: SourceCode, site: CookieSite, name: CookieAttribute): boolean {
  if (name === 'secure' && isForOneEnvironment(sourceCode, site.node)) return true;
  if (site.role === 'setter') return false;
  return nodesOfType(sourceCode, 'AssignmentExpression').some(({ left, right }) => {
    const path = memberPath(left)?.path.slice(-3).join('.');
    const literal = literalOf(right);
    return path === `session.cookie.${name}` && (!literal || Boolean(literal.value));
  });
}

/** Whether a place runs in one environment only, by the condition around it. */
export function isForOneEnvironment(sourceCode: SourceCode, node: Node): boolean {
  for (const at of outwards(node)) {
    const condition = conditionOf(at);
    if (condition && ENVIRONMENT.test(sourceCode.getText(condition))) return true;
  }
  return false;
}

/** What decides whether a branch runs. */
function conditionOf(branch: Node): Node | undefined {
  const { parent } = branch;
  switch (parent?.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      return parent.test === branch ? undefined : parent.test;
    case 'SwitchStatement':
      return parent.discriminant === branch ? undefined : parent.discriminant;
    case 'LogicalExpression':
      return parent.right === branch ? parent.left : undefined;
    default:
      return undefined;
  }
}

/** The value of a literal, of `undefined`, `void 0`, `!0` and `!1`; `undefined` for what is decided at run time. */
function literalOf(node: Node): { value: unknown } | undefined {
  const inner = unwrap(node);
  if (inner.type === 'Literal') return { value: inner.value };
  const text = stringOf(inner);
  if (text !== undefined) return { value: text };
  if (inner.type === 'Identifier' && inner.name === 'undefined') return { value: undefined };
  if (inner.type !== 'UnaryExpression') return undefined;
  if (inner.operator === 'void') return { value: undefined };
  const operand = inner.operator === '!' ? literalOf(inner.argument) : undefined;
  return operand && { value: !operand.value };
}
