import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { programs } from '../programs.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { enrollWithNewPin, strip } from './steps.ts';

const obstacle = noBrowser();
/** How soon a list shows what another process did, in ms. */
const SOON = { timeout: 2000 };

/** A command on a data folder, in a process of its own. */
function keydesk(data: string, ...args: readonly string[]): Promise<unknown> {
  return promisify(execFile)(process.execPath, [programs.keydesk, ...args, '--practice', '--data', data]);
}

describe.skipIf(obstacle !== null)(`what the window shows live${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function seesTheKeyLeaveAndReturn(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Remove key' }).click();
    await strip(page).getByText('None plugged in').waitFor();
    await page.getByRole('button', { name: 'Insert key' }).click();
    await strip(page).getByText('Practice key').waitFor();
  }

  it('goes on after Activate my key and back', async () => {
    const { page, complaints } = await openDesk(browser);
    await strip(page).getByText('Practice key').waitFor();
    for (let times = 0; times < 2; times++) {
      await page.getByRole('link', { name: 'Activate my key' }).click();
      await page.getByRole('button', { name: 'Remove key' }).click();
      await page.getByRole('button', { name: 'Insert key' }).click();
      await page.getByRole('link', { name: 'Back to the desk' }).click();
      await seesTheKeyLeaveAndReturn(page);
    }
    expect(complaints).toEqual([]);
  });

  it('goes on after every page of the window', async () => {
    const { page, complaints } = await openDesk(browser);
    await strip(page).getByText('Practice key').waitFor();
    const hashes = await page
      .getByRole('navigation', { name: 'Main', exact: true })
      .getByRole('link')
      .evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''));
    for (const hash of hashes) await page.goto(new URL(hash, page.url()).href);
    await page.goto(new URL('#/keys', page.url()).href);
    await page.getByRole('button', { name: 'Reset' }).waitFor();
    await seesTheKeyLeaveAndReturn(page);
    await page.getByRole('button', { name: 'Reset' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('goes on after the computer slept', async () => {
    const { page, complaints } = await openDesk(browser);
    await strip(page).getByText('Practice key').waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise(resolve => setTimeout(resolve, 1500));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await seesTheKeyLeaveAndReturn(page);
    expect(complaints).toEqual([]);
  });

  it('follows what a command does on the same data folder, within two seconds', async () => {
    const data = mkdtempSync(join(tmpdir(), 'keydesk-e2e-live-'));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const { page, complaints } = await openDesk(browser, ['--data', data]);
    const open = (hash: string) => page.goto(new URL(hash, page.url()).href);
    await open('#/assignments');
    await page.getByText('No passkey is assigned yet').waitFor();
    await keydesk(data, 'assignments', 'assign', '--user', 'user1@contoso.example');
    await page.getByRole('row').filter({ hasText: 'user1@contoso.example' }).waitFor(SOON);

    await open('#/users/user3@contoso.example/passkeys');
    await page.getByText(/^In Microsoft Entra ID as of/).waitFor();
    await keydesk(data, 'assignments', 'assign', '--user', 'user3@contoso.example');
    await page.getByRole('table', { name: 'Assignments' }).waitFor(SOON);

    await open('#/users');
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).waitFor();
    await keydesk(data, 'import');
    await page.getByRole('grid').waitFor(SOON);
    // A dialog keeps the row that it was opened from until it is closed.
    await open('#/activity');
    await page.getByText(/entries shown/).waitFor();
    const shown = await page.getByText(/entries shown/).textContent();
    await page.getByRole('button', { name: /Details of entry 1$/ }).click();
    await page.getByRole('dialog').waitFor();
    await keydesk(data, 'assignments', 'assign', '--user', 'user4@contoso.example');
    await page.waitForTimeout(SOON.timeout);
    expect(await page.getByText(/entries shown/).textContent()).toBe(shown);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByText(/entries shown/).textContent(), SOON).not.toBe(shown);
    expect(complaints).toEqual([]);
  });

  it('says of a plugged-in key what another one reports of it, within two seconds', async () => {
    const data = mkdtempSync(join(tmpdir(), 'keydesk-e2e-live-'));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    const { page, complaints } = await openDesk(browser, ['--data', data]);
    await enrollWithNewPin(page, 'user3@contoso.example', '273914');
    await page.getByRole('link', { name: 'Security keys' }).click();
    await page.getByText(/^Holds the passkey of/).waitFor();
    const listed = await keydesk(data, 'inventory', 'list', '--json');
    const { keys } = JSON.parse((listed as { stdout: string }).stdout);
    await keydesk(data, 'inventory', 'report-lost', '--id', keys[0].id);
    await page.getByText(/^Was the key of/).waitFor(SOON);
    expect(complaints).toEqual([]);
  });
});
