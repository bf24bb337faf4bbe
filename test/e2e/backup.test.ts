import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';

const why = noBrowser();
describe.skipIf(why !== null)(`Settings → Backup${why === null ? '' : ` (${why})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('writes a backup, offers another name for the next one, and says why it does not replace a file', async () => {
    const away = mkdtempSync(join(tmpdir(), 'keydesk-e2e-backup-'));
    onTestFinished(() => rmSync(away, { recursive: true }));
    const { page, complaints } = await openDesk(browser);
    await page.getByRole('link', { name: 'Settings' }).click();
    const panel = page.getByRole('region', { name: 'Backup' });
    const file = panel.getByLabel('File');
    const backUp = panel.getByRole('button', { name: 'Back up' });
    await expect.poll(() => file.inputValue()).toMatch(/keydesk-.*\.tar$/);

    await file.fill(join(away, 'k.tar'));
    await backUp.click();
    await panel.getByText('and verified').waitFor();
    expect(statSync(join(away, 'k.tar')).size).toBeGreaterThan(10_000);
    await expect.poll(() => file.inputValue()).not.toContain(away);

    await file.fill(join(away, 'k.tar'));
    await backUp.click();
    await panel.getByText('Choose another name for the backup.').waitFor();
    expect(complaints).toEqual([]);
  });
});
