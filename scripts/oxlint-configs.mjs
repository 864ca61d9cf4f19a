// Writes oxlint/*.json, the configs of the built plugin as oxlint reads them. With `--check`, only says which are out of date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import plugin from '../dist/index.js';

const isCheck = process.argv.includes('--check');

for (const name of ['recommended', 'strict']) {
  const file = `oxlint/${name}.json`;
  const config = { jsPlugins: ['../dist/index.js'], rules: plugin.configs[name].rules };
  const options = { ...(await resolveConfig(file)), filepath: file };
  const text = await format(JSON.stringify(config), options);
  if (!isCheck) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is out of date: run \`npm run update:docs\`.`);
    process.exitCode = 1;
  }
}
