import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lintAcross, reportsAcross, type Linted } from '../support/lint-across';

const options = (httpOnly: boolean) =>
  `{ secret: 'x', cookie: { httpOnly: ${httpOnly}, secure: true } }`;
const chain = Object.fromEntries(
  [1, 2, 3, 4, 5].map((n) => [`src/chain/c${n}.ts`, `export * from './c${n + 1}';`]),
);

const texts: Record<string, string> = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'esnext',
      moduleResolution: 'bundler',
      noLib: true,
      types: [],
      allowImportingTsExtensions: true,
      noEmit: true,
      paths: { '@/*': ['./src/*'], nanoid: ['./src/nanoid.ts'] },
    },
    include: ['src', 'packages'],
  }),
  'src/app.ts': 'export {};',
  'src/nanoid.ts': 'export const nanoid = () => Math.random().toString(36);',
  'src/config/session.ts': `export const insecure = ${options(false)};
export const secure = ${options(true)};
const whole = ${options(false)};
export default whole;`,
  'src/config/index.ts':
    "export * from './session';\nexport { insecure as renamed, default } from './session';",
  'src/config/typed.d.ts': `export declare const insecure: ${options(false).replaceAll("'x'", 'string')};`,
  'src/config/typed.js': `export const insecure = ${options(false)};`,
  ...chain,
  'src/chain/c6.ts': `export const insecure = ${options(false)};`,
  'src/lib/session.ts': `export const freshen = (req: any) =>
  new Promise<void>((done) => { req.session.regenerate(() => { done(); }); });
export async function regenerateSession(req: any) { await log(req); }
declare const log: (value: unknown) => Promise<void>;`,
  'packages/core/package.json': '{ "name": "@acme/core", "main": "./index.ts" }',
  'packages/core/index.ts': `export const insecure = ${options(false)};`,
  'node_modules/installed/package.json': '{ "name": "installed", "main": "./index.ts" }',
  'node_modules/installed/index.ts': `export const insecure = ${options(false)};`,
};

let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'mcp-session-types-')));
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  mkdirSync(join(folder, 'node_modules/@acme'));
  symlinkSync(join(folder, 'packages/core'), join(folder, 'node_modules/@acme/core'), 'junction');
});
afterAll(() => rmSync(folder, { recursive: true }));

const cookies = { 'require-secure-session-cookie': 'error' };
const rotation = { 'require-session-regeneration': 'error' };

const sessionFrom = (clause: string, module: string, given: string) =>
  `import session from 'express-session';\nimport ${clause} from '${module}';\napp.use(session(${given}));`;
const signIn = (helper: string) => `import { ${helper} } from '@/lib/session';
app.post('/login', async (req, res) => {
  await ${helper}(req);
  req.session.userId = 1;
});`;
const scriptable = (place: string) => [
  expect.stringMatching(new RegExp(`^2: \`httpOnly: false\` .* \\(${place}\\)\\.$`)) as string,
];

describe.each(['projectService', 'project'])('with types by %s', (by) => {
  const linted = (code: string, rules: Linted['rules'] = cookies): Linted => ({
    folder,
    filename: 'src/app.ts',
    parserOptions: { [by]: by === 'project' ? './tsconfig.json' : true, tsconfigRootDir: folder },
    code,
    rules,
  });

  describe.each([
    ['by default', undefined],
    ['when switched on', true],
  ])('%s', (_, crossFile) => {
    it.each([
      ['a relative path', '{ insecure }', './config/session', 'session.ts:1'],
      ['a path alias', '{ insecure }', '@/config/session', 'session.ts:1'],
      ['a path with its extension', '{ insecure }', './config/session.ts', 'session.ts:1'],
      ['an index that hands everything on', '{ insecure }', '@/config', 'session.ts:1'],
      ['another name', '{ renamed as insecure }', '@/config', 'session.ts:1'],
      ['a default export', 'insecure', '@/config/session', 'session.ts:3'],
      ['a default export that an index hands on', 'insecure', '@/config', 'session.ts:3'],
      ['a chain of six files', '{ insecure }', '@/chain/c1', 'c6.ts:1'],
      ['a package of the workspace', '{ insecure }', '@acme/core', 'packages/core/index.ts:1'],
    ])('follows %s', (_name, clause, module, place) => {
      const code = sessionFrom(clause, module, 'insecure');
      expect(reportsAcross(linted(code), crossFile)).toEqual(scriptable(`[\\w/]*${place}`));
    });
    it('follows a namespace', () => {
      const code = sessionFrom('* as config', '@/config', 'config.insecure');
      expect(reportsAcross(linted(code), crossFile)).toEqual(scriptable('src/config/session.ts:1'));
    });
    it.each([
      ['what is as it should be', '{ secure as insecure }', '@/config'],
      ['declarations', '{ insecure }', '@/config/typed'],
      ['an installed package', '{ insecure }', 'installed'],
      ['what is not there', '{ insecure }', '@/config/gone'],
      ['a name that is not there', '{ other as insecure }', '@/config'],
    ])('says nothing of %s', (_name, clause, module) => {
      expect(reportsAcross(linted(sessionFrom(clause, module, 'insecure')), crossFile)).toEqual([]);
    });
    it('sees what a helper behind an alias does, whatever its name', () => {
      expect(reportsAcross(linted(signIn('freshen'), rotation), crossFile)).toEqual([]);
      expect(reportsAcross(linted(signIn('regenerateSession'), rotation), crossFile)).toHaveLength(
        1,
      );
    });
    it('knows a library by its name, whatever its own files hold', () => {
      const code =
        "import session from 'express-session';\nimport { nanoid } from 'nanoid';\napp.use(session({ secret: 'x', genid: () => nanoid() }));";
      expect(
        reportsAcross(linted(code, { 'no-predictable-session-id': 'error' }), crossFile),
      ).toEqual([]);
    });
  });

  it('follows what types cannot resolve only when switched on', () => {
    const code = sessionFrom('{ insecure }', './config/typed.js', 'insecure');
    expect(reportsAcross(linted(code), undefined)).toEqual([]);
    expect(reportsAcross(linted(code), true)).toEqual(scriptable('src/config/typed.js:1'));
  });
  it('reads nothing when switched off', () => {
    const code = sessionFrom('{ insecure }', '@/config', 'insecure');
    expect(reportsAcross(linted(code), false)).toEqual([]);
  });
  it('reports what is linted as ever', () => {
    const code = `${sessionFrom('{ insecure }', '@/config', 'insecure')}\napp.use(session({ secret: 'x', cookie: { httpOnly: false, secure: true } }));`;
    const reports = lintAcross(linted(code), undefined);
    expect(reports.map(({ line, suggestions }) => [line, suggestions?.length])).toEqual([
      [2, undefined],
      [4, 1],
    ]);
  });
});

describe('without types', () => {
  it('follows neither an alias nor, by default, a path', () => {
    const linted = (module: string): Linted => ({
      folder,
      filename: 'src/app.ts',
      code: sessionFrom('{ insecure }', module, 'insecure'),
      rules: cookies,
    });
    expect(reportsAcross(linted('@/config'), true)).toEqual([]);
    expect(reportsAcross(linted('./config'), undefined)).toEqual([]);
    expect(reportsAcross(linted('./config'), true)).toHaveLength(1);
  });
});
