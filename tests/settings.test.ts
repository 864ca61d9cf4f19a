import { describe, expect, it } from 'vitest';
import { settingsOf } from '../src/settings';

const read = (own: unknown) => settingsOf({ settings: { 'mcp-session': own } });

describe('the settings of the plugin', () => {
  it('are none by default', () => expect(settingsOf({ settings: {} })).toEqual({}));
  it('are handed on as they are', () => {
    const own = { authKeys: ['memberId'], cookieNames: ['my_session'], passport: '<0.6' };
    expect(read(own)).toBe(own);
  });
  it.each(['<0.6', '>=0.6.0', '^0.7.0', '~0.5', '0.5.3', '0.5.x', '< 0.6', '1.0.0-beta.1'])(
    'take the range %s',
    (passport) => expect(read({ passport })).toEqual({ passport }),
  );

  it.each([
    ['a list', ['authKeys'], "settings['mcp-session'] must be an object."],
    ['nothing', null, "settings['mcp-session'] must be an object."],
    [
      'an unknown key',
      { authkeys: [] },
      "settings['mcp-session'].authkeys is not known; remove it or use one of authKeys, cookieNames, passport, crossFile.",
    ],
    [
      'a key of every object',
      { constructor: [] },
      "settings['mcp-session'].constructor is not known; remove it or use one of authKeys, cookieNames, passport, crossFile.",
    ],
    [
      'a string for a list',
      { authKeys: 'memberId' },
      "settings['mcp-session'].authKeys must be a list of non-empty strings, such as ['memberId'], not \"memberId\".",
    ],
    [
      'an empty name',
      { cookieNames: [''] },
      "settings['mcp-session'].cookieNames must be a list of non-empty strings, such as ['my_session'], not [\"\"].",
    ],
    [
      'a number for a version',
      { passport: 0.5 },
      "settings['mcp-session'].passport must be a version range, such as '<0.6' or '^0.7.0', not 0.5.",
    ],
    [
      'a word for yes',
      { crossFile: 'yes' },
      'settings[\'mcp-session\'].crossFile must be true or false, not "yes".',
    ],
    [
      'a word for a version',
      { passport: 'latest' },
      "settings['mcp-session'].passport must be a version range, such as '<0.6' or '^0.7.0', not \"latest\".",
    ],
  ])('refuse %s', (_, own, message) => expect(() => read(own)).toThrow(message));
});
