import type { ArgumentPath } from './cookie-types';

/** What answers the requests of MCP clients. */
export interface HandlersModel {
  methods: readonly HandlerMethod[];
  /** Types of the parameter that says who asks, by which a function shows that it is a handler. */
  contextTypes?: readonly string[];
  /** Types of whole handlers. */
  functionTypes?: Readonly<Record<string, HandlerMethod['handles']>>;
}

/** A method that takes a handler: `server.registerTool(name, config, (args, extra) => …)`. */
export interface HandlerMethod {
  method: string;
  handles: 'tool' | 'resource' | 'prompt' | 'request';
  /** Names of the receiver, needed where the file does not import the library; absent: the method's name is enough. */
  receivers?: readonly string[];
  /** Where the handler is; absent: it is the last argument. */
  handler?: ArgumentPath;
  /**
   * Where a schema makes the handler take arguments before its context: `between` the name and the
   * handler; absent: it always takes them.
   */
  schema?: ArgumentPath | 'between';
  /** Whether every client has a session id unless the server is told to be stateless. */
  stateful?: boolean;
}

/** What shows that routes and handlers are a framework's, in a file that does not import it. */
export interface FrameworkSigns {
  /** Names of the application that routes are registered on. */
  applications: readonly string[];
  /** Names of what its handlers answer by, their second parameter. */
  answers: readonly string[];
  /** Options of a route, which stand between its path and its handler, or hold them. */
  routeOptions: readonly string[];
  /** Other frameworks: a file that imports one of them shows nothing, nor does a project that names one. */
  unless: readonly string[];
}
