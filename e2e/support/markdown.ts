import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './run';

/**
 * The code block that a page of docs/ gives for a file: the first one after the file's name in
 * backquotes and a colon, below a heading if one is named.
 */
export function fileOf(page: string, file: string, heading = ''): string {
  const text = readFileSync(join(repository, 'docs', page), 'utf8');
  const [, section = text] = heading === '' ? [] : text.split(`# ${heading}\n`);
  const [, after] = section.split(`\`${file}\`:\n`);
  const block = /^\n```\w+\n([^]*?)```/.exec(after ?? '')?.[1];
  if (block === undefined) throw new Error(`docs/${page} gives no block for ${file}`);
  return block;
}

/** The first code block below a heading of a page of docs/, in a language. */
export function blockBelow(page: string, heading: string, language: string): string {
  const text = readFileSync(join(repository, 'docs', page), 'utf8');
  const section = text.split(/^#+ /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  const block = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm').exec(section)?.[1];
  if (block === undefined)
    throw new Error(`docs/${page} gives no ${language} block below "${heading}"`);
  return block;
}
