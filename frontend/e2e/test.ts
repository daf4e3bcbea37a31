import { type BrowserContext, type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import { DESKS } from './desks';

export { expect };

type Given = {
  /** What went wrong inside a page: an exception, or something the strict policy refused. Any of it fails the journey. */
  faults: string[];
  /** The browser of somebody else, with cookies and storage of its own; closed after the journey. */
  open: (options?: BrowserContextOptions) => Promise<Page>;
};

function listen(context: BrowserContext, faults: string[]) {
  context.on('weberror', (error) => faults.push(`${error.error().stack ?? error.error()}`));
  context.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
}

export const test = base.extend<Given>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  baseURL: async ({}, use, { parallelIndex }) => use(DESKS[parallelIndex]?.address),
  faults: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      const faults: string[] = [];
      await use(faults);
      expect(faults, 'faults inside the page').toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, faults }, use) => {
    listen(context, faults);
    await use(context);
  },
  open: async ({ browser, faults }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      listen(context, faults);
      opened.push(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
});
