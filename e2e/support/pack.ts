import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { repository, runOrThrow } from './run';
import { installTools } from './tools';

declare module 'vitest' {
  interface ProvidedContext {
    tarball: string;
    /** What `npm pack` wrote to its standard output. */
    packed: string;
  }
}

/** Builds and packs the plugin once (`prepack` builds); the tests install this very tarball. */
export default function pack(project: TestProject): () => void {
  installTools();
  const folder = mkdtempSync(join(tmpdir(), 'mcp-session-pack-'));
  const { stdout } = runOrThrow('npm', ['pack', '--pack-destination', folder], repository);
  const [tarball, ...others] = readdirSync(folder);
  if (tarball === undefined || others.length > 0)
    throw new Error(`packed: ${[tarball, ...others].join()}`);
  project.provide('tarball', join(folder, tarball));
  project.provide('packed', stdout);
  return () => rmSync(folder, { recursive: true });
}
