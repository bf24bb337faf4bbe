import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { launchBrowser, noBrowser, openWindow } from './desk.ts';
import { openForm } from './steps.ts';

const obstacle = noBrowser();

/** In a browser, the end of this name would be reversed. */
const NAME = 'Anna\u202etxt.exe\u200b\u2068 Meier';
const SHOWN = 'Anna\\u{202e}txt.exe\\u{200b}\\u{2068} Meier';
const USER = 'user1@contoso.example';
const HEBREW = 'שרה כהן';

describe.skipIf(obstacle !== null)(`names with hidden characters${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function openTenant(name = NAME): Promise<{ page: Page; complaints: readonly string[] }> {
    const graph = await startGraphSimulator({ users: 5 });
    graph.tenant.changeUser(USER, { displayName: name, department: 'Sales\u202e' });
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-hidden-'));
    const connection = { graphUrl: graph.url, tenantId: graph.tenantId, version: 'v1.0' };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'light', connection }));
    const { close, page, complaints } = await openWindow(browser, ['--no-practice', '--data', folder]);
    onTestFinished(async () => {
      await close();
      await graph.close();
      rmSync(folder, { recursive: true, force: true });
    });
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByLabel('Access token').fill(graph.token);
    await page.getByRole('button', { name: 'Use token' }).click();
    await page.getByText('The token is in use.').waitFor();
    return { page, complaints };
  }

  /** Returns the places of the page, attributes included, that have a bidi or zero-width character. */
  const hidden = async (page: Page): Promise<readonly string[]> => {
    const all = `${await page.title()}\n${await page.content()}`;
    return all.match(/.{0,20}[\u200b\u202a-\u202e\u2066-\u2069].{0,20}/g) ?? [];
  };

  it('are shown with these characters visible, in lists, headings, sentences and titles', async () => {
    const { page, complaints } = await openTenant();
    await openForm(page, USER);
    await expect.poll(() => page.locator('#main').textContent()).toContain(SHOWN);
    expect(await hidden(page)).toEqual([]);
    const navigation = page.getByRole('navigation', { name: 'Main', exact: true });
    await navigation.getByRole('link', { name: 'All Users', exact: true }).click();
    await page.getByRole('link', { name: SHOWN, exact: true }).waitFor();
    await page.getByText('Sales\\u{202e}').first().waitFor();
    expect(await hidden(page)).toEqual([]);
    await page.getByRole('link', { name: SHOWN, exact: true }).click();
    await page.getByRole('heading', { name: SHOWN, level: 1 }).waitFor();
    await page.getByRole('tab').first().waitFor();
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      expect(await hidden(page)).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });

  it('of a right-to-left language are unchanged, and a sentence around them is not reordered', async () => {
    const { page, complaints } = await openTenant(HEBREW);
    await openForm(page, USER);
    const text = await page.locator('body').textContent();
    expect(text).toContain(HEBREW);
    expect(text).toContain(`\u2068${HEBREW}\u2069`);
    expect(complaints).toEqual([]);
  });
});
