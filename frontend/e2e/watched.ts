import type { Page } from '@playwright/test';
import { signInBy } from './people';
import { expect, test } from './test';

/** What somebody sees of the desk without touching it. What a step leaves out is as it was before. */
export type Sees = {
  /** The rows of their list, each by words that stand in it, with ' · ' in between. */
  list: string[];
  /** Figures of the dashboard, as so much more than in the morning. */
  tiles: Record<string, number>;
  /** The unread notices, the latest first, each by words that stand in it. */
  bell: string[];
  /** The counts beside the pages of the navigation, as so much more than in the morning. */
  navigation: Record<string, number>;
  /** Of the page they work on. */
  title: string;
};

export type Watched = {
  /** Where they work. */
  page: Page;
  list: Page;
  dashboard: Page;
  morning: { tiles: Record<string, number>; navigation: Record<string, number> };
  saw: Sees;
};

/** Longer than any page waits before it asks again. */
const POLLED = 31_000;
const RESOLVED_TODAY = 'Resolved today';

/** Somebody at the page `at`, who has their list and their dashboard open beside it all day. */
export async function watched(page: Page, email: string, at: string, list: string): Promise<Watched> {
  await page.clock.install();
  await signInBy(page, email, at);
  const beside = async (address: string) => {
    const tab = await page.context().newPage();
    await tab.goto(address);
    await expect(tab.getByRole('heading', { level: 1 })).toBeVisible();
    return tab;
  };
  const dashboard = await beside('/customer-care/dashboard');
  await expect(dashboard.getByRole('region', { name: 'Escalations' })).toBeVisible();
  await readBell(dashboard);
  const morning = { tiles: await tilesOf(dashboard), navigation: await navigationOf(dashboard) };
  const saw = { list: [], tiles: {}, bell: [], navigation: {}, title: '' };
  const tab = await beside(list);
  await page.bringToFront();
  return { page, list: tab, dashboard, morning, saw };
}

/** What each of `people` sees once their pages have asked again, `step` after `step`. */
export function deskOf<Who extends string>(people: Record<Who, Watched>) {
  return (step: string, sees: Partial<Record<Who, Partial<Sees>>>) =>
    test.step(step, () =>
      Promise.all(
        (Object.keys(people) as Who[]).map((who) => expectSeen(people[who], sees[who] ?? {}, `${who}: ${step}`)),
      ),
    );
}

async function expectSeen(person: Watched, news: Partial<Sees>, when: string) {
  const { page, dashboard, morning, saw } = person;
  const sees = { ...saw, ...news, tiles: { ...saw.tiles, ...news.tiles } };
  person.saw = sees;
  await page.clock.fastForward(POLLED);
  await expect(page, when).toHaveTitle(`${sees.title} · CareDesk`);
  await expectRows(person.list, sees.list, when);
  await expect(async () => {
    const tiles = await tilesOf(dashboard);
    expect(rise(tiles, morning.tiles, sees.tiles), when).toEqual(sees.tiles);
    const navigation = await navigationOf(dashboard);
    expect(rise(navigation, morning.navigation, morning.navigation), when).toEqual({
      ...rise(morning.navigation, morning.navigation, morning.navigation),
      ...sees.navigation,
    });
  }).toPass({ timeout: 10_000 });
  // A page at the back draws once a second, and a click waits until nothing moves.
  await dashboard.bringToFront();
  await expectBell(dashboard, sees.bell, when);
  for (const tile of Object.keys(sees.tiles).filter((name) => sees.tiles[name] !== (saw.tiles[name] ?? 0)))
    await expectLeads(dashboard, tile, when);
  await page.bringToFront();
}

type Counts = Record<string, number>;

/** How much more there is now than in the morning, of `names`. */
const rise = (now: Counts, morning: Counts, names: Counts): Counts =>
  Object.fromEntries(Object.keys(names).map((name) => [name, (now[name] ?? 0) - (morning[name] ?? 0)]));

/** The figures of a dashboard that are the way to a list. */
async function tilesOf(dashboard: Page): Promise<Counts> {
  const tiles = await dashboard.getByRole('region').evaluateAll((regions) =>
    regions.flatMap((region) =>
      [...region.querySelectorAll('dl > div:has(a)')].map((tile): [string, number] => {
        const [name = '', figure] = [...tile.children].map((part) => part.textContent ?? '');
        return [`${region.querySelector('h2')?.textContent}: ${name}`, Number(figure)];
      }),
    ),
  );
  const resolved = dashboard.getByRole('link', { name: /resolved today/ });
  const today = (await resolved.count()) ? Number.parseInt(await resolved.innerText(), 10) : 0;
  return { ...Object.fromEntries(tiles), [RESOLVED_TODAY]: today };
}

