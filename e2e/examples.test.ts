import { spawn } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProject, messagesOf, shareDependencies } from './support/project';
import { repository, run } from './support/run';

const SEED_FLAGS = [
  'require-session-regeneration',
  'no-predictable-session-id',
  'require-secure-session-cookie',
  'require-absolute-session-expiry',
  'require-session-destruction',
  'require-session-id-generator',
];

describe('in this repository', () => {
  it.each(SEED_FLAGS)('the example command prints a finding of %s', (rule) => {
    const { status, stdout } = runExample();
    expect(stdout).toMatch(new RegExp(`server\\.ts[^]*mcp-session/${rule}\\b`));
    expect(status).toBe(0);
  });
  it('the secure server has no finding', () => {
    const eslint = join(repository, 'node_modules/eslint/bin/eslint.js');
    const args = [eslint, '--format', 'json', 'examples/secure-server'];
    const result = run(process.execPath, args, repository);
    const messages = messagesOf(result);
    expect(Object.keys(messages)).toContain('server.ts');
    expect(Object.values(messages).flat()).toEqual([]);
    expect(result.status).toBe(0);
  });
});

describe('a copy, with the packed plugin', () => {
  const project = createProject('eslint', ['typescript']);
  shareDependencies(project);
  const generated = /[\\/](?:dist|node_modules)(?:[\\/]|$)/;
  cpSync(join(repository, 'examples'), join(project.root, 'examples'), {
    recursive: true,
    filter: (source) => !generated.test(source.slice(repository.length)),
  });

  it.each(['vulnerable-server', 'secure-server'])('%s type-checks and starts', async (name) => {
    await expectToStart(name);
  });
  it('the vulnerable server type-checks and starts after eslint --fix', async () => {
    const args = ['--fix', '--format', 'json', 'vulnerable-server'];
    const messages = messagesOf(project.bin('eslint', args, 'examples'));
    const left = messages['server.ts']?.map(({ ruleId }) => ruleId);
    expect(left).not.toContain('mcp-session/no-predictable-session-id');
    expect(left).not.toContain('mcp-session/require-session-id-generator');
    expect(left).toContain('mcp-session/require-session-regeneration');
    await expectToStart('vulnerable-server');
  });

  async function expectToStart(name: string): Promise<void> {
    const folder = `examples/${name}`;
    rmSync(join(project.root, folder, 'dist'), { recursive: true, force: true });
    const { status, stdout } = project.bin('tsc', ['-p', '.'], folder);
    expect(stdout).toBe('');
    expect(status).toBe(0);
    // Whatever it answers (not every server has a front page), it answers.
    expect(await statusOfFrontPage(join(project.root, folder))).toBeLessThan(500);
  }
});

let example: ReturnType<typeof run> | undefined;
/** What `npm run example` runs after the build; the set-up of these tests has just built. */
function runExample(): ReturnType<typeof run> {
  example ??= run(process.execPath, ['scripts/lint-example.mjs'], repository);
  return example;
}

/** Starts a server on a free port of this machine, asks for its front page and stops it. */
async function statusOfFrontPage(folder: string): Promise<number> {
  const server = spawn(process.execPath, ['dist/server.js'], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  try {
    const address = await new Promise<string>((resolve, reject) => {
      const listen = (chunk: Buffer) => {
        output += chunk.toString();
        const printed = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
        if (printed) resolve(printed[0]);
      };
      server.stdout.on('data', listen);
      server.stderr.on('data', listen);
      server.once('error', reject);
      server.once('exit', (code) => reject(new Error(`exit ${code}\n${output}`)));
    });
    return (await fetch(address, { signal: AbortSignal.timeout(10_000) })).status;
  } finally {
    server.removeAllListeners('exit');
    server.kill();
  }
}
