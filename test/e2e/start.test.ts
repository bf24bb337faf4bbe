import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchBrowser, noBrowser, openWindow } from './desk.ts';
import { chooseNewPin, create, openForm, setTouch } from './steps.ts';

const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`the start page${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function open(...args: string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-start-'));
    const desk = await openWindow(browser, ['--data', folder, ...args]);
    onTestFinished(async () => {
      await desk.close();
      rmSync(folder, { recursive: true, force: true });
    });
    return desk;
  }
  /** What axe-core finds wrong with the page. */
  async function wrongIn(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    return page.evaluate(async () => {
      const { axe: engine } = globalThis as unknown as { axe: typeof axe };
      const { violations } = await engine.run({ include: document, exclude: '[data-tabster-dummy]' });
      return violations.map(({ id }) => id);
    });
  }
  const panel = (page: Page) => page.getByRole('complementary', { name: 'Practice mode: software key' });
  const setUp = (page: Page) => page.getByRole('alertdialog', { name: 'Connect a tenant' });

  it('offers practice and a tenant, and leads from either to the other and back', async () => {
    const { page, complaints } = await open();
    await page.getByRole('heading', { name: 'Welcome to Keydesk' }).waitFor();
    await page.getByText('Practice mode', { exact: true }).first().waitFor();
    await panel(page).waitFor();
    expect(await wrongIn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Practice', exact: true }).click();
    await page.getByRole('table').getByRole('row').nth(1).waitFor();

    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Connect a tenant' }).click();
    await setUp(page).waitFor();
    await setUp(page).getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('banner').getByText('No tenant connected').waitFor();
    expect(await panel(page).count()).toBe(0);
    expect(await page.title()).toBe('Settings · Keydesk');

    await page.getByRole('link', { name: 'All Users', exact: true }).click();
    await page.getByRole('heading', { name: 'Welcome to Keydesk' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Practice', exact: true }).click();
    await page.getByRole('table').getByRole('row').nth(1).waitFor();
    await panel(page).waitFor();
    expect(await page.title()).toBe('All Users · Practice mode · Keydesk');
    expect(complaints).toEqual([]);
  });

  it('is the first page of a window without a tenant that was started with --no-practice', async () => {
    const { page, complaints } = await open('--no-practice');
    await page.getByRole('heading', { name: 'Welcome to Keydesk' }).waitFor();
    await page.getByRole('button', { name: 'Connect a tenant' }).click();
    await setUp(page).waitFor();
    expect(complaints).toEqual([]);
  });

  it('stays in practice mode while a passkey is made', async () => {
    const { page, complaints } = await open('--practice');
    await setTouch(page, 'By hand');
    await openForm(page, 'user1@contoso.example');
    await create(page);
    await chooseNewPin(page, '264857');
    await page.getByText('Touch the button on your key now').waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Connect a tenant' }).click();
    await page.getByText('A passkey is being created, so Keydesk stays in this mode.').waitFor();
    await page.getByRole('button', { name: 'Touch key' }).click();
    await page.getByText(/^The passkey for .* is ready\./).waitFor();
    await page.getByRole('button', { name: 'Connect a tenant' }).click();
    await setUp(page).waitFor();
    expect(complaints).toEqual([]);
  });
});
