import { spawn, spawnSync, type SpawnOptions } from 'node:child_process';
import { join } from 'node:path';

export const repository = join(import.meta.dirname, '../..');

export interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, without the npm and vitest variables of this process. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Run {
  const options = { ...optionsFor(cwd, env), encoding: 'utf8' } as const;
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (error) throw error;
  return { status, stdout, stderr };
}

/** The same without waiting, for tests that run side by side. */
export function runAside(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, optionsFor(cwd, env));
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name]?.setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, ...texts }));
  });
}

function optionsFor(cwd: string, env: Record<string, string>) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:npm_|VITEST)/i.test(name));
  return {
    cwd,
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', NODE_ENV: 'production', ...env },
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  } satisfies SpawnOptions;
}

/** Runs a program that must succeed. */
export function runOrThrow(command: string, args: readonly string[], cwd: string): Run {
  const result = run(command, args, cwd);
  if (result.status === 0) return result;
  throw new Error(`${command} ${args.join(' ')}\n${result.stdout}\n${result.stderr}`);
}