async function navigationOf(page: Page): Promise<Counts> {
  const navigation = page.getByRole('navigation', { name: 'Main navigation' });
  const counted = async (name: RegExp) => {
    const link = navigation.getByRole('link', { name });
    return (await link.count()) ? Number(await link.innerText()) : 0;
  };
  return { tickets: await counted(/unassigned/), interactions: await counted(/without an agent/) };
}

async function expectRows(list: Page, rows: string[], when: string) {
  const others = list.getByRole('main').getByRole('button', { name: /Show$/ });
  await expect(async () => {
    if (await others.first().isVisible()) await others.first().click();
    const seen = await list
      .getByRole('main')
      .locator('[data-row]')
      .evaluateAll((all) =>
        all.map((row) => `${row.closest('ul')?.ariaLabel ?? ''} ${(row as HTMLElement).innerText}`),
      );
    expect(
      seen.map((row, at) => missing(row, rows[at])),
      `${when}: ${seen.join('\n---\n')}`,
    ).toEqual(rows.map(() => []));
  }).toPass({ timeout: 10_000 });
}

const missing = (text: string, words = 'no such row') => words.split(' · ').filter((word) => !text.includes(word));

async function expectBell(page: Page, notices: string[], when: string) {
  const name = notices.length > 0 ? `Notices, ${notices.length} unread` : 'Notices, none unread';
  const bell = page.getByRole('button', { name, exact: true });
  await expect(bell, when).toBeVisible();
  if (notices.length === 0) return;
  await bell.click();
  const unread = page.getByRole('dialog', { name: 'Notices' }).getByRole('listitem').filter({ hasText: 'New' });
  await expect(async () => {
    const texts = await unread.allInnerTexts();
    expect(
      texts.map((text, at) => missing(text, notices[at])),
      `${when}: ${texts.join('\n---\n')}`,
    ).toEqual(notices.map(() => []));
  }).toPass({ timeout: 10_000 });
  await closeBell(page);
}

/** A figure leads to exactly as many rows as it says. */
async function expectLeads(dashboard: Page, tile: string, when: string) {
  const figure = (await tilesOf(dashboard))[tile] ?? 0;
  const [region = '', label = ''] = tile.split(': ');
  const link =
    tile === RESOLVED_TODAY
      ? dashboard.getByRole('link', { name: /resolved today/ })
      : dashboard.getByRole('region', { name: region }).getByRole('link', { name: label, exact: true });
  await link.click();
  const title = dashboard.getByRole('heading', { level: 1, name: 'Dashboard' });
  await expect(title).toBeHidden();
  const main = dashboard.getByRole('main');
  const told = `${when}: ${tile}`;
  if (figure > 25) await expect(main.getByText(`${figure} in all`), told).toBeVisible();
  else if (figure > 0) await expect(main.locator('[data-row]'), told).toHaveCount(figure);
  else await expect(main.getByText(/fits these filters/), told).toBeVisible();
  await dashboard.goBack();
  await expect(title).toBeVisible();
}

/** Every figure of a dashboard that is not zero leads to exactly as many rows as it says. */
export async function expectAllLead({ dashboard }: Watched, when: string) {
  const tiles = Object.entries(await tilesOf(dashboard)).filter(([, figure]) => figure > 0);
  await dashboard.bringToFront();
  for (const [tile] of tiles) await expectLeads(dashboard, tile, when);
}

/** Whatever is unread in the bell is read. */
export async function readBell(page: Page) {
  await page.bringToFront();
  await page.getByRole('button', { name: /^Notices/ }).click();
  const all = page.getByRole('button', { name: 'Mark all as seen' });
  await expect(page.getByRole('dialog', { name: 'Notices' })).toBeVisible();
  if (await all.isVisible()) await all.click();
  await expect(page.getByRole('button', { name: 'Notices, none unread' })).toBeVisible();
  await closeBell(page);
}

/** The keys are in the opened list, which may take a moment. */
const closeBell = (page: Page) =>
  expect(async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Notices' })).toBeHidden({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
