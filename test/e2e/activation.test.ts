import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programs } from '../programs.ts';
import { launchBrowser, noBrowser, openWindow } from './desk.ts';
import { chooseKey, openPasskeys, removeKey, setTouch } from './steps.ts';

const USER = 'user1@contoso.example';
const OTHER = 'user3@contoso.example';
const PIN = '8264917350';
const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`Activate my key${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-activation-'));
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Does something for a user on the command line, as the helpdesk can. */
  const keydesk = async (user: string, ...command: string[]) => {
    const args = [programs.keydesk, ...command, '--practice', '--data', folder, '--user', user, '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return JSON.parse(stdout);
  };
  const codeFor = async (user: string): Promise<string> => (await keydesk(user, 'activation', 'code')).code;
  const shoot = async (page: Page, name: string) => {
    if (process.env.KEYDESK_SHOTS) await page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/${name}.png` });
  };
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  it('takes a user with a code from the helpdesk to a proven passkey, at a station that does nothing else', async () => {
    const desk = await openWindow(browser, ['--practice', '--data', folder]);
    await openPasskeys(desk.page, USER);
    await button(desk.page, 'Activation code').click();
    await button(desk.page, 'Create code').click();
    const shown = desk.page.getByRole('region', { name: 'Activation code' });
    const code = (await shown.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).textContent()) ?? '';
    await shoot(desk.page, 'activation-code');
    await button(desk.page, 'Close').click();
    await button(desk.page, 'Add Passkey').click();
    await desk.page.getByRole('menuitem', { name: 'Microsoft' }).click();
    await removeKey(desk.page);
    await button(desk.page, 'Create').click();
    await desk.page
      .getByText('once the user activates their security key, they can use it', { exact: false })
      .first()
      .waitFor();
    expect(desk.complaints).toEqual([]);
    await desk.close();

    const station = await openWindow(browser, ['--practice', '--activate', '--data', folder]);
    const { page } = station;
    await page.getByRole('heading', { name: 'First, show who you are' }).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await setTouch(page, 'By hand');
    await button(page, 'Remove key').click();
    await shoot(page, 'activate-who');
    await page.getByLabel('User name').fill(USER);
    await page.getByRole('textbox', { name: 'Activation code' }).fill('00000-00000');
    await button(page, 'Use the code').click();
    await page.getByText('do not match').waitFor();
    await page.getByRole('textbox', { name: 'Activation code' }).fill(code.toLowerCase());
    await button(page, 'Use the code').click();

    await page.getByRole('heading', { name: 'Plug in your security key' }).waitFor();
    await page.getByText('You have 14 minutes left.').waitFor();
    await shoot(page, 'activate-key');
    await button(page, 'Insert key').click();
    await page.getByRole('heading', { name: 'Choose a PIN for your key' }).waitFor();
    await shoot(page, 'activate-pin');
    await page.getByRole('textbox', { name: 'New PIN' }).fill(PIN);
    await page.getByLabel('Repeat the PIN').fill(PIN);
    await button(page, 'Continue').click();

    await page.getByRole('heading', { name: 'Touch your key now' }).waitFor();
    await button(page, 'Remove key').click();
    await page.getByRole('heading', { name: 'Plug your security key in again' }).waitFor();
    await button(page, 'Insert key').click();
    await page.getByRole('heading', { name: 'Touch your key now' }).waitFor();
    await shoot(page, 'activate-touch');
    await button(page, 'Touch key').click();
    await page.getByRole('heading', { name: 'Your key is ready' }).waitFor();
    await shoot(page, 'activate-done');
    await button(page, 'Finish').click();
    await page.getByRole('heading', { name: 'First, show who you are' }).waitFor();
    expect(station.complaints).toEqual([]);
    await station.close();
  });

  it('speaks German, tells in it why a code or a key is refused, and goes on with another key', async () => {
    const code = await codeFor(OTHER);
    const station = await openWindow(browser, ['--practice', '--activate', '--data', folder]);
    const { page } = station;
    await page.getByLabel('Language').selectOption('de');
    await page.getByRole('heading', { name: 'Bestätigen Sie zuerst, wer Sie sind' }).waitFor();
    await page.getByLabel('Benutzername').fill(USER);
    await page.getByLabel('Aktivierungscode').fill('00000-00000');
    await button(page, 'Code verwenden').click();
    await page.getByText('gehören nicht zusammen').waitFor();
    await expect
      .poll(() => page.locator('details').textContent())
      .toBe('Angaben für den HelpdeskCode: activation-code-wrong');
    await shoot(page, 'activate-german');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');

    // The key that is plugged in is the one of the user before.
    await page.getByRole('textbox', { name: 'Benutzername' }).fill(OTHER);
    await page.getByRole('textbox', { name: 'Aktivierungscode' }).fill(code);
    await button(page, 'Code verwenden').click();
    await page.getByRole('heading', { name: 'Nehmen Sie einen anderen Sicherheitsschlüssel' }).waitFor();
    await page.getByText('Dieser Schlüssel ist nicht für Sie bestimmt.').waitFor();
    await page.getByText('Sie haben noch 14 Minuten.').waitFor();
    await shoot(page, 'activate-other-key-german');
    expect(await page.locator('body').textContent()).not.toContain(USER);
    await chooseKey(page, 'CTAP 2.0-Schlüssel');
    await page.getByRole('heading', { name: 'Wählen Sie eine PIN für Ihren Schlüssel' }).waitFor();
    await shoot(page, 'activate-pin-german');
    expect(station.complaints).toEqual([]);
    await station.close();
  });

  it('asks for the PIN that its user chose before the window was loaded again, and says when Keydesk is closed', async () => {
    await keydesk('user2@contoso.example', 'assignments', 'assign');
    const code = await codeFor('user2@contoso.example');
    const station = await openWindow(browser, ['--practice', '--activate', '--data', folder]);
    const { page } = station;
    await setTouch(page, 'By hand');
    await button(page, 'Insert a new key').click();
    const begin = async () => {
      await page.getByLabel('User name').fill('user2@contoso.example');
      await page.getByRole('textbox', { name: 'Activation code' }).fill(code);
      await button(page, 'Use the code').click();
    };
    await begin();
    await page.getByRole('textbox', { name: 'New PIN' }).fill(PIN);
    await page.getByLabel('Repeat the PIN').fill(PIN);
    await button(page, 'Continue').click();
    await page.getByRole('heading', { name: 'Touch your key now' }).waitFor();
    await page.reload();
    await begin();
    await page.getByRole('heading', { name: 'Enter the PIN of your key' }).waitFor();
    await shoot(page, 'activate-after-reload');

    // A key that was taken out may be another one of its model.
    await page.reload();
    await button(page, 'Remove key').click();
    await button(page, 'Insert key').click();
    await begin();
    await page.getByRole('heading', { name: 'Choose a new PIN for your key' }).waitFor();
    await page.getByLabel('Current PIN of the key').fill(PIN);
    await page.getByRole('textbox', { name: 'New PIN' }).fill(PIN);
    await page.getByLabel('Repeat the PIN').fill(PIN);
    await button(page, 'Continue').click();
    await page.getByText('This is already the PIN of the key.').waitFor();
    await shoot(page, 'activate-replace');
    await page.getByLabel('Current PIN of the key').fill(PIN);
    await page.getByRole('textbox', { name: 'New PIN' }).fill('5093817264');
    await page.getByLabel('Repeat the PIN').fill('5093817264');
    await button(page, 'Continue').click();
    await page.getByRole('heading', { name: 'Touch your key now' }).waitFor();
    station.server.kill('SIGTERM');
    await page.getByText('Keydesk was closed, or the connection to it was lost.').waitFor();
    await shoot(page, 'activate-closed');
    await page.getByText('Keydesk has ended.').waitFor();
    expect(await button(page, 'Start again').count()).toBe(0);
    await shoot(page, 'activate-ended');
    await station.close();
  });
});
