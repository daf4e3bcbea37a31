export const session = {
  title: 'Sign in',
  about: 'The customer-care desk.',
  email: 'E-mail',
  password: 'Password',
  submit: 'Sign in',
  required: 'Must be filled in',
  wrong: 'E-mail or password is wrong.',
  slowDown: 'Too many attempts. Wait a little, then try again.',
  plainHttp: {
    title: 'You would be signed out at every reload',
    about:
      'This address is neither https nor localhost, so the browser will not keep the cookie that renews your session. Open the desk by its https address. You may sign in here, but only for a few minutes and only until the page is loaded again.',
  },
  notKept: {
    title: 'The browser did not keep the sign-in cookie',
    about:
      'You are signed in, but only until this page is loaded again or a few minutes have passed. Browsers keep this cookie only on an https address; some also refuse it on localhost.',
    goOn: 'Go on for now',
  },
  passwordLink: {
    title: 'Set your password',
    about: 'At least 12 characters of any kind: four words nobody would guess are good. Paste is welcome.',
    password: 'New password',
    submit: 'Set password',
    done: 'Your password is set',
    doneAbout: 'Sign in with it now.',
    toSignIn: 'To the sign-in',
    missing: 'This link is not complete',
    missingAbout:
      'Open it again as you got it. It works once and within seven days; an administrator can make another.',
    refused: 'This link is used up or too old. Ask an administrator for another.',
  },
  expired: {
    title: 'Your session has ended',
    about: 'What you typed is still here. Sign in again to go on.',
    submit: 'Go on',
    other: 'Sign in as somebody else',
  },
};
