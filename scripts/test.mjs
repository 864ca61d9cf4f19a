// Runs every check of the project, also after one has failed, and ends with the number of tests.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

/** npm scripts in order; those with a report are vitest runs. */
const STEPS = [
  { script: 'build' },
  { script: 'types' },
  { script: 'lint' },
  { script: 'test:unit', report: 'reports/unit.json' },
  { script: 'check:docs' },
  { script: 'check:package' },
  { script: 'test:e2e', report: 'reports/e2e.json' },
];

/** Passed, failed and skipped tests of a vitest JSON report; a file that did not load is a failure. */
function readCounts(file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const totals = { passed: 0, failed: 0, skipped: 0 };
const failedSteps = [];
rmSync('reports', { recursive: true, force: true });

for (const { script, report } of STEPS) {
  console.log(`\n=== npm run ${script}`);
  const reporters = report
    ? ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    : [];
  const { status } = spawnSync('npm', ['run', '--silent', script, ...reporters], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  const counts =
    report && existsSync(report) ? readCounts(report) : { passed: 0, failed: 0, skipped: 0 };
  // A step that fails without a failing test of its own is one failure.
  if (status !== 0) {
    failedSteps.push(script);
    counts.failed ||= 1;
  }
  for (const key of Object.keys(totals)) totals[key] += counts[key];
  if (script === 'build' && status !== 0) break;
}

console.log('');
if (totals.skipped > 0) console.log(`skipped tests: ${totals.skipped}`);
if (failedSteps.length > 0) console.log(`failed steps: ${failedSteps.join(', ')}`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = failedSteps.length > 0 || totals.failed > 0 ? 1 : 0;
