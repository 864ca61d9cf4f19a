import { enclosingStatement, type Node, type SourceCode } from '../../analysis/ast';
import type { FlowGraph } from '../../analysis/flow-graph';
import { oncePerFile } from '../../analysis/once-per-file';
import { variableOf } from '../../analysis/variables';
import { adoptionsIn, type Adoption } from './adoptions';
import { ClientTrail, sourcesOf } from './client-trail';
import type { ClientValue } from './client-values';

/** A session id that the client has chosen. */
export interface ClientId {
  /** The expression that takes the client's value. */
  node: Node;
  kind: Adoption['kind'];
  /** Where it becomes the id of a session. */
  adoption: Adoption;
}

/** The ids of sessions that the client chooses on some path, once each, whatever they are used for. The graph has to be complete. */
export const clientIdsIn: (sourceCode: SourceCode, graph: FlowGraph) => readonly ClientId[] =
  oncePerFile(findIds);

function findIds(sourceCode: SourceCode, graph: FlowGraph): ClientId[] {
  const trails = new Map<string, ClientTrail>();
  const ids: ClientId[] = [];
  const seen = new Set<unknown>();
  for (const adoption of adoptionsIn(sourceCode)) {
    const { values, variables } = sourcesOf(sourceCode, adoption.id);
    for (const value of values) {
      if (!adoption.takes(value)) continue;
      const key = [...variables.map(({ name, defs }) => `${name}@${defs[0]?.name.range[0]}`)];
      const text = [value.from, value.name ?? sourceCode.getText(value.node), ...key].join(' ');
      const trail = trails.get(text) ?? new ClientTrail(sourceCode, graph, value, variables);
      trails.set(text, trail);
      const node = trail.takenAt(adoption.id, adoption.at);
      if (!node) continue;
      // One report for each value, and for each choice among several.
      const marks = [originOf(sourceCode, value), enclosingStatement(node)];
      if (!marks.some((mark) => seen.has(mark))) ids.push({ node, kind: adoption.kind, adoption });
      for (const mark of marks) seen.add(mark);
    }
  }
  return ids.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

/** What stands for one value of the request: the variable that holds it, or the expression that reads it. */
function originOf(sourceCode: SourceCode, { node }: ClientValue): unknown {
  return variableOf(sourceCode, node)?.defs[0]?.name ?? node;
}
