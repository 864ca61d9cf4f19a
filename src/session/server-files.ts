import { unwrap, type SourceCode } from '../analysis/ast';
import { nodesOfType } from '../analysis/nodes';
import { oncePerFile } from '../analysis/once-per-file';
import { isGlobal } from '../analysis/variables';
import { models } from '../models';
import type { ApiModel } from '../models/types';
import { callsOf, librariesOf } from './library-calls';

const SERVING = new Set<ApiModel['kind']>([
  'framework',
  'session-configuration',
  'sign-in',
  'store',
  'transport',
]);

/** Libraries that a file uses to serve requests, or to keep the sessions of those who make them. */
const servers = new Set(
  models.filter(({ exports, session }) => {
    if (session) return session.type !== 'foreign';
    const apis = Object.values(exports ?? {}).flat();
    return apis.some(({ kind }) => SERVING.has(kind));
  }),
);
const speakers = new Set(
  models.filter(({ exports }) =>
    Object.values(exports ?? {})
      .flat()
      .some((api) => api.kind === 'framework' && api.serves === 'mcp'),
  ),
);

/** Whether the file is part of a server: it imports a web framework, a session library or the MCP SDK, and is no MCP server over standard input alone. */
export const isServerFile = oncePerFile((sourceCode: SourceCode): boolean => {
  if (isForBrowsers(sourceCode)) return false;
  const imported = librariesOf(sourceCode).imported.filter((library) => servers.has(library));
  if (imported.some((library) => !speakers.has(library))) return true;
  const wires = callsOf(sourceCode, 'transport').map(({ api }) => api.wire);
  return imported.length > 0 && !(wires.length > 0 && wires.every((wire) => wire === 'stdio'));
});

/** Whether the file draws a page, or uses what only browsers have. */
function isForBrowsers(sourceCode: SourceCode): boolean {
  return (
    nodesOfType(sourceCode, 'JSXElement').length > 0 ||
    nodesOfType(sourceCode, 'MemberExpression').some(({ object }) => {
      const inner = unwrap(object);
      return (
        inner.type === 'Identifier' &&
        /^(?:localStorage|sessionStorage|document|window)$/.test(inner.name) &&
        isGlobal(sourceCode, inner)
      );
    })
  );
}
