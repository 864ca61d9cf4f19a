const prettier = require('prettier');

/** @type {import('eslint-doc-generator').GenerateOptions} */
module.exports = {
  // The flat configs hold the same rules as the eslintrc ones.
  ignoreConfig: ['flat/recommended', 'flat/strict'],
  configEmoji: [
    ['recommended', '✅'],
    ['strict', '🔒'],
  ],
  ruleDocSectionInclude: ['Rule details', 'When not to use it', 'What it cannot see', 'References'],
  async postprocess(content, path) {
    return prettier.format(content, {
      ...(await prettier.resolveConfig(path)),
      parser: 'markdown',
    });
  },
};
