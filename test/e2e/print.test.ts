import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';

const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`printing${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  /** What is on the paper when the window prints: the rows that are visible then, and whether anything of the frame is. */
  const watchPrint = (page: Page) =>
    page.evaluate(() => {
      const state = window as unknown as { printed?: number };
      delete state.printed;
      window.print = () => {
        state.printed = document.querySelectorAll('#main tbody tr').length;
      };
    });
  const printed = (page: Page) => page.evaluate(() => (window as unknown as { printed?: number }).printed);
  const visible = (page: Page, selector: string) =>
    page.evaluate(
      query => [...document.querySelectorAll(query)].filter(element => element.checkVisibility()).length,
      selector,
    );

  test('Ctrl+P prints all users of the filter, without the frame of the window', async () => {
    const { page, complaints } = await openDesk(browser);
    await page.getByRole('link', { name: 'All Users' }).click();
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('200 users', { exact: true }).waitFor();
    await watchPrint(page);
    await page.keyboard.press('Control+p');
    await expect.poll(() => printed(page)).toBe(200);
    await page.emulateMedia({ media: 'print' });
    expect(await visible(page, '#main tbody tr')).toBe(200);
    expect(await visible(page, 'nav, header, aside, #main search, [role="grid"]')).toBe(0);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await page.emulateMedia({ media: 'screen' });
    expect(await visible(page, '#main table')).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('Print loads the parts of a list that are not shown yet', async () => {
    const { page } = await openDesk(browser);
    await page.getByRole('link', { name: 'All Users' }).click();
    await page.getByRole('button', { name: 'Load more' }).waitFor();
    const shown = await visible(page, '#main tbody tr');
    await watchPrint(page);
    await page.getByRole('button', { name: 'Print' }).click();
    await expect.poll(() => printed(page)).toBe(200);
    expect(shown).toBeLessThan(200);
    await page.emulateMedia({ media: 'print' });
    expect(await visible(page, '#main tbody tr')).toBe(200);
    expect(await visible(page, '#main button:not(td *)')).toBe(0);
    await page.getByText(/^Printed /).waitFor();
  });
});
