import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordsFor } from '../../src/contract/errors/words.ts';
import { openStage, PIN, type Stage, USER } from '../badInput/desk.ts';
import { graphRows, keyRows, pinRows } from '../badInput/rows.ts';
import { launchBrowser, noBrowser, openWindow } from './desk.ts';
import { enterPin, openForm } from './steps.ts';

const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`what goes wrong, in the window${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-bad-'));
  let browser: Browser;
  let stage: Stage;
  let desk: Awaited<ReturnType<typeof openWindow>>;

  beforeAll(async () => {
    [browser, stage] = await Promise.all([launchBrowser(), openStage()]);
    await stage.set({});
    const connection = { graphUrl: stage.graph.url, tenantId: stage.graph.tenantId, version: 'v1.0' };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'light', connection }));
    desk = await openWindow(browser, ['--no-practice', '--data', folder], { KEYDESK_UDP_KEYS: stage.address });
    await desk.page.getByRole('link', { name: 'Settings' }).click();
    await desk.page.getByLabel('Access token').fill(stage.graph.token);
    await desk.page.getByRole('button', { name: 'Use token' }).click();
    await desk.page.getByText('The token is in use.').waitFor();
  });
  afterAll(async () => {
    await desk.close();
    await browser.close();
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([...graphRows, ...keyRows, ...pinRows])('$name: $code', async row => {
    const arranged = await stage.set(row);
    const { page, complaints } = desk;
    await openForm(page, row.user ?? USER);
    await row.arrange?.(arranged);
    const { credentialCount } = arranged.key.state();
    const words = wordsFor({ code: row.code, params: {} });
    const refused = page.getByText(words.next).first();
    // The form itself stops where the key is known to be blocked before it is asked for anything. It may learn that a moment later.
    const button = page.getByRole('button', { name: 'Create', exact: true });
    const stops = async () => (await refused.isVisible()) && (await button.isDisabled());
    const begins = () =>
      button.click({ timeout: 1000 }).then(
        () => true,
        () => false,
      );
    const next = async () => ((await begins()) ? 'begun' : (await stops()) ? 'stopped' : 'neither');
    let step = 'neither';
    for (const end = Date.now() + 15_000; step === 'neither' && Date.now() < end; ) step = await next();
    expect(step).not.toBe('neither');
    if (step === 'stopped') {
      expect(complaints).toEqual([]);
      return;
    }

    const pinPrompt = page.getByRole('region', { name: 'Enter the PIN of the key' });
    const failed = page.getByRole('heading', { name: 'No passkey was created' });
    await pinPrompt.or(failed).first().waitFor();
    if (await pinPrompt.isVisible()) await enterPin(page, row.pin ?? PIN);
    await refused.waitFor();
    if (row.says !== undefined) await page.getByText(row.says).first().waitFor();
    if (await pinPrompt.isVisible()) await page.getByRole('button', { name: 'Cancel' }).click();
    else await page.getByText('Nothing of it is left').waitFor();
    expect(arranged.key.state().credentialCount).toBe(credentialCount);
    expect(complaints).toEqual([]);
  });
});
