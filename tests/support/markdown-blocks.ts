interface MarkdownBlock {
  /** The nearest heading above. */
  heading: string;
  /** Where the block opens, counted from 1. */
  line: number;
  /** The words after the fence: language first. */
  info: string[];
  code: string;
}

/** The fenced code blocks of a Markdown text, with the heading that each stands under. */
export function markdownBlocks(text: string): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  let heading = '';
  let open: (Omit<MarkdownBlock, 'code'> & { lines: string[] }) | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (open) {
      if (line.trimEnd() === '```') {
        const { lines, ...block } = open;
        blocks.push({ ...block, code: lines.join('\n') + '\n' });
        open = undefined;
      } else open.lines.push(line);
    } else if (line.startsWith('```')) {
      open = { heading, line: index + 1, info: line.slice(3).trim().split(/\s+/), lines: [] };
    } else heading = /^#+ (.*)/.exec(line)?.[1] ?? heading;
  }
  return blocks;
}
