import { expect, type Locator, type Page } from '@playwright/test';
import { PASSWORD } from './people';

/** Presses Tab until `target` has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator, most = 60) {
  await expect(target).toBeAttached();
  for (let pressed = 0; pressed < most; pressed += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${most} times Tab do not reach ${target}`);
}

/** Tabs to a box and types into it. */
export async function typeInto(page: Page, target: Locator, words: string) {
  await tabTo(page, target);
  await page.keyboard.insertText(words);
}

export async function pressOn(page: Page, target: Locator) {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Runs what the palette knows by this name. */
export async function command(page: Page, name: string) {
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder(/Find a patient/)).toBeFocused();
  await page.keyboard.type(name);
  await expect(page.getByRole('dialog').getByRole('button', { name }).first()).toBeVisible();
  await page.keyboard.press('Enter');
}

export async function signInByKeys(page: Page, email: string, at: string) {
  await page.goto(at);
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /Your account/ })).toBeVisible();
}
