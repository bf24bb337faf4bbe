import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { enrollWithNewPin } from './steps.ts';

const obstacle = noBrowser();
const USER = 'user1@contoso.example';
/** A4 without the margins of the page, in CSS pixels. */
const PAPER = { width: 703, height: 1032 };
/** Printing first loads the whole list, for which a busy computer needs a while, in ms. */
const LOADED = 30_000;
/** Longer words than this may be broken. */
const LONG_WORD = 24;

describe.skipIf(obstacle !== null)(`printing${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  /** Notes how many rows the page has when the window prints, instead of opening the dialog of the browser. */
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
  const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

  /** Prints to PDF, which fires the event of printing too, and leaves the page laid out as on paper. Returns the number of sheets. */
  const putOnPaper = async (page: Page): Promise<number> => {
    const sheets = pagesOf(await page.pdf({ format: 'A4' }));
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(PAPER);
    return sheets;
  };

  /** What a reader of the paper would miss: words that are broken, and text beyond its edge. */
  const unreadable = (page: Page) =>
    page.evaluate(longest => {
      const found: string[] = [];
      const range = document.createRange();
      const walker = document.createTreeWalker(document.querySelector('#main') as Element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        if (node.parentElement?.checkVisibility() !== true) continue;
        for (const { 0: word, index } of (node.textContent ?? '').matchAll(/\S+/g)) {
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          const { right } = range.getBoundingClientRect();
          if (right > window.innerWidth + 1) found.push(`${word} is beyond the edge`);
          // A hyphen is a place to break a line at.
          const pieces = word.includes('-') || word.length > longest ? 1 : range.getClientRects().length;
          if (pieces > 1) found.push(`${word} is broken`);
        }
      }
      return found;
    }, LONG_WORD);

  const controls =
    '#main button:not(td *):not([role="tab"]), #main input, #main select, #main td button[aria-haspopup]';

  test('Ctrl+P prints all users of the filter as a table of one line a row, without the frame of the window', async () => {
    const { page, complaints } = await openDesk(browser);
    await page.getByRole('link', { name: 'All Users' }).click();
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('200 users', { exact: true }).waitFor();
    await watchPrint(page);
    await page.keyboard.press('Control+p');
    await expect.poll(() => printed(page), { timeout: LOADED }).toBe(200);
    expect(await putOnPaper(page)).toBeLessThanOrEqual(6);
    expect(await visible(page, '#main tbody tr')).toBe(200);
    expect(await visible(page, 'nav, header, aside, #main search, [role="grid"]')).toBe(0);
    expect(await visible(page, controls)).toBe(0);
    expect(await unreadable(page)).toEqual([]);
    await page.getByText(/^Keydesk · Contoso \(simulated\) · Printed /).waitFor();
    await page.getByText('No filter', { exact: true }).waitFor();
    await page.getByText('All Users: 200', { exact: true }).waitFor();
    const rows = await page.evaluate(() => {
      const all = [...document.querySelectorAll('#main tbody tr')];
      const breaks = new Set(all.map(row => getComputedStyle(row).breakInside));
      const lines = all.filter(row => row.getBoundingClientRect().height < 26).length;
      return { oneLine: lines, breaks: [...breaks] };
    });
    expect(rows.breaks).toEqual(['avoid']);
    // The names of guests are longer than a line.
    expect(rows.oneLine).toBeGreaterThan(180);
    await page.emulateMedia({ media: 'screen' });
    expect(await visible(page, '#main table')).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('names the filters of a list', async () => {
    const { page } = await openDesk(browser);
    await page.getByRole('link', { name: 'All Users' }).click();
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('200 users', { exact: true }).waitFor();
    const count = () => page.getByRole('grid').getAttribute('aria-rowcount');
    await page.getByRole('searchbox').fill('user1');
    await expect.poll(count, { timeout: LOADED }).not.toBe('201');
    const found = await count();
    await page.getByRole('combobox', { name: 'Account' }).selectOption('Disabled');
    await expect.poll(count, { timeout: LOADED }).not.toBe(found);
    await watchPrint(page);
    await page.keyboard.press('Control+p');
    await expect.poll(() => printed(page), { timeout: LOADED }).toBeGreaterThan(0);
    await putOnPaper(page);
    await page
      .getByText('Filter: Search name, user name, mail, employee id, department: user1 · Account: Disabled')
      .waitFor();
  });

  test('Print loads the parts of a list that are not shown yet', async () => {
    const { page } = await openDesk(browser);
    await page.getByRole('link', { name: 'All Users' }).click();
    await page.getByRole('button', { name: 'Load more' }).waitFor();
    const shown = await visible(page, '#main tbody tr');
    await watchPrint(page);
    await page.getByRole('button', { name: 'Print' }).click();
    await expect.poll(() => printed(page), { timeout: LOADED }).toBe(200);
    expect(shown).toBeLessThan(200);
    expect(await putOnPaper(page)).toBeLessThanOrEqual(6);
    expect(await visible(page, '#main tbody tr')).toBe(200);
    expect(await visible(page, controls)).toBe(0);
    expect(await unreadable(page)).toEqual([]);
  });

  test('every page is a sensible one on paper, by Ctrl+P and in the dark theme too', async () => {
    const { page, complaints } = await openDesk(browser);
    await page.emulateMedia({ colorScheme: 'dark' });
    await enrollWithNewPin(page, USER, '264857');
    const tabs = ['passkeys', 'keys', 'activity', 'info'].map(tab => `users/${USER}/${tab}`);
    for (const place of [...tabs, 'keys', 'inventory', 'assignments', 'activity']) {
      await page.evaluate(hash => {
        window.location.hash = hash;
      }, `#/${place}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
      await watchPrint(page);
      await page.keyboard.press('Control+p');
      await expect.poll(() => printed(page), { message: place, timeout: LOADED }).toBeDefined();
      expect(await putOnPaper(page), place).toBe(1);
      expect(await unreadable(page), place).toEqual([]);
      expect(await visible(page, controls), place).toBe(0);
      const colors = await page.evaluate(() => {
        const texts = [...document.querySelectorAll('#main h1, #main td, #main dd, #main span')];
        return [...new Set(texts.map(text => getComputedStyle(text).color))];
      });
      expect(colors, place).toEqual(['rgb(0, 0, 0)']);
      await page.emulateMedia({ media: 'screen' });
      await page.setViewportSize({ width: 1280, height: 860 });
    }
    expect(complaints).toEqual([]);
  });
});
