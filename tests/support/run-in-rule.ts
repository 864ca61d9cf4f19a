import { createRequire } from 'node:module';
import parser from '@typescript-eslint/parser';
import type { TSESLint } from '@typescript-eslint/utils';
import type { Node, SourceCode } from '../../src/analysis/ast';
import { recordFlow, type FlowGraph } from '../../src/analysis/flow-graph';
import { walk } from '../../src/analysis/nodes';

type Inspect<T> = (sourceCode: SourceCode, graph: FlowGraph) => T;

/** Runs `inspect` where a rule would run at `Program:exit`, under the ESLint major of the test project. */
export function runInRule<T>(code: string, inspect: Inspect<T>, options: RunOptions = {}): T {
  const { Linter } = createRequire(import.meta.url)('eslint') as typeof TSESLint;
  const linter = new Linter({ configType: 'flat' });
  const results: T[] = [];
  const rule = {
    create({ sourceCode }: { sourceCode: SourceCode }) {
      const { graph, listeners } = recordFlow(sourceCode.ast);
      const exit = () => {
        results.push(inspect(sourceCode, graph));
      };
      return { ...listeners, 'Program:exit': exit };
    },
  };
  const { sourceType = 'module', typescript = true } = options;
  const messages = linter.verify(code, [
    {
      files: ['**/*'],
      plugins: { test: { rules: { inspect: rule as never } } },
      rules: { 'test/inspect': 'error' },
      languageOptions: {
        ecmaVersion: 'latest',
        sourceType,
        ...(typescript && { parser }),
      } as never,
    },
  ]);
  const [error] = messages;
  if (error) throw new Error(`${error.line}:${error.column} ${error.message}`);
  if (results.length !== 1) throw new Error('the rule did not run');
  return results[0] as T;
}

interface RunOptions {
  sourceType?: 'module' | 'commonjs' | 'script';
  typescript?: boolean;
}

/** The first node inside the program whose text is `text`, of a type when one is given. */
export function find(sourceCode: SourceCode, text: string, type?: string): Node {
  for (const node of walk(sourceCode, sourceCode.ast))
    if (node.parent && sourceCode.getText(node) === text && (!type || node.type === type))
      return node;
  throw new Error(`no node reads ${text}`);
}
