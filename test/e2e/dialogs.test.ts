import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchBrowser, noBrowser, openDesk, openWindow } from './desk.ts';
import {
  addWebhook,
  closeDialog,
  deskDialogs,
  dialogOf,
  makeProfile,
  makeWorkflow,
  type Opening,
  open,
} from './openings.ts';
import { create, enrollWithNewPin, misbehave, openForm, setTouch } from './steps.ts';

const obstacle = noBrowser();
const USER = 'user1@contoso.example';
const PIN = '264857';

const connectionDialogs: readonly Opening[] = [
  ['#/settings', 'Add connection'],
  ['#/settings', /^More for/, 'Edit'],
  ['#/settings', /^More for/, 'Remove'],
];

type Close = (page: Page, dialog: Locator) => Promise<void>;

const closeByButton: Close = (_, dialog) => closeDialog(dialog);

/** The ways in which a person closes a dialog. */
const ways: readonly [string, Close][] = [
  ['Escape', page => page.keyboard.press('Escape')],
  ['its button', closeByButton],
];

async function isRestored(page: Page, opener: Locator): Promise<boolean> {
  const focused = await opener.evaluate(element => element === document.activeElement);
  return focused && (await page.locator('#root[aria-hidden], #root [inert]').count()) === 0;
}

/** Opens each dialog, closes it in each way, and returns those that left the focus elsewhere or the page hidden. */
async function unrestored(page: Page, openings: readonly Opening[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const [address, button, item] of openings) {
    for (const [way, close] of ways) {
      if (address !== '') await page.goto(new URL(address, page.url()).href);
      const opener = await open(page, button, item);
      const dialog = dialogOf(page);
      const modal = (await dialog.getAttribute('aria-modal')) === 'true';
      if (modal) await page.locator('#root[aria-hidden="true"]').waitFor({ state: 'attached' });
      // One that asks before it does something wants an answer.
      const asks = (await dialog.getAttribute('role')) === 'alertdialog';
      await (asks ? closeByButton : close)(page, dialog);
      await dialog.waitFor({ state: 'detached' });
      if (!(await isRestored(page, opener))) wrong.push(`${address} ${button} ${item ?? ''}, closed by ${way}`);
      if (asks) break;
    }
  }
  return wrong;
}

/** Nothing that the window sends reaches the core from now on until the page is loaded again: what was begun stays under way. */
const hold = (page: Page) => page.evaluate(() => Object.assign(window, { held: true }));

/** Fills the fields of a dialog so that what it does can be begun. */
async function fill(dialog: Locator): Promise<void> {
  for (const field of await dialog.locator('input[type=password]').all()) await field.fill(PIN);
  for (const field of await dialog.locator('input[type=text]').all()) await field.fill('Practice key');
  for (const field of await dialog.locator('input[type=url]').all()) await field.fill('http://127.0.0.1:9/hook');
}

/** Begins what each dialog does, and returns which were begun, and which of these lost the focus meanwhile. */
async function begunIn(page: Page, openings: readonly Opening[]): Promise<{ begun: string[]; lost: string[] }> {
  const [begun, lost]: [string[], string[]] = [[], []];
  for (const [address, button, item] of openings) {
    for (const role of ['button', 'switch'] as const) {
      await page.goto(new URL(address, page.url()).href);
      await page.reload();
      await open(page, button, item);
      const dialog = dialogOf(page);
      await fill(dialog);
      const controls = await dialog.getByRole(role).all();
      const enabled: Locator[] = [];
      for (const each of controls) {
        const way = /^(Cancel|Close|Copy|Show PIN|Hide PIN)$/.test(
          (await each.getAttribute('aria-label')) ?? (await each.textContent()) ?? '',
        );
        if (!way && (await each.isEnabled())) enabled.push(each);
      }
      const control = enabled.at(-1);
      if (control === undefined) continue;
      const name = `${address} ${button} ${item ?? ''}: ${role}`;
      await hold(page);
      await control.click();
      // Longer than a frame: the browser moves the focus of what was disabled when it renders.
      await page.waitForTimeout(100);
      begun.push(name);
      if (!(await dialog.evaluate(element => element.contains(document.activeElement)))) lost.push(name);
    }
  }
  return { begun, lost };
}

