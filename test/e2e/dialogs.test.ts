import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { enrolWithNewPin } from './steps.ts';

const obstacle = noBrowser();
const USER = 'user1@contoso.example';

/** A dialog: the page that it is opened from, the button, and the item where the button opens a menu. */
const dialogs: readonly [page: string, button: string | RegExp, item?: string][] = [
  ['#/keys', 'Change PIN'],
  ['#/keys', 'Passkeys on this key'],
  ['#/keys', 'Fingerprints'],
  ['#/keys', 'Key settings'],
  ['#/keys', 'Reset'],
  ['#/inventory', /^Actions for/, 'Report lost'],
  ['#/inventory', /^Actions for/, 'Retire'],
  ['#/assignments', /^Actions for/, 'Revoke'],
  ['#/activity', /Details of entry 1$/],
  [`#/users/${USER}/passkeys`, /^Delete /],
  [`#/users/${USER}/passkeys`, 'Activation code'],
  [`#/users/${USER}/passkeys`, /^Actions for/, 'Revoke'],
  ['#/workflows', /^More actions/, 'Run now for existing users'],
  ['#/workflows', /^More actions/, 'Delete'],
  ['#/settings', 'Add webhook'],
];

type Close = (page: Page, dialog: Locator) => Promise<void>;

const closeByButton: Close = (_, dialog) =>
  dialog
    .getByRole('button', { name: /^(Cancel|Close)$/ })
    .last()
    .click();

/** The ways in which a person closes a dialog. */
const ways: readonly [string, Close][] = [
  ['Escape', page => page.keyboard.press('Escape')],
  ['its button', closeByButton],
];

describe.skipIf(obstacle !== null)(`dialogs${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('return the focus to where it was, and the window to screen readers', async () => {
    const { page, complaints } = await openDesk(browser);
    await enrolWithNewPin(page, USER, '264857');
    await page.goto(new URL('#/workflows/new', page.url()).href);
    await page.getByLabel('Name').fill('A workflow');
    for (const step of ['Next', 'Next', 'Submit']) await page.getByRole('button', { name: step, exact: true }).click();
    await page.getByRole('heading', { name: 'A workflow' }).waitFor();

    const wrong: string[] = [];
    for (const [address, button, item] of dialogs) {
      for (const [way, close] of ways) {
        await page.goto(new URL(address, page.url()).href);
        const opener = page.locator('#root').getByRole('button', { name: button }).first();
        await opener.click();
        if (item !== undefined) await page.getByRole('menuitem', { name: item, exact: true }).click();
        const dialog = page.locator('[role=dialog], [role=alertdialog]');
        await dialog.waitFor();
        const modal = (await dialog.getAttribute('aria-modal')) === 'true';
        if (modal) await page.locator('#root[aria-hidden="true"]').waitFor({ state: 'attached' });
        // One that asks before it does something wants an answer.
        const asks = (await dialog.getAttribute('role')) === 'alertdialog';
        await (asks ? closeByButton : close)(page, dialog);
        await dialog.waitFor({ state: 'detached' });
        const focused = await opener.evaluate(element => element === document.activeElement);
        const hidden = await page.evaluate(() => document.querySelectorAll('#root[aria-hidden], #root [inert]').length);
        if (!focused || hidden > 0) wrong.push(`${address} ${button} ${item ?? ''}, closed by ${way}`);
        if (asks) break;
      }
    }
    expect(wrong).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
