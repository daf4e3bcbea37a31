import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

// Advice, not WCAG: notices stand outside the landmarks on purpose, and a dialog's own header is taken for a second banner.
const ADVICE = ['region', 'landmark-no-duplicate-banner', 'landmark-unique'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** That axe finds nothing against WCAG 2.2 AA on the page as it stands. */
export async function expectNoFault(page: Page, what: string) {
  await page.waitForLoadState('networkidle');
  // Something half faded in has the contrast of neither end.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined))),
  );
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).disableRules(ADVICE).analyze();
  const faults = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`),
  );
  expect(faults, what).toEqual([]);
}
