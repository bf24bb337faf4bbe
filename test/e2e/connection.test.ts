import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { mintAppCertificate } from '../../src/simulator/identity/certificates.ts';
import { type IdentitySimulator, startIdentitySimulator } from '../../src/simulator/identity/server.ts';
import { HELPDESK, NO_ROLE } from '../../src/simulator/identity/state.ts';
import { launchBrowser, noBrowser, openWindow } from './desk.ts';

const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`a tenant is connected${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-connection-'));
  const opened = join(folder, 'opened');
  const opener = join(folder, 'bin', 'xdg-open');
  let graph: GraphSimulator;
  let identity: IdentitySimulator;
  let browser: Browser;
  let desk: Awaited<ReturnType<typeof openWindow>>;

  beforeAll(async () => {
    graph = await startGraphSimulator({ users: 40 });
    identity = await startIdentitySimulator({ graph });
    // The browser trusts this one server by its key, and checks every other certificate as always.
    browser = await launchBrowser([`--ignore-certificate-errors-spki-list=${identity.spki}`]);
    mkdirSync(join(folder, 'bin'));
    writeFileSync(opener, `#!/bin/sh\nprintf %s "$1" > "${opened}"\n`);
    chmodSync(opener, 0o755);
    writeFileSync(join(folder, 'ca.pem'), identity.ca);
    desk = await openWindow(browser, ['--no-practice', '--data', join(folder, 'data')], {
      KEYDESK_LOGIN_CA: join(folder, 'ca.pem'),
      KEYDESK_SEALING_KEY: 'a key that only this test knows',
      PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
    });
  });
  afterAll(async () => {
    await desk.close();
    await browser.close();
    await identity.close();
    await graph.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const shoot = async (page: Page, name: string) => {
    if (process.env.KEYDESK_SHOTS) await page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/${name}.png` });
  };

  /** The page that Keydesk has sent the system's browser to, in a context of its own. */
  async function systemBrowser(): Promise<Page> {
    await vi.waitFor(() => expect(existsSync(opened)).toBe(true), { timeout: 10_000 });
    const url = readFileSync(opened, 'utf8');
    rmSync(opened);
    const page = await (await browser.newContext()).newPage();
    await page.goto(url);
    return page;
  }

  async function enter(page: Page, name: string, password = identity.state.password): Promise<void> {
    await page.getByLabel('User name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  const panel = () => desk.page.getByRole('region', { name: 'Connections' });
  const card = (name: string) => panel().getByRole('region', { name, exact: true });
  const choose = async (dialog: Locator, way: string) => dialog.getByRole('radio', { name: way }).check();

  /** The set-up from its first step to Save, at the simulated tenant. */
  async function setUp(name: string, way: string, last?: (dialog: Locator) => Promise<void>): Promise<void> {
    const { page } = desk;
    await panel().getByRole('button', { name: 'Add connection' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Connect a tenant' });
    await dialog.getByLabel('Cloud').selectOption('Other addresses');
    await choose(dialog, way);
    await shoot(page, `setup-1-${name}`);
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByText('Step 2 of 4').waitFor();
    await shoot(page, `setup-2-${name}`);
    await dialog.getByRole('button', { name: 'Next' }).click();
    await dialog.getByText('UserAuthMethod-Passkey.ReadWrite.All', { exact: true }).waitFor();
    await shoot(page, `setup-3-${name}`);
    await dialog.getByRole('button', { name: 'Next' }).click();
    expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Tenant id or domain').fill('contoso.example');
    await dialog.getByLabel('Application (client) id').fill(identity.clientId);
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByLabel('Address of the sign-in').fill(identity.authority);
    await dialog.getByLabel('Microsoft Graph address').fill(graph.url);
    await last?.(dialog);
    await shoot(page, `setup-4-${name}`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  it('step by step, signed in to in the browser, checked, and signed out of', async () => {
    const { page, complaints } = desk;
    await page.getByRole('link', { name: 'Settings' }).click();
    await panel().getByText('No tenant is connected yet').waitFor();
    await shoot(page, 'connections-empty');
    await setUp('Contoso', 'A person, in the browser');
    await card('Contoso').getByText('Not signed in').waitFor();

    await card('Contoso').getByRole('button', { name: 'Sign in', exact: true }).click();
    await card('Contoso').getByText('The browser is open.').waitFor();
    await shoot(page, 'connections-waiting');
    const login = await systemBrowser();
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
    expect(await check.getByRole('img', { name: 'Passed' }).count()).toBe(13);
    await check.scrollIntoViewIfNeeded();
    await shoot(page, 'check-passed');

    await card('Contoso').getByRole('button', { name: 'Sign out' }).click();
    await card('Contoso').getByText('Not signed in').waitFor();
    await check.getByRole('button', { name: 'Check connection' }).click();
    await check.getByText('Nobody is signed in to this connection.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('with a device code, by somebody who may not enough; each lack is named', async () => {
    const { page, complaints } = desk;
    identity.state.mfa.required = true;
    await card('Contoso').getByRole('button', { name: 'Other ways to sign in' }).click();
    await page.getByRole('menuitem', { name: 'Sign in with a device code' }).click();
    const code = await card('Contoso').getByRole('status', { name: 'Device code' }).textContent();
    await card('Contoso').scrollIntoViewIfNeeded();
    await shoot(page, 'connections-code');
    const login = await (await browser.newContext()).newPage();
    await login.goto(`${identity.authority}/devicelogin`);
    await login.getByLabel('Code').fill(code ?? '');
    await login.getByRole('button', { name: 'Next' }).click();
    await enter(login, NO_ROLE);
    await login.getByRole('button', { name: 'I have approved it' }).click();
    await login.getByRole('heading', { name: 'You have signed in' }).waitFor();
    await login.context().close();
    identity.state.mfa.required = false;
    await card('Contoso').getByText(`Signed in as ${NO_ROLE}`).waitFor();

    const check = page.getByRole('region', { name: 'Check connection' });
    await check.getByRole('button', { name: 'Check connection' }).click();
    await check.getByText('4 things are missing.').waitFor();
    await check.getByText(`“${NO_ROLE}” lacks the role Authentication Administrator.`).waitFor();
    await check.scrollIntoViewIfNeeded();
    await shoot(page, 'check-failed');
    expect(complaints).toEqual([]);
  });

  it('cancelled, without a browser, and where the tenant refuses', async () => {
    const { page } = desk;
    const signIn = () => card('Contoso').getByRole('button', { name: 'Sign in again' }).click();
    await signIn();
    await card('Contoso').getByText('The browser is open.').waitFor();
    await card('Contoso').getByRole('button', { name: 'Cancel' }).click();
    await card('Contoso').getByRole('button', { name: 'Sign in again' }).waitFor();
    rmSync(opened, { force: true });

    writeFileSync(opener, '#!/bin/sh\nexit 3\n');
    await signIn();
    await card('Contoso').getByText('No browser could be opened on this computer.').waitFor();
    writeFileSync(opener, `#!/bin/sh\nprintf %s "$1" > "${opened}"\n`);

    identity.state.app.delegated = null;
    await signIn();
    const login = await systemBrowser();
    await enter(login, HELPDESK);
    await login.getByRole('button', { name: 'Return to the application without granting consent' }).click();
    await login.getByRole('heading', { name: 'You are not signed in' }).waitFor();
    await login.context().close();
    await card('Contoso').getByText('Nobody has consented to the permissions').waitFor();
    await shoot(page, 'connections-refused');
  });

  it('a second one as the app itself, with a certificate; the current one is chosen, and removed', async () => {
    const { page, complaints } = desk;
    const { pem, certificate } = await mintAppCertificate();
    identity.state.app.certificates.push(certificate);
    await setUp('Contoso app', 'The app itself, with a certificate', dialog =>
      dialog.getByLabel('Certificate and private key (PEM)').fill(pem),
    );
    await card('Contoso app').getByText('CN=Keydesk desk, valid until').waitFor();
    await card('Contoso app').getByRole('button', { name: 'Try the sign-in' }).click();
    await card('Contoso app').getByText('Signed in as Keydesk').waitFor();
    await card('Contoso app').getByRole('button', { name: 'More for Contoso app' }).click();
    await page.getByRole('menuitem', { name: 'Make current' }).click();
    await card('Contoso app').getByText('Current', { exact: true }).waitFor();
    await page.getByRole('banner').getByText('Contoso app · Keydesk').waitFor();
    await page.reload();
    await card('Contoso app').getByText('Current', { exact: true }).waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, 'connections-dark');
    await page.emulateMedia({ colorScheme: 'light' });

    await card('Contoso').getByRole('button', { name: 'More for Contoso', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await card('Contoso').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'All Users', exact: true }).click();
    await page.getByRole('row').nth(5).waitFor();
    expect(complaints).toEqual([]);
  });
});
