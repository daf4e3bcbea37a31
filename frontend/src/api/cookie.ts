const ANSWER_WITHIN = 20_000;

/**
 * Calls that change the refresh cookie take turns over all tabs: it is good for one renewal, and the answer to a sign-out must
 * not delete the cookie of whoever signs in meanwhile. Browsers have these locks on https and on localhost only; elsewhere the
 * server's grace for renewals at the same time has to do.
 */
export function withCookie<Result>(
  call: (signal: AbortSignal) => Promise<Result>,
  answerWithin = ANSWER_WITHIN,
): Promise<Result> {
  const run = () => call(AbortSignal.timeout(answerWithin));
  const locks = navigator.locks as LockManager | undefined;
  return locks ? locks.request('caredesk.cookie', run) : run();
}
