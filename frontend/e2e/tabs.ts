import { expect, type Page } from '@playwright/test';
import { PASSWORD, PEOPLE, type Person } from './people';

/** Fills in the sign-in that `page` shows. */
export async function fillSignIn(page: Page, person: Person) {
  await page.getByLabel('E-mail').fill(PEOPLE[person].email);
  await page.getByRole('textbox', { name: /^Password/ }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: `Your account: ${PEOPLE[person].name}` })).toBeVisible();
}

/** The cookie of this browser becomes another person's, and no page of it is told. */
export async function replaceCookie(page: Page, person: Person) {
  const data = { email: PEOPLE[person].email, password: PASSWORD };
  expect((await page.context().request.post('/api/v1/auth/login', { data })).ok()).toBe(true);
}

export const lockedBy = (page: Page, person: Person) =>
  page.getByRole('heading', { level: 1, name: `${PEOPLE[person].name} is now signed in` });

export async function expectLocked(page: Page, person: Person, secrets: string[]) {
  await expect(lockedBy(page, person)).toBeFocused();
  const seen = [
    await page.title(),
    await page.locator('body').ariaSnapshot(),
    await page.evaluate(() => document.documentElement.outerHTML),
  ];
  for (const secret of secrets) expect(seen.join('\n')).not.toContain(secret);
}

/** Whose token and whose name each request of `page` carries from now on; without those of the session itself. */
export function sendersOf(page: Page) {
  const senders: { token: string; staff: string | undefined; path: string }[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const { authorization, 'caredesk-staff': staff } = request.headers();
    if (!pathname.startsWith('/api/') || /\/auth\/(login|refresh|logout)$/.test(pathname)) return;
    senders.push({ token: subjectOf(authorization ?? ''), staff, path: pathname });
  });
  return senders;
}

function subjectOf(bearer: string): string {
  const payload = bearer.split('.')[1] ?? '';
  return payload ? JSON.parse(Buffer.from(payload, 'base64url').toString()).sub : '';
}

/** The last token that `page` sent. */
export function bearerOf(page: Page) {
  let bearer = '';
  page.on('request', (request) => {
    bearer = request.headers().authorization ?? bearer;
  });
  return () => ({ Authorization: bearer });
}
