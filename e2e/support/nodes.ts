import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './run';
import { installUnsaved } from './tools';

/** The oldest Node that the plugin runs on, what its users have, and what comes. */
const RANGES = ['18', '20.9', '20.18', '22', '24', '26'];

export interface NodeBinary {
  version: string;
  path: string;
}

/** The Node that runs the tests. */
export const ownNode: NodeBinary = { version: process.versions.node, path: process.execPath };

const folder = join(repository, '.tools/node');

/**
 * The Node that runs the tests and those that npm provides for this platform, the oldest first.
 * They are a gigabyte: installed when first asked for, beside the repository's own packages.
 */
export function installNodes(): NodeBinary[] {
  const names = RANGES.map((range) => ({ range, name: `node-${range}` }));
  if (names.some(({ name }) => !existsSync(packageFile(name)))) {
    const platform = process.platform === 'win32' ? 'win' : process.platform;
    const source = `node-${platform}-${process.arch}`;
    const packages = names.map(({ range, name }) => `${name}@npm:${source}@${range}`);
    installUnsaved(folder, packages);
  }
  const provided = names.map(({ name }): NodeBinary => {
    const { version } = JSON.parse(readFileSync(packageFile(name), 'utf8')) as NodeBinary;
    const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
    return { version: version.replace(/^v/, ''), path: join(folder, 'node_modules', name, binary) };
  });
  return [ownNode, ...provided.filter(({ version }) => version !== ownNode.version)].sort((a, b) =>
    a.version.localeCompare(b.version, 'en', { numeric: true }),
  );
}

function packageFile(name: string): string {
  return join(folder, 'node_modules', name, 'package.json');
}
