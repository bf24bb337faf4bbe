import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { keydesk } from '../cli/run.ts';
import { readPdf } from '../pdfText.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { handedOver } from './handedOver.ts';
import { makeBatch } from './openings.ts';
import { shoot } from './shoot.ts';
import { chooseNewPin } from './steps.ts';

const obstacle = noBrowser();
const passphrase = 'correct horse battery';
const upn = (n: number) => `user${n}@contoso.example`;

/** Opens a desk with a batch of two users and `nobody`, whose keys are made by the command line. */
async function openMade(browser: Browser, ...profile: readonly string[]) {
  const data = mkdtempSync(join(tmpdir(), 'keydesk-handover-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const pin = ['--pin', 'random-digits:8', '--default', ...profile];
  const made = await keydesk(['--practice', '--data', data, 'profiles', 'create', '--name', 'Random', ...pin]);
  expect(made.code).toBe(0);
  const desk = await openDesk(browser, ['--data', data]);
  await makeBatch(desk.page, [upn(1), 'nobody@contoso.example', upn(2)], 'Monday: morning');
  return desk;
}

async function runAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('1 of 3 done').waitFor();
  await page.getByRole('button', { name: 'Insert a new key' }).click();
  await page.getByText('2 of 3 done').waitFor();
}

/** Saves the file of a dialog, and returns its name and content. */
async function saved(page: Page, button: string): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

describe.skipIf(obstacle !== null)(`the hand-over in the window${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('sheets, lists, messages and a summary of a batch', async () => {
    const { page, complaints } = await openMade(browser);
    await runAll(page);
    await page.getByRole('button', { name: 'Back to the batch' }).click();
    await page.getByText('2 keys, none handed over yet').waitFor();
    await page.getByText('nobody@contoso.example').first().waitFor();
    await shoot(page, 'handover-batch');

    await page.getByRole('button', { name: 'Sheets for users…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'On the same sheet' }).click();
    expect(await dialog.getByRole('button', { name: 'Save as PDF' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Passphrase of the file').fill(passphrase);
    await dialog.getByLabel('Passphrase again').fill('correct');
    await dialog.getByText('The passphrases differ.').waitFor();
    await shoot(page, 'handover-sheets');
    await dialog.getByLabel('Passphrase again').fill(passphrase);
    await dialog.getByLabel('Language').selectOption({ label: 'German' });
    const sheets = await saved(page, 'Save as PDF');
    expect(sheets.name).toBe('Monday- morning.pdf');
    const pages = await readPdf(sheets.content, passphrase);
    expect(pages).toHaveLength(2);
    expect(pages[0]?.text).toContain('Sicherheitsschlüssel');
    await dialog.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Export…' }).click();
    await shoot(page, 'handover-export');
    await page.getByRole('dialog').getByRole('radio', { name: 'CSV' }).click();
    const list = await saved(page, 'Save');
    expect(list.name).toBe('Monday- morning.csv');
    expect(list.content.toString()).toContain('nobody@contoso.example');
    expect(complaints).toEqual([]);
  });

  test('a copied PIN leaves the clipboard after a minute', async () => {
    const { page } = await openMade(browser);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await runAll(page);
    await page.getByRole('button', { name: 'Back to the batch' }).click();
    // Fluent's menus complain of a clock that is replaced while they are open, so complaints are not checked here.
    await page.clock.install();
    const act = async (name: string) => {
      await page
        .getByRole('button', { name: /^Actions for / })
        .first()
        .click();
      await page.getByRole('menuitem', { name }).click();
    };
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await act('Copy the PIN for a chat');
    await page.getByText('Keydesk empties it in').waitFor();
    expect(await clipboard()).toMatch(/^PIN of your security key\n\d{8}\n/);
    await shoot(page, 'handover-clipboard');
    await page.clock.runFor(61_000);
    await page.getByText('Keydesk empties it in').waitFor({ state: 'detached' });
    expect(await clipboard()).toBe('');
    await act('Copy the text of a mail');
    await expect.poll(clipboard).toContain('What to do first');
    expect(await page.getByText('Keydesk empties it in').count()).toBe(0);
  });

  test('a profile shows each PIN as soon as its key is done', async () => {
    const { page, complaints } = await openMade(browser, '--pin-hand-over', 'show');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const pin = page.getByText(/^\d{8}$/);
    await pin.waitFor();
    const first = await pin.textContent();
    await page.getByRole('button', { name: 'Insert a new key' }).click();
    await page.getByText('2 of 3 done').waitFor();
    // The PIN of the second user neither replaces that of the first, nor is it confirmed by a key press that came too early.
    await shoot(page, 'handover-run');
    expect(await pin.textContent()).toBe(first);
    await handedOver(page);
    await expect.poll(() => pin.textContent()).not.toBe(first);
    await page.keyboard.press('Alt+O');
    expect(await pin.textContent()).not.toBe(first);
    await handedOver(page);
    await pin.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('a row whose user has typed the PIN does not stop the others; no printer is said before the first key', async () => {
    const data = mkdtempSync(join(tmpdir(), 'keydesk-handover-'));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const create = (...profile: readonly string[]) =>
      keydesk(['--practice', '--data', data, 'profiles', 'create', '--name', ...profile]);
    await create('Printed', '--pin', 'random-digits:8', '--default', '--pin-hand-over', 'print');
    await create('Typed', '--pin', 'typed');
    const { page, complaints } = await openDesk(browser, ['--data', data]);
    await page.evaluate(() => {
      location.hash = '#/batches/new';
    });
    const buffer = Buffer.from(`user;profile\n${upn(1)};\n${upn(2)};Typed\n`);
    await page.locator('input[type="file"]').setInputFiles({ name: 'users.csv', mimeType: 'text/csv', buffer });
    await page.getByText('2 rows were read.').waitFor();
    await page.getByRole('button', { name: 'Create batch' }).click();
    await page.getByText('The profile “Printed” prints each PIN at once, but no printer is chosen.').waitFor();
    await shoot(page, 'handover-no-printer');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('1 of 2 done').waitFor();
    await page.getByRole('button', { name: 'Insert a new key' }).click();
    await chooseNewPin(page, '264857');
    await page.getByText('2 of 2 done').waitFor();
    await page.getByRole('button', { name: 'Back to the batch' }).click();
    await page.getByRole('button', { name: 'Sheets for users…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'On the same sheet' }).click();
    await dialog.getByLabel('Passphrase of the file').fill(passphrase);
    await dialog.getByLabel('Passphrase again').fill(passphrase);
    await dialog.getByRole('button', { name: 'Save as PDF' }).click();
    await dialog.getByText('Keydesk has no PIN for 1 row: line 3.').waitFor();
    await shoot(page, 'handover-missing');
    const sheets = await saved(page, 'Save without these PINs');
    expect(await readPdf(sheets.content, passphrase)).toHaveLength(2);
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'All handed over' }).click();
    await page.getByRole('alertdialog').getByText('Does the user have the key and its PIN?').waitFor();
    await shoot(page, 'handover-all');
    await page.getByRole('alertdialog').getByRole('button', { name: 'All handed over' }).click();
    await page.getByText('2 keys, 1 handed over').waitFor();
    await page.getByRole('button', { name: 'All handed over' }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('the organization, its logo and the texts of messages are settings', async () => {
    const { page, complaints } = await openMade(browser);
    await page.evaluate(() => {
      location.hash = '#/settings';
    });
    const panel = page.getByRole('region', { name: 'Hand-over' });
    await panel.getByLabel('Name of the organization').fill('Contoso');
    await panel.getByLabel('Whom users call').fill('Service desk\n+49 30 1234');
    await panel.getByRole('button', { name: 'Save texts' }).click();
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="600"><rect width="2400" height="600" fill="teal"/></svg>';
    const file = { name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) };
    await panel.locator('input[type="file"]').setInputFiles(file);
    await panel.getByRole('button', { name: 'Remove the logo' }).waitFor();
    await panel.scrollIntoViewIfNeeded();
    await shoot(page, 'handover-settings');
    await page.reload();
    await expect.poll(() => panel.getByLabel('Name of the organization').inputValue()).toBe('Contoso');
    await panel.getByRole('img', { name: 'Logo' }).waitFor();
    await panel.locator('input[type="file"]').setInputFiles({ ...file, buffer: Buffer.from('no image') });
    await panel.getByText('This logo cannot be used.').waitFor();
    expect(complaints).toEqual([]);
  });
});
