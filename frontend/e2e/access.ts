import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

// Advice, not WCAG: notices stand outside the landmarks on purpose, and a dialog's own header is taken for a second banner.
const ADVICE = ['region', 'landmark-no-duplicate-banner', 'landmark-unique'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What else the colours decide; the rest of the document is the same in both schemes. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** That axe finds nothing against WCAG 2.2 AA on the page as it stands, in light, nor against its colours in dark. */
export async function expectNoFault(page: Page, what: string) {
  await page.waitForLoadState('networkidle');
  expect(await faultsOf(page, (axe) => axe.withTags(RULES).disableRules(ADVICE)), what).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  expect(await faultsOf(page, (axe) => axe.withRules(OF_COLOURS)), `${what}, dark`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** What begins to fade while axe looks has the contrast of neither end: a fault is one that is found at rest, too. */
async function faultsOf(page: Page, asked: (axe: AxeBuilder) => AxeBuilder) {
  const found = await lookOnce(page, asked);
  return found.length === 0 ? found : lookOnce(page, asked);
}

async function lookOnce(page: Page, asked: (axe: AxeBuilder) => AxeBuilder) {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined))),
  );
  const { violations } = await asked(new AxeBuilder({ page })).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`),
  );
}
