import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { type IdentitySimulator, startIdentitySimulator } from '../../src/simulator/identity/server.ts';
import { launchBrowser } from './desk.ts';

/** A simulated tenant with its sign-in, and a system whose browser is a real one. */
export interface Tenant {
  readonly graph: GraphSimulator;
  readonly identity: IdentitySimulator;
  /** Trusts the certificate of the sign-in, by its public key, and no other. */
  readonly browser: Browser;
  readonly folder: string;
  /**
   * Environment for the process of Keydesk: its browser command, an encryption key, and the root certificate of the
   * sign-in.
   */
  readonly env: Record<string, string>;
  /** Whether the system has a browser to open. */
  hasBrowser(has: boolean): void;
  /** Returns the page that Keydesk has opened in the system's browser, in a separate context. */
  openedPage(): Promise<Page>;
  /** Disconnects tenant and sign-in, like an unplugged network cable. */
  unplug(): Promise<void>;
  close(): Promise<void>;
}

export async function startTenant(users: number): Promise<Tenant> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-tenant-'));
  const [opened, opener, ca] = [join(folder, 'opened'), join(folder, 'bin', 'xdg-open'), join(folder, 'ca.pem')];
  const graph = await startGraphSimulator({ users });
  const identity = await startIdentitySimulator({ graph });
  const browser = await launchBrowser([`--ignore-certificate-errors-spki-list=${identity.spki}`]);
  mkdirSync(join(folder, 'bin'));
  writeFileSync(ca, identity.ca);
  const hasBrowser = (has: boolean) => {
    rmSync(opened, { force: true });
    writeFileSync(opener, has ? `#!/bin/sh\nprintf %s "$1" > "${opened}"\n` : '#!/bin/sh\nexit 3\n');
    chmodSync(opener, 0o755);
  };
  hasBrowser(true);
  // The browser whose windows have separate profiles, for users at a station. It gets the address in a file.
  const readAddress = `sed -n -e 's/&amp;/\\&/g' -e 's/.*content="0; url=\\([^"]*\\)".*/\\1/p' "\${file#file://}"`;
  const script = `#!/bin/sh\nfor file; do :; done\n${readAddress} > "${opened}.new"\nmv "${opened}.new" "${opened}"\nexec sleep 600\n`;
  writeFileSync(join(folder, 'bin', 'chromium'), script, { mode: 0o755 });
  const unplug = async () => {
    await identity.close();
    await graph.close();
  };
  return {
    graph,
    identity,
    browser,
    folder,
    env: {
      KEYDESK_LOGIN_CA: ca,
      KEYDESK_SEALING_KEY: 'a key that only this test knows',
      PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
    },
    hasBrowser,
    openedPage: async () => {
      await vi.waitFor(() => expect(existsSync(opened)).toBe(true), { timeout: 15_000 });
      const url = readFileSync(opened, 'utf8');
      rmSync(opened);
      const page = await (await browser.newContext()).newPage();
      await page.goto(url);
      return page;
    },
    unplug,
    close: async () => {
      await browser.close();
      await unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Fills in the sign-in page. */
export async function enterPassword(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Completes the setup from its first step to Save. `last` fills in the other fields of the last step. */
export async function setUpConnection(
  page: Page,
  { graph, identity }: Tenant,
  { name, way, last, shoot }: { name: string; way: string; last?: (dialog: Locator) => Promise<void>; shoot?: Shoot },
): Promise<void> {
  await connections(page).getByRole('button', { name: 'Add connection' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Connect a tenant' });
  await dialog.getByLabel('Cloud').selectOption('Other addresses');
  await dialog.getByRole('radio', { name: way }).check();
  await shoot?.(`setup-1-${name}`);
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByText('Step 2 of 4').waitFor();
  await shoot?.(`setup-2-${name}`);
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByText('UserAuthMethod-Passkey.ReadWrite.All', { exact: true }).waitFor();
  await shoot?.(`setup-3-${name}`);
  await dialog.getByRole('button', { name: 'Next' }).click();
  expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await dialog.getByLabel('Tenant id or domain').fill('contoso.example');
  await dialog.getByLabel('Application (client) id').fill(identity.clientId);
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Address of the sign-in').fill(identity.authority);
  await dialog.getByLabel('Microsoft Graph address').fill(graph.url);
  await last?.(dialog);
  await shoot?.(`setup-4-${name}`);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
}

type Shoot = (name: string) => Promise<void>;

/** Returns the panel of Settings that lists the connections. */
export function connections(page: Page): Locator {
  return page.getByRole('region', { name: 'Connections' });
}
