import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { keydesk } from '../cli/run.ts';
import { freePort } from '../freePort.ts';
import { startTenant, type Tenant } from './connecting.ts';
import { noBrowser, openWindow } from './desk.ts';
import { create, enterPin, openForm } from './steps.ts';

const cannot = noBrowser();
const PIN = '271828';

describe.skipIf(cannot !== null)('a tenant that has too many requests', () => {
  let tenant: Tenant;
  let key: SoftwareKey;
  let udp: Awaited<ReturnType<typeof serveUdp>>;
  let window: Awaited<ReturnType<typeof openWindow>>;

  beforeAll(async () => {
    tenant = await startTenant(20);
    key = await createSoftwareKey({ profile: 'full' });
    const replyPort = await freePort();
    udp = await serveUdp(key, { port: 0, replyPort });
    const data = ['--data', join(tenant.folder, 'data')];
    const { graph, identity, env } = tenant;
    const address = `${udp.port}:${replyPort}`;
    const secret = { stdin: `${identity.state.app.secrets[0]?.value}\n`, env };
    const at = ['--authority', identity.authority, '--graph-root', graph.url, '--sign-in', 'secret', '--secret-stdin'];
    const named = ['--tenant', graph.tenantId, '--client-id', identity.clientId];
    expect((await keydesk(['connection', 'add', ...named, ...at, ...data], secret)).code).toBe(0);
    const pin = { stdin: `${PIN}\n`, env };
    expect((await keydesk(['keys', 'pin', 'set', '--key', `udp:${address}`, '--pin-stdin', ...data], pin)).code).toBe(
      0,
    );
    window = await openWindow(tenant.browser, ['--no-practice', ...data], { ...env, KEYDESK_UDP_KEYS: address });
  });
  afterAll(async () => {
    await window.close();
    await udp.close();
    await key.close();
    await tenant.close();
  });

  it('shows how long it is waited for, and can be canceled with nothing left', async () => {
    const { page } = window;
    tenant.graph.faults.add({ method: 'POST', path: 'fido2Methods', status: 429, retryAfter: 95 });
    await openForm(page, 'user1@contoso.example');
    await create(page);
    await enterPin(page, PIN);
    await page.getByText('Microsoft Graph is receiving too many requests and asks Keydesk to wait').waitFor();
    await expect.poll(() => page.getByRole('timer').textContent()).toMatch(/^1:3\d$/);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Canceled' }).waitFor();
    await page.getByText('Nothing of it is left on the key or in Microsoft Entra ID.').waitFor();
    expect(key.state().credentialCount).toBe(0);
  });
});
