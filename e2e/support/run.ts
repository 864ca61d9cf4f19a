import { spawnSync } from 'node:child_process';
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
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:npm_|VITEST)/i.test(name));
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', NODE_ENV: 'production', ...env },
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** Runs a program that must succeed. */
export function runOrThrow(command: string, args: readonly string[], cwd: string): Run {
  const result = run(command, args, cwd);
  if (result.status === 0) return result;
  throw new Error(`${command} ${args.join(' ')}\n${result.stdout}\n${result.stderr}`);
}
