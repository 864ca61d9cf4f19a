import type { CallLike, SourceCode } from '../../analysis/ast';
import { oncePerFile } from '../../analysis/once-per-file';
import { property, resolve } from '../../analysis/values';
import type { WeakIds } from '../../models/types';
import { librariesOf } from '../library-calls';
import { isInstalledBelow } from '../packages';

/** A call after which a library makes session ids of its own that can be predicted. */
export interface WeakDefault {
  node: CallLike;
  library: string;
  ids: WeakIds;
}

/** The calls of the file that leave session ids to a library that makes weak ones. */
export const weakDefaultsIn = oncePerFile((sourceCode: SourceCode): WeakDefault[] => {
  return librariesOf(sourceCode).calls.flatMap(({ call, api, library }) => {
    const ids = 'weakIds' in api ? api.weakIds : undefined;
    if (!ids || !library || !makesIds(sourceCode, call, ids)) return [];
    const isGood = ids.before && !isInstalledBelow(sourceCode, library.name, ids.before);
    return isGood ? [] : [{ node: call, library: library.name, ids }];
  });
});

function makesIds(sourceCode: SourceCode, call: CallLike, { when }: WeakIds): boolean {
  if (!when) return true;
  const options = call.arguments[when.argument];
  const found = options && property(sourceCode, options, when.path ?? []);
  if (found?.state !== 'found') return false;
  const value = resolve(sourceCode, found.node);
  return value.type === 'Literal' && value.value === true;
}
