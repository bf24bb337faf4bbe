import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { type Desk, openWindow } from './openWindow.ts';

export { CHROMIUM, type Desk, launchBrowser, noBrowser, openWindow } from './openWindow.ts';

/** Opens a window in practice mode with a separate data folder, on All Users, where most tests begin. Closes it with the test. */
export async function openDesk(browser: Browser, args: readonly string[] = [], env = {}): Promise<Desk> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-'));
  const { close, ...desk } = await openWindow(browser, ['--practice', '--data', dataFolder, ...args], env);
  onTestFinished(async () => {
    await close();
    rmSync(dataFolder, { recursive: true, force: true });
  });
  // The first page is the overview. An address that names a page stays.
  await desk.page.evaluate(() => {
    if (/^#?\/?$/.test(location.hash)) location.hash = '#/users';
  });
  return desk;
}
