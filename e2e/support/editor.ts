import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  ApplyWorkspaceEditRequest,
  CodeActionRequest,
  ConfigurationRequest,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  InitializedNotification,
  InitializeRequest,
  RegistrationRequest,
  TextDocumentEdit,
  type CodeAction,
  type Command,
  type Diagnostic,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startLanguageServer } from './language-server';
import { repository } from './run';

/** The ESLint language server of VS Code, as packed for other editors. */
const SERVER = join(
  repository,
  'node_modules/vscode-langservers-extracted/bin/vscode-eslint-language-server',
);

/** What the server asks of its client beyond the protocol; an editor shows these. */
const ESLINT_REQUESTS = ['noLibrary', 'noConfig', 'openDoc', 'probeFailed'];

/** The code action that editors ask for on save. */
export const FIX_ALL = 'source.fixAll.eslint';

/** An entry of the setting `eslint.rules.customizations`. */
export interface Customization {
  rule: string;
  severity: string;
}

/** Settings of the extension that a test changes. */
export interface ExtensionSettings {
  useFlatConfig?: boolean;
  rulesCustomizations?: readonly Customization[];
}

/** One document that is open in an editor, with ESLint's language server behind it. */
export interface OpenDocument {
  /** The text as the editor shows it: edits that the server asks for are applied. */
  text: () => string;
  /** The squiggles of the text as it is. */
  diagnostics: () => Promise<Diagnostic[]>;
  /** What the light bulb offers at a diagnostic. */
  actions: (diagnostic: Diagnostic) => Promise<(CodeAction | Command)[]>;
  /** Takes one of the actions. */
  take: (action: CodeAction | Command) => Promise<void>;
  /** Runs what `source.fixAll.eslint` does on save. */
  fixAll: () => Promise<void>;
  /** Replaces the text, as by typing; nothing is saved. */
  type: (text: string) => Promise<void>;
  /** What the server has complained of: no library, no configuration, a failure. */
  complaints: readonly string[];
}

/** Opens a file in an editor; the server is stopped after the tests of the suite. */
export async function openInEditor(
  folder: string,
  file: string,
  languageId: string,
  settings: ExtensionSettings = {},
): Promise<OpenDocument> {
  const connection = startLanguageServer([SERVER, '--stdio'], folder);

  const complaints: string[] = [];
  const workspaceFolder = { name: 'project', uri: pathToFileURL(folder).href };
  const uri = pathToFileURL(join(folder, file)).href;
  let document = TextDocument.create(uri, languageId, 1, readFileSync(join(folder, file), 'utf8'));

  connection.onRequest(ConfigurationRequest.type, ({ items }) =>
    items.map(() => settingsOf(workspaceFolder, settings)),
  );
  connection.onRequest(RegistrationRequest.type, () => undefined);
  connection.onRequest(DiagnosticRefreshRequest.type, () => undefined);
  for (const name of ESLINT_REQUESTS)
    connection.onRequest(`eslint/${name}`, () => {
      complaints.push(name);
      return {};
    });
  const type = async (text: string) => {
    document = TextDocument.update(document, [{ text }], document.version + 1);
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: document.version },
      contentChanges: [{ text }],
    });
  };
  connection.onRequest(ApplyWorkspaceEditRequest.type, async ({ edit }) => {
    await type(TextDocument.applyEdits(document, editsFor(uri, edit)));
    return { applied: true };
  });
  connection.listen();

  await connection.sendRequest(InitializeRequest.method, {
    processId: process.pid,
    workspaceFolders: [workspaceFolder],
    capabilities: {
      workspace: {
        configuration: true,
        workspaceFolders: true,
        applyEdit: true,
        workspaceEdit: { documentChanges: true },
        diagnostics: { refreshSupport: true },
      },
      textDocument: {
        diagnostic: {},
        codeAction: {
          codeActionLiteralSupport: {
            codeActionKind: { valueSet: ['quickfix', 'source.fixAll', FIX_ALL] },
          },
        },
      },
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId, version: document.version, text: document.getText() },
  });

  return {
    text: () => document.getText(),
    complaints,
    type,
    diagnostics: async () => {
      const report = await connection.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri },
      });
      return report.kind === 'full' ? report.items : [];
    },
    actions: async (diagnostic) =>
      (await connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range: diagnostic.range,
        context: { diagnostics: [diagnostic] },
      })) ?? [],
    fixAll: async () => {
      const [action] =
        (await connection.sendRequest(CodeActionRequest.type, {
          textDocument: { uri },
          range: { start: { line: 0, character: 0 }, end: document.positionAt(Infinity) },
          context: { diagnostics: [], only: [FIX_ALL] },
        })) ?? [];
      if (!action || !('edit' in action) || !action.edit) return;
      await type(TextDocument.applyEdits(document, editsFor(uri, action.edit)));
    },
    take: async (action) => {
      const command = typeof action.command === 'string' ? (action as Command) : action.command;
      if (!command) throw new Error(`${action.title} has no command`);
      await connection.sendRequest(ExecuteCommandRequest.type, {
        command: command.command,
        arguments: command.arguments,
      });
    },
  };
}

/** The settings of the extension as VS Code sends them, with fixes on save; the server asks for all of them. */
function settingsOf(
  workspaceFolder: object,
  { useFlatConfig, rulesCustomizations = [] }: ExtensionSettings,
) {
  return {
    validate: 'on',
    packageManager: 'npm',
    useESLintClass: false,
    ...(useFlatConfig === undefined ? {} : { useFlatConfig }),
    experimental: useFlatConfig === undefined ? {} : { useFlatConfig },
    codeAction: {
      disableRuleComment: { enable: true, location: 'separateLine', commentStyle: 'line' },
      showDocumentation: { enable: true },
    },
    codeActionOnSave: { enable: true, mode: 'all' },
    format: false,
    quiet: false,
    onIgnoredFiles: 'off',
    options: {},
    rulesCustomizations,
    run: 'onType',
    problems: { shortenToSingleLine: false },
    nodePath: null,
    workingDirectory: { mode: 'location' },
    workspaceFolder,
  };
}

function editsFor(uri: string, { changes, documentChanges }: WorkspaceEdit): TextEdit[] {
  const edited = (documentChanges ?? []).filter((change) => TextDocumentEdit.is(change));
  return [
    ...(changes?.[uri] ?? []),
    ...edited
      .filter(({ textDocument }) => textDocument.uri === uri)
      .flatMap(({ edits }) => edits as TextEdit[]),
  ];
}
