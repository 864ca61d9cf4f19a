import type { TSESLint } from '@typescript-eslint/utils';
import { projectOf, type Lookup } from './reader';
import { placeReport } from './reports';

type Context<M extends string, O extends readonly unknown[]> = Readonly<TSESLint.RuleContext<M, O>>;

/**
 * A rule's context that also sees the files which the linted one imports; the context itself where
 * there are none to see.
 */
export function acrossFiles<M extends string, O extends readonly unknown[]>(
  context: Context<M, O>,
  messages: Readonly<Record<M, string>>,
  lookup: Lookup,
): Context<M, O> {
  const { filename, sourceCode, languageOptions } = context;
  const project = projectOf({ filename, sourceCode, language: languageOptions }, lookup);
  if (!project) return context;
  const report = (each: TSESLint.ReportDescriptor<M>) => {
    context.report(placeReport(project, each, messages, context.cwd));
  };
  return Object.create(context, {
    sourceCode: { value: project.sourceCode },
    report: { value: report },
  }) as Context<M, O>;
}
