import type { TSESTree } from '@typescript-eslint/utils';
import {
  calleeName,
  keyOf,
  memberPath,
  unwrap,
  type Node,
  type SourceCode,
} from '../../analysis/ast';
import { isForeign } from '../../analysis/files';
import { functionOf } from '../../analysis/functions';
import { nodesOfType } from '../../analysis/nodes';
import { oncePerFile } from '../../analysis/once-per-file';
import { resolve } from '../../analysis/values';
import { isGlobal, variableOf } from '../../analysis/variables';
import { lastName } from '../ids/id-words';
import { wordsOf } from '../name-words';

/** A call that writes its arguments into a log. */
export interface LogCall {
  node: Node;
  values: readonly Node[];
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const LEVELS = words(
  'log info warn warning error debug trace fatal verbose silly notice critical alert emergency ' +
    'success dir table group groupCollapsed write child',
);
/** Last words of the names of loggers. */
const LOGGERS = words('log logger logging logs winston pino consola bunyan signale');
/** First words of functions that log: `logMessage`, `writeLog`; the others need `log` as their last. */
const LOGS = words('log logs');
const WRITES = words(
  'write append add push send emit print output put record audit access activity debug trace info ' +
    'warn error verbose console app server mcp http sse session request dev sys system file safe my do',
);

/** Every call of the file that logs, by what it is called on, or by its name where its body is out of sight. */
export const logCallsIn = oncePerFile((sourceCode: SourceCode): readonly LogCall[] => [
  ...findLogCalls(sourceCode),
]);

function* findLogCalls(sourceCode: SourceCode): Generator<LogCall> {
  for (const node of nodesOfType(sourceCode, 'CallExpression')) {
    const callee = unwrap(node.callee);
    const isLog =
      callee.type === 'MemberExpression'
        ? isLogMethod(sourceCode, callee)
        : callee.type === 'Identifier' && isLogFunction(sourceCode, callee);
    if (isLog)
      yield { node, values: isMcpMessage(callee) ? node.arguments.slice(0, 1) : node.arguments };
  }
}

function isLogMethod(sourceCode: SourceCode, callee: TSESTree.MemberExpression): boolean {
  const method = keyOf(callee);
  if (isGlobalNamed(sourceCode, callee.object, 'console')) return method !== 'assert';
  if (method === 'write' && isStandardStream(callee.object)) return true;
  if (isGlobalNamed(sourceCode, callee.object, 'Math')) return false;
  const isLevel = method === undefined ? callee.computed : LEVELS.has(method);
  const isNamed =
    (isLevel && isLogger(sourceCode, callee.object)) ||
    isMcpMessage(callee) ||
    (method !== undefined && namesLogging(method));
  return isNamed && !isOwnFunction(sourceCode, callee);
}

/** `server.sendLoggingMessage({ level, data }, sessionId)`: the id says who gets the message. */
function isMcpMessage(callee: Node): boolean {
  return callee.type === 'MemberExpression' && keyOf(callee) === 'sendLoggingMessage';
}

/** A function of this file: its body says what it does. */
function isOwnFunction(sourceCode: SourceCode, callee: Node): boolean {
  const fn = functionOf(sourceCode, callee);
  return !!fn && !isForeign(sourceCode, fn);
}

function isLogFunction(sourceCode: SourceCode, callee: Node): boolean {
  const name = lastName(callee) ?? '';
  if (isOwnFunction(sourceCode, callee)) return false;
  const [first = '', ...others] = wordsOf(name);
  if (namesLogging(name) || (others.length === 0 && LOGGERS.has(first))) return true;
  if (/^(?:debug|warn)$/.test(first)) return true;
  return others.length === 0 && LEVELS.has(first) && isTakenFromLogger(sourceCode, callee);
}

/** `logMessage`, `writeLog`, `debugLog`; not `logIn`, `getLog`, `redactForLog`. */
function namesLogging(name: string): boolean {
  const [first = '', ...others] = wordsOf(name);
  const last = others.at(-1);
  if (LOGS.has(first)) return !/^(?:in|out|on|off)$/.test(others[0] ?? '');
  return others.length === 1 && WRITES.has(first) && LOGS.has(last ?? '');
}

function isLoggerName(name: string): boolean {
  return LOGGERS.has(wordsOf(name).at(-1) ?? '');
}

/** `logger`, `this.log`, `req.log`, `getLogger('mcp')`, `logger.child({ … })`, what a maker of loggers gives. */
function isLogger(sourceCode: SourceCode, node: Node, steps = 5): boolean {
  const inner = unwrap(node);
  if (isLoggerName(lastName(inner) ?? '')) return true;
  if (inner.type === 'CallExpression') {
    if (isLoggerName(calleeName(inner) ?? '') || calleeName(inner) === 'debug') return true;
    const callee = unwrap(inner.callee);
    return (
      steps > 0 &&
      callee.type === 'MemberExpression' &&
      isLogger(sourceCode, callee.object, steps - 1)
    );
  }
  if (inner.type === 'NewExpression') return isLoggerName(calleeName(inner) ?? '');
  const value = resolve(sourceCode, inner);
  return value !== inner && steps > 0 && isLogger(sourceCode, value, steps - 1);
}

/** `const { info } = logger`, `import { info } from './logger'`. */
function isTakenFromLogger(sourceCode: SourceCode, callee: Node): boolean {
  const [definition] = variableOf(sourceCode, callee)?.defs ?? [];
  if (definition?.type === 'ImportBinding')
    return (
      definition.parent.type === 'ImportDeclaration' &&
      isLoggerName(definition.parent.source.value.replace(/\.[cm]?[jt]s$/, ''))
    );
  return (
    definition?.type === 'Variable' &&
    definition.node.id.type === 'ObjectPattern' &&
    !!definition.node.init &&
    isLogger(sourceCode, definition.node.init)
  );
}

function isGlobalNamed(sourceCode: SourceCode, node: Node, name: string): boolean {
  const inner = unwrap(node);
  return inner.type === 'Identifier' && inner.name === name && isGlobal(sourceCode, inner);
}

/** `process.stderr`, `process.stdout`. */
function isStandardStream(node: Node): boolean {
  const path = memberPath(node);
  return (
    path?.root.type === 'Identifier' &&
    path.root.name === 'process' &&
    /^std(?:err|out)$/.test(path.path.join('.'))
  );
}
