import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintAppCertificate } from '../../src/simulator/identity/certificates.ts';
import { HELPDESK, NO_ROLE } from '../../src/simulator/identity/state.ts';
import { findings, settled } from './axe.ts';
import { connections, enterPassword, setUpConnection, startTenant, type Tenant } from './connecting.ts';
import { noBrowser, openWindow } from './desk.ts';
import { misfits } from './misfits.ts';

const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`a tenant is connected${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let tenant: Tenant;
  let desk: Awaited<ReturnType<typeof openWindow>>;

  beforeAll(async () => {
    tenant = await startTenant(40);
    const args = ['--no-practice', '--data', join(tenant.folder, 'data')];
    desk = await openWindow(tenant.browser, args, tenant.env);
  });
  afterAll(async () => {
    await desk.close();
    await tenant.close();
  });

  const shoot = async (page: Page, name: string) => {
    if (process.env.KEYDESK_SHOTS) await page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/${name}.png` });
  };

  /** Nothing of what is shown is cut or out of reach at the widths of a zoomed window (WCAG 2.2, 1.4.10). */
  const fits = async (page: Page, name: string) => {
    const size = page.viewportSize();
    for (const [width, height] of [
      [640, 430],
      [320, 256],
    ] as const) {
      await page.setViewportSize({ width, height });
      await settled(page);
      expect(await misfits(page), `${name}, ${width}`).toEqual([]);
      await shoot(page, `${name}-${width}`);
    }
    expect(await findings(page), name).toEqual([]);
    if (size !== null) await page.setViewportSize(size);
  };

  const card = (name: string) => connections(desk.page).getByRole('region', { name, exact: true });
  const enter = (login: Page, name: string, password = tenant.identity.state.password) =>
    enterPassword(login, name, password);

  it('step by step, signed in to in the browser, checked, and signed out of', async () => {
    const { page, complaints } = desk;
    await page.getByRole('link', { name: 'Settings' }).click();
    await connections(page).getByText('No tenant is connected yet').waitFor();
    await shoot(page, 'connections-empty');
    await setUpConnection(page, tenant, {
      name: 'Contoso',
      way: 'A person, in the browser',
      shoot: async name => {
        await shoot(page, name);
        await fits(page, name);
      },
    });
    await card('Contoso').getByText('Not signed in').waitFor();
    await fits(page, 'connection-card');

    await card('Contoso').getByRole('button', { name: 'Sign in', exact: true }).click();
    await card('Contoso').getByText('The browser is open.').waitFor();
    await shoot(page, 'connections-waiting');
    const login = await tenant.openedPage();
    await enter(login, HELPDESK, 'wrong');
    await login.getByRole('alert').getByText('AADSTS50126').waitFor();
    await shoot(login, 'login');
    await enter(login, HELPDESK);
    await login.getByRole('heading', { name: 'You are signed in' }).waitFor();
    await login.context().close();
    await card('Contoso').getByText(`Signed in as ${HELPDESK}`).waitFor();
    await page.getByRole('banner').getByText(`Contoso · ${HELPDESK}`).waitFor();

    const check = page.getByRole('region', { name: 'Check connection' });
    await check.getByLabel('User to try (optional)').fill('user1@contoso.example');
    await check.getByRole('button', { name: 'Check connection' }).click();
    await check.getByText('Everything that Keydesk needs is there.').waitFor();
    await expect.poll(() => check.getByRole('img', { name: 'Passed' }).count()).toBe(13);
    await check.scrollIntoViewIfNeeded();
    await shoot(page, 'check-passed');

    await card('Contoso').getByRole('button', { name: 'Sign out' }).click();
    await card('Contoso').getByText('Not signed in').waitFor();
    await check.getByRole('button', { name: 'Check connection' }).click();
    await check.getByText('This connection is not signed in.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('with a device code, by somebody who may not enough; each lack is named', async () => {
    const { page, complaints } = desk;
    tenant.identity.state.mfa.required = true;
    await card('Contoso').getByRole('button', { name: 'Other ways to sign in' }).click();
    await page.getByRole('menuitem', { name: 'Sign in with a device code' }).click();
    const code = await card('Contoso').getByRole('status', { name: 'Device code' }).textContent();
    await card('Contoso').scrollIntoViewIfNeeded();
    await shoot(page, 'connections-code');
    const login = await (await tenant.browser.newContext()).newPage();
    await login.goto(`${tenant.identity.authority}/devicelogin`);
    await login.getByLabel('Code').fill(code ?? '');
    await login.getByRole('button', { name: 'Next' }).click();
    await enter(login, NO_ROLE);
    await login.getByRole('button', { name: 'I have approved it' }).click();
    await login.getByRole('heading', { name: 'You have signed in' }).waitFor();
    await login.context().close();
    tenant.identity.state.mfa.required = false;
    await card('Contoso').getByText(`Signed in as ${NO_ROLE}`).waitFor();

    const check = page.getByRole('region', { name: 'Check connection' });
    await check.getByRole('button', { name: 'Check connection' }).click();
    await check.getByText('4 checks failed.').waitFor();
    await check.getByText(`“${NO_ROLE}” does not have the role Authentication Administrator.`).first().waitFor();
    await check.scrollIntoViewIfNeeded();
    await shoot(page, 'check-failed');
    expect(complaints).toEqual([]);
  });

  it('shows why it is unknown who is signed in, and goes on when the secrets can be read again', async () => {
    const { page, complaints } = desk;
    const secrets = join(tenant.folder, 'data', 'secrets');
    const file = join(secrets, readdirSync(secrets).find(name => name.includes('.cache.')) ?? '');
    const sealed = readFileSync(file);
    // Another file takes its place, so that the folder changes.
    const exchange = (content: Uint8Array) => {
      writeFileSync(`${file}.other`, content);
      renameSync(`${file}.other`, file);
    };
    exchange(sealed.subarray(0, -1));
    await card('Contoso').getByText('Not known whether anybody is signed in').waitFor();
    await card('Contoso').getByText('Keydesk does not change it').waitFor();
    await card('Contoso').scrollIntoViewIfNeeded();
    await shoot(page, 'connections-unreadable');
    exchange(sealed);
    await card('Contoso').getByText(`Signed in as ${NO_ROLE}`).waitFor();
    expect(complaints).toEqual([]);
  });

  it('cancelled, without a browser, and where the tenant refuses', async () => {
    const { page } = desk;
    const signIn = () => card('Contoso').getByRole('button', { name: 'Sign in again' }).click();
    await signIn();
    await card('Contoso').getByText('The browser is open.').waitFor();
    await card('Contoso').getByRole('button', { name: 'Cancel' }).click();
    await card('Contoso').getByRole('button', { name: 'Sign in again' }).waitFor();

    tenant.hasBrowser(false);
    await signIn();
    await card('Contoso').getByText('No browser could be opened on this computer.').waitFor();
    tenant.hasBrowser(true);

    tenant.identity.state.app.delegated = null;
    await signIn();
    const login = await tenant.openedPage();
    await enter(login, HELPDESK);
    await login.getByRole('button', { name: 'Return to the application without granting consent' }).click();
    await login.getByRole('heading', { name: 'You are not signed in' }).waitFor();
    await login.context().close();
    await card('Contoso').getByText('No administrator has consented to the permissions').waitFor();
    await shoot(page, 'connections-refused');
  });

  it('a second one as the app itself, with a certificate; the current one is chosen, and removed', async () => {
    const { page, complaints } = desk;
    const { pem, certificate } = await mintAppCertificate();
    tenant.identity.state.app.certificates.push(certificate);
    await setUpConnection(page, tenant, {
      name: 'Contoso app',
      way: 'The app itself, with a certificate',
      last: dialog => dialog.getByLabel('Certificate and private key (PEM)').fill(pem),
      shoot: name => shoot(page, name),
    });
    await card('Contoso app').getByText('CN=Keydesk desk, valid until').waitFor();
    await card('Contoso app').getByRole('button', { name: 'Try the sign-in' }).click();
    await card('Contoso app').getByText('Signed in as Keydesk').waitFor();
    await card('Contoso app').getByRole('button', { name: 'More for Contoso app' }).click();
    await page.getByRole('menuitem', { name: 'Make current' }).click();
    await card('Contoso app').getByText('Current', { exact: true }).waitFor();
    await page.getByRole('banner').getByText('Contoso (Contoso app) · Keydesk').waitFor();
    await page.reload();
    await card('Contoso app').getByText('Current', { exact: true }).waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, 'connections-dark');
    await page.emulateMedia({ colorScheme: 'light' });

    await card('Contoso').getByRole('button', { name: 'More for Contoso', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await fits(page, 'connection-remove');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await card('Contoso').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'All Users', exact: true }).click();
    await page.getByRole('row').nth(5).waitFor();
    expect(complaints).toEqual([]);
  });
});
