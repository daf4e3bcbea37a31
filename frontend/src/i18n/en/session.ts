import { plural } from '@/i18n/format';

export const session = {
  title: 'Sign in',
  about: 'The customer-care desk.',
  email: 'E-mail',
  password: 'Password',
  submit: 'Sign in',
  forgotten: 'First time here, or password forgotten? An administrator gives you a link to choose one.',
  required: 'Must be filled in',
  wrong: 'E-mail or password is wrong.',
  tooManyAttempts: (seconds: number) => {
    const minutes = Math.ceil(seconds / 60);
    const wait =
      seconds > 90
        ? plural('en', minutes, { one: '{n} minute', other: '{n} minutes' })
        : plural('en', seconds, { one: '{n} second', other: '{n} seconds' });
    return seconds > 0
      ? `Too many failed attempts. Try again in ${wait}.`
      : 'Too many failed attempts. Wait a little, then try again.';
  },
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
  change: {
    title: 'Password',
    about: 'At least 12 characters. Your other sessions end with it.',
    current: 'Current password',
    fresh: 'New password',
    submit: 'Change password',
    done: 'Your password is changed',
  },
  sessions: {
    title: 'Where you are signed in',
    about: 'End the sessions you do not recognise.',
    began: 'Signed in',
    seen: 'Last used',
    ends: 'Ends by itself',
    current: 'This one',
    end: 'End',
    endOf: (at: string) => `End the session of ${at}`,
    ended: 'The session is ended',
    none: 'No sessions',
  },
  signOut: {
    failed: 'Sign-out not complete',
    failedAbout:
      'The server has not confirmed it, so your session may still be open there. We keep trying. On a shared computer, wait until this message is gone.',
    pending: 'Signing out…',
    done: 'You are signed out',
  },
  locked: {
    title: (name: string) => `${name} is now signed in`,
    someone: 'Someone else is now signed in',
    about: (name: string) =>
      `Someone signed in with another account in this browser, so this page is hidden. Drafts by ${name} are kept.`,
    continueAs: (name: string) => `Continue as ${name}`,
    or: 'or',
    signInAs: (name: string) => `Sign in again as ${name}`,
  },
  expired: {
    title: 'Your session has ended',
    about: 'What you typed is still here. Sign in again to go on.',
    submit: 'Go on',
    other: 'Sign in as somebody else',
  },
};
