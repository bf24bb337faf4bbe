import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { keydesk } from '../cli/run.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { shoot } from './shoot.ts';

const obstacle = noBrowser();
const PASSPHRASE = 'correct horse battery';
const upn = (n: number) => `user${n}@contoso.example`;

async function openAt(browser: Browser, folder: string, name: string) {
  return openDesk(browser, ['--data', join(folder, name)]);
}

async function typePackage(page: Page, file: string): Promise<void> {
  await page.getByRole('textbox', { name: 'File of the package' }).fill(file);
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(PASSPHRASE);
}

const state = (page: Page, user: string) => page.getByRole('row').filter({ hasText: user });

describe.skipIf(obstacle !== null)(
  `deferred enrollment in the window${obstacle === null ? '' : ` (${obstacle})`}`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    test('three users are fetched at the office, get their keys at the site, and are registered at the office', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'keydesk-deferred-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const file = join(folder, 'site.keydesk-keys');
      const pin = ['--pin', 'random-digits:8', '--default'];
      await keydesk(['--practice', '--data', join(folder, 'office'), 'profiles', 'create', '--name', 'Random', ...pin]);

      const office = await openAt(browser, folder, 'office');
      await office.page.goto(new URL('#/batches', office.page.url()).href);
      await office.page.getByRole('link', { name: 'Prepare keys for a site without network' }).click();
      await office.page.getByRole('radio', { name: 'A pasted list' }).check();
      const users = [upn(1), upn(2), 'nobody@contoso.example', upn(3)];
      await office.page.getByRole('textbox', { name: /One user a line/ }).fill(users.join('\n'));
      await office.page.getByText('4 rows were read.').waitFor();
      await typePackage(office.page, file);
      await office.page.getByRole('textbox', { name: 'Passphrase again' }).fill('another one here');
      await office.page.getByText('The two passphrases differ.').waitFor();
      await office.page.getByRole('textbox', { name: 'Passphrase again' }).fill(PASSPHRASE);
      await office.page.getByRole('button', { name: 'Fetch', exact: true }).click();
      await office.page.getByText('3 users are in the package.', { exact: false }).waitFor();
      expect(existsSync(file)).toBe(true);
      await state(office.page, 'nobody@contoso.example').getByText('Refused').waitFor();
      await shoot(office.page, 'deferred-fetched');
      // The batch behind the package says where its keys are made, and asks before it starts here.
      const fetched = office.page.url();
      await office.page.goto(new URL('#/batches', fetched).href);
      await office.page.getByRole('link', { name: 'site', exact: true }).click();
      await office.page.getByText('The keys of this batch are made with a package until').waitFor();
      await office.page.getByRole('button', { name: 'Start', exact: true }).click();
      await office.page.getByRole('alertdialog').getByText('Start it here all the same?').waitFor();
      await shoot(office.page, 'deferred-batch');
      await office.page.keyboard.press('Escape');
      await office.page.goto(fetched);

      const site = await openAt(browser, folder, 'site');
      await site.page.goto(new URL('#/batches/deferred/make', site.page.url()).href);
      await shoot(site.page, 'deferred-make');
      await site.page.getByRole('textbox', { name: 'File of the package' }).fill(file);
      await site.page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('a wrong passphrase');
      await site.page.getByRole('button', { name: 'Start', exact: true }).click();
      await site.page.getByText('The passphrase is wrong, or the package was changed.').waitFor();
      await typePackage(site.page, file);
      await site.page.getByRole('button', { name: 'Start', exact: true }).click();
      for (const done of [1, 2, 3]) {
        await site.page.getByText(`${done} of 3`).waitFor();
        await site.page.locator('[data-tone="done"]').waitFor();
        if (done === 2) await shoot(site.page, 'deferred-made');
        if (done < 3) await site.page.getByRole('button', { name: 'Insert a new key' }).click();
      }
      await site.page.getByText('All keys are made.', { exact: false }).waitFor();
      await site.page.getByRole('button', { name: 'Stop', exact: true }).click();
      await expect.poll(() => site.page.getByText('Key made').count()).toBe(3);

      await office.page.getByRole('tab', { name: '3. Upload' }).click();
      await office.page.getByRole('radio', { name: 'With its passphrase' }).check();
      await typePackage(office.page, file);
      await office.page.getByRole('button', { name: 'Register keys' }).click();
      await office.page.getByText('3 keys are registered.', { exact: false }).waitFor();
      await expect.poll(() => office.page.getByText('Registered', { exact: true }).count()).toBe(3);
      await shoot(office.page, 'deferred-uploaded');
      await office.page.getByRole('link', { name: 'Open the batch' }).click();
      await office.page.getByRole('button', { name: '3 Done' }).waitFor();
      expect([...office.complaints, ...site.complaints]).toEqual([]);
    });
  },
);
