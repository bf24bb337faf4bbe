import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findings } from './axe.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { create, enrollWithNewPin, openForm, removeKey } from './steps.ts';

const obstacle = noBrowser();
/** A4 without the margins of the page, in CSS pixels. */
const PAPER = { width: 703, height: 1032 };

describe.skipIf(obstacle !== null)(`the overview${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  const go = (page: Page, to: string) =>
    page.evaluate(address => {
      location.hash = address;
    }, to);
  const table = (page: Page, name: string) => page.getByRole('table', { name, exact: true });
  const importAll = async (page: Page) => {
    await go(page, '#/users');
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('Import finished').waitFor();
  };
  const openFilled = async () => {
    const desk = await openDesk(browser);
    await enrollWithNewPin(desk.page, 'user1@contoso.example', '264857');
    await importAll(desk.page);
    await go(desk.page, '#/overview');
    await table(desk.page, 'Coverage').waitFor();
    // The charts are loaded when the page is.
    await desk.page.locator('#main svg rect').first().waitFor();
    return desk;
  };

  test('is the first entry of the navigation, and says what is missing before the first import', async () => {
    const { page, complaints } = await openDesk(browser);
    const first = page.getByRole('navigation').getByRole('link').first();
    await expect.poll(() => first.textContent()).toBe('Overview');
    await first.click();
    await page.getByText('No users are imported yet').waitFor();
    await page.getByRole('link', { name: 'Import users' }).click();
    await page.getByRole('heading', { name: 'All Users' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('each number leads to its list, which has as many rows', async () => {
    const { page, complaints } = await openFilled();
    const row = table(page, 'Coverage').getByRole('row').nth(1);
    const numbers = (await row.getByRole('link').allTextContents()).map(Number);
    expect(numbers[0]).toBe((numbers[1] ?? 0) + (numbers[2] ?? 0));
    for (const [i, count] of numbers.entries()) {
      await go(page, '#/overview');
      await table(page, 'Coverage').getByRole('row').nth(1).getByRole('link').nth(i).click();
      await page.getByText(count === 1 ? '1 user' : `${count} users`, { exact: true }).waitFor();
      await expect.poll(() => page.getByLabel('Account').inputValue()).toBe('enabled');
    }
    await go(page, '#/overview');
    const department = table(page, 'Coverage by department').getByRole('row').nth(1);
    const name = await department.getByRole('cell').first().textContent();
    const members = await department.getByRole('link').first().textContent();
    await department.getByRole('link').first().click();
    await page.getByText(`${members} users`, { exact: true }).waitFor();
    await expect.poll(() => page.getByRole('combobox', { name: 'Department' }).inputValue()).toBe(`is:${name}`);

    await go(page, '#/overview');
    await table(page, 'Keys made per day').getByRole('row').nth(1).getByRole('link').click();
    await page.getByText('1 shown', { exact: true }).waitFor();
    await expect.poll(() => page.getByLabel('Date').inputValue()).toBe('activated');
    // The entry of the navigation opens the list without filters.
    await page.getByRole('navigation').getByRole('link', { name: 'Assignments' }).click();
    await expect.poll(() => page.getByLabel('Date').inputValue()).toBe('updated');
    expect(complaints).toEqual([]);
  });

  test('is accessible in light and dark, German, and a narrow window; a chart has a text alternative', async () => {
    const { page, complaints } = await openFilled();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await findings(page)).toEqual([]);
    }
    const charts = page.getByRole('img', { name: /^Users with a security key:|^Keys made|^Pending assignments:/ });
    await expect.poll(() => charts.count()).toBeGreaterThanOrEqual(4);
    // The keyboard passes the charts by.
    await expect
      .poll(() => page.locator('#main [role="img"] [inert]').count())
      .toBe(await page.locator('#main [role="img"]').count());
    await page.setViewportSize({ width: 640, height: 860 });
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.setViewportSize({ width: 1280, height: 860 });
    await go(page, '#/settings');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await go(page, '#/overview');
    await page.getByRole('heading', { name: 'Überblick' }).waitFor();
    await page.getByRole('heading', { name: 'Abdeckung nach Gruppe' }).waitFor();
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('prints charts and tables on A4, and nothing is cut', async () => {
    const { page } = await openFilled();
    await page.emulateMedia({ colorScheme: 'dark' });
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeLessThanOrEqual(8);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.setViewportSize(PAPER);
    const beyond = await page.evaluate(() =>
      [...document.querySelectorAll('#main svg, #main table, #main text')]
        .filter(element => element.checkVisibility())
        .map(element => ({ name: element.tagName, right: element.getBoundingClientRect().right }))
        .filter(({ right }) => right > window.innerWidth + 1),
    );
    expect(beyond).toEqual([]);
    const inks = await page.evaluate(() =>
      [...document.querySelectorAll('#main svg text')].map(text => getComputedStyle(text).fill),
    );
    expect(new Set(inks)).toEqual(new Set(['rgb(0, 0, 0)']));
  });

  test('exports all tables', async () => {
    const { page } = await openFilled();
    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'As CSV' }).click(),
    ]);
    expect(readFileSync(await file.path(), 'utf8')).toContain('departments,');
    await page.getByRole('button', { name: 'Export' }).click();
    const [book] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'As a workbook (.xlsx)' }).click(),
    ]);
    expect(
      readFileSync(await book.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });

  test('assignments are sorted by a column, and all of a filter are canceled at once, row by row', async () => {
    const { page, complaints } = await openFilled();
    await removeKey(page);
    for (const n of [5, 4, 6]) {
      await openForm(page, `user${n}@contoso.example`);
      await create(page);
      await page.getByRole('heading', { name: /^A passkey is assigned to/ }).waitFor();
    }
    await go(page, '#/assignments');
    const names = async () => (await page.locator('#main tbody tr td:nth-child(2) a').allTextContents()).map(String);
    await expect.poll(async () => (await names()).length).toBe(4);
    await page.getByRole('columnheader', { name: 'User' }).getByRole('button').click();
    const upward = (list: string[]) => list.join() === list.toSorted().join();
    await expect.poll(async () => upward(await names())).toBe(true);
    await page.getByRole('columnheader', { name: 'User' }).getByRole('button').click();
    await expect.poll(async () => upward((await names()).toReversed())).toBe(true);

    await page.getByRole('checkbox', { name: 'Select all that match' }).click();
    await page.getByText('All 4 assignments of this filter are selected').waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Activation codes' }).click();
    await page.getByRole('button', { name: 'Create codes' }).click();
    await page.getByText('These codes are shown only once.').waitFor();
    await page.getByRole('button', { name: 'Print' }).waitFor({ timeout: 30_000 });
    await expect.poll(() => table(page, 'Activation codes').getByRole('row').count()).toBe(5);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Back to the assignments' }).click();

    await page.getByRole('button', { name: 'Cancel assignments' }).click();
    const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
    await dialog.getByRole('button', { name: 'Cancel assignments' }).click();
    await dialog.getByText('3 done, 0 unchanged, 1 failed').waitFor();
    await expect
      .poll(() => table(page, 'Failed').getByRole('row').nth(1).textContent())
      .toContain('user1@contoso.example');
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: '3 Canceled' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('all users of a filter become a batch', async () => {
    const { page } = await openFilled();
    await go(page, '#/users?account=enabled&kind=member&securityKey=no');
    const count = /^([1-9]\d*) users$/;
    await page.getByText(count).first().waitFor();
    const total = Number(count.exec((await page.getByText(count).first().textContent()) ?? '')?.[1]);
    await page.getByRole('checkbox', { name: 'Select all that match' }).click();
    await page.getByRole('button', { name: `New batch of all ${total} users` }).click();
    await page.getByRole('radio', { name: `${total} users who are selected in All Users` }).waitFor();
    await page.getByRole('button', { name: 'Create batch' }).click();
    await page.getByRole('button', { name: `${total} All` }).waitFor();
  });
});
