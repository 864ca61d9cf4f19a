import { isFunction, memberPath, unwrap, type CallLike, type SourceCode } from '../../analysis/ast';

/** Words of functions, options and events that run something later, or by age. */
const LATER = /interval|time_?out|timer|schedul|cron|sweep|reap|evict|expir|idle|stale|alarm/i;
const AGE = /(?:^|[\W_])ttl|T(?:tl|TL)|max_?age/;
const CLEANS = /clean|prune|purge|collect/i;

/** Whether a name or an option says that something happens later, or by age. */
export function isLater(text: string): boolean {
  return LATER.test(text) || AGE.test(text);
}

/** `setInterval(fn)`, `new AccessCounter(sessionTimeout, fn)`, `manager.on('session-evicted', fn)`. */
export function speaksOfTime(sourceCode: SourceCode, call: CallLike): boolean {
  const callee = calleeText(call);
  if (isLater(callee) || CLEANS.test(callee)) return true;
  const others = call.arguments.filter((each) => !isFunction(unwrap(each)));
  return others.some((each) => isLater(sourceCode.getText(each)));
}

function calleeText(call: CallLike): string {
  const path = memberPath(call.callee);
  const root = path?.root.type === 'Identifier' ? path.root.name : '';
  return [root, ...(path?.path ?? [])].join('.');
}
