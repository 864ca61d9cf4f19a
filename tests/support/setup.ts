import Module from 'node:module';
import { RuleTester } from '@typescript-eslint/rule-tester';
import { afterAll, describe, it } from 'vitest';

// `eslint` and its subpaths, wherever they are required from, are the major this project tests.
const eslintPackage = process.env.ESLINT_PACKAGE ?? 'eslint';
const loader = Module as unknown as {
  _resolveFilename: (request: string, ...rest: unknown[]) => string;
};
const resolveFilename = loader._resolveFilename;
loader._resolveFilename = (request, ...rest) =>
  resolveFilename.call(loader, request.replace(/^eslint(?=$|\/)/, eslintPackage), ...rest);

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;
