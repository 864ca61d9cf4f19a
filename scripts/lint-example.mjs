// Lints examples/vulnerable-server with the built plugin and prints what it finds. Findings are what
// the example is for, so only a lint run that did not work, or found nothing, is an error here.
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const eslint = new ESLint({ cwd: fileURLToPath(new URL('..', import.meta.url)) });
const results = await eslint.lintFiles(['examples/vulnerable-server']);
const formatter = await eslint.loadFormatter('stylish');
console.log(await formatter.format(results));

const messages = results.flatMap((result) => result.messages);
const broken = messages.some((message) => message.fatal) || messages.length === 0;
if (messages.length === 0) console.error('No findings: is the plugin built?');
process.exitCode = broken ? 1 : 0;
