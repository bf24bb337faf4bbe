import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findings } from './axe.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { enrolWithNewPin } from './steps.ts';

const obstacle = noBrowser();
const USER = 'user1@contoso.example';
/** 1280 pixels at 400 %, at 200 %, a small window, a large one. */
const sizes: readonly (readonly [width: number, height: number])[] = [
  [320, 256],
  [640, 512],
  [1024, 768],
  [1920, 1080],
];
const pages = [
  'users',
  ...['info', 'passkeys', 'keys', 'groups', 'activity', 'add-passkey'].map(tab => `users/${USER}/${tab}`),
  ...['keys', 'inventory', 'assignments', 'workflows', 'workflows/new', 'activity', 'settings'],
  // Its window is another one, so it comes last.
  'activate',
];
/** Dialogs, by the page and the button that opens them. */
const dialogs: readonly (readonly [page: string, button: string | RegExp])[] = [
  ['keys', 'Change PIN'],
  ['activity', /Details of entry 1$/],
  ['keys', 'Key settings'],
  ['settings', 'Add webhook'],
];

/** What does not fit: pages that scroll sideways, controls beyond the edge of the window, text that is cut and has no tooltip. */
function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll('html, #main, [role="dialog"], [role="alertdialog"]')) {
      if (element.scrollWidth > element.clientWidth + 1)
        found.push(`${element.id || element.tagName} scrolls sideways`);
    }
    const isOut = ({ left, right }: DOMRect) => left < -1 || right > window.innerWidth + 1;
    for (const element of document.querySelectorAll('button, a, input, select, [role="tab"]')) {
      const box = element.getBoundingClientRect();
      // The skip link waits far outside until it has the focus.
      if (!element.checkVisibility() || box.width === 0 || box.left < -1000) continue;
      if (isOut(box))
        found.push(`${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent} is outside`);
    }
    for (const element of document.querySelectorAll<HTMLElement>('#main *')) {
      const { overflowX, textOverflow } = getComputedStyle(element);
      const isCut = overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1;
      if (!isCut || element.childElementCount > 0 || !element.checkVisibility()) continue;
      const tip = element.closest<HTMLElement>('[title]');
      if (tip === null || textOverflow !== 'ellipsis') found.push(`“${element.textContent}” is cut`);
    }
    return found;
  });
}

describe.skipIf(obstacle !== null)(`any width${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('no page or dialog is wider than the window, cuts text, or hides a control; at 400 % all of it is accessible', async () => {
    const { page, complaints } = await openDesk(browser);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await enrolWithNewPin(page, USER, '264857');
    const go = async (place: string) => {
      await page.evaluate(hash => {
        window.location.hash = hash;
      }, `#/${place}`);
      await page.getByRole('heading', { level: 1 }).or(page.getByRole('main')).first().waitFor();
      await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
    };
    const wrong: Record<string, string[]> = {};
    const check = async (name: string, width: number) => {
      const found = await misfits(page);
      if (width === 320) found.push(...(await findings(page)));
      if (found.length > 0) wrong[`${name}, ${width}`] = found;
      const folder = process.env.KEYDESK_SHOTS;
      if (!folder) return;
      await page.screenshot({ path: `${folder}/${name.replaceAll(/\W+/g, '-')}-${width}.png`, fullPage: true });
    };

    await go('users');
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      await check('users, not imported', width);
    }
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('Import finished').waitFor();
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      for (const place of pages) {
        await go(place);
        await check(place, width);
      }
      for (const [place, button] of dialogs) {
        await go(place);
        await page.getByRole('button', { name: button }).click();
        const dialog = page.locator('[role=dialog], [role=alertdialog]');
        await dialog.waitFor();
        // It has its colors once it has faded in.
        await page.waitForTimeout(500);
        await check(`${place}, ${button}`, width);
        await dialog
          .getByRole('button', { name: /^(Cancel|Close)$/ })
          .last()
          .click();
        await dialog.waitFor({ state: 'detached' });
      }
    }
    expect(wrong).toEqual({});
    expect(complaints).toEqual([]);
  }, 180_000);
});
