import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { it } from 'vitest';
import {
  addReaders,
  cellsOn,
  describeCell,
  installReaders,
  modeOf,
  notRun,
  samplesOf,
  SHORT,
  titleOf,
  versionsOf,
  versionsSeen,
  writeCell,
  type Cell,
} from './support/matrix';
import { installNodes } from './support/nodes';
import { createProject, type EslintPackage, type Project } from './support/project';
import { runAside } from './support/run';

declare module 'vitest' {
  interface TaskMeta {
    cell?: Record<string, string>;
    versions?: Record<string, string>;
    notRun?: string;
  }
}

// `npm test` runs a few cells; `npm run matrix` runs all, and writes the table of docs/compatibility.md.
const isWhole = process.env.MATRIX === 'whole';
if (isWhole) installReaders();
const cells = isWhole ? cellsOn(installNodes()) : SHORT;

const projects = new Map<EslintPackage, Project>();
for (const { eslint } of cells) {
  if (projects.has(eslint)) continue;
  const project = createProject(eslint);
  const own = cells.filter((cell) => cell.eslint === eslint);
  addReaders(
    project,
    own.map(({ reader }) => reader),
  );
  projects.set(eslint, project);
}

for (const cell of cells)
  it.concurrent(titleOf(cell), async ({ task, skip, expect }) => {
    task.meta.cell = describeCell(cell);
    task.meta.versions = versionsOf(cell);
    const reason = notRun(cell);
    if (reason !== undefined) {
      task.meta.notRun = reason;
      skip(reason);
    }
    const project = projects.get(cell.eslint);
    if (!project) throw new Error(`no project with ${cell.eslint}`);
    expect(versionsSeen(project, cell)).toEqual(versionsOf(cell));
    const folder = join(project.root, writeCell(project, cell));
    const samples = samplesOf(cell);

    const found = await lint(folder, cell, ['.']);
    const finds = Object.fromEntries(samples.map((sample) => [sample.file, sample.finds]));
    expect(findingsIn(found)).toEqual(finds);

    const mendable = samples.filter(({ mended }) => mended !== undefined);
    for (const { file, text, mended } of mendable) {
      const changed = mend(text, found.get(file) ?? []);
      expect(changed, `${file} with its fix`).toBe(mended);
      writeFileSync(join(folder, file), changed);
    }
    const names = mendable.map(({ file }) => file);
    const left = await lint(folder, cell, names);
    const nothing = Object.fromEntries(names.map((name) => [name, []]));
    expect(findingsIn(left), 'what is found after the fixes').toEqual(nothing);
  });

interface Edit {
  range: [number, number];
  text: string;
}

interface Message {
  ruleId: string | null;
  severity: 1 | 2;
  message: string;
  line: number;
  column: number;
  fix?: Edit;
  suggestions?: { fix: Edit }[];
}

type Found = ReadonlyMap<string, readonly Message[]>;

/** What the command says of the files, by their names in the folder. */
async function lint(folder: string, cell: Cell, files: readonly string[]): Promise<Found> {
  const { env, args } = modeOf(cell);
  const eslint = join(folder, '../../node_modules/eslint/bin/eslint.js');
  const command = [eslint, ...args, '--format', 'json', ...files];
  const { status, stdout, stderr } = await runAside(cell.node.path, command, folder, env);
  if (!stdout.startsWith('[')) throw new Error(`ESLint ended with ${status}:\n${stdout}${stderr}`);
  const results = JSON.parse(stdout) as { filePath: string; messages: Message[] }[];
  const named = results.map(({ filePath, messages }) => {
    return [relative(folder, filePath).replaceAll('\\', '/'), messages] as const;
  });
  // A flat configuration is linted as well.
  return new Map(named.filter(([file]) => !file.startsWith('eslint.config.')));
}

/** The findings as the samples write them; a message that is no finding is its own text. */
function findingsIn(found: Found): Record<string, string[]> {
  const describe = ({ ruleId, severity, message, line, column }: Message): string => {
    const place = /\(\S+:\d+\)/.exec(message)?.[0];
    const what = ruleId?.replace('mcp-session/', '') ?? message;
    const parts = [`${line}:${column}`, severity === 2 ? 'error' : 'warning', what, place];
    return parts.filter((part) => part !== undefined).join(' ');
  };
  return Object.fromEntries([...found].map(([file, messages]) => [file, messages.map(describe)]));
}

/** The text with the fix, or else the first suggestion, of each message. */
function mend(text: string, messages: readonly Message[]): string {
  const edits = messages.flatMap(({ fix, suggestions }) => fix ?? suggestions?.[0]?.fix ?? []);
  return edits.reduceRight(
    (before, edit) => before.slice(0, edit.range[0]) + edit.text + before.slice(edit.range[1]),
    text,
  );
}
