import type { LibraryModel, MethodModel, SignIn } from './types';

/** From 0.6.0 sign-in and sign-out regenerate the session, also with `keepSessionInfo`. */
const rotates: SignIn['rotates'] = { package: 'passport', since: '0.6.0' };

const signIn: SignIn = {
  kind: 'sign-in',
  role: 'call',
  rotates,
  noneWhen: { argument: 1, path: ['session'], value: false },
  settles: 'callback',
};

// From 0.6.0 a sign-out without a callback throws and nobody is signed out.
const signOut: SignIn = { kind: 'sign-in', role: 'sign-out', rotates, settles: 'callback' };

const onRequest: Pick<MethodModel, 'receivers' | 'unless'> = {
  receivers: ['req', 'request'],
  // There @fastify/passport adds methods of the same names.
  unless: ['fastify', '@fastify/passport'],
};

const authenticate: SignIn = {
  kind: 'sign-in',
  role: 'middleware',
  rotates,
  noneWhen: { argument: 1, path: ['session'], value: false },
  noneFor: ['session'],
  onSuccess: ['successRedirect', 'successReturnToOrRedirect'],
  noneWithCallback: true,
  settles: 'callback',
};

export const passport: LibraryModel = {
  name: 'passport',
  source: 'passport@0.7.0 (also 0.5.3, 0.6.0)',
  modules: ['passport'],
  exports: { authenticate },
  methods: [
    // The one instance that a project configures elsewhere: a parameter, or its own module.
    {
      receivers: ['passport'],
      method: 'authenticate',
      unless: ['passport', 'koa-passport', ...(onRequest.unless ?? [])],
      api: authenticate,
    },
    { ...onRequest, method: 'login', api: signIn },
    { ...onRequest, method: 'logIn', api: signIn },
    { ...onRequest, method: 'logout', api: signOut },
    { ...onRequest, method: 'logOut', api: signOut },
  ],
};
