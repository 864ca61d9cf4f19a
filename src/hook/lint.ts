#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

// ESLint is a dependency of the hook, see .pre-commit-hooks.yaml.
const eslint = join(dirname(require.resolve('eslint/package.json')), 'bin/eslint.js');
const options = ['--fix', '--max-warnings', '0', '--no-warn-ignored'];
const config = ['--config', join(__dirname, 'config.js')];
const args = [eslint, ...config, ...options, ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 2;
