import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findings } from './axe.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { chooseKey, create, openForm } from './steps.ts';

const obstacle = noBrowser();
const USER = 'user1@contoso.example';

const shoot = async (page: Page, name: string) => {
  if (process.env.KEYDESK_SHOTS)
    await page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/${name}.png`, fullPage: true });
};
const go = (page: Page, address: string) => page.goto(new URL(address, page.url()).href);
const practice = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
/** Keydesk asks for a touch only for a moment, because the practice key is touched automatically. */
const lead = async (page: Page, then?: (name: string) => Promise<void>) => {
  await page.getByText('Remove the key now').waitFor();
  await then?.('remove');
  await practice(page, 'Remove key');
  await page.getByText('Plug the key in again, and touch it as soon as it blinks').waitFor();
  await then?.('insert');
  await practice(page, 'Insert key');
};

describe.skipIf(obstacle !== null)(`profiles${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('are created, edited and deleted in Settings', async () => {
    const { page, complaints } = await openDesk(browser);
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('Import finished').waitFor();
    await go(page, '#/settings');
    const panel = page.getByRole('region', { name: 'Profiles', exact: true });
    await panel.getByText('There are no profiles.').waitFor();
    await panel.getByRole('button', { name: 'New profile' }).click();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Front desk');
    await page.getByRole('checkbox', { name: 'Set a minimum PIN length' }).check();
    await page.getByRole('checkbox', { name: 'The user must change the PIN at the next use' }).check();
    await page.getByRole('textbox', { name: 'Name of the passkey' }).fill('{model} no. {n}');
    await page.getByText('Example: Security Key 5 NFC no. 1').waitFor();
    await page.getByRole('checkbox', { name: 'Use this profile for users without another one' }).check();
    await page.getByRole('combobox', { name: 'Groups' }).click();
    await page.getByRole('combobox', { name: 'Groups' }).pressSequentially('Every');
    await page.getByRole('option', { name: 'Everybody' }).click();
    await page.getByRole('button', { name: 'Remove the group Everybody' }).waitFor();
    await shoot(page, 'profile-form');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();

    const card = panel.getByRole('region', { name: 'Front desk' });
    for (const text of ['Default', 'Random, 8 digits', 'Minimum PIN length: 6', 'Groups: Everybody'])
      await card.getByText(text).waitFor();
    await card.scrollIntoViewIfNeeded();
    await shoot(page, 'settings-profiles');
    expect(await findings(page)).toEqual([]);

    await panel.getByRole('button', { name: 'New profile' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('front desk');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Another profile is called “front desk”.').waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Second');
    await page.getByRole('textbox', { name: 'Name of the passkey' }).fill('{user}');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The name has the placeholder {user}').waitFor();
    await page.getByRole('textbox', { name: 'Name of the passkey' }).fill('');
    await page.getByRole('button', { name: 'Save' }).click();

    await panel.getByRole('button', { name: 'Edit “Second”' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Second');
    await page.getByRole('radio', { name: 'The one that the key has' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await panel.getByRole('region', { name: 'Second' }).getByText('PIN: The one that the key has').waitFor();
    await panel.getByRole('button', { name: 'Delete “Second”' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await panel.getByRole('region', { name: 'Second' }).waitFor({ state: 'detached' });
    await panel.getByRole('region', { name: 'Front desk' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('decide what an enrollment does, which is shown before Create', async () => {
    const { page, complaints } = await openDesk(browser);
    await go(page, '#/settings/profiles/new');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Desk');
    await page.getByRole('radio', { name: 'If it has a PIN' }).check();
    await page.getByRole('textbox', { name: 'Name of the passkey' }).fill('Key no. {n}');
    await page.getByRole('checkbox', { name: 'The user must change the PIN at the next use' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('region', { name: 'Desk', exact: true }).waitFor();

    await openForm(page, USER);
    // Nothing is chosen: without a default, the key gets what it got before there were profiles.
    await page.getByText('This key has no PIN yet.').waitFor();
    await page.getByRole('combobox', { name: 'Profile' }).selectOption('Desk');
    const plan = page.getByRole('list', { name: 'What Keydesk will do with the profile “Desk”' });
    await plan.getByText('Set a random PIN of 8 digits').waitFor();
    await plan.getByText('Register it in Microsoft Entra ID as “Key no. 1”').waitFor();
    expect(await page.getByText('This key has no PIN yet.').count()).toBe(0);
    await expect.poll(() => page.getByLabel('Passkey name').getAttribute('placeholder')).toBe('Key no. 1');
    await page.getByLabel('Passkey name').fill('Typed');
    await plan.getByText('as “Typed”').waitFor();
    await page.getByLabel('Passkey name').fill('');
    await shoot(page, 'enroll-plan');
    expect(await findings(page)).toEqual([]);
    await create(page);
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
    await page.getByText('Key no. 1', { exact: true }).waitFor();
    await page.getByText('Desk', { exact: true }).waitFor();
    expect(await page.getByRole('list', { name: 'Progress' }).getByText('Reset the key').count()).toBe(0);
    await shoot(page, 'enroll-result');
    await page.waitForTimeout(2500);
    await page.getByRole('button', { name: 'Back to Passkeys' }).click();

    // The last choice is there again. The key has a PIN now, and the passkey of the user.
    await openForm(page, USER);
    await expect.poll(() => page.getByRole('combobox', { name: 'Profile' }).inputValue()).not.toBe('auto');
    await page.getByText('The profile resets this security key first.').waitFor();
    await plan.getByText('Reset the key: unplug it, plug it in, touch it').waitFor();
    await plan.getByText('as “Key no. 2”').waitFor();
    await shoot(page, 'enroll-plan-reset');
    await create(page);
    await lead(page, async step => {
      await shoot(page, `enroll-reset-${step}`);
      expect(await findings(page)).toEqual([]);
    });
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
    await page.getByRole('list', { name: 'Progress' }).getByText('Reset the key').waitFor();
    await page.getByRole('button', { name: 'Delete in Microsoft Entra ID' }).waitFor();
    await shoot(page, 'enroll-result-erased');
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('are refused before the key is touched if it lacks something, in German too', async () => {
    const { page, complaints } = await openDesk(browser);
    await go(page, '#/settings');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
    const panel = page.getByRole('region', { name: 'Profile', exact: true });
    await panel.getByRole('button', { name: 'Neues Profil' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ausgabe');
    await page.getByRole('radio', { name: 'Immer' }).check();
    await page.getByRole('checkbox', { name: 'Bei jeder Anmeldung PIN oder Fingerabdruck verlangen' }).check();
    await page.getByRole('checkbox', { name: 'Für Benutzer ohne anderes Profil verwenden' }).check();
    await shoot(page, 'profile-form-de');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await panel.getByRole('region', { name: 'Ausgabe' }).waitFor();
    await panel.getByRole('region', { name: 'Ausgabe' }).scrollIntoViewIfNeeded();
    await shoot(page, 'settings-profiles-de');
    await go(page, `#/users/${USER}/add-passkey`);
    await page.getByText('Das wird Keydesk mit dem Profil „Ausgabe“ tun').waitFor();
    await shoot(page, 'enroll-plan-de');
    await page.getByRole('button', { name: 'Anlegen', exact: true }).click();
    await page.getByText('Ziehen Sie den Schlüssel jetzt ab').waitFor();
    await shoot(page, 'enroll-reset-remove-de');
    await page.getByRole('button', { name: 'Abbrechen' }).click();
    await page.getByRole('heading', { name: 'Abgebrochen' }).waitFor();

    // A key that cannot do it is refused.
    await page.getByRole('button', { name: 'Noch einmal versuchen' }).click();
    await chooseKey(page, 'CTAP 2.0-Schlüssel');
    await page.getByText('Dieser Sicherheitsschlüssel lässt sich nicht so einstellen').waitFor();
    expect(await page.getByText('Das wird Keydesk mit dem Profil').count()).toBe(0);
    await shoot(page, 'enroll-refused-de');
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
