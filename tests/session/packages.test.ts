import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dependencyRange, isAtLeast, isBelow } from '../../src/session/packages';

describe('every version of a range is below another', () => {
  it.each([
    ['0.5.3', '0.6.0'],
    ['v0.5.3', '0.6.0'],
    ['=0.5.3', '0.6.0'],
    ['^0.5.0', '0.6.0'],
    ['^0.5', '0.6.0'],
    ['~0.5.3', '0.6.0'],
    ['~0.5', '0.6.0'],
    ['0.5.x', '0.6.0'],
    ['0.5', '0.6.0'],
    ['<0.6', '0.6.0'],
    ['< 0.6.0', '0.6.0'],
    ['<=0.5.3', '0.6.0'],
    ['>=0.4 <0.6', '0.6.0'],
    ['>= 0.4.0 < 0.6.0', '0.6.0'],
    ['0.4.0 - 0.5.3', '0.6.0'],
    ['^0.4.0 || ^0.5.0', '0.6.0'],
    ['^0.0.3', '0.6.0'],
    ['^1.0.0', '2.3.0'],
    ['1.x', '2.3.0'],
    ['~2.2.0', '2.3.0'],
    ['^0.6.0-beta', '0.7.0'],
  ])('%s < %s', (range, version) => expect(isBelow(range, version)).toBe(true));

  it.each([
    ['^0.6.0', '0.6.0'],
    ['0.6.0', '0.6.0'],
    ['0.7.0', '0.6.0'],
    ['^0', '0.6.0'],
    ['0.x', '0.6.0'],
    ['0', '0.6.0'],
    ['>=0.4', '0.6.0'],
    ['>0.5.3', '0.6.0'],
    ['<=0.6.0', '0.6.0'],
    ['<0.6.1', '0.6.0'],
    ['^0.5.0 || ^0.7.0', '0.6.0'],
    ['^2.2.0', '2.3.0'],
    ['*', '0.6.0'],
    ['', '0.6.0'],
    ['latest', '0.6.0'],
    ['workspace:*', '0.6.0'],
    ['catalog:', '0.6.0'],
    ['npm:passport@0.5.3', '0.6.0'],
    ['github:jaredhanson/passport#v0.5.3', '0.6.0'],
    ['^0.5.0 || latest', '0.6.0'],
  ])('not %s < %s', (range, version) => expect(isBelow(range, version)).toBe(false));
});

describe('no version of a range is below another', () => {
  it.each([
    ['0.6.0', '0.6.0'],
    ['v0.7.0', '0.6.0'],
    ['^0.6.0', '0.6.0'],
    ['~0.6', '0.6.0'],
    ['0.6.x', '0.6.0'],
    ['1', '0.6.0'],
    ['>=0.6', '0.6.0'],
    ['>= 0.6.0 < 0.8.0', '0.6.0'],
    ['>0.6.1', '0.6.0'],
    ['0.6.0 - 0.7.0', '0.6.0'],
    ['^0.6.0 || ^0.7.0', '0.6.0'],
  ])('%s >= %s', (range, version) => expect(isAtLeast(range, version)).toBe(true));

  it.each([
    ['0.5.3', '0.6.0'],
    ['^0.5.0', '0.6.0'],
    ['>=0.5', '0.6.0'],
    ['>0.5.3', '0.6.0'],
    ['<0.8', '0.6.0'],
    ['0.x', '0.6.0'],
    ['^0', '0.6.0'],
    ['0.5.0 - 0.7.0', '0.6.0'],
    ['^0.5.0 || ^0.7.0', '0.6.0'],
    ['^0.7.0 || latest', '0.6.0'],
    ['*', '0.6.0'],
    ['', '0.6.0'],
    ['latest', '0.6.0'],
    ['workspace:*', '0.6.0'],
  ])('not %s >= %s', (range, version) => expect(isAtLeast(range, version)).toBe(false));
});

describe('the range of a dependency', () => {
  const root = mkdtempSync(join(tmpdir(), 'packages-'));
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('package.json', '{ "dependencies": { "passport": "^0.5.0" }, "name": "root" }');
  write('api/package.json', '{ "devDependencies": { "passport": "^0.7.0" } }');
  write('none/package.json', '{ "name": "none" }');
  write('broken/package.json', '{ "dependencies":');
  write('odd/package.json', '{ "dependencies": { "passport": 5 }, "devDependencies": [] }');
  write('null/package.json', 'null');
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it.each([
    ['of the nearest package.json', 'src/auth/login.js', '^0.5.0'],
    ['of a package inside', 'api/src/login.js', '^0.7.0'],
    ['is not known when the nearest names none', 'none/login.js', undefined],
    ['is not known when the nearest is broken', 'broken/login.js', undefined],
    ['is not known when it is no string', 'odd/login.js', undefined],
    ['is not known when the file holds nothing', 'null/login.js', undefined],
  ])('%s', (_, file, range) => {
    expect(dependencyRange(join(root, file), 'passport')).toBe(range);
  });
  it('is not known of a file without a place', () => {
    expect(dependencyRange('<input>', 'passport')).toBeUndefined();
  });
  it('is read once a folder', () => {
    expect(dependencyRange(join(root, 'api/a.js'), 'passport')).toBe('^0.7.0');
    write('api/package.json', '{ "dependencies": { "passport": "^0.1.0" } }');
    expect(dependencyRange(join(root, 'api/a.js'), 'passport')).toBe('^0.7.0');
  });
});
