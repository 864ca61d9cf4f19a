import type { FunctionNode, SourceCode } from '../../analysis/ast';
import { walk } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { mcpDeleteHandlersOf } from './logout-handlers';
import { mayEndMcpSession } from './session-ends';
import { functionsRunBy } from './unfinished-logouts';

/**
 * The handlers of an MCP `DELETE` after which the session goes on: they neither hand the request to
 * the transport nor close or delete anything. To answer 405 is to say so, and allowed.
 */
export const idleMcpDeletes = oncePerFile((sourceCode: SourceCode): FunctionNode[] => {
  return mcpDeleteHandlersOf(sourceCode).filter((handler) => {
    for (const fn of functionsRunBy(sourceCode, handler))
      for (const node of walk(sourceCode, fn)) {
        if (mayEndMcpSession(sourceCode, node)) return false;
        if (node.type === 'Literal' && (node.value === 405 || node.value === '405')) return false;
      }
    return true;
  });
});
