import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { auditRegistration, registerElsewhere } from '../main/features/reconciliation/foreign.ts';
import { findings } from './axe.ts';
import { launchBrowser, noBrowser, openWindow } from './desk.ts';
import { enrollWithNewPin } from './steps.ts';

const obstacle = noBrowser();
const [USER, FOREIGN, DISABLED, LEFT] = [1, 3, 5, 6].map(n => `user${n}@contoso.example`) as [
  string,
  string,
  string,
  string,
];
const PIN = '135792';

describe.skipIf(obstacle !== null)(`reconciliation, in the window${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  interface Opened {
    page: Page;
    graph: GraphSimulator;
    key: SoftwareKey;
    complaints: readonly string[];
  }

  /** Opens a window on a tenant of its own, with a key that another program could change too. */
  async function openTenant(): Promise<Opened> {
    const graph = await startGraphSimulator({ users: 12 });
    const key = await createSoftwareKey({ profile: 'full' });
    const replyPort = await freePort();
    const udp = await serveUdp(key, { port: 0, replyPort });
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-reconcile-'));
    const connection = { graphUrl: graph.url, tenantId: graph.tenantId, version: 'v1.0' };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'light', connection }));
    const env = { KEYDESK_UDP_KEYS: `${udp.port}:${replyPort}` };
    const { close, page, complaints } = await openWindow(browser, ['--no-practice', '--data', folder], env);
    onTestFinished(async () => {
      await close();
      await udp.close();
      await key.close();
      await graph.close();
      rmSync(folder, { recursive: true, force: true });
    });
    await navigate(page, 'Settings');
    await page.getByLabel('Access token').fill(graph.token);
    await page.getByRole('button', { name: 'Use token' }).click();
    await page.getByText('The token is in use.').waitFor();
    return { page, graph, key, complaints };
  }

  const navigate = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name, exact: true }).click();
  const importNow = async (page: Page) => {
    await navigate(page, 'All Users');
    await page.getByRole('button', { name: /^(Import from Microsoft Entra ID|Import changes)$/ }).click();
    await page.getByText('Import finished').waitFor();
  };
  const differences = (page: Page) => page.getByRole('table', { name: 'Differences' }).getByRole('row');
  const shot = (page: Page, name: string) =>
    process.env.KEYDESK_SHOTS ? page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/${name}.png` }) : undefined;

  it('compares the tenant, adopts a passkey made elsewhere, and deletes another in Entra', async () => {
    const { page, graph, complaints } = await openTenant();
    await enrollWithNewPin(page, USER, PIN);
    const adopted = registerElsewhere(graph, FOREIGN);
    auditRegistration(graph, adopted, 'admin@contoso.example', false);
    registerElsewhere(graph, DISABLED, { displayName: 'Old key' });
    await importNow(page);
    await navigate(page, 'Reconciliation');
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByText('3 users compared: 2 differences').waitFor();
    await page.getByText(/^Registered .* by admin@contoso\.example$/).waitFor();
    await shot(page, 'reconciliation');
    expect(await findings(page)).toEqual([]);

    const row = differences(page).filter({ hasText: 'Made elsewhere' });
    await row.getByRole('button', { name: 'Record it' }).click();
    const dialog = page.getByRole('alertdialog');
    await shot(page, 'reconciliation-adopt');
    await dialog.getByRole('button', { name: 'Record it' }).click();
    await dialog.getByText('The difference is removed.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByText('3 users compared: 1 difference').waitFor();

    await differences(page)
      .filter({ hasText: 'Old key' })
      .getByRole('button', { name: /^More actions/ })
      .click();
    await page.getByRole('menuitem', { name: 'Delete in Entra ID' }).click();
    await dialog.getByRole('button', { name: 'Delete in Entra ID' }).click();
    await dialog.getByText('The difference is removed.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByText('3 users compared: no difference').waitFor();
    expect(graph.state.methods.map(({ displayName }) => displayName)).not.toContain('Old key');
    expect(complaints).toEqual([]);
  });

  it('reads a key with its PIN, and deletes on it what Entra does not have', async () => {
    const { page, graph, key, complaints } = await openTenant();
    await enrollWithNewPin(page, USER, PIN);
    await navigate(page, 'Inventory');
    await page.getByRole('button', { name: /^Actions for/ }).click();
    await page.getByRole('menuitem', { name: 'Compare with Microsoft Entra ID' }).click();
    await page.getByText('No differences').waitFor();
    graph.state.methods = [];
    await page.getByRole('button', { name: 'Read the key' }).click();
    await page.getByRole('dialog').getByLabel('PIN', { exact: true }).fill(PIN);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('The key was read.').waitFor();
    await expect.poll(() => differences(page).count()).toBe(2);
    await shot(page, 'reconciliation-key');
    expect(await findings(page)).toEqual([]);

    await differences(page).nth(1).getByRole('button', { name: 'Delete on the key' }).click();
    const dialog = page.getByRole('alertdialog');
    const remove = dialog.getByRole('button', { name: 'Delete on the key' });
    expect(await remove.isDisabled()).toBe(true);
    await dialog.getByRole('checkbox', { name: 'I know that this passkey is not needed' }).check();
    await shot(page, 'reconciliation-unproven');
    await remove.click();
    await dialog.getByText('The difference is removed.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => key.state().credentialCount).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('marks assignments of users who were deleted or disabled, and shows a user side by side', async () => {
    const { page, graph, complaints } = await openTenant();
    await enrollWithNewPin(page, LEFT, PIN);
    await importNow(page);
    const path = new URL(`#/users/${graph.tenant.find(LEFT)?.id}/comparison`, page.url()).href;
    await page.goto(path);
    await page.getByRole('table', { name: 'Side by side' }).getByText('Active').waitFor();
    await shot(page, 'reconciliation-user');
    expect(await findings(page)).toEqual([]);

    graph.tenant.changeUser(LEFT, { accountEnabled: false });
    await importNow(page);
    await navigate(page, 'Assignments');
    await page.getByRole('button', { name: '1 User disabled' }).click();
    await page.getByText('1 shown', { exact: true }).waitFor();
    await page.getByText('If the user does not come back').waitFor();
    graph.tenant.removeUser(LEFT);
    await importNow(page);
    await navigate(page, 'Assignments');
    await page.getByRole('button', { name: '1 User left' }).click();
    await page.getByRole('table', { name: 'Assignments' }).getByText('User left').waitFor();
    await page.getByText('delete the passkey, and mark the key as returned').waitFor();
    await shot(page, 'assignments-left');
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
