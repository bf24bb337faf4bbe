import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeOlderRecord } from '../main/features/record/olderRecord.ts';
import { backUp, restore } from '../pgBackup.ts';
import { PASSWORD } from '../postgres.ts';
import { openDesk } from './desk.ts';
import { makeProfile } from './openings.ts';
import { browserAndServer, goTo, noSharedRecord } from './sharedRecord.ts';
import { shoot } from './shoot.ts';

const obstacle = noSharedRecord;

const panelOf = (page: Page) => page.getByRole('region', { name: 'Record', exact: true });

/** Fills in the form of Settings -> Record, and waits until Keydesk has started again. */
async function share(page: Page, way: RegExp, button: string, url: string): Promise<void> {
  await goTo(page, '#/settings');
  const panel = panelOf(page);
  await panel.getByRole('radio', { name: way }).check();
  await panel.getByRole('textbox', { name: 'Address' }).fill(url);
  await panel.getByRole('radio', { name: /password file/ }).check();
  await panel.getByRole('button', { name: button, exact: true }).click();
  await panel.getByText('Reachable', { exact: true }).waitFor();
}

describe.skipIf(obstacle !== null)(
  `one record for two desks in the window${obstacle === null ? '' : ` (${obstacle})`}`,
  () => {
    const stage = browserAndServer();

    test('is made at one desk and joined at another, which sees each change, and says so when the record is away', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'keydesk-record-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const url = await stage.postgres.database('window');
      const a = await openDesk(stage.browser, ['--data', join(folder, 'a')]);
      const b = await openDesk(stage.browser, ['--data', join(folder, 'b')]);

      await goTo(a.page, '#/settings');
      await panelOf(a.page).getByText('Several desks can share one record').waitFor();
      await shoot(a.page, 'record-form');
      await panelOf(a.page)
        .getByRole('radio', { name: /password file/ })
        .check();
      await panelOf(a.page).getByRole('textbox', { name: 'Address' }).fill('postgres://desk:secret@127.0.0.1/window');
      await panelOf(a.page).getByRole('button', { name: 'Join', exact: true }).click();
      await panelOf(a.page).getByText('The address of the record contains a password.').waitFor();

      await share(a.page, /^makes a record/, 'Make the record', url);
      await share(b.page, /^joins a record/, 'Join', url);
      await expect.poll(() => panelOf(b.page).getByRole('row').count(), { timeout: 30_000 }).toBe(3);
      await shoot(b.page, 'record-shared');
      await panelOf(b.page).getByRole('button', { name: 'Compare with the record' }).click();
      await panelOf(b.page)
        .getByText(/rows are equal\.$/)
        .waitFor();

      await goTo(b.page, '#/profiles');
      await stage.postgres.kill();
      await b.page.getByText(/^The record on 127\.0\.0\.1 .* cannot be reached/).waitFor();
      await b.page.getByText('Changes are not possible until the record is back.').waitFor();
      await goTo(b.page, '#/settings');
      await panelOf(b.page)
        .getByRole('switch', { name: /^Allow enrollments/ })
        .click();
      await b.page.getByText('You can enroll keys of single users.').waitFor();
      await shoot(b.page, 'record-away');
      await stage.postgres.start();
      // Both the banner and the panel say that it is back, without a click.
      await expect.poll(() => b.page.getByText(/cannot be reached/).count(), { timeout: 30_000 }).toBe(0);

      await panelOf(b.page).getByRole('button', { name: 'Leave the record' }).click();
      await b.page.getByRole('alertdialog').getByRole('button', { name: 'Leave the record' }).click();
      await panelOf(b.page)
        .getByRole('radio', { name: /^joins a record/ })
        .waitFor();
      expect([...a.complaints, ...b.complaints]).toEqual([]);
    });

    test('that was restored from a backup gets back what it lost', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'keydesk-record-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const url = await stage.postgres.database('rewound');
      const { page, complaints } = await openDesk(stage.browser, ['--data', folder]);
      await share(page, /^makes a record/, 'Make the record', url);
      backUp(stage.postgres, 'rewound', join(folder, 'backup'));
      await makeProfile(page, 'After the backup');
      restore(stage.postgres, 'rewound', join(folder, 'backup'));

      await page.getByText(/^The record has lost changes/).waitFor();
      await goTo(page, '#/settings');
      const button = panelOf(page).getByRole('button', { name: 'Give the changes back' });
      await button.scrollIntoViewIfNeeded();
      await shoot(page, 'record-rewound');
      await button.click();
      const dialog = page.getByRole('alertdialog');
      await shoot(page, 'record-give-back');
      await dialog.getByRole('button', { name: 'Give the changes back' }).click();
      await panelOf(page)
        .getByText(/^The record has \d+ rows? again\.$/)
        .waitFor();
      await expect.poll(() => page.getByText(/lost changes/).count(), { timeout: 30_000 }).toBe(0);
      await panelOf(page).getByRole('button', { name: 'Compare with the record' }).click();
      await panelOf(page)
        .getByText(/rows are equal\.$/)
        .waitFor();
      expect(complaints).toEqual([]);
    });

    test('of an older version is upgraded in the window, and of a newer one only read', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'keydesk-record-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const url = await stage.postgres.database('versions');
      mkdirSync(join(folder, 'practice'), { mode: 0o700 });
      await makeOlderRecord(join(folder, 'practice'), url, ['one', 'two']);
      const { page, complaints } = await openDesk(stage.browser, ['--data', folder]);
      await page.getByText(/^The record is of an older version than this Keydesk\.$/).waitFor();
      await goTo(page, '#/settings');
      await panelOf(page)
        .getByText(/newer, only reads\. Upgrade the record\.$/)
        .waitFor();
      await panelOf(page).getByRole('button', { name: 'Upgrade the record' }).scrollIntoViewIfNeeded();
      await shoot(page, 'record-older');
      await panelOf(page).getByRole('textbox', { name: 'Address with the owner’s role' }).fill(url);
      await panelOf(page).getByRole('textbox', { name: 'Password of the role' }).fill('wrong');
      await panelOf(page).getByRole('button', { name: 'Upgrade the record' }).click();
      await panelOf(page)
        .getByText(/refused to sign in the role desk\.$/)
        .waitFor();
      await panelOf(page).getByRole('textbox', { name: 'Password of the role' }).fill(PASSWORD);
      await panelOf(page).getByRole('button', { name: 'Upgrade the record' }).click();
      await panelOf(page).getByText('Reachable', { exact: true }).waitFor();
      await panelOf(page)
        .getByText(/^The record has version \d+ now\.$/)
        .waitFor();
      await page.getByText(/older version/).waitFor({ state: 'detached' });
      await shoot(page, 'record-upgraded');
      await stage.postgres.query(
        'versions',
        'UPDATE keydesk.record SET version = version + 1, writes_from = version + 1',
      );
      await page
        .getByText(/^A newer Keydesk has upgraded the record\.$/)
        .first()
        .waitFor();
      await panelOf(page)
        .getByText(/older, only reads\. Update Keydesk there\.$/)
        .waitFor();
      await shoot(page, 'record-newer');
      expect(complaints).toEqual([]);
    });
  },
);
