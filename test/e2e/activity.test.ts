import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { enrollWithNewPin, openPasskeys } from './steps.ts';

const obstacle = noBrowser();
const USER = 'user1@contoso.example';

describe.skipIf(obstacle !== null)(`the activity log${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('shows what was done, on its page and at the user, filters, verifies and is saved', async () => {
    const { page, complaints } = await openDesk(browser);
    const navigation = page.getByRole('navigation', { name: 'Main', exact: true });
    await navigation.getByRole('link', { name: 'Activity' }).click();
    await page.getByText('Nothing is recorded yet').waitFor();

    await enrollWithNewPin(page, USER, '135792');
    await openPasskeys(page, USER);
    await page.getByRole('button', { name: 'Delete Practice key' }).click();
    await page.getByRole('checkbox', { name: /^Also delete it from the plugged-in key/ }).uncheck();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('No passkeys yet').waitFor();
    await page.getByRole('tab', { name: 'Activity' }).click();
    const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row');
    // Made and deleted, and its assignment: assigned, begun, active, revoked.
    await expect.poll(() => rows.count()).toBe(1 + 6);

    await navigation.getByRole('link', { name: 'Activity' }).click();
    await rows.filter({ hasText: 'Passkey created and registered' }).getByText('user1').waitFor();
    await page.getByLabel('What happened').selectOption('Passkey deleted in Microsoft Entra ID');
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByLabel('What happened').selectOption('Anything');
    await page.getByRole('searchbox').fill('no-such-text');
    await page.getByText('No entry matches these filters.').waitFor();
    await page.getByRole('searchbox').fill('');
    await rows.nth(6).waitFor();

    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('All 6 entries are unchanged.').waitFor();
    const head = String(await page.getByText(/^6:[0-9a-f]{64}$/).textContent());
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const noted = page.getByLabel('Value saved earlier');
    await noted.fill('6:9f3a');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText('Enter the number, a colon').waitFor();
    await noted.fill(` ${head.toUpperCase()}\n`);
    await noted.press('Enter');
    await page.getByText('The log still contains the value that you saved.').waitFor();
    await noted.fill(head.replace('6:', '8:'));
    await noted.press('Enter');
    await page.getByRole('alert').getByText('The activity log ends too early').waitFor();

    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toMatch(/^keydesk-activity-.*\.jsonl$/);
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines.map(line => JSON.parse(line).kind)).toEqual([
      'passkey-assigned',
      'assignment-changed',
      'enrollment-done',
      'assignment-changed',
      'passkey-deleted',
      'assignment-changed',
    ]);

    await page.getByRole('button', { name: /^Passkey created and registered/ }).click();
    const details = page.getByRole('dialog');
    await details.getByText('Graph request ids').waitFor();
    await details.getByRole('button', { name: 'Close' }).click();
    if (process.env.KEYDESK_SHOTS) await page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/activity.png` });
    expect(complaints).toEqual([]);
  });
});
