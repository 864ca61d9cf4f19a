import type { LibraryModel, MethodModel, SignIn } from './types';

/** From 2.3.0 `logIn` and `logOut` regenerate the session. */
const rotates: SignIn['rotates'] = { package: '@fastify/passport', since: '2.3.0' };

const signIn: SignIn = {
  kind: 'sign-in',
  role: 'call',
  rotates,
  noneWhen: { argument: 1, path: ['session'], value: false },
  settles: 'promise',
};

const signOut: SignIn = { kind: 'sign-in', role: 'sign-out', rotates, settles: 'promise' };

const onRequest: Pick<MethodModel, 'receivers' | 'needs'> = {
  receivers: ['request', 'req'],
  needs: ['fastify', '@fastify/passport'],
};

export const fastifyPassport: LibraryModel = {
  name: '@fastify/passport',
  source: '@fastify/passport@4.0.3 (also 2.2.0, 2.3.0)',
  modules: ['@fastify/passport'],
  exports: {
    authenticate: {
      kind: 'sign-in',
      role: 'middleware',
      rotates,
      noneWhen: { argument: 1, path: ['session'], value: false },
      noneFor: ['session'],
      onSuccess: ['successRedirect', 'successReturnToOrRedirect'],
      noneWithCallback: true,
      settles: 'promise',
    },
  },
  methods: [
    { ...onRequest, method: 'login', api: signIn },
    { ...onRequest, method: 'logIn', api: signIn },
    { ...onRequest, method: 'logout', api: signOut },
    { ...onRequest, method: 'logOut', api: signOut },
  ],
};
