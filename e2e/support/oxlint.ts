import { join } from 'node:path';
import { run, type Run } from './run';
import { toolFolder } from './tools';

export interface Finding {
  rule: string;
  message: string;
  line: number;
  column: number;
}

interface Diagnostic {
  message: string;
  code?: string;
  severity: string;
  filename: string;
  labels: { span: { line: number; column: number } }[];
}

export interface OxlintFinding extends Finding {
  severity: string;
  filename: string;
}

/** Runs oxlint in a folder. */
export function oxlint(args: readonly string[], folder: string): Run {
  return run(process.execPath, [join(toolFolder('oxlint'), 'bin/oxlint'), ...args], folder);
}

/** What oxlint prints with `--format json`; a finding of another plugin, or of none, keeps its code. */
export function parseFindings({ stdout, stderr }: Run): OxlintFinding[] {
  if (!stdout.startsWith('{')) throw new Error(`oxlint printed no JSON:\n${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  return diagnostics.map(({ message, code = 'no rule', severity, filename, labels }) => {
    const { line = 0, column = 0 } = labels[0]?.span ?? {};
    const rule = code.replace(/^mcp-session\((.+)\)$/, 'mcp-session/$1');
    return { rule, message, line, column, severity, filename: filename.replaceAll('\\', '/') };
  });
}

/** The findings in the order of the text, by what two linters have in common. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return findings
    .map(({ rule, message, line, column }) => ({ rule, message, line, column }))
    .sort(
      (one, other) =>
        one.line - other.line || one.column - other.column || one.rule.localeCompare(other.rule),
    );
}
