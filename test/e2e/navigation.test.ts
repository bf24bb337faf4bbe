import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';

const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`moving about in the window${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  const open = async (place = '#/users') => {
    const { page, url, complaints } = await openDesk(browser);
    await page.getByRole('navigation').waitFor();
    await page.evaluate(hash => {
      window.location.hash = hash;
    }, place);
    return { page, url, complaints };
  };
  /** What has the focus: the text of a heading, the type of a field. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      const { activeElement: element } = document;
      if (element instanceof HTMLInputElement) return `${element.type} ${element.value}`;
      return element?.tagName === 'H1' ? `h1 ${element.textContent}` : (element?.tagName ?? '');
    });
  const go = (page: Page, name: string) => page.getByRole('navigation').first().getByRole('link', { name }).click();

  test('the focus goes to the heading of the new page, and to the search of All Users', async () => {
    const { page, complaints } = await open();
    await expect.poll(() => focused(page)).toBe('search ');
    for (const name of ['Security Keys', 'Inventory', 'Assignments', 'Workflows', 'Activity', 'Settings']) {
      await go(page, name);
      // The heading of the page before stays until the new page is drawn, with its link as the current one.
      await page.locator('nav [aria-current="page"]').and(page.getByRole('link', { name })).waitFor();
      await expect.poll(() => focused(page)).toBe(`h1 ${await page.locator('#main h1').textContent()}`);
    }
    await go(page, 'All Users');
    await expect.poll(() => focused(page)).toBe('search ');
    expect(complaints).toEqual([]);
  });

  test('Ctrl+K and / lead to the search from everywhere, and a slash can be typed', async () => {
    const { page } = await open('#/settings');
    await expect.poll(() => focused(page)).toBe('h1 Settings');
    await page.keyboard.press('Control+k');
    await expect.poll(() => focused(page)).toBe('search ');
    await page.keyboard.type('a/b');
    expect(await focused(page)).toBe('search a/b');
    await go(page, 'Activity');
    await expect.poll(() => focused(page)).toBe('h1 Activity');
    await page.keyboard.press('/');
    await expect.poll(() => focused(page)).toBe('search ');
  });

  test.each([
    ['from Entra', false],
    ['imported', true],
  ])('Enter opens the only hit, on Passkeys, and no other: %s', async (_, imported) => {
    const { page } = await open();
    if (imported) {
      await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
      await page.getByText('200 users', { exact: true }).waitFor();
    }
    const search = page.getByRole('searchbox');
    await search.fill('user1');
    await search.press('Enter');
    await search.fill('user17@contoso');
    expect(await page.evaluate(() => window.location.hash)).toBe('#/users');
    await search.press('Enter');
    await page.getByRole('tab', { name: 'Passkeys', selected: true }).waitFor();
    await expect.poll(() => focused(page)).toMatch(/^h1 \S/);
  });

  test('a row offers Add Microsoft passkey in one click, and the last choice of PIN is remembered', async () => {
    const { page } = await open();
    const add = async (n: number) => {
      await go(page, 'All Users');
      await page.getByRole('searchbox').fill(`user${n}@contoso`);
      await page
        .getByRole('row', { name: new RegExp(`user${n}@`) })
        .getByRole('button', { name: /^Add Microsoft passkey for/ })
        .click();
    };
    const random = page.getByRole('radio', { name: 'random' });
    await add(7);
    await random.check();
    await page.getByRole('spinbutton').fill('8');
    await page.getByRole('spinbutton').press('Tab');
    await page.getByRole('main').getByRole('button', { name: 'Create' }).click();
    await page.getByText('The passkey is ready').first().waitFor();
    await page.getByRole('button', { name: 'Insert a new key' }).click();
    await add(8);
    await expect.poll(() => random.isChecked()).toBe(true);
    await expect.poll(() => page.getByRole('spinbutton').inputValue()).toBe('8');
  });
});
