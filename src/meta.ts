import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const packageJson = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
  name: string;
  version: string;
};

/** The package's name and version, as `meta` of the plugin and in documentation addresses. */
export const { name, version } = packageJson;
/** The prefix of the rules in a configuration. */
export const namespace = 'mcp-session';
