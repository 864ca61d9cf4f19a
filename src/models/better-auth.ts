import type { LibraryModel } from './types';

export const betterAuth: LibraryModel = {
  name: 'better-auth',
  source: 'better-auth@1.7.25',
  modules: ['better-auth', 'better-auth/minimal'],
  exports: {
    // Every sign-in gets a token of its own, of 32 random letters and digits.
    betterAuth: {
      kind: 'session-configuration',
      options: { argument: 0 },
      cookie: {
        // Wins over `defaultCookieAttributes`.
        path: ['advanced', 'cookies', 'session_token', 'attributes'],
        alsoAt: [['advanced', 'defaultCookieAttributes']],
        attributes: {
          httpOnly: { missing: 'set', undefinedDrops: true },
          // As `baseURL`, whatever is given: then its name starts with `__Secure-`.
          secure: { missing: 'fixed', switchedBy: ['advanced', 'useSecureCookies'] },
          sameSite: { missing: 'set', undefinedDrops: true },
        },
        nameOptions: [['advanced', 'cookies', 'session_token', 'name']],
        defaultName: 'better-auth.session_token',
      },
      secrets: [['secret']],
      optionTypes: ['BetterAuthOptions'],
      expiry: {
        // Seven days, renewed once a day.
        lifetime: [['session', 'expiresIn']],
        absolute: [['session', 'disableSessionRefresh']],
        unit: 's',
        missing: 'some',
        suggest: ['session', 'expiresIn'],
      },
    },
  },
};
