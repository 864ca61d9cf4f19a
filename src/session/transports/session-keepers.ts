import {
  calleeName,
  isCall,
  keyOf,
  unwrap,
  wrapped,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { isForeign } from '../../analysis/files';
import { classOf, functionOf } from '../../analysis/functions';
import { resolve } from '../../analysis/values';
import { variableOf, type Variable } from '../../analysis/variables';
import { speaksOfTime } from '../lifetimes/time-words';
import type { SessionStore } from './stores';

/**
 * Whether an object of another file that keeps sessions for some time is told which sessions a
 * store has: `manager.create(id)` beside `transports.set(id, transport)`. What it does with those
 * that have grown old is out of sight.
 */
export function hasKeeper(sourceCode: SourceCode, store: SessionStore): boolean {
  return [...idsOf(sourceCode, store)].some(({ references }) =>
    references.some(({ identifier }) => isToldToKeeper(sourceCode, identifier)),
  );
}

/** The variables that hold the ids of sessions where a store takes or drops them. */
function idsOf(sourceCode: SourceCode, { entries, deletions }: SessionStore): Set<Variable> {
  const keys = [...entries.map(({ key }) => key), ...deletions.map(keyDropped)];
  return new Set(keys.flatMap((key) => (key && variableOf(sourceCode, key)) ?? []));
}

/** The key of `store.delete(id)` and `delete store[id]`. */
function keyDropped(deletion: Node): Node | undefined {
  if (deletion.type === 'CallExpression') return deletion.arguments[0];
  const target = deletion.type === 'UnaryExpression' ? unwrap(deletion.argument) : undefined;
  return target?.type === 'MemberExpression' && target.computed ? target.property : undefined;
}

function isToldToKeeper(sourceCode: SourceCode, id: Node): boolean {
  const { parent } = wrapped(id);
  const callee = parent?.type === 'CallExpression' ? unwrap(parent.callee) : undefined;
  if (callee?.type !== 'MemberExpression' || keyOf(callee) === undefined) return false;
  const keeper = resolve(sourceCode, callee.object);
  if (!isCall(keeper) || !/session/i.test(calleeName(keeper) ?? '')) return false;
  const maker = classOf(sourceCode, keeper) ?? functionOf(sourceCode, keeper.callee);
  return speaksOfTime(sourceCode, keeper) && (!maker || isForeign(sourceCode, maker));
}
