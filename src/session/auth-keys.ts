const PROVIDERS =
  'github google gitlab discord twitter facebook spotify slack microsoft linkedin provider oauth';

/** Session keys that say who is signed in. An exact list: `orderId` and `pendingUserId` are none. */
export const AUTH_KEYS: readonly string[] = [
  ...'user userId userID user_id userid uid username userName user_name userEmail'.split(' '),
  ...'currentUser currentUserId loggedUser loggedInUser loggedInUserId signedInUser'.split(' '),
  ...'account accountId account_id memberId customerId adminId'.split(' '),
  ...'loggedIn loggedin logged_in isLoggedIn isLoggedin isLogged is_logged_in logged isLogin'.split(
    ' ',
  ),
  ...'logined isLogined is_logined loginUser'.split(' '),
  ...'signedIn isSignedIn authenticated isAuthenticated is_authenticated isAuth isAuthed'.split(
    ' ',
  ),
  ...'auth authUser authUserId authContext auth_context'.split(' '),
  ...'authenticatedUser authenticatedUserId authenticatedAt'.split(' '),
  ...'admin isAdmin is_admin isSuperAdmin isSuperuser role roles userRole permissions'.split(' '),
  ...'passport principal identity claims tokens tokenSet tokenset authToken jwt'.split(' '),
  ...'accessToken access_token refreshToken refresh_token idToken id_token'.split(' '),
  ...PROVIDERS.split(' ').flatMap((provider) => [
    `${provider}AccessToken`,
    `${provider}RefreshToken`,
    `${provider}Tokens`,
  ]),
];

/** Session keys that hold who was signed in before somebody acted as another: `originalUserId`, `impersonator`. */
export const FORMER_KEY =
  /^(?:(?:original|real|true|actual|previous|prev|former|admin)_?(?:user|admin|account|identity|principal|role)|impersonat|masquerad)/i;
