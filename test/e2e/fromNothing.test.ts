import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HELPDESK } from '../../src/simulator/identity/state.ts';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { connections, enterPassword, setUpConnection, startTenant, type Tenant } from './connecting.ts';
import { noBrowser, openWindow } from './desk.ts';
import { chooseNewPin, create, openForm, openPasskeys } from './steps.ts';

const obstacle = noBrowser();
// One long way, on a computer that may have others to do.
vi.setConfig({ testTimeout: 240_000 });

const USERS = 10_000;
const USER = 'user9998@contoso.example';

describe.skipIf(obstacle !== null)(`from nothing to offline${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let tenant: Tenant;
  let key: SoftwareKey;
  let udp: Awaited<ReturnType<typeof serveUdp>>;
  let desk: Awaited<ReturnType<typeof openWindow>>;

  beforeAll(async () => {
    tenant = await startTenant(USERS);
    key = await createSoftwareKey({ profile: 'full' });
    const [port, replyPort] = [await freePort(), await freePort()];
    udp = await serveUdp(key, { port, replyPort });
    desk = await openWindow(tenant.browser, ['--no-practice', '--data', join(tenant.folder, 'data')], {
      ...tenant.env,
      KEYDESK_UDP_KEYS: `${port}:${replyPort}`,
    });
  });
  afterAll(async () => {
    await desk.close();
    await udp.close();
    await key.close();
    await tenant.close();
  });

  /** What the browser saves when a menu's entry is chosen. */
  async function saved(page: Page, entry: string): Promise<string> {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: entry }).click();
    return readFileSync(await (await download).path(), 'utf8');
  }

  const navigation = () => desk.page.getByRole('navigation', { name: 'Main', exact: true });

  it('is set up, signed in to, checked, imported, and makes a passkey that is there without the network', async () => {
    const { page, complaints } = desk;
    await page.getByRole('link', { name: 'Settings' }).click();
    await setUpConnection(page, tenant, { name: 'Contoso', way: 'A person, in the browser' });
    await connections(page).getByRole('button', { name: 'Sign in', exact: true }).click();
    const login = await tenant.openedPage();
    await enterPassword(login, HELPDESK, tenant.identity.state.password);
    await login.getByRole('heading', { name: 'You are signed in' }).waitFor();
    await login.context().close();
    await connections(page).getByText(`Signed in as ${HELPDESK}`).waitFor();
    const check = page.getByRole('region', { name: 'Check connection' });
    await check.getByLabel('User to try (optional)').fill(USER);
    await check.getByRole('button', { name: 'Check connection' }).click();
    await check.getByText('Everything that Keydesk needs is there.').waitFor();

    await navigation().getByRole('link', { name: 'All Users', exact: true }).click();
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('Import finished').waitFor({ timeout: 60_000 });
    await openForm(page, USER);
    await create(page);
    await chooseNewPin(page, '271828');
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
    expect(key.state().credentialCount).toBe(1);
    await page.getByRole('button', { name: 'Back to Passkeys' }).click();
    const passkeys = page.getByRole('tabpanel').or(page.getByRole('main')).getByRole('table').first();
    await passkeys.getByRole('row').nth(1).waitFor();
    const name = (await passkeys.getByRole('row').nth(1).getByRole('cell').first().textContent()) ?? '';
    expect(complaints).toEqual([]);

    await tenant.unplug();
    await openPasskeys(page, USER);
    await passkeys.getByText(name).first().waitFor();
    await navigation().getByRole('link', { name: 'All Users', exact: true }).click();
    await page.getByRole('searchbox').fill('user9998');
    await page.getByText('1 user', { exact: true }).waitFor();
    expect(await saved(page, 'As CSV')).toContain(USER);

    await navigation().getByRole('link', { name: 'Assignments', exact: true }).click();
    await page.getByText('1 shown').waitFor();
    expect(JSON.parse(await saved(page, 'As JSON'))).toMatchObject([{ state: 'active' }]);

    await navigation().getByRole('link', { name: 'Activity', exact: true }).click();
    const made = page.getByRole('row').filter({ hasText: 'Passkey created and registered' });
    await made.filter({ hasText: HELPDESK }).filter({ hasText: USER }).waitFor();
  });
});
