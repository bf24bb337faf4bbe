import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { HELPDESK } from '../../src/simulator/identity/state.ts';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { openReceiver, type Receiver } from '../main/features/webhooks/receiver.ts';
import { connections, enterPassword, setUpConnection, startTenant, type Tenant } from './connecting.ts';
import { noBrowser, openWindow } from './desk.ts';
import { chooseNewPin, create, openForm, openPasskeys } from './steps.ts';

const obstacle = noBrowser();
vi.setConfig({ testTimeout: 240_000 });

const MIA = 'user7@contoso.example';
const PIN = '8264917350';

describe.skipIf(obstacle !== null)(
  `passkeys that assign themselves${obstacle === null ? '' : ` (${obstacle})`}`,
  () => {
    let tenant: Tenant;
    let receiver: Receiver;
    let key: SoftwareKey;
    let udp: Awaited<ReturnType<typeof serveUdp>>;
    let env: Record<string, string>;
    let data: string;

    beforeAll(async () => {
      [tenant, receiver] = await Promise.all([startTenant(60), openReceiver()]);
      data = join(tenant.folder, 'data');
      const [port, replyPort] = [await freePort(), await freePort()];
      key = await createSoftwareKey({ profile: 'full' });
      udp = await serveUdp(key, { port, replyPort });
      env = { ...tenant.env, KEYDESK_UDP_KEYS: `${port}:${replyPort}` };
    });
    afterAll(async () => {
      await udp.close();
      await key.close();
      await receiver.close();
      await tenant.close();
    });

    const shoot = async (page: Page, name: string) => {
      if (process.env.KEYDESK_SHOTS) await page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/${name}.png` });
    };
    const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
    const navigate = (page: Page, name: string) =>
      page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name, exact: true }).click();
    const openDesk = () => openWindow(tenant.browser, ['--no-practice', '--data', data], env);

    /** Somebody signs in in the system's browser, where Keydesk has sent it. */
    async function signIn(name: string): Promise<void> {
      const login = await tenant.openedPage();
      await enterPassword(login, name, tenant.identity.state.password);
      await login.getByRole('heading', { name: 'You are signed in' }).waitFor();
      await login.context().close();
    }

    async function submitWorkflow(page: Page, name: string, trigger: string, group?: string): Promise<void> {
      await navigate(page, 'Workflows');
      await page.getByRole('button', { name: 'New workflow' }).click();
      await page.getByLabel('Name').fill(name);
      await button(page, 'Next').click();
      await page.getByRole('radio', { name: trigger }).check();
      if (group !== undefined) {
        await page.getByRole('combobox', { name: 'Group' }).click();
        await page.getByRole('combobox', { name: 'Group' }).pressSequentially(group);
        await page.getByRole('option', { name: group }).click();
      }
      await button(page, 'Next').click();
      await button(page, 'Submit').click();
      await page.getByRole('heading', { name }).waitFor();
    }

    async function importUsers(page: Page): Promise<void> {
      await navigate(page, 'All Users');
      await page
        .getByRole('button', { name: /Import from Microsoft Entra ID|Import changes|Import/ })
        .first()
        .click();
      await page.getByText('Import finished').waitFor({ timeout: 60_000 });
    }

    it('a user activates a key at a station, and the workflow gives it a working passkey', async () => {
      const desk = await openDesk();
      const { page } = desk;
      await page.getByRole('link', { name: 'Settings' }).click();
      await setUpConnection(page, tenant, { name: 'Contoso', way: 'A person, in the browser' });
      await button(page, 'Sign in').click();
      await signIn(HELPDESK);
      await connections(page).getByText(HELPDESK).first().waitFor();
      await importUsers(page);
      await submitWorkflow(page, 'Own keys', 'New Security Key Activated (Recommended)', 'Everybody');
      await navigate(page, 'Settings');
      const webhooks = page.getByRole('region', { name: 'Webhooks' });
      await webhooks.getByRole('button', { name: 'Add webhook' }).click();
      const dialog = page.getByRole('alertdialog');
      await dialog.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      const secret = (await page.getByRole('alertdialog').locator('code').textContent()) ?? '';
      await page.getByRole('alertdialog').getByRole('button', { name: 'Close' }).click();
      expect(desk.complaints).toEqual([]);
      await desk.close();

      const station = await openWindow(tenant.browser, ['--no-practice', '--activate', '--data', data], env);
      await button(station.page, 'Sign in with my account').click();
      await signIn(MIA);
      await station.page.getByRole('heading', { name: 'Choose a PIN for your key' }).waitFor();
      await station.page.getByLabel('New PIN').fill(PIN);
      await station.page.getByLabel('Repeat the PIN').fill(PIN);
      await button(station.page, 'Continue').click();
      await station.page.getByRole('heading', { name: 'Your key is ready' }).waitFor();
      await shoot(station.page, 'story-done');
      const happened = () =>
        receiver.messages.map(
          ({ body, headers }) => (new Webhook(secret).verify(body, headers) as { type: string }).type,
        );
      await expect
        .poll(happened, { timeout: 30_000 })
        .toEqual(['security-key.activated', 'passkey.assigned', 'passkey.registered']);
      expect(station.complaints).toEqual([]);
      await station.close();

      const after = await openDesk();
      await openPasskeys(after.page, MIA);
      await after.page.getByRole('table', { name: 'Passkeys' }).getByRole('row').nth(1).waitFor();
      await navigate(after.page, 'Workflows');
      await after.page.getByRole('link', { name: 'Own keys' }).click();
      const history = after.page.getByRole('table', { name: 'Run history' });
      await history.getByText('Registered').first().waitFor();
      await shoot(after.page, 'story-history');
      await navigate(after.page, 'Activity');
      await after.page.getByRole('cell', { name: 'Key activated by its user' }).first().waitFor();
      await after.close();
    });

    it('a workflow assigns passkeys at import, and a key at the desk fulfills one', async () => {
      const desk = await openDesk();
      const { page } = desk;
      await submitWorkflow(page, 'Newcomers', 'New User Imported');
      const [newcomer] = tenant.graph.tenant.addUsers(1);
      if (newcomer === undefined) throw new Error('nobody came');
      await importUsers(page);
      await navigate(page, 'Assignments');
      await page.getByRole('cell', { name: newcomer.userPrincipalName }).first().waitFor();
      await udp.close();
      await key.close();
      key = await createSoftwareKey({ profile: 'full' });
      const [port = 0, replyPort = 0] = (env.KEYDESK_UDP_KEYS ?? '').split(':').map(Number);
      udp = await serveUdp(key, { port, replyPort });

      await openForm(page, newcomer.userPrincipalName);
      await create(page);
      await chooseNewPin(page, PIN);
      await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
      await navigate(page, 'Workflows');
      await page.getByRole('link', { name: 'Newcomers' }).click();
      await page.getByRole('table', { name: 'Run history' }).getByText('Registered').first().waitFor();
      await desk.close();
    });
  },
);
