import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fileOf } from './support/markdown';
import { repository, run, runOrThrow } from './support/run';

const GOOD = 'export const port: number = 3000;\n';
/** A finding that nothing fixes by itself. */
const REFUSED = `import session from 'express-session';

export const sessions = session({
  secret: process.env.SESSION_SECRET as string,
  cookie: { maxAge: 3_600_000, secure: false },
});
`;
const RULE = 'mcp-session/require-secure-session-cookie';
/** A finding with a fix. */
const FIXABLE = `import session from 'express-session';

export const sessions = session({
  secret: process.env.SESSION_SECRET as string,
  cookie: { maxAge: 3_600_000, secure: true },
  genid: () => Math.random().toString(36),
});
`;
const FIX = 'genid: () => randomUUID(),';

const SECTION = 'With nothing else installed';
const CONFIG = '.pre-commit-config.yaml';

const parent = mkdtempSync(join(tmpdir(), 'mcp-session-hook-'));
const plugin = join(parent, 'plugin');
const project = join(parent, 'project');
const env = { PRE_COMMIT_HOME: join(parent, 'cache') };
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const git = (folder: string, ...args: string[]) => runOrThrow('git', args, folder).stdout.trim();
const commit = () => run('git', ['commit', '-m', 'Change the server'], project, env);
const read = (file: string) => readFileSync(join(project, file), 'utf8');
const write = (file: string, text: string) => writeFileSync(join(project, file), text);
const committed = (file: string) => git(project, 'show', `HEAD:${file}`);

/** A git repository with a name to commit under. */
function initialize(folder: string): void {
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'config', 'user.name', 'Committer');
  git(folder, 'config', 'user.email', 'committer@example.invalid');
}

const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  version: string;
};

beforeAll(() => {
  // This repository as it is, committed or not.
  initialize(plugin);
  const listed = runOrThrow('git', ['ls-files', '-z', '-co', '--exclude-standard'], repository);
  for (const file of listed.stdout.split('\0').filter((name) => name !== '')) {
    mkdirSync(dirname(join(plugin, file)), { recursive: true });
    cpSync(join(repository, file), join(plugin, file));
  }
  git(plugin, 'add', '.');
  git(plugin, 'commit', '--quiet', '-m', 'Start');
  git(plugin, 'tag', `v${version}`);

  initialize(project);
  write('server.ts', GOOD);
  git(project, 'add', '.');
  git(project, 'commit', '--quiet', '-m', 'Start');
  write(CONFIG, fileOf('pre-commit.md', CONFIG, SECTION).replace(/https:\S+/, plugin));
  const installed = run('pre-commit', ['install', '--install-hooks'], project, env);
  expect(installed.status, installed.stdout + installed.stderr).toBe(0);
  git(project, 'add', '.');
  const first = commit();
  expect(first.status, first.stdout + first.stderr).toBe(0);
});

describe('the hook of this repository, in a project without npm', () => {
  beforeEach(() => {
    git(project, 'reset', '--quiet', '--hard');
    git(project, 'clean', '--quiet', '--force');
  });

  it('refuses a commit with a finding, and says where and why', () => {
    const head = git(project, 'rev-parse', 'HEAD');
    write('server.ts', REFUSED);
    git(project, 'add', '.');
    const refused = commit();
    expect(refused.status).not.toBe(0);
    expect(refused.stdout + refused.stderr).toMatch(/server\.ts\n +5:\d+ +error .*Secure/);
    expect(refused.stdout + refused.stderr).toContain(RULE);
    expect(git(project, 'rev-parse', 'HEAD')).toBe(head);
    expect(read('server.ts')).toBe(REFUSED);
  });

  it('fixes what is safe to fix, and lets that pass once it is staged', () => {
    write('server.ts', FIXABLE);
    git(project, 'add', '.');
    const stopped = commit();
    expect(stopped.status).not.toBe(0);
    expect(stopped.stdout + stopped.stderr).toContain('files were modified by this hook');
    expect(read('server.ts')).toContain(FIX);
    git(project, 'add', '.');
    expect(commit().status).toBe(0);
    expect(committed('server.ts')).toContain(FIX);
    expect(git(project, 'status', '--porcelain')).toBe('');
  });

  it('judges what is staged, and keeps what is not', () => {
    write('server.ts', `${GOOD}export const host = '127.0.0.1';\n`);
    git(project, 'add', '.');
    write('server.ts', REFUSED);
    write('draft.ts', REFUSED);
    const accepted = commit();
    expect(accepted.stdout + accepted.stderr).not.toContain(RULE);
    expect(accepted.status).toBe(0);
    expect(read('server.ts')).toBe(REFUSED);
    expect(read('draft.ts')).toBe(REFUSED);
  });
});
