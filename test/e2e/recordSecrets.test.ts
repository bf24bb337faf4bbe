import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keydesk } from '../cli/run.ts';
import { openWindow } from './desk.ts';
import { browserAndServer, goTo, noSharedRecord } from './sharedRecord.ts';
import { shoot } from './shoot.ts';

const obstacle = noSharedRecord;
const panelOf = (page: Page) => page.getByRole('region', { name: 'Record', exact: true });
const rowOf = (page: Page, desk: string) => panelOf(page).getByRole('row').filter({ hasText: desk });
const sealingOf = (desk: string) => ({ KEYDESK_SEALING_KEY: `a long sealing key of ${desk}` });

describe.skipIf(obstacle !== null)(
  `secrets of other desks in the window${obstacle === null ? '' : ` (${obstacle})`}`,
  () => {
    const stage = browserAndServer();

    test('a desk is confirmed by its fingerprint, and removed', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'keydesk-secrets-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const at = async (desk: string, ...args: string[]) => {
        const options = { env: sealingOf(desk) };
        const { stdout, stderr } = await keydesk(
          ['--practice', '--data', join(folder, desk), '--json', ...args],
          options,
        );
        const answer = JSON.parse(stdout.split('\n')[0] ?? '');
        if (answer.ok !== true) throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
        return answer;
      };
      const url = await stage.postgres.database('secrets');
      await at('a', 'record', 'create', '--url', url, '--name', 'Berlin 1');
      await at('b', 'record', 'join', '--url', url, '--name', 'Paris 2');
      const { fingerprint } = (await at('b', 'record', 'show')).record.secrets;

      const opened = await openWindow(stage.browser, ['--practice', '--data', join(folder, 'a')], sealingOf('a'));
      onTestFinished(opened.close);
      const { page, complaints } = opened;
      await goTo(page, '#/settings');
      await rowOf(page, 'Paris 2').getByText('Waits: its fingerprint is not confirmed').waitFor();
      await shoot(page, 'record-waiting');
      // The fingerprint of the other desk must come from there.
      expect(await page.content()).not.toContain(fingerprint);
      await rowOf(page, 'Paris 2').getByRole('button', { name: 'Compare the fingerprint' }).click();
      const dialog = page.getByRole('alertdialog');
      await dialog.getByRole('textbox', { name: 'Fingerprint of Paris 2' }).fill('12345 67890');
      await shoot(page, 'record-fingerprint', { fullPage: false });
      await page.keyboard.press('Enter');
      await dialog.getByText('No key of Paris 2 in the record has this fingerprint.').waitFor();
      await dialog.getByRole('textbox', { name: 'Fingerprint of Paris 2' }).fill(fingerprint);
      await dialog.getByRole('button', { name: 'Confirm' }).click();
      await rowOf(page, 'Paris 2')
        .getByText(/^May receive secrets .*does not trust this desk yet/)
        .waitFor();

      const own = (await at('a', 'record', 'show')).record.secrets.fingerprint;
      await panelOf(page).getByText(own, { exact: true }).waitFor();
      await at('b', 'record', 'desks', 'trust', '--desk', 'Berlin 1', '--fingerprint', own);
      await rowOf(page, 'Paris 2').getByText('May receive secrets (confirmed at Berlin 1)', { exact: true }).waitFor();
      await shoot(page, 'record-trusted');

      await rowOf(page, 'Paris 2').getByRole('button', { name: 'Remove' }).click();
      await shoot(page, 'record-remove-desk', { fullPage: false });
      await dialog.getByRole('button', { name: 'Remove' }).click();
      await rowOf(page, 'Paris 2').getByText('Removed', { exact: true }).waitFor();
      expect(complaints.filter(text => !text.includes('409'))).toEqual([]);
    });
  },
);
