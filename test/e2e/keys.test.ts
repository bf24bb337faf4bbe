import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { type Desk, launchBrowser, noBrowser, openDesk } from './desk.ts';
import { chooseKey, create, enrollWithNewPin, enterPin, misbehave, openForm, setTouch, strip } from './steps.ts';

const PIN = '273914';
const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`Security keys${obstacle === null ? '' : ` (${obstacle})`}`, () => {
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
  });
  afterEach(() => {
    expect(desk.complaints).toEqual([]);
  });

  const dialog = () => page.getByRole('dialog');
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  async function openKeys(): Promise<void> {
    await page.getByRole('link', { name: 'Security keys' }).click();
    await button('Reset').waitFor();
  }

  async function setPin(pin: string): Promise<void> {
    await button('Set PIN').click();
    await dialog().getByLabel('New PIN').fill(pin);
    await dialog().getByLabel('Repeat the PIN').fill(pin);
    await dialog().getByRole('button', { name: 'Set PIN' }).click();
    await button('Change PIN').waitFor();
  }

  async function unlock(name: string): Promise<void> {
    await button(name).click();
    await dialog().getByLabel('PIN', { exact: true }).fill(PIN);
    await dialog().getByRole('button', { name: 'Continue' }).click();
  }

  it('sets a PIN under its rules, and changes it', async () => {
    await openKeys();
    // It is under the focus after it has read too.
    await button('Read again').click();
    await expect.poll(() => button('Read again').getAttribute('aria-busy')).toBe('false');
    expect(await button('Read again').evaluate(element => element === document.activeElement)).toBe(true);
    await page.getByText('Not set; at least 4 characters').waitFor();
    expect(await page.getByText('pinUvAuthProtocols').isVisible()).toBe(false);
    await page.getByText('Technical details').click();
    await page.getByText('pinUvAuthProtocols').waitFor();
    await page.getByText('Technical details').click();
    await button('Set PIN').click();
    await dialog().getByLabel('New PIN').fill('12');
    await dialog().getByText('At least 4 characters.').waitFor();
    await dialog().getByLabel('New PIN').fill('123456');
    await dialog().getByText('This PIN is easy to guess').waitFor();
    await dialog().getByLabel('Repeat the PIN').fill('123456');
    expect(await dialog().getByRole('button', { name: 'Set PIN' }).isDisabled()).toBe(true);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await setPin(PIN);
    await page.getByText('Set; 8 attempts left').waitFor();

    await button('Change PIN').click();
    await dialog().getByLabel('Current PIN').fill('999999');
    await dialog().getByLabel('New PIN').fill('31845926');
    await dialog().getByLabel('Repeat the PIN').fill('31845926');
    await dialog().getByRole('button', { name: 'Change PIN' }).click();
    await dialog().getByText('The PIN is wrong. 7 attempts are left.').waitFor();
    await dialog().getByLabel('Current PIN').fill(PIN);
    await dialog().getByRole('button', { name: 'Change PIN' }).click();
    await dialog().waitFor({ state: 'detached' });
  });

  it('lists the passkeys of a key under its PIN, asked for once, and deletes one by its name', async () => {
    await enrollWithNewPin(page, 'user1@contoso.example', PIN);
    await openKeys();
    await unlock('Passkeys on this key');
    await dialog().getByText('One passkey on the key').waitFor();
    await dialog().getByRole('button', { name: 'Delete user1@contoso.example at login.microsoft.com' }).click();
    await dialog().getByText('It stays registered there.').waitFor();
    await dialog().getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog().getByText('0 passkeys on the key').waitFor();
  });

  it('learns a finger touch by touch, and forgets it', async () => {
    await openKeys();
    await setPin(PIN);
    await unlock('Fingerprints');
    await dialog().getByText('The key has no fingerprints yet.').waitFor();
    await dialog().getByLabel('Name of the fingerprint').fill('Left thumb');
    await dialog().getByRole('button', { name: 'Add fingerprint' }).click();
    await dialog().getByText('Left thumb').waitFor();
    await dialog().getByRole('button', { name: 'Delete Left thumb' }).click();
    await dialog().getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog().getByText('The key has no fingerprints yet.').waitFor();
  });

  it('makes a passkey by a finger that the key knows, or by the PIN instead', async () => {
    await openKeys();
    await setPin(PIN);
    await unlock('Fingerprints');
    await dialog().getByRole('button', { name: 'Add fingerprint' }).click();
    await dialog().getByText('Fingerprint without a name').waitFor();
    await dialog().getByText('Close', { exact: true }).click();
    await setTouch(page, 'By hand');
    const finger = page.getByText('Put an enrolled finger on the sensor of the key');
    const ready = page.getByRole('heading', { name: 'The passkey is ready' });

    await openForm(page, 'user1@contoso.example');
    await create(page);
    await finger.waitFor();
    await button('Use the PIN instead').click();
    await enterPin(page, PIN);
    await page.getByText('Touch the button on your key now').waitFor();
    await button('Cancel').click();
    await page.getByRole('heading', { name: 'Canceled' }).waitFor();

    await button('Try again').click();
    await create(page);
    await finger.waitFor();
    await button('Touch key').click();
    await page.getByRole('listitem').filter({ hasText: 'Prove that the key signs in, in progress' }).waitFor();
    await finger.waitFor();
    await button('Touch key').click();
    await ready.waitFor();
  });

  it('works with a key of CTAP 2.0, and with the other one again', async () => {
    await chooseKey(page, 'CTAP 2.0 key');
    await strip(page).getByText('Old practice key').waitFor();
    await enrollWithNewPin(page, 'user1@contoso.example', PIN);
    await openKeys();
    await page.getByText('Technical details').click();
    await page.getByText('FIDO_2_0').first().waitFor();
    await unlock('Passkeys on this key');
    await dialog().getByText('One passkey on the key').waitFor();
    await dialog().getByText('Close', { exact: true }).click();
    await chooseKey(page, 'CTAP 2.3 key');
    await page.getByText('Not set; at least 4 characters').waitFor();
    await chooseKey(page, 'CTAP 2.0 key');
    await page.getByText('Set; 8 attempts left').waitFor();
    await button('Insert a new key').click();
    await strip(page).getByText('Old practice key 2').waitFor();
    await page.getByText('Not set; at least 4 characters').waitFor();
  });

  it('changes the settings that a key keeps itself', async () => {
    await openKeys();
    await setPin(PIN);
    await button('Key settings').click();
    const always = dialog().getByRole('switch', { name: 'Ask for the PIN or fingerprint at every sign-in' });
    expect(await always.isDisabled()).toBe(true);
    await dialog().getByLabel('PIN', { exact: true }).fill(PIN);
    await always.click();
    await expect.poll(() => always.isChecked()).toBe(true);
    await dialog().getByLabel('Minimum PIN length').fill('8');
    await dialog().getByRole('button', { name: 'Raise' }).click();
    await dialog().getByText('Set; must be changed before use').waitFor();
    await dialog().getByRole('button', { name: 'Close' }).click();
    await page.getByText('Set; must be changed before use').waitFor();
  });

  it('leads through a factory reset: the name, out, in, touch', async () => {
    await enrollWithNewPin(page, 'user1@contoso.example', PIN);
    await setTouch(page, 'By hand');
    await openKeys();
    await button('Reset').click();
    const reset = dialog().getByRole('button', { name: 'Reset', exact: true });
    expect(await reset.isDisabled()).toBe(true);
    await dialog().getByText('(user1@contoso.example)').waitFor();
    await dialog().getByRole('textbox').fill('Practice key');
    await reset.click();
    await dialog().getByText('Remove the key now').waitFor();
    await button('Remove key').click();
    await dialog().getByText('Plug the key in again').waitFor();
    await button('Insert key').click();
    await dialog().getByText('Touch the button on the key now').waitFor();
    await button('Touch key').click();
    await dialog().getByText('The key was reset and is blank.').waitFor();
    await dialog().getByText('Microsoft Entra ID still has it.').waitFor();
    await dialog().getByRole('button', { name: 'Delete in Microsoft Entra ID' }).click();
    await dialog().getByText('is deleted in Microsoft Entra ID, too').waitFor();
    await dialog().getByText('Close', { exact: true }).click();
    await page.getByText('Not set; at least 4 characters').waitFor();
    await page.getByText('No owner yet').waitFor();
  });

  it('asks for no PIN that is blocked, and offers the reset', async () => {
    await openKeys();
    await setPin(PIN);
    await misbehave(page, 'PIN permanently blocked');
    await button('Read again').click();
    await page.getByText('Permanently blocked; only a reset helps').waitFor();
    await button('Change PIN').click();
    await dialog().getByText('no attempts are left').waitFor();
    expect(await dialog().getByLabel('Current PIN').count()).toBe(0);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await openForm(page, 'user1@contoso.example');
    await page.getByText('no attempts are left').waitFor();
    expect(await button('Create').isDisabled()).toBe(true);
    await button('Reset').click();
    await dialog().getByText('Reset Practice key').waitFor();
    await dialog().getByText('Close', { exact: true }).click();
  });

  it('lets one of several keys be chosen by touching it', async () => {
    const key = await createSoftwareKey({ profile: 'full', touch: 'manual' });
    const replyPort = await freePort();
    const udp = await serveUdp(key, { port: 0, replyPort });
    onTestFinished(async () => {
      await udp.close();
      await key.close();
    });
    desk = await openDesk(browser, [], { KEYDESK_UDP_KEYS: `${udp.port}:${replyPort}` });
    ({ page } = desk);
    await setTouch(page, 'Never');
    await openForm(page, 'user1@contoso.example');
    await button('Choose by touch').click();
    await page.getByText('Touch the key that you want to use').waitFor();
    await expect.poll(() => key.state().waitingForTouch).toBe(true);
    key.touch();
    const chosen = page.getByRole('radio', { name: `udp:${udp.port}:${replyPort}` });
    await expect.poll(() => chosen.isChecked()).toBe(true);
    await button('Choose by touch').waitFor({ state: 'detached' });
  });

  it('says why a reset failed', async () => {
    await openKeys();
    await setTouch(page, 'By hand');
    await button('Reset').click();
    await dialog().getByRole('textbox').fill('Practice key');
    await dialog().getByRole('button', { name: 'Reset', exact: true }).click();
    await dialog().getByText('Remove the key now').waitFor();
    await button('Remove key').click();
    await button('Insert key').click();
    await dialog().getByText('Touch the button on the key now').waitFor();
    await button('Remove key').click();
    await dialog().getByText('It may or may not have been erased.').waitFor();
  });

  it('erases nothing when the reset is canceled', async () => {
    await openKeys();
    await setPin(PIN);
    await button('Reset').click();
    await dialog().getByRole('textbox').fill('Practice key');
    await dialog().getByRole('button', { name: 'Reset', exact: true }).click();
    await dialog().getByText('Remove the key now').waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await button('Change PIN').waitFor();
  });
});
