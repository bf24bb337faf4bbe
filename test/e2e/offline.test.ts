import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, PIN, type Stage, USER } from '../badInput/desk.ts';
import { launchBrowser, noBrowser, openWindow } from './desk.ts';
import { create, enterPin, openForm } from './steps.ts';

const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`offline review${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-offline-'));
  let browser: Browser;
  let stage: Stage;
  let desk: Awaited<ReturnType<typeof openWindow>>;

  beforeAll(async () => {
    [browser, stage] = await Promise.all([launchBrowser(), openStage()]);
    await stage.set({});
    const connection = { graphUrl: stage.graph.url, tenantId: stage.graph.tenantId, version: 'v1.0' };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'light', connection }));
    desk = await openWindow(browser, ['--no-practice', '--data', folder], { KEYDESK_UDP_KEYS: stage.address });
    await desk.page.getByRole('link', { name: 'Settings' }).click();
    await desk.page.getByLabel('Access token').fill(stage.graph.token);
    await desk.page.getByRole('button', { name: 'Use token' }).click();
    await desk.page.getByText('The token is in use.').waitFor();
  });
  afterAll(async () => {
    await desk.close();
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has everything that was imported and recorded when the tenant is gone, searchable and exportable', async () => {
    const { page, complaints } = desk;
    const navigation = page.getByRole('navigation', { name: 'Main', exact: true });
    await openForm(page, USER);
    await create(page);
    await enterPin(page, PIN);
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
    await page.getByRole('button', { name: 'Back to Passkeys' }).click();
    await page.getByText(/^In Microsoft Entra ID as of/).waitFor();
    await navigation.getByRole('link', { name: 'All Users' }).click();
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('60 users', { exact: true }).waitFor();
    expect(await page.getByText('cannot be reached').count()).toBe(0);

    await stage.close();
    await page.reload();
    await page.getByText('Microsoft Entra ID cannot be reached').waitFor();
    await page.getByText(/^As of/).waitFor();
    await page.getByLabel('Search name, user name, mail, employee id, department').fill('e000001');
    await page.getByText('1 user', { exact: true }).waitFor();
    const row = page.getByRole('grid', { name: 'All Users' }).getByRole('row').nth(1);
    await row.getByText('Active').waitFor();
    await row.getByRole('link').click();

    await page.getByRole('tab', { name: 'Passkeys' }).click();
    const passkeys = page.getByRole('table', { name: 'Passkeys' });
    await expect.poll(() => passkeys.getByRole('row').count()).toBe(2);
    await page.getByText(/^Microsoft Entra ID cannot be asked now\. This is as of/).waitFor();
    if (process.env.KEYDESK_SHOTS) await page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/offline.png` });
    await page.getByRole('tab', { name: 'Security keys' }).click();
    await page.getByRole('table', { name: 'Security keys' }).getByText('Active').waitFor();
    await page.getByRole('tab', { name: 'Groups' }).click();
    await page.getByRole('cell', { name: 'Everybody' }).waitFor();
    await page.getByRole('tab', { name: 'Activity' }).click();
    await page.getByText('Passkey created and registered').waitFor();

    await navigation.getByRole('link', { name: 'Assignments' }).click();
    await page.getByRole('button', { name: '1 Active' }).waitFor();
    await page.getByRole('combobox', { name: 'Group' }).click();
    await page.keyboard.type('every');
    await page.getByRole('option', { name: 'Everybody' }).click();
    await page.getByText('1 shown', { exact: true }).waitFor();
    for (const [format, begins] of [
      ['As CSV', '\ufeffuserPrincipalName'],
      ['As JSON', '['],
      ['As a report to print (PDF)', '%PDF-'],
    ] as const) {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: format }).click();
      const bytes = readFileSync(await (await download).path());
      expect(bytes.toString('utf8').startsWith(begins)).toBe(true);
      expect(bytes.length).toBeGreaterThan(200);
    }
    await navigation.getByRole('link', { name: 'Inventory' }).click();
    await page.getByRole('button', { name: '1 Active' }).waitFor();
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('reports a key lost: what is here is done at once, and Entra’s part stays due in sight', async () => {
    const { page } = desk;
    await page
      .getByRole('button', { name: /^Actions for/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Report lost' }).click();
    await page.getByRole('button', { name: 'Report lost', exact: true }).click();
    await page.getByText(/could not be deleted in Microsoft Entra ID yet/).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('One passkey must still be deleted').waitFor();
    await page.getByRole('button', { name: '1 Lost' }).waitFor();
    if (process.env.KEYDESK_SHOTS) await page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/due.png` });
  });
});
