import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, launchBrowser, noBrowser, openDesk } from './desk.ts';
import {
  chooseNewPin,
  create,
  enrollWithNewPin,
  enterPin,
  misbehave,
  openForm,
  openPasskeys,
  setPinOfKey,
  setTouch,
  strip,
} from './steps.ts';

const PIN = '273914';
const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`an enrollment in the window${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  let desk: Desk;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    desk = await openDesk(browser);
  });
  afterEach(() => {
    expect(desk.complaints).toEqual([]);
  });

  it('goes from All Users to a proven passkey by clicks, a PIN and a touch', async () => {
    const { page } = desk;
    await setTouch(page, 'By hand');
    await openForm(page, 'user1@contoso.example');
    await create(page);
    await chooseNewPin(page, PIN);
    await page.getByText('Touch the button on your key now').waitFor();
    await page.getByRole('button', { name: 'Touch key' }).click();

    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
    await page.getByText('Sign-in proven on the spot').waitFor();
    const steps = page.getByRole('list', { name: 'Progress' }).getByRole('listitem');
    await expect.poll(() => steps.count()).toBe(8);
    for (const text of await steps.allTextContents()) expect(text).toContain(', done');
    // The picture of README.md: KEYDESK_SHOTS=docs/images.
    if (process.env.KEYDESK_SHOTS) await page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/window.png` });

    await page.getByRole('button', { name: 'Back to Passkeys' }).click();
    const row = page.getByRole('table', { name: 'Passkeys' }).getByRole('row').nth(1);
    await expect.poll(() => row.textContent()).toContain('Practice key');
  });

  it('deletes a passkey after asking once', async () => {
    const { page } = desk;
    await enrollWithNewPin(page, 'user1@contoso.example', PIN);
    await page.getByRole('button', { name: 'Back to Passkeys' }).click();
    await page.getByRole('button', { name: 'Delete Practice key' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Delete Practice key' }).click();
    await dialog.getByRole('checkbox', { name: /^Also delete it from the plugged-in key/ }).uncheck();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No passkeys yet').waitFor();
  });

  it('shows a random PIN once', async () => {
    const { page } = desk;
    await openForm(page, 'user1@contoso.example');
    await page.getByRole('radio', { name: 'Create a random PIN' }).check();
    await page.getByRole('spinbutton', { name: 'Digits' }).fill('8');
    await page.getByRole('spinbutton', { name: 'Digits' }).press('Tab');
    await create(page);
    const card = page.getByRole('region', { name: 'PIN of the key' });
    await card.waitFor();
    await expect.poll(() => card.textContent()).toMatch(/\d{8}/);
    await page.getByRole('button', { name: 'Back to Passkeys' }).click();
    await page.getByRole('table', { name: 'Passkeys' }).waitFor();
    expect(await page.getByRole('region', { name: 'PIN of the key' }).count()).toBe(0);
  });

  it('says why a PIN was refused, warns when few attempts are left, and goes on with the right one', async () => {
    const { page } = desk;
    await setPinOfKey(page, PIN);
    await openForm(page, 'user2@contoso.example');
    await create(page);
    await enterPin(page, '111999');
    await page.getByText('The PIN is wrong. 7 attempts are left.').waitFor();
    await enterPin(page, '111999');
    await page.getByText('The PIN is wrong. 6 attempts are left.').waitFor();
    await enterPin(page, '111999');
    await page.getByText('Too many wrong PINs in a row: the key is paused.').first().waitFor();

    await page.getByRole('button', { name: 'Remove key' }).click();
    await page.getByRole('button', { name: 'Insert key' }).click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await create(page);
    await enterPin(page, '111999');
    await page.getByText('The PIN is wrong. 4 attempts are left.').waitFor();
    expect(await page.getByText(/^Only \d attempts are left$/).count()).toBe(0);
    await enterPin(page, '111999');
    await page.getByText('Only 3 attempts are left').waitFor();
    await enterPin(page, PIN);
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
  });

  it('holds a new PIN against its rules before the key sees it', async () => {
    const { page } = desk;
    await openForm(page, 'user1@contoso.example');
    await create(page);
    await page.getByText('4 to 63 characters').waitFor();
    await page.getByLabel('PIN', { exact: true }).and(page.locator('input')).fill('12');
    await page.getByText('At least 4 characters.').waitFor();
    await page.getByLabel('PIN', { exact: true }).and(page.locator('input')).fill(PIN);
    await page.getByLabel('Repeat the PIN').fill('999999');
    await page.getByText('The two PINs are not the same.').waitFor();
    expect(await page.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true);
    await page.getByLabel('Repeat the PIN').fill(PIN);
    expect(await page.getByRole('button', { name: 'Continue' }).isEnabled()).toBe(true);
  });

  it('can be canceled while it asks for a PIN, and while it waits for a touch', async () => {
    const { page } = desk;
    await setTouch(page, 'By hand');
    await openForm(page, 'user1@contoso.example');
    await create(page);
    await page.getByText('Choose a PIN for the key').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Canceled' }).waitFor();
    await page.getByText('Nothing of it is left').waitFor();

    await page.getByRole('button', { name: 'Try again' }).click();
    await create(page);
    await chooseNewPin(page, PIN);
    await page.getByText('Touch the button on your key now').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Canceled' }).waitFor();
    await page.getByText('The key has its new PIN now.').waitFor();
    await openPasskeys(page, 'user1@contoso.example');
    await page.getByText('No passkeys yet').waitFor();
  });

  it('tells that the key was taken out, waits for one, and goes on by itself', async () => {
    const { page } = desk;
    await setTouch(page, 'By hand');
    await openForm(page, 'user1@contoso.example');
    await create(page);
    await chooseNewPin(page, PIN);
    await page.getByText('Touch the button on your key now').waitFor();
    await page.getByRole('button', { name: 'Remove key' }).click();
    await page.getByText('The security key was removed.').waitFor();

    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Plug one in to create the passkey now.').waitFor();
    await page.getByRole('button', { name: 'Insert key' }).click();
    await page.getByText('This key has a PIN.').waitFor();
    await create(page);
    await enterPin(page, PIN);
    await page.getByText('Touch the button on your key now').waitFor();
    await page.getByRole('button', { name: 'Touch key' }).click();
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
  });

  it('names the reason when the key already holds a passkey of this user', async () => {
    const { page } = desk;
    await enrollWithNewPin(page, 'user1@contoso.example', PIN);
    await page.getByRole('button', { name: 'Add another' }).click();
    await create(page);
    await enterPin(page, PIN);
    await page.getByText('This key already holds a passkey of').waitFor();
    await page.getByText('Use another key, or delete the existing passkey first.').waitFor();
  });

  it('lets staff see how a key fails, and works again after', async () => {
    const { page } = desk;
    await misbehave(page, 'Passkey for another website');
    await openForm(page, 'user1@contoso.example');
    await create(page);
    await chooseNewPin(page, PIN);
    await page.getByText('The key created a passkey for a different website than the requested one.').waitFor();
    await misbehave(page, 'The key works');
    await page.getByRole('button', { name: 'Try again' }).click();
    await create(page);
    await enterPin(page, PIN);
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
  });

  it('keeps an enrollment that broke off in sight until it is put right', async () => {
    const { page } = desk;
    await setPinOfKey(page, PIN);
    await misbehave(page, 'Removed too early');
    await openForm(page, 'user1@contoso.example');
    await create(page);
    await enterPin(page, PIN);
    await page.getByText('The security key was removed.').waitFor();
    const banner = page.getByText('One enrollment is unfinished');
    await banner.waitFor();
    await page.getByText('user1@contoso.example: needs attention').waitFor();
    await page.reload();
    await banner.waitFor();

    await misbehave(page, 'The key works');
    await page.getByRole('button', { name: 'Insert key' }).click();
    await openForm(page, 'user1@contoso.example');
    await create(page);
    await enterPin(page, PIN);
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
    // The practice key tells no serial number: it showed the passkey of this enrollment, which the new one has replaced.
    await banner.waitFor({ state: 'detached' });
  });

  it('finishes one that broke off with its key, or discards it', async () => {
    const { page } = desk;
    await setPinOfKey(page, PIN);
    await misbehave(page, 'Removed too early');
    await openForm(page, 'user1@contoso.example');
    await create(page);
    await enterPin(page, PIN);
    await page.getByText('The security key was removed.').waitFor();
    await misbehave(page, 'The key works');
    const finish = page.getByRole('button', { name: 'Finish the enrollment of user1@contoso.example' });
    await page.getByRole('button', { name: 'Try again' }).click();
    await finish.click();
    await page.getByText('No security key is plugged in.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();

    await page.getByRole('button', { name: 'Discard the enrollment of user1@contoso.example' }).click();
    await page.getByText('The key and Microsoft Entra ID stay unchanged.').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();

    await page.getByRole('button', { name: 'Insert key' }).click();
    await finish.click();
    await enterPin(page, PIN);
    await page.getByText('nothing shows whether it belongs to this enrollment. Nothing was removed.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Discard the enrollment of user1@contoso.example' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
    await finish.waitFor({ state: 'detached' });
  });

  it('goes on while another page is looked at', async () => {
    const { page } = desk;
    await setTouch(page, 'By hand');
    await openForm(page, 'user1@contoso.example');
    await create(page);
    await chooseNewPin(page, PIN);
    await page.getByText('Touch the button on your key now').waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Touch key' }).click();
    await page.getByText(/^The passkey for .* is ready\./).waitFor();
    await page.getByRole('link', { name: 'Show' }).click();
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
  });

  it('can be done with the keyboard alone', async () => {
    const { page } = desk;
    await openForm(page, 'user1@contoso.example');
    await page.getByLabel('Passkey name').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Choose a PIN for the key').waitFor();
    await page.keyboard.type(PIN);
    await page.getByLabel('Repeat the PIN').focus();
    await page.keyboard.type(PIN);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(focused).toContain('The passkey is ready');
  });

  it('follows the key in the strip', async () => {
    const { page } = desk;
    await strip(page).getByText('Practice key').waitFor();
    await page.getByRole('button', { name: 'Remove key' }).click();
    await strip(page).getByText('None plugged in').waitFor();
    await page.getByRole('link', { name: 'Security keys', exact: true }).click();
    await page.getByText('No security key is plugged in').waitFor();
    await page.getByRole('button', { name: 'Insert key' }).click();
    await strip(page).getByText('Practice key').waitFor();
    await page.getByText('Not set; at least 4 characters').waitFor();
  });
});
