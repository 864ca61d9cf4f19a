import type { TSESTree } from '@typescript-eslint/utils';
import { keyOf, wrapped, type Node, type SourceCode } from '../../analysis/ast';
import { homeOf } from '../../analysis/files';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { clientValuesIn, type ClientValue } from '../ids/client-values';
import { holdsSession, namesSessions } from '../ids/id-stores';
import { lastName } from '../ids/id-words';
import { isChecked, isVetted } from './lookup-checks';
import { lookupsIn, type KeyedLookup } from './lookups';
import { sessionStoresOf, storeOf, type SessionStore } from './stores';

/** A session store that is a plain object, in which a client can find what `Object.prototype` holds. */
export interface PlainStore {
  store: SessionStore;
  /** The literals it is ever made of, the first of them first. */
  literals: readonly [TSESTree.ObjectExpression, ...TSESTree.ObjectExpression[]];
}

/** The plain objects of a file that keep sessions and are looked up by what a client sends, unless the id or what is found is checked. */
export const plainStoresOf = oncePerFile((sourceCode): readonly PlainStore[] =>
  candidatesIn(sourceCode).flatMap((store) => {
    const [first, ...others] = store.containers.filter(isPlain);
    return first && isExposed(sourceCode, store) ? { store, literals: [first, ...others] } : [];
  }),
);

/** An object literal that inherits: not `{ __proto__: null }`. */
function isPlain(container: Node): container is TSESTree.ObjectExpression {
  return (
    container.type === 'ObjectExpression' &&
    !container.properties.some((each) => keyOf(each) === '__proto__')
  );
}

function isExposed(sourceCode: SourceCode, store: SessionStore): boolean {
  return lookupsIn(sourceCode, store).some(
    (lookup) =>
      lookup.how === 'get' &&
      clientKeys(sourceCode, lookup).length > 0 &&
      !isChecked(sourceCode, lookup) &&
      !isVetted(sourceCode, lookup),
  );
}

/** What of a client a lookup is keyed by; what the server has signed is not the client's to choose. */
function clientKeys(sourceCode: SourceCode, { key }: KeyedLookup): ClientValue[] {
  return clientValuesIn(sourceCode, key).filter(
    ({ node }) => !/signedcookie/i.test(homeOf(sourceCode, node).getText(node)),
  );
}

/** The stores of transports, and the objects whose names and contents say that they keep who is signed in. */
function candidatesIn(sourceCode: SourceCode): SessionStore[] {
  const transports = sessionStoresOf(sourceCode).filter(({ kind }) => kind === 'object');
  const taken = new Set(transports.flatMap(({ containers }) => containers));
  const others = nodesOfType(sourceCode, 'ObjectExpression').flatMap((container) => {
    if (container.properties.length > 0 || taken.has(container)) return [];
    if (!mayKeepSessions(sourceCode, container)) return [];
    const store = storeOf(sourceCode, container);
    if (store?.container !== store?.containers[0]) return [];
    return store && keepsSessions(sourceCode, store) ? store : [];
  });
  return [...transports, ...others];
}

/** Asked first, because it costs little: whether any name speaks of sessions. */
function mayKeepSessions(sourceCode: SourceCode, container: Node): boolean {
  const { parent } = wrapped(container);
  const target =
    parent?.type === 'VariableDeclarator'
      ? parent.id
      : parent?.type === 'AssignmentExpression'
        ? parent.left
        : undefined;
  const name = target
    ? lastName(target)
    : parent?.type === 'PropertyDefinition' || parent?.type === 'Property'
      ? keyOf(parent)
      : undefined;
  if (name === undefined) return false;
  return (
    namesSessions(name) ||
    nodesOfType(sourceCode, 'MemberExpression').some(
      ({ computed, object, property }) =>
        computed && lastName(object) === name && namesSessions(name, property),
    )
  );
}

/** Whether clients prove themselves with the keys, or who is signed in is kept under them. */
function keepsSessions(sourceCode: SourceCode, store: SessionStore): boolean {
  const isAsked = lookupsIn(sourceCode, store).some(
    (lookup) =>
      lookup.how !== 'list' &&
      clientKeys(sourceCode, lookup).some(({ from }) => from === 'headers' || from === 'cookies'),
  );
  return isAsked || store.entries.some(({ value }) => holdsSession(sourceCode, value));
}
