import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, launchBrowser, noBrowser, openDesk } from './desk.ts';
import { chooseNewPin, create, enrollWithNewPin, openForm, openPasskeys } from './steps.ts';

const obstacle = noBrowser();
const USER = 'user1@contoso.example';
const OTHER = 'user3@contoso.example';
const PIN = '135792';

describe.skipIf(obstacle !== null)(`assignments and inventory${obstacle === null ? '' : ` (${obstacle})`}`, () => {
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

  const navigate = (name: string) =>
    page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name, exact: true }).click();
  const shot = (name: string) =>
    process.env.KEYDESK_SHOTS ? page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/${name}.png` }) : undefined;

  it('assigns a passkey without a key, says what happens next, and a key plugged in later fulfills it', async () => {
    await page.getByRole('button', { name: 'Remove key' }).click();
    await openForm(page, USER);
    await page.getByText('once the user activates their security key, they can use it').waitFor();
    await shot('no-key');
    await create(page);
    await page.getByRole('heading', { name: /^A passkey is assigned to/ }).waitFor();
    await page.getByText('Once the user activates their security key, they can use it.').waitFor();
    await shot('assigned');
    await page.getByRole('button', { name: 'Back to Passkeys' }).click();
    const row = page.getByRole('table', { name: 'Assignments' }).getByRole('row').nth(1);
    await row.getByText('Pending').waitFor();

    // A second time there is nothing to assign.
    await page.getByRole('button', { name: 'Add Passkey' }).click();
    await page.getByRole('menuitem', { name: 'Microsoft' }).click();
    await create(page);
    await page.getByText('already has an assigned passkey').waitFor();

    await page.getByRole('button', { name: 'Insert key' }).click();
    await page.getByText('This key has no PIN yet.').waitFor();
    await create(page);
    await chooseNewPin(page, PIN);
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
    await page.getByRole('button', { name: 'Back to Passkeys' }).click();
    await row.getByText('Active').waitFor();
    await page.getByText('Registered, and proven to sign in.').waitFor();
    await shot('passkeys');
  });

  it('shows, counts, filters and exports assignments; cancels and revokes them', async () => {
    await enrollWithNewPin(page, USER, PIN);
    await page.getByRole('button', { name: 'Remove key' }).click();
    await openForm(page, OTHER);
    await create(page);
    await page.getByRole('heading', { name: /^A passkey is assigned to/ }).waitFor();

    await navigate('Assignments');
    await page.getByRole('button', { name: '2 All' }).waitFor();
    await page.getByRole('button', { name: '1 Pending' }).click();
    await page.getByText('1 shown', { exact: true }).waitFor();
    const rows = page.getByRole('table', { name: 'Assignments' }).getByRole('row');
    await expect.poll(() => rows.count()).toBe(2);
    await expect.poll(() => rows.nth(1).textContent()).toContain(OTHER);
    await page.getByRole('button', { name: '2 All' }).click();
    await page.getByRole('searchbox').fill('user1@');
    await page.getByText('1 shown', { exact: true }).waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByText('2 shown', { exact: true }).waitFor();
    await shot('assignments');

    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'As CSV' }).click();
    const text = readFileSync(await (await saving).path(), 'utf8');
    expect(text.trim().split('\n')).toHaveLength(3);

    await page
      .getByRole('row')
      .filter({ hasText: OTHER })
      .getByRole('button', { name: /^Actions for/ })
      .click();
    await page.getByRole('menuitem', { name: 'Cancel assignment' }).click();
    await page.getByRole('button', { name: '1 Canceled' }).waitFor();
    await page
      .getByRole('row')
      .filter({ hasText: USER })
      .getByRole('button', { name: /^Actions for/ })
      .click();
    await page.getByRole('menuitem', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByRole('button', { name: '1 Revoked' }).waitFor();
  });

  it('refuses a key that is somebody else’s; reported lost, its passkey is gone and the key is refused', async () => {
    await enrollWithNewPin(page, USER, PIN);
    await openForm(page, OTHER);
    await create(page);
    await page.getByText('holds the passkey of').waitFor();

    await navigate('Inventory');
    await page.getByRole('button', { name: '1 Active' }).click();
    await page.getByText('1 shown', { exact: true }).waitFor();
    await shot('inventory');
    await page.getByRole('button', { name: /^Actions for Practice/ }).click();
    await page.getByRole('menuitem', { name: 'Report lost' }).click();
    await page.getByRole('button', { name: 'Report lost', exact: true }).click();
    await page.getByText('What else to do').waitFor();
    await page.getByText(/^The passkey of .* is deleted in Microsoft Entra ID\.$/).waitFor();
    await shot('lost');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: '1 Lost' }).waitFor();

    await openPasskeys(page, USER);
    await page.getByText('No passkeys yet').waitFor();
    await page.getByText('The key was reported lost.').waitFor();
    await page.getByRole('tab', { name: 'Security keys' }).click();
    await page.getByRole('table', { name: 'Security keys' }).getByText('Lost').waitFor();
  });

  it('deletes a passkey in Entra and from the key that is plugged in, with its PIN', async () => {
    await enrollWithNewPin(page, USER, PIN);
    await openPasskeys(page, USER);
    await page.getByRole('button', { name: /^Delete Practice/ }).click();
    await page.getByText(/^Also delete it from the plugged-in key/).waitFor();
    await page.getByLabel('PIN', { exact: true }).and(page.locator('input')).fill('000000');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('The PIN is wrong.').waitFor();
    await page.getByText('It is deleted in Microsoft Entra ID.').waitFor();
    await page.getByLabel('PIN', { exact: true }).and(page.locator('input')).fill(PIN);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('No passkeys yet').waitFor();

    await navigate('Security keys');
    await page.getByRole('button', { name: 'Passkeys on this key' }).click();
    await page.getByLabel('PIN', { exact: true }).and(page.locator('input')).fill(PIN);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText(/^0 passkeys on the key/).waitFor();
  });

  it('shows assignments in the list of all users, and filters by them', async () => {
    await enrollWithNewPin(page, USER, PIN);
    await navigate('All Users');
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('200 users', { exact: true }).waitFor();
    await page.getByLabel('Assignment', { exact: true }).selectOption({ label: 'Active' });
    await page.getByText('1 user', { exact: true }).waitFor();
    const row = page.getByRole('grid', { name: 'All Users' }).getByRole('row').nth(1);
    await expect.poll(() => row.textContent()).toContain(USER);
    await row.getByText('Active').waitFor();
    await shot('users');
    // What changes meanwhile shows without another import.
    await row.getByRole('link').click();
    await page.getByRole('tab', { name: 'Passkeys' }).click();
    await page.getByRole('button', { name: /^Actions for/ }).click();
    await page.getByRole('menuitem', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('Revoked by staff.').waitFor();
    await navigate('All Users');
    await page.getByLabel('Assignment', { exact: true }).selectOption({ label: 'Revoked' });
    await page.getByText('1 user', { exact: true }).waitFor();
    await page.getByLabel('Assignment', { exact: true }).selectOption({ label: 'None' });
    await page.getByText('200 users', { exact: true }).waitFor();
  });
});
