/**
 * Words of which a file must hold at least one before any rule can have something to say: every
 * model, sink and event names a session, a cookie, a transport or a sign-out.
 */
const WORDS =
  /[sS]ession|SESSION|[cC]ookie|COOKIE|StreamableH[tT][tT][pP]|(?:SSE|PerRequestHTTP)ServerTransport|WorkerTransport|genid|genSid|createMcp|passport|req(?:uest)?\.log[iI]n|[lL]og[oO]ut|\bsid\b|yar|[bB]etter-?[aA]uth|next(?:js)?-auth|@auth\/|openid-connect|\.keys\s*=|\bKoa\(\{/;

let lastText: string | undefined;
let lastHit = false;

/** Whether any rule could report in this text. Memoised for the last text: all rules ask about the same file in turn. */
export function mentionsSessions(text: string): boolean {
  if (text !== lastText) {
    lastText = text;
    lastHit = WORDS.test(text);
  }
  return lastHit;
}
