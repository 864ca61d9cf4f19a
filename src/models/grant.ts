import type { LibraryModel, SessionConfiguration } from './types';

/** The session of its own that it keeps in serverless functions. */
const configuration: SessionConfiguration = {
  kind: 'session-configuration',
  options: { argument: 0 },
  cookie: {
    path: ['session', 'cookie'],
    attributes: {
      httpOnly: { missing: 'set' },
      secure: { missing: 'absent' },
      sameSite: { missing: 'absent' },
    },
    replaces: { at: ['session', 'cookie'] },
    nameOptions: [['session', 'name']],
    defaultName: 'grant',
  },
  secrets: [['session', 'secret']],
};

export const grant: LibraryModel = {
  name: 'grant',
  source: 'grant@5.4.24',
  modules: ['grant'],
  exports: {
    aws: configuration,
    azure: configuration,
    gcloud: configuration,
    vercel: configuration,
  },
};
