import type { LibraryModel, SessionObjectModel } from './types';

/** What a bot remembers of a chat: keyed by the chat, no cookie, no sign-in. */
const chat: SessionObjectModel = { type: 'foreign', on: ['ctx.session', 'context.session'] };

export const chatBots: readonly LibraryModel[] = [
  { name: 'grammy', source: 'grammy@1.46.0', modules: ['grammy'], session: chat },
  {
    name: 'telegraf',
    source: 'telegraf@4.16.3',
    modules: ['telegraf', 'telegraf/session'],
    session: chat,
  },
];
