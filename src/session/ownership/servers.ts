import {
  calleeName,
  isClass,
  isFunction,
  outwards,
  type ClassNode,
  type FunctionNode,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { servedSessionsIn } from './served-sessions';

/** A function or class that stands in no other one. */
type Unit = FunctionNode | ClassNode;

const UNIT_TYPES = [
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassDeclaration',
  'ClassExpression',
] as const;

/**
 * Whether a piece of code may belong to the server that keeps sessions in `store`: not what stands
 * in another server of this file, or is only used by one.
 */
export function mayServe(sourceCode: SourceCode, node: Node, store: Node): boolean {
  const [own, unit] = [unitOf(store), unitOf(node)];
  if (!own || !unit || own === unit) return true;
  const reaches = (from: Unit, to: Unit) => from === to || reachedFrom(sourceCode, from).has(to);
  if (reaches(own, unit) || reaches(unit, own)) return true;
  return !serversIn(sourceCode).some((server) => !reaches(server, own) && reaches(server, unit));
}

/** The functions and classes that keep sessions which requests reach, or listen for requests. */
const serversIn = oncePerFile((sourceCode: SourceCode): readonly Unit[] => {
  const listening = nodesOfType(sourceCode, 'CallExpression').filter((call) =>
    /^(?:listen|serve)$/.test(calleeName(call) ?? ''),
  );
  const stores = servedSessionsIn(sourceCode).map(({ lookup }) => lookup.store.container);
  return [...new Set([...stores, ...listening].flatMap((node) => unitOf(node) ?? []))];
});

function unitOf(node: Node): Unit | undefined {
  let unit: Unit | undefined;
  for (const at of outwards(node)) if (isFunction(at) || isClass(at)) unit = at;
  return unit;
}

function reachedFrom(sourceCode: SourceCode, unit: Unit): ReadonlySet<Unit> {
  const reached = new Set<Unit>();
  const waiting = [unit];
  for (const each of waiting)
    for (const next of usedBy(sourceCode).get(each) ?? [])
      if (!reached.has(next)) {
        reached.add(next);
        waiting.push(next);
      }
  return reached;
}

/** The units that each unit names. */
const usedBy = oncePerFile((sourceCode: SourceCode): ReadonlyMap<Unit, ReadonlySet<Unit>> => {
  const used = new Map<Unit, Set<Unit>>();
  for (const unit of UNIT_TYPES.flatMap((type): Unit[] => [...nodesOfType(sourceCode, type)])) {
    if (unitOf(unit) !== unit) continue;
    for (const { references } of variablesOf(sourceCode, unit))
      for (const { identifier } of references) {
        const user = unitOf(identifier);
        if (!user || user === unit) continue;
        const units = used.get(user) ?? new Set();
        used.set(user, units.add(unit));
      }
  }
  return used;
});

/** The variables that hold a unit, or an object that does. */
function variablesOf(sourceCode: SourceCode, unit: Unit) {
  for (const at of outwards(unit))
    if (/^(?:FunctionDeclaration|ClassDeclaration|VariableDeclarator)$/.test(at.type))
      return sourceCode.scopeManager?.getDeclaredVariables(at) ?? [];
  return [];
}
