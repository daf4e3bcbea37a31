import type { Page } from '@playwright/test';

const problem = (status: number, code: string, title: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({
    type: `/problems/${code}`,
    title,
    status,
    code,
    detail: title,
    request_id: '0192f3c4-7a1b-7c2d-8e3f-405162738495',
  }),
});

/** From now on the desk answers what `address` matches as it does when its database is away. */
export function unavailable(page: Page, address: RegExp) {
  return page.route(address, (route) => route.fulfill(problem(503, 'unavailable', 'Service Unavailable')));
}

/** From now on nobody is signed in. */
export function unauthorized(page: Page) {
  return page.route(/\/api\/v1\//, (route) => route.fulfill(problem(401, 'unauthorized', 'Unauthorized')));
}
