import { unwrap, type Node, type SourceCode } from '../../analysis/ast';
import { oncePerFile } from '../../analysis/once-per-file';
import { callsTo } from '../../analysis/origins';
import { answersIn } from './answers';
import { builtUrlsIn } from './built-urls';
import { heldIn, type Held, type HeldId, type HeldParameter } from './held-ids';
import { logCallsIn } from './log-calls';
import type { IdSource } from './session-ids';

/** A place that tells others a whole session id, or those of all sessions. */
export interface Disclosure {
  /** Where it goes. */
  to: Outlet;
  /** The call, the returned value, the address. */
  node: Node;
  /** What is told: the worst of it. */
  held: HeldId;
  /** All of it, in the order of the text. */
  all: readonly HeldId[];
}

export type Outlet = 'log' | 'body' | 'redirect' | 'url';

interface Site {
  to: Outlet;
  node: Node;
  values: readonly Node[];
}

/** Functions that hand a value on to the next: `logger.info` → `write` → `console.error`. */
const MAX_HANDS = 4;

/** What tells somebody something new: the client knows an id that it sent, and a URL that it sent already holds it. */
const NEW_TO: Readonly<Record<Outlet, readonly IdSource[]>> = {
  log: ['issued', 'header', 'query', 'unknown'],
  body: ['issued'],
  redirect: ['issued', 'header'],
  url: ['issued', 'header'],
};

/** Everything in a file that discloses session ids, one a place, found once. */
export const disclosuresIn: (sourceCode: SourceCode) => readonly Disclosure[] =
  oncePerFile(findDisclosures);

function findDisclosures(sourceCode: SourceCode): Disclosure[] {
  const found = new Map<Node, Disclosure>();
  const told = new Set<Node>();
  const seen = new Set<string>();
  let sites = [...sitesIn(sourceCode)];
  for (let hand = 0; sites.length > 0 && hand < MAX_HANDS; hand++) {
    const next: Site[] = [];
    for (const site of sites) {
      const held = site.values.flatMap((value) => heldIn(sourceCode, value));
      const all = newsIn(held, site.to);
      const worst = all.find(({ is }) => is === 'list') ?? all[0];
      const isTold = site.to === 'url' && worst && told.has(worst.id);
      if (worst && !isTold && !found.has(site.node)) {
        found.set(site.node, { to: site.to, node: site.node, held: worst, all });
        told.add(worst.id);
      }
      for (const each of held) {
        if (each.is !== 'parameter') continue;
        const key = `${each.fn.range[0]} ${each.index} ${site.to}`;
        if (!seen.has(key)) next.push(...callersOf(sourceCode, each, site.to));
        seen.add(key);
      }
    }
    sites = next;
  }
  return [...found.values()];
}

function* sitesIn(sourceCode: SourceCode): Generator<Site> {
  for (const { node, values } of logCallsIn(sourceCode)) yield { to: 'log', node, values };
  for (const { is, node, values } of answersIn(sourceCode)) yield { to: is, node, values };
  for (const { node, values } of builtUrlsIn(sourceCode)) yield { to: 'url', node, values };
}

/** The ids that are news to whoever is told, each once. */
function newsIn(held: readonly Held[], to: Outlet): HeldId[] {
  const ids = new Map<Node, HeldId>();
  for (const each of held)
    if (each.is !== 'parameter' && NEW_TO[to].includes(each.source) && !ids.has(each.node))
      ids.set(each.node, each);
  return [...ids.values()].sort((one, other) => one.node.range[0] - other.node.range[0]);
}

/** The calls of a function of this file that tell what they hand to a parameter. */
function callersOf(
  sourceCode: SourceCode,
  { fn, index, isRest }: HeldParameter,
  to: Outlet,
): Site[] {
  return callsTo(sourceCode, fn).flatMap((node) => {
    const values = isRest ? node.arguments.slice(index) : node.arguments.slice(index, index + 1);
    return values.length > 0 ? { to, node: unwrap(node), values } : [];
  });
}