describe.skipIf(obstacle !== null)(`dialogs${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('return the focus to where it was, and the window to screen readers', async () => {
    const { page, complaints } = await openDesk(browser);
    await enrollWithNewPin(page, USER, PIN);
    await makeWorkflow(page, 'A workflow');
    await makeProfile(page, 'A profile');

    await page.goto(new URL('#/settings', page.url()).href);
    const add = page.getByRole('button', { name: 'Add webhook' });
    await addWebhook(page, 'http://127.0.0.1:9/hook');
    expect(await isRestored(page, add)).toBe(true);

    expect(await unrestored(page, deskDialogs)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('give the window back when the page below them changes', async () => {
    const { page, complaints } = await openDesk(browser);
    await enrollWithNewPin(page, USER, PIN);
    await makeWorkflow(page, 'A workflow');
    await makeProfile(page, 'A profile');
    await page.goto(new URL('#/settings', page.url()).href);
    await addWebhook(page, 'http://127.0.0.1:9/hook');
    const wrong: string[] = [];
    for (const [address, button, item] of deskDialogs) {
      if (address === '') continue;
      // All Users gives the focus to its search, other pages to their heading.
      const [before, title] = address.startsWith('#/users') ? ['#/overview', 'Overview'] : ['#/users', 'All users'];
      await page.goto(new URL(before, page.url()).href);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await page.goto(new URL(address, page.url()).href);
      await open(page, button, item);
      const dialog = dialogOf(page);
      const modal = (await dialog.getAttribute('aria-modal')) === 'true';
      if (modal) await page.locator('#root[aria-hidden="true"]').waitFor({ state: 'attached' });
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: title, includeHidden: true }).waitFor();
      await dialog.waitFor({ state: 'detached' });
      const isFree = page.waitForFunction(
        () => document.querySelector('#root[aria-hidden]') === null && document.activeElement !== document.body,
        undefined,
        { timeout: 2000 },
      );
      await isFree.catch(() => wrong.push(`${address} ${button} ${item ?? ''}`));
    }
    expect(wrong).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('keep the focus while what they do is under way', async () => {
    const { page } = await openDesk(browser);
    await page.addInitScript(() => {
      const { send } = WebSocket.prototype;
      WebSocket.prototype.send = function (data) {
        if (!('held' in window)) send.call(this, data);
      };
    });
    await enrollWithNewPin(page, USER, PIN);
    await makeWorkflow(page, 'A workflow');
    await makeProfile(page, 'A profile');
    await page.goto(new URL('#/settings', page.url()).href);
    await addWebhook(page, 'http://127.0.0.1:9/hook');
    const { begun, lost } = await begunIn(page, deskDialogs);
    expect(lost).toEqual([]);
    expect(begun.length).toBeGreaterThan(14);
  });

  it('keep the focus where what had it is gone, and close by Escape then', async () => {
    const { page } = await openDesk(browser);
    await enrollWithNewPin(page, USER, PIN);
    await page.goto(new URL('#/keys', page.url()).href);
    await open(page, 'Passkeys on this key');
    const dialog = dialogOf(page);
    await dialog.getByLabel('PIN', { exact: true }).fill(PIN);
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: /^Delete/ }).waitFor();
    await page.waitForTimeout(100);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('of banners do the same: a PIN that nobody has seen, and an unfinished enrollment', async () => {
    const { page, complaints } = await openDesk(browser);
    await setTouch(page, 'By hand');
    await openForm(page, USER);
    await page.getByRole('radio', { name: 'Create a random PIN' }).check();
    await create(page);
    await page.getByText('Touch the button on your key now').waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Touch key' }).click();
    await page.getByText(/^The passkey for .* is ready\./).waitFor();
    expect(await unrestored(page, [['', 'Dismiss']])).toEqual([]);

    await page.getByRole('button', { name: 'Insert a new key' }).click();
    await setTouch(page, 'Automatic');
    await misbehave(page, 'Removed too early');
    await openForm(page, 'user2@contoso.example');
    await create(page);
    await page.getByText('The security key was removed.').waitFor();
    expect(await unrestored(page, [['#/settings', /^Discard the enrollment/]])).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('of connections do the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-dialogs-'));
    const { page, complaints, close } = await openWindow(browser, ['--no-practice', '--data', folder]);
    onTestFinished(async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    });
    await page.goto(new URL('#/settings', page.url()).href);
    await page.getByRole('button', { name: 'Add connection' }).click();
    const dialog = dialogOf(page);
    for (const _ of [1, 2, 3]) await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByLabel('Tenant id or domain').fill('contoso.example');
    await dialog.getByLabel('Application (client) id').fill('0f4c2c4e-6a6b-4f7a-9d1c-2f0c7a1b5e11');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });

    expect(await unrestored(page, connectionDialogs)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
