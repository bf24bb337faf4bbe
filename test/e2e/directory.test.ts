import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, launchBrowser, noBrowser, openDesk } from './desk.ts';

const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`All Users, imported${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  let desk: Desk;
  let page: Page;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    desk = await openDesk(browser);
    ({ page } = desk);
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('Import finished').waitFor();
    await page.getByText('200 users', { exact: true }).waitFor();
  });
  afterEach(() => {
    expect(desk.complaints).toEqual([]);
  });

  const grid = () => page.getByRole('grid', { name: 'All Users' });
  const rows = () => grid().getByRole('row');
  const count = (text: string) => page.getByText(text, { exact: true });
  const search = (text: string) => page.getByLabel('Search name, user name, mail, employee id, department').fill(text);

  it('searches as one types, filters, sorts and says how many', async () => {
    await search('e000017');
    await count('1 user').waitFor();
    await expect.poll(() => rows().nth(1).textContent()).toContain('user17@contoso.example');
    await search('');
    await count('200 users').waitFor();
    await page.getByLabel('Kind').selectOption({ label: 'Guests' });
    await count('6 users').waitFor();
    await page.getByLabel('Kind').selectOption({ label: 'Any' });
    await page.getByLabel('Passkey in Entra').selectOption({ label: 'Has one' });
    await count('0 users').waitFor();
    await page.getByLabel('Passkey in Entra').selectOption({ label: 'Any' });

    await page.getByRole('combobox', { name: 'Group' }).click();
    await page.keyboard.type('every');
    await page.getByRole('option', { name: 'Everybody' }).click();
    await count('200 users').waitFor();

    const first = async () => (await rows().nth(1).getByRole('link').textContent()) ?? '';
    const ascending = await first();
    await grid().getByRole('columnheader', { name: 'Display name' }).click();
    await expect.poll(first).not.toBe(ascending);
    expect((await first()) > ascending).toBe(true);
  });

  it('is worked with the keyboard: to the end, back, and into a user', async () => {
    await grid().focus();
    await page.keyboard.press('End');
    await grid().locator('[aria-rowindex="201"]').getByRole('link').waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(' ');
    await count('200 users · 1 selected').waitFor();
    const name = await grid().locator('[aria-rowindex="3"]').getByRole('link').textContent();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: name ?? '', level: 1 }).waitFor();
    await page.getByRole('tab', { name: 'Groups' }).click();
    await page.getByRole('cell', { name: 'Everybody' }).waitFor();
  });

  it('chooses all but one and saves a copy', async () => {
    await page.getByRole('checkbox', { name: 'Select all that match' }).click();
    await count('200 users · 200 selected').waitFor();
    await rows().nth(1).getByRole('checkbox').click();
    await count('200 users · 199 selected').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'As CSV' }).click();
    const text = readFileSync(await (await download).path(), 'utf8');
    expect(text.trim().split('\n')).toHaveLength(1 + 199);
    expect(text).toContain('@contoso.example');
  });

  it.each([1280, 1024])('cuts nothing off without an ellipsis and its tooltip, %i px wide', async width => {
    await page.setViewportSize({ width, height: 800 });
    await search('');
    await rows().nth(8).getByRole('link').waitFor();
    const cells = await grid().evaluate(element =>
      [...element.querySelectorAll('[role="row"] *')]
        // Words for screen readers alone are one pixel wide.
        .filter(each => each.textContent !== '' && each.clientWidth > 1 && each.scrollWidth > each.clientWidth)
        .map(each => ({
          text: each.textContent,
          ellipsis:
            getComputedStyle(each).textOverflow === 'ellipsis' && each.getAttribute('title') === each.textContent,
        })),
    );
    expect(cells.length).toBeGreaterThan(0);
    expect(cells.filter(({ ellipsis }) => !ellipsis)).toEqual([]);
    await expect.poll(() => rows().nth(1).getByText('@contoso.example').filter({ visible: true }).count()).toBe(1);
    const filters = await page.getByRole('search', { name: 'Filters' }).evaluate(element =>
      [...element.querySelectorAll('select')].map(select => {
        const { font, paddingLeft, paddingRight } = getComputedStyle(select);
        const brush = document.createElement('canvas').getContext('2d');
        if (brush === null) throw new Error('no canvas');
        brush.font = font;
        const texts = [...select.options].map(({ text }) => brush.measureText(text).width);
        const room = select.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
        // The closed list shows the tooltip of its value.
        const told = getComputedStyle(select).textOverflow === 'ellipsis' && select.closest('[title]') !== null;
        return { fits: room >= Math.max(...texts), told };
      }),
    );
    expect(filters).toHaveLength(7);
    expect(filters.filter(({ fits, told }) => !fits && !told)).toEqual([]);
    const main = await page.getByRole('main').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(main).toBe(0);
  });

  it('brings only what changed the next time', async () => {
    await page.getByRole('button', { name: 'Import changes' }).click();
    await page.getByText('Nothing has changed.').waitFor();
  });
});
