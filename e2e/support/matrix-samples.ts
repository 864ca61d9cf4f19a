import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './run';

/** `line:column severity rule`, and after a space the place in another file that the message ends with. */
export type Finding = string;

export interface Sample {
  /** Its place in the project, which says the language. */
  file: string;
  text: string;
  finds: readonly Finding[];
  /** The text once every finding has got its fix, or its first suggestion; nothing is found in it then. */
  mended?: string;
}

/** A sample with one flaw; `wrong` becomes `right`, and `added` is an import above all else. */
function flawed(sample: {
  file: string;
  lines: readonly string[];
  finding: Finding;
  mend: readonly (readonly [wrong: string, right: string])[];
}): Sample {
  const text = `${sample.lines.join('\n')}\n`;
  const mended = sample.mend.reduce((before, [wrong, right]) => before.replace(wrong, right), text);
  return { file: sample.file, text, finds: [sample.finding], mended };
}

const EXPRESS_SESSION = "import session from 'express-session';";
const SERIALIZE = "import { serialize } from 'cookie';";
const CRYPTO = "import { randomUUID } from 'node:crypto';";
const OPTIONS = '{ httpOnly: true, secure: true, maxAge: 60 }';

const javascript: Sample[] = [
  flawed({
    file: 'module.js',
    lines: [
      EXPRESS_SESSION,
      '',
      'export const sessions = session({',
      '  secret: process.env.SESSION_SECRET,',
      '  cookie: { secure: true, maxAge: 3_600_000 },',
      '  genid: () => Math.random().toString(36),',
      '});',
    ],
    finding: '6:16 error no-predictable-session-id',
    mend: [
      [EXPRESS_SESSION, `${EXPRESS_SESSION}\n${CRYPTO}`],
      ['() => Math.random().toString(36)', '() => randomUUID()'],
    ],
  }),
  flawed({
    file: 'common.cjs',
    lines: [
      "const session = require('express-session');",
      '',
      'exports.sessions = session({',
      '  secret: process.env.SESSION_SECRET,',
      '  cookie: { secure: true, maxAge: 3_600_000 },',
      '  genid: () => Date.now().toString(36),',
      '});',
    ],
    finding: '6:16 error no-predictable-session-id',
    mend: [
      [
        "('express-session');",
        "('express-session');\nconst { randomUUID } = require('node:crypto');",
      ],
      ['() => Date.now().toString(36)', '() => randomUUID()'],
    ],
  }),
  flawed({
    file: 'page.jsx',
    lines: [
      "import { cookies } from 'next/headers';",
      '',
      'export async function Page({ id }) {',
      '  const jar = await cookies();',
      "  jar.set('session_id', id, { secure: true, httpOnly: false, maxAge: 60 });",
      '  return <main title="Welcome">{id ? <p>Hello</p> : <></>}</main>;',
      '}',
    ],
    finding: '5:45 error require-secure-session-cookie',
    mend: [['httpOnly: false', 'httpOnly: true']],
  }),
];

const typescript: Sample[] = [
  flawed({
    file: 'server.ts',
    lines: [
      "import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';",
      "import type { Request, Response } from 'express';",
      '',
      'enum Path {',
      "  Mcp = '/mcp',",
      '}',
      'const open = new Map<string, StreamableHTTPServerTransport>();',
      '',
      'export async function handle(req: Request, res: Response): Promise<void> {',
      '  if (req.path !== (Path.Mcp satisfies string)) return;',
      '  const transport = new StreamableHTTPServerTransport({',
      '    onsessioninitialized: (id: string) => void open.set(id, transport),',
      '  });',
      '  transport.onclose = () => open.delete(transport.sessionId!);',
      '  setInterval(() => closeIdle(open), 60_000);',
      '  await transport.handleRequest(req, res, req.body as unknown);',
      '}',
      'declare function closeIdle(all: typeof open): void;',
    ],
    finding: '11:21 warning require-session-id-generator',
    mend: [
      ["from 'express';", `from 'express';\n${CRYPTO}`],
      ['transport),', 'transport),\n    sessionIdGenerator: () => randomUUID(),'],
    ],
  }),
  flawed({
    file: 'page.tsx',
    lines: [
      "import { cookies } from 'next/headers';",
      '',
      'export async function Page<T extends string>({ id }: { id: T }) {',
      '  const jar = await cookies();',
      "  jar.set('session_id', id as string, { secure: true, httpOnly: false, maxAge: 60 } as const);",
      '  return <main title="Welcome">{id ? <p>Hello</p> : <></>}</main>;',
      '}',
    ],
    finding: '5:55 error require-secure-session-cookie',
    mend: [['httpOnly: false', 'httpOnly: true']],
  }),
];

