// One config for both servers: `npx eslint --config examples/eslint.config.mjs examples/<server>`
import parser from '@typescript-eslint/parser';
import mcpSession from 'eslint-plugin-mcp-session';

export default [
  { ignores: ['**/dist/', '**/node_modules/'] },
  {
    ...mcpSession.configs['flat/recommended'],
    files: ['**/*.ts'],
    languageOptions: { parser },
  },
];
