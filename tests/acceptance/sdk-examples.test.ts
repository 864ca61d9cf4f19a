import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { lint } from '../support/lint';

const sdk = dirname(
  createRequire(import.meta.url).resolve('@modelcontextprotocol/sdk/package.json'),
).replace(/[/\\]dist[/\\].*$/, '');
const folder = join(sdk, 'dist/esm/examples/server');
const examples = readdirSync(folder).filter((name) => name.endsWith('.js'));

it('finds the official examples', () => {
  expect(examples.length).toBeGreaterThan(10);
});

it.each(examples)('reports no id and no generator in the official example %s', (name) => {
  const code = readFileSync(join(folder, name), 'utf8');
  const reports = lint(code, { filename: name, config: 'recommended' }).map(
    (report) => report.split(':')[0],
  );
  expect(reports).not.toContain('require-session-id-generator');
  expect(reports).not.toContain('no-predictable-session-id');
});