/** What an alias of tsconfig.json leads to is only found with types. */
const typed: Sample[] = [
  {
    file: 'typed/src/server.ts',
    text: `${EXPRESS_SESSION}\nimport { options } from '@/config';\n\nexport const sessions = session(options);\n`,
    finds: ['2:10 error require-secure-session-cookie (typed/src/config.ts:3)'],
  },
  {
    file: 'typed/src/config.ts',
    text: [
      'export const options = {',
      "  secret: process.env.SESSION_SECRET ?? '',",
      '  cookie: { secure: false, maxAge: 3_600_000 },',
      '};',
      '',
    ].join('\n'),
    finds: [],
  },
];

/** The files beside the typed samples. */
export const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    strict: true,
    paths: { '@/*': ['./src/*'] },
    types: [],
  },
  include: ['src'],
});

const fixture = (name: string) => readFileSync(join(repository, 'e2e/fixtures', name), 'utf8');

const servers: Sample[] = [
  {
    file: 'vulnerable.js',
    text: fixture('vulnerable.js'),
    finds: [
      '8:3 warning require-absolute-session-expiry',
      '12:13 error require-secure-session-cookie',
      '18:3 error require-session-regeneration',
      '23:3 warning require-session-destruction',
      '34:31 error no-predictable-session-id',
      '42:21 warning require-session-id-generator',
    ],
  },
  { file: 'good.js', text: fixture('good.js'), finds: [] },
];

const example = (name: string, finds: Record<string, readonly Finding[]>): Sample[] => {
  const folder = join(repository, 'examples', name, 'src');
  return readdirSync(folder).map((file) => ({
    file: `${name}/${file}`,
    text: readFileSync(join(folder, file), 'utf8'),
    finds: finds[file] ?? [],
  }));
};

const examples: Sample[] = [
  ...example('vulnerable-server', {
    'server.ts': [
      '23:3 warning require-absolute-session-expiry',
      '26:18 error no-predictable-session-id',
      '30:13 error require-secure-session-cookie',
      '45:3 error require-session-regeneration',
      // Neither `httpOnly` nor `secure`.
      '47:46 error require-secure-session-cookie',
      '47:46 error require-secure-session-cookie',
      '53:3 warning require-session-destruction',
      '67:7 warning require-absolute-session-expiry',
      '90:31 error no-predictable-session-id',
      '108:21 warning require-session-id-generator',
    ],
  }),
  ...example('secure-server', {}),
];

const component = (file: string, lines: readonly string[], finding: Finding): Sample =>
  flawed({ file, lines, finding, mend: [['Math.random().toString(36)', 'crypto.randomUUID()']] });

const cookie = `document.cookie = serialize('session_id', Math.random().toString(36), ${OPTIONS});`;

const vue: Sample[] = [
  component(
    'Start.vue',
    [
      '<template>',
      '  <button @click="start">Start</button>',
      '</template>',
      '',
      '<script>',
      SERIALIZE,
      '',
      'export default {',
      '  methods: {',
      '    start() {',
      `      ${cookie}`,
      '    },',
      '  },',
      '};',
      '</script>',
      '',
      '<style scoped>',
      'button { color: red; }',
      '</style>',
    ],
    '11:49 error no-predictable-session-id',
  ),
  component(
    'Typed.vue',
    [
      '<script lang="ts">',
      'export interface Started {',
      '  at: number;',
      '}',
      '</script>',
      '',
      '<script setup lang="ts">',
      SERIALIZE,
      '',
      'const emit = defineEmits<{ started: [Started] }>();',
      'function start(at: number): void {',
      `  ${cookie}`,
      "  emit('started', { at });",
      '}',
      '</script>',
      '',
      '<template>',
      '  <button @click="start(Date.now())">Start</button>',
      '</template>',
    ],
    '12:45 error no-predictable-session-id',
  ),
];

const svelte: Sample[] = [
  component(
    'Start.svelte',
    [
      '<button onclick={start}>Start</button>',
      '',
      '<script>',
      `  ${SERIALIZE}`,
      '',
      '  let { name } = $props();',
      '  function start() {',
      `    ${cookie}`,
      '  }',
      '</script>',
      '',
      '<style>',
      '  button { color: red; }',
      '</style>',
    ],
    '8:47 error no-predictable-session-id',
  ),
  component(
    'Typed.svelte',
    [
      '<script module lang="ts">',
      '  export interface Started {',
      '    at: number;',
      '  }',
      '</script>',
      '',
      '<script lang="ts">',
      `  ${SERIALIZE}`,
      '',
      '  let { started }: { started: (event: Started) => void } = $props();',
      '  function start(at: number): void {',
      `    ${cookie}`,
      '    started({ at });',
      '  }',
      '</script>',
      '',
      '<button onclick={() => start(Date.now())}>Start</button>',
    ],
    '12:47 error no-predictable-session-id',
  ),
];

/** The files of a cell, by how they are read. */
export const SAMPLES = {
  javascript: [...javascript, ...servers],
  typescript: [...typescript, ...examples],
  typed,
  vue,
  svelte,
};

export type Language = keyof typeof SAMPLES;
