import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { vi } from 'vitest';
import {
  CodeActionRequest,
  ConfigurationRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  type CodeAction,
  type Diagnostic,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startLanguageServer } from './language-server';
import { toolFolder } from './tools';

/** One document that is open in an editor, with `oxlint --lsp` behind it. */
export interface OxlintDocument {
  text: () => string;
  /** The squiggles of the text as it is. */
  diagnostics: () => Promise<readonly Diagnostic[]>;
  /** The edits that the light bulb offers at a diagnostic. */
  actions: (diagnostic: Diagnostic) => Promise<CodeAction[]>;
  take: (action: CodeAction) => Promise<void>;
}

/** Opens a text in an editor, without a file on the disk; the server is stopped after the tests of the suite. */
export async function openInOxlint(
  folder: string,
  file: string,
  text: string,
): Promise<OxlintDocument> {
  const bin = join(toolFolder('oxlint'), 'bin/oxlint');
  const connection = startLanguageServer([bin, '--lsp'], folder);

  const uri = pathToFileURL(join(folder, file)).href;
  let document = TextDocument.create(uri, 'javascript', 1, text);
  // The server sends the diagnostics by itself, for each version of the text.
  let published: readonly Diagnostic[] | undefined;
  connection.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics, version }) => {
    if (version === document.version) published = diagnostics;
  });
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => null));
  connection.onRequest(RegistrationRequest.type, () => undefined);
  connection.listen();
  await connection.sendRequest(InitializeRequest.method, {
    processId: process.pid,
    workspaceFolders: [{ name: 'project', uri: pathToFileURL(folder).href }],
    capabilities: {
      workspace: { workspaceFolders: true },
      textDocument: {
        publishDiagnostics: { versionSupport: true },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
      },
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'javascript', version: document.version, text },
  });

  return {
    text: () => document.getText(),
    diagnostics: () =>
      vi.waitFor(
        () =>
          published ?? Promise.reject(new Error(`no diagnostics of version ${document.version}`)),
        { timeout: 60_000 },
      ),
    actions: async ({ range }) => {
      const found = await connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range,
        context: { diagnostics: [], only: ['quickfix'] },
      });
      return (found ?? []).filter((action): action is CodeAction => 'edit' in action);
    },
    take: async ({ edit }) => {
      const changed = TextDocument.applyEdits(document, edit?.changes?.[uri] ?? []);
      document = TextDocument.update(document, [{ text: changed }], document.version + 1);
      published = undefined;
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version: document.version },
        contentChanges: [{ text: changed }],
      });
    },
  };
}
