import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openTwoTenants } from '../main/features/connections/twoTenants.ts';
import { launchBrowser, noBrowser, openWindow } from './desk.ts';

const reason = noBrowser();
let browser: Browser;
beforeAll(async () => {
  if (reason === null) browser = await launchBrowser();
});
afterAll(() => browser?.close());

test.skipIf(reason !== null)(
  'the window says what belongs to another tenant, and offers nothing for it here',
  async () => {
    const desk = await openTwoTenants();
    onTestFinished(desk.close);
    const { a, b } = desk;
    desk.addKey('4711');
    desk.addAssignment(a, 1, { security_key_id: '4711', display_name: 'Mia' });
    desk.addKey('4712');
    desk.addAssignment(b, 1, { security_key_id: '4712', display_name: 'Noah' });
    const lost = { state: 'revoked', reason: 'key-lost', deletion: 'due' };
    desk.addAssignment(b, 2, { id: 'lost', security_key_id: '4712', ...lost });
    desk.add('journal', {
      id: 'unfinished',
      instance: '',
      started_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
      state: 'needs-attention',
      tenant: b.tenant,
      user_id: 'noah',
      user_principal_name: 'noah@fabrikam.example',
      key_id: 'key',
      key_aaguid: 'aaguid',
      rp_id: 'login.microsoft.com',
      user_handle: new Uint8Array(1),
      challenge_expires_at: '2026-01-01T00:00:00Z',
      display_name: 'Key',
      credential_id: new Uint8Array(1),
    });
    const { page, close, complaints } = await openWindow(browser, ['--no-practice', '--data', desk.folder]);
    onTestFinished(close);
    await page.evaluate(() => {
      location.hash = '#/inventory';
    });
    const row = (serial: string) => page.getByRole('row', { name: serial });
    await row('4711').getByRole('link', { name: 'Mia' }).waitFor();
    await row('4712').getByText('In Fabrikam').waitFor();
    await expect.poll(() => row('4712').getByText('Noah').count()).toBe(1);
    expect(await row('4712').getByRole('link').count()).toBe(0);
    await page.getByText('One passkey must still be deleted in Fabrikam.').waitFor();
    expect(await page.getByRole('button', { name: 'Delete now' }).count()).toBe(0);
    await page.getByText('It belongs to Fabrikam. Connect to that tenant').waitFor();
    expect(await page.getByRole('button', { name: /^(Finish|Discard) the enrollment/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
  },
);
