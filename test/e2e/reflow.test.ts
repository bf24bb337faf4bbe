import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';

const obstacle = noBrowser();
/** 1280 pixels at 400 %, at 200 %, a small window, a large one. */
const sizes: readonly (readonly [width: number, height: number])[] = [
  [320, 256],
  [640, 512],
  [1024, 768],
  [1920, 1080],
];
const pages = [
  'users',
  'keys',
  'inventory',
  'assignments',
  'workflows',
  'workflows/new',
  'activity',
  'settings',
  'activate',
];

describe.skipIf(obstacle !== null)(`any width${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  /**
   * What does not fit: the page that is wider than the window, controls beyond its edge or cut by their parents, and, where the page
   * scrolls as a whole, controls that cannot be scrolled to.
   */
  const misfits = (page: Page) =>
    page.evaluate(() => {
      const found: string[] = [];
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth > clientWidth) found.push(`page ${scrollWidth} > ${clientWidth}`);
      for (const main of document.querySelectorAll('#main')) {
        if (main.scrollWidth > main.clientWidth) found.push(`main ${main.scrollWidth} > ${main.clientWidth}`);
      }
      for (const element of document.querySelectorAll('button, a, input, select, [role="tab"]')) {
        if (!element.checkVisibility()) continue;
        const { left, right, width } = element.getBoundingClientRect();
        // The skip link is out of sight until it has the focus; a native check box lies invisible over its picture.
        if (left < -1000 || width === 0) continue;
        if (left < -1 || right > window.innerWidth + 1) {
          found.push(
            `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent} ${left}-${right}`,
          );
        }
      }
      return found;
    });

  test.each(sizes)(
    '%i x %i: no page is wider than the window, and every control can be reached',
    async (width, height) => {
      const { page, complaints } = await openDesk(browser);
      await page.getByRole('navigation').first().waitFor();
      await page.setViewportSize({ width, height });
      const go = async (place: string) => {
        await page.evaluate(hash => {
          window.location.hash = hash;
        }, `#/${place}`);
        await page.getByRole('heading', { level: 1 }).or(page.getByRole('main')).first().waitFor();
        await page.waitForLoadState('networkidle');
      };
      const shoot = async (name: string) => {
        if (!process.env.KEYDESK_SHOTS) return;
        await page.screenshot({
          path: `${process.env.KEYDESK_SHOTS}/${name.replaceAll('/', '-')}-${width}.png`,
          fullPage: true,
        });
      };
      const check = async (name: string) => {
        await page.waitForTimeout(300);
        await shoot(name);
        expect([name, await misfits(page)]).toEqual([name, []]);
      };
      await go('users');
      await check('users-live');
      await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
      await page.getByText('200 users', { exact: true }).waitFor();
      await page.getByRole('searchbox').fill('user195@');
      await page.getByRole('searchbox').press('Enter');
      await page.getByRole('tab', { name: 'Passkeys' }).waitFor();
      const user = (await page.evaluate(() => window.location.hash)).split('/')[2] ?? '';
      for (const tab of ['info', 'passkeys', 'keys', 'groups', 'activity', 'add-passkey']) {
        await go(`users/${user}/${tab}`);
        await check(`user-${tab}`);
      }
      for (const place of pages) {
        await go(place);
        await check(place);
      }
      expect(complaints).toEqual([]);
    },
  );
});
