import type { TSESLint } from '@typescript-eslint/utils';
import { stringOf, unwrap, type SourceCode } from '../analysis/ast';
import { setOption } from '../fixes/options';
import type { HostCheckFlaw } from '../session/transports/host-checks';

/** A change that makes a check of the Host header work. */
export interface HostCheckEdit {
  kind: 'switchOn' | 'dropPorts';
  fix: TSESLint.ReportFixFunction;
}

/** Turns a check on, or takes the ports out of a list of names; `undefined` where what to write is not known. */
export function mendHostCheck(
  sourceCode: SourceCode,
  flaw: HostCheckFlaw,
): HostCheckEdit | undefined {
  if (flaw.kind === 'switchedOff') {
    const fix = flaw.place && setOption(sourceCode, flaw.place, 'true');
    return fix && { kind: 'switchOn', fix };
  }
  if (flaw.kind !== 'faultyHosts' || flaw.fault !== 'stray port') return undefined;
  const entries = flaw.entries.map(unwrap);
  if (entries.some((entry) => stringOf(entry) === undefined)) return undefined;
  return {
    kind: 'dropPorts',
    fix: (fixer) =>
      entries.map((entry) => {
        const end = entry.range[1] - 1;
        const port = /:\d+$/.exec(stringOf(entry) ?? '')?.[0] ?? '';
        return fixer.removeRange([end - port.length, end]);
      }),
  };
}
