import { expect, type Page } from '@playwright/test';

/** Every address that `page` asks for or shows from now on. */
export function addressesOf(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) => seen.push(decodeURIComponent(request.url())));
  page.on('framenavigated', (frame) => seen.push(decodeURIComponent(frame.url())));
  return seen;
}

/** Ids are random: digits in them mean nobody. */
const withoutIds = (address: string) => address.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '');

export function expectNoneOf(words: string[], addresses: string[]) {
  for (const address of addresses.filter((one) => !/\/assets\//.test(one)).map(withoutIds)) {
    for (const word of words) expect(address.toLowerCase()).not.toContain(word.toLowerCase());
  }
}

/** What this browser keeps of the desk, wherever a page can keep anything. */
export async function keptBy(page: Page): Promise<string> {
  const kept = await page.evaluate(async () =>
    JSON.stringify({
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      state: history.state,
      name: window.name,
      title: document.title,
      cookie: document.cookie,
      page: document.body.innerText,
    }),
  );
  const { cookies } = await page.context().storageState();
  return kept + JSON.stringify(cookies.map(({ name, path }) => ({ name, path })));
}
