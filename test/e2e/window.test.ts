import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { freePort } from '../freePort.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { create, openForm, setTouch, strip } from './steps.ts';

const obstacle = noBrowser();

function background(page: Page): Promise<string> {
  return page.locator('header + section').evaluate(element => getComputedStyle(element).backgroundColor);
}

describe.skipIf(obstacle !== null)(`the window${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('searches as one types, and loads more', async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const rows = page.getByRole('table').getByRole('row');
    await rows.nth(1).waitFor();
    const first = await rows.count();
    await page.getByRole('button', { name: 'Load more' }).click();
    await expect.poll(() => rows.count()).toBeGreaterThan(first);
    await page.getByRole('searchbox').fill('nobody-of-that-name');
    await page.getByText('No user matches “nobody-of-that-name”.').waitFor();
    await page.getByRole('searchbox').fill('user1@');
    await page.getByRole('cell', { name: 'user1@contoso.example' }).waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('lets one choose among several keys', async () => {
    const desk = await openDesk(browser, [], { KEYDESK_UDP_KEYS: '50791:50792' });
    const { page } = desk;
    await strip(page).getByText('Development key 50791:50792').waitFor();
    await openForm(page, 'user1@contoso.example');
    const keys = page.getByRole('radiogroup', { name: 'Security key' });
    await expect.poll(() => keys.getByRole('radio').count()).toBe(2);
    expect(await page.getByRole('button', { name: 'Create', exact: true }).isDisabled()).toBe(true);
    await keys.getByRole('radio', { name: 'Practice key' }).check();
    await page.getByRole('radio', { name: 'Create a random PIN' }).check();
    await create(page);
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('enrolls several keys at once, each for another user', async () => {
    const other = await createSoftwareKey({ profile: 'full' });
    const replyPort = await freePort();
    const udp = await serveUdp(other, { port: 0, replyPort });
    onTestFinished(() => udp.close());
    const address = `${udp.port}:${replyPort}`;
    const desk = await openDesk(browser, [], { KEYDESK_UDP_KEYS: address });
    const { page } = desk;
    await setTouch(page, 'By hand');
    await openForm(page, 'user1@contoso.example');
    await page.getByRole('radio', { name: 'Practice key' }).check();
    await page.getByRole('radio', { name: 'Create a random PIN' }).check();
    await create(page);
    await page.getByText('Touch the button on your key now').waitFor();

    await openForm(page, 'user2@contoso.example');
    await page.getByText('is waiting for you').waitFor();
    expect(await page.getByRole('radio', { name: /^Practice key: being enrolled for/ }).isDisabled()).toBe(true);
    // The only one that is free is taken by itself.
    await page.getByRole('radio', { name: 'Create a random PIN' }).check();
    await create(page);
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
    expect(other.state().credentialCount).toBe(1);
    // Copied, the PIN counts as seen, and is forgotten with the page.
    await page.getByRole('region', { name: 'PIN of the key' }).getByRole('button', { name: 'Copy' }).click();

    await page.getByRole('link', { name: 'Show', exact: true }).click();
    await page.getByText('Touch the button on your key now').waitFor();
    await page.getByRole('button', { name: 'Touch key' }).click();
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
    expect(await page.getByText(/^The passkey for .* is ready\./).count()).toBe(0);
    expect(desk.complaints).toEqual([]);
  });

  it('is dark when the settings say so, and stays so over a reload', async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: 'Light' }).click();
    await expect.poll(() => background(page)).toBe('rgb(255, 255, 255)');
    await page.getByRole('radio', { name: 'Dark' }).click();
    await expect.poll(() => background(page)).toBe('rgb(41, 41, 41)');
    await page.reload();
    await page.getByRole('radio', { name: 'Dark' }).waitFor();
    await expect.poll(() => background(page)).toBe('rgb(41, 41, 41)');
    expect(desk.complaints).toEqual([]);
  });

  it('has a page with a heading behind every link of the navigation', async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    const links = page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link');
    await links.first().waitFor();
    const names = await links.allTextContents();
    expect(names.length).toBeGreaterThan(4);
    for (const name of names) {
      await links.filter({ hasText: name }).first().click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      // That one is another window, without the desk's navigation.
      if (name === 'Activate my key') await page.getByRole('link', { name: 'Back to the desk' }).click();
    }
    expect(desk.complaints).toEqual([]);
  });

  it('takes the token out of the address, survives a reload, and lets no second window in with it', async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await page.getByRole('table').waitFor();
    expect(page.url()).not.toContain('token');
    await page.reload();
    await page.getByRole('table').waitFor();

    const thief = await (await browser.newContext()).newPage();
    await thief.goto(desk.url);
    await thief.getByText('This window is not allowed to talk to Keydesk.').waitFor();
    expect(await thief.getByRole('table').count()).toBe(0);
    await thief.context().close();
    expect(desk.complaints).toEqual([]);
  });

  it('refuses style and script from elsewhere', async () => {
    const desk = await openDesk(browser);
    const { page } = desk;
    await page.getByRole('table').waitFor();
    const violated = page.evaluate(
      () =>
        new Promise<string>(resolve => {
          document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective));
          const script = document.createElement('script');
          script.textContent = 'document.title = "taken over"';
          document.head.append(script);
        }),
    );
    expect(await violated).toMatch(/^script-src/);
    expect(await page.title()).toBe('All Users · Practice mode · Keydesk');
  });

  it('says when the core is gone', async () => {
    const desk = await openDesk(browser);
    await desk.page.getByRole('table').waitFor();
    desk.server.kill('SIGTERM');
    await once(desk.server, 'exit');
    await desk.page.getByText('The connection to Keydesk was lost.').waitFor();
    await desk.page.getByText('Keydesk has ended.').waitFor();
  });

  it.each([
    ['a data folder that is a file', '', 'Keydesk cannot write to its data folder'],
    ['a damaged database', 'keydesk.db', 'is damaged'],
    ['damaged settings', 'settings.json', 'is damaged'],
  ])('tells in words why the core could not start: %s', async (_, name, words) => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-'));
    const data = join(folder, 'data');
    const practice = join(data, 'practice');
    if (name !== '') mkdirSync(practice, { recursive: true });
    const file = name === '' ? data : join(practice, name);
    const damage = '{ this was something once, and long enough to be taken for a page of it';
    writeFileSync(file, damage);
    const desk = await openDesk(browser, ['--data', data]);
    await desk.page.getByText(words).first().waitFor();
    expect(readFileSync(file, 'utf8')).toBe(damage);
    rmSync(folder, { recursive: true, force: true });
    expect(desk.complaints).toEqual([]);
  });

  it('reports a database of a newer Keydesk, and leaves it as it is', async () => {
    const data = mkdtempSync(join(tmpdir(), 'keydesk-e2e-'));
    mkdirSync(join(data, 'practice'));
    const file = join(data, 'practice', 'keydesk.db');
    const newer = new DatabaseSync(file);
    newer.exec('CREATE TABLE later (x); PRAGMA user_version = 999');
    newer.close();
    const before = readFileSync(file);
    const { page, complaints } = await openDesk(browser, ['--data', data]);
    await page.getByText('was written by a newer version of Keydesk').waitFor();
    await page.getByText('Update Keydesk on this computer.').waitFor();
    expect(readFileSync(file)).toEqual(before);
    rmSync(data, { recursive: true, force: true });
    expect(complaints).toEqual([]);
  });
});
