import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll } from 'vitest';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver-protocol/node';

/** Starts a language server that speaks over stdio, to be told the handlers before it listens; it is stopped after the tests of the suite. */
export function startLanguageServer(args: readonly string[], folder: string): ProtocolConnection {
  const server = spawn(process.execPath, args, { cwd: folder, stdio: 'pipe' });
  const exited = once(server, 'exit');
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  afterAll(async () => {
    connection.dispose();
    server.kill();
    await exited;
  });
  return connection;
}
