import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { fileOf } from './support/markdown';
import { createProject, type Project } from './support/project';
import { run, runOrThrow, type Run } from './support/run';
import type { Tool } from './support/tools';

const GOOD = 'export const port = 3000;\n';
/** A finding that nothing fixes by itself. */
const REFUSED = `import session from 'express-session';

export const sessions = session({
  secret: process.env.SESSION_SECRET,
  cookie: { maxAge: 3_600_000, secure: false },
});
`;
const RULE = 'mcp-session/require-secure-session-cookie';
/** A finding with a fix. */
const FIXABLE = `import session from 'express-session';

export const sessions = session({
  secret: process.env.SESSION_SECRET,
  cookie: { maxAge: 3_600_000, secure: true },
  genid: () => Math.random().toString(36),
});
`;
const FIX = 'genid: () => randomUUID(),';

interface Hook {
  title: string;
  packages?: readonly string[];
  tools?: readonly Tool[];
  /** The files of the recipe in docs/pre-commit.md. */
  files: readonly string[];
  install: (project: Project) => Run;
  /** Whether the first commit stops when the hook has changed a file, to be staged again. */
  stopsAfterFix?: true;
}

const HOOKS: Hook[] = [
  {
    title: 'husky and lint-staged',
    packages: ['husky', 'lint-staged'],
    files: ['.husky/pre-commit', '.lintstagedrc.json'],
    install: (project) => project.bin('husky', []),
  },
  {
    title: 'lefthook',
    tools: ['lefthook'],
    files: ['lefthook.yml'],
    install: (project) => project.bin('lefthook', ['install']),
  },
];
const PRE_COMMIT: Hook = {
  title: 'pre-commit, with the ESLint of the project',
  files: ['.pre-commit-config.yaml'],
  install: ({ root }) => run('pre-commit', ['install'], root),
  stopsAfterFix: true,
};

// A Python program: .ci/run installs it, other machines may not have it.
const hasPreCommit = spawnSync('pre-commit', ['--version']).status === 0;
it.skipIf(!hasPreCommit)('pre-commit is installed, so that its recipe is run', () => {
  expect(hasPreCommit).toBe(true);
});

describe.each(hasPreCommit ? [...HOOKS, PRE_COMMIT] : HOOKS)(
  '$title',
  ({ packages, tools, files, install, stopsAfterFix }) => {
    const project = createProject('eslint', packages, tools);
    const git = (...args: string[]) => runOrThrow('git', args, project.root).stdout.trim();
    const read = (file: string) => readFileSync(join(project.root, file), 'utf8');
    const commit = () => run('git', ['commit', '-m', 'Change the server'], project.root);
    const committed = (file: string) => git('show', `HEAD:${file}`);

    git('init', '--quiet', '--initial-branch=main');
    git('config', 'user.name', 'Committer');
    git('config', 'user.email', 'committer@example.invalid');
    writeFileSync(join(project.root, '.gitignore'), 'node_modules/\n');
    project.write(
      'eslint.config.mjs',
      "import mcpSession from 'eslint-plugin-mcp-session';\nexport default [mcpSession.configs['flat/recommended']];\n",
    );
    project.write('server.js', GOOD);
    git('add', '.');
    git('commit', '--quiet', '-m', 'Start');
    for (const file of files) project.write(file, fileOf('pre-commit.md', file));
    const { status, stdout, stderr } = install(project);
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
    git('add', '.');
    git('commit', '--quiet', '-m', 'Lint before each commit');

    beforeEach(() => {
      git('reset', '--quiet', '--hard');
    });

    it('refuses a commit with a finding, and says where and why', () => {
      const head = git('rev-parse', 'HEAD');
      project.write('server.js', REFUSED);
      git('add', '.');
      const refused = commit();
      expect(refused.status).not.toBe(0);
      expect(refused.stdout + refused.stderr).toContain(RULE);
      expect(refused.stdout + refused.stderr).toMatch(/server\.js[^]*5:\d+ +error .*Secure/);
      expect(git('rev-parse', 'HEAD')).toBe(head);
      expect(git('diff', '--cached', '--name-only')).toBe('server.js');
      expect(read('server.js')).toBe(REFUSED);
    });

    it('fixes what is safe to fix, and commits that', () => {
      project.write('server.js', FIXABLE);
      git('add', '.');
      if (stopsAfterFix) {
        expect(commit().status).not.toBe(0);
        expect(read('server.js')).toContain(FIX);
        git('add', '.');
      }
      const accepted = commit();
      expect(accepted.stdout + accepted.stderr).not.toContain(RULE);
      expect(accepted.status).toBe(0);
      expect(committed('server.js')).toContain(FIX);
      expect(git('status', '--porcelain')).toBe('');
    });

    it('judges what is staged, and keeps what is not', () => {
      project.write('server.js', `${GOOD}export const host = '127.0.0.1';\n`);
      git('add', '.');
      project.write('server.js', `${REFUSED}${GOOD}export const host = '127.0.0.1';\n`);
      project.write('draft.js', REFUSED);
      const accepted = commit();
      expect(accepted.stdout + accepted.stderr).not.toContain(RULE);
      expect(accepted.status).toBe(0);
      expect(committed('server.js')).not.toContain('session');
      expect(read('server.js')).toContain('secure: false');
      expect(read('draft.js')).toBe(REFUSED);
    });
  },
);
