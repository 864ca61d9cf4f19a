import { keyOf, memberPath, unwrap, type Node, type SourceCode } from '../analysis/ast';
import { oncePerFile } from '../analysis/once-per-file';
import { models } from '../models';
import type { FrameworkSigns } from '../models/handler-types';
import { handlersIn, parameterName, registrationsIn } from './handlers';
import { dependencyRange, filenameOf } from './packages';

const FRAMEWORKS = models.flatMap(({ name, signs }) => (signs ? [{ name, signs }] : []));

/** The frameworks that a file's routes and handlers are of although it does not import them, given what it imports. */
export const frameworksShown = oncePerFile(
  (sourceCode: SourceCode, imported: ReadonlySet<string>): readonly string[] =>
    FRAMEWORKS.filter(
      ({ name, signs }) =>
        !signs.unless.some((other) => imported.has(other)) &&
        (isNamedByProject(sourceCode, name, signs) || isShown(sourceCode, signs)),
    ).map(({ name }) => name),
);

/** Whether the nearest `package.json` names a framework, and no other. */
function isNamedByProject(
  sourceCode: SourceCode,
  name: string,
  { unless }: FrameworkSigns,
): boolean {
  const filename = filenameOf(sourceCode);
  const isNamed = (each: string) => !!filename && dependencyRange(filename, each) !== undefined;
  return isNamed(name) && !unless.some(isNamed);
}

function isShown(sourceCode: SourceCode, { answers, ...signs }: FrameworkSigns): boolean {
  return (
    registrationsIn(sourceCode).some(
      ({ registration }) => registration && isOwnRoute(registration, signs),
    ) ||
    handlersIn(sourceCode).some(({ fn }) => {
      const [, second] = fn.params;
      return second && answers.includes(parameterName(second) ?? '');
    })
  );
}

/** `fastify.get(path, handler)`, `app.get(path, { preHandler }, handler)`, `app.route({ url, handler })`. */
function isOwnRoute(
  registration: Node,
  { applications, routeOptions }: Pick<FrameworkSigns, 'applications' | 'routeOptions'>,
): boolean {
  if (registration.type !== 'CallExpression') return false;
  const callee = memberPath(registration.callee);
  const on = callee?.path.at(-2) ?? (callee?.root.type === 'Identifier' ? callee.root.name : '');
  if (applications.includes(on)) return true;
  return registration.arguments.some((argument) => {
    const options = unwrap(argument);
    return (
      options.type === 'ObjectExpression' &&
      options.properties.some((each) => routeOptions.includes(keyOf(each) ?? ''))
    );
  });
}
