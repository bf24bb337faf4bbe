import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createAuthority } from '../certificates.ts';
import { noPostgres, PASSWORD, type Postgres, startPostgres } from '../postgres.ts';
import { changeServer } from '../postgresFiles.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { shoot } from './shoot.ts';

const obstacle = noBrowser() ?? noPostgres;

const panelOf = (page: Page) => page.getByRole('region', { name: 'Record', exact: true });

async function goTo(page: Page, hash: string): Promise<void> {
  await page.goto(new URL(hash, page.url()).href);
}

/** Chooses a file with a certificate. */
async function choose(page: Page, file: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await panelOf(page)
    .getByRole('button', { name: /^Certificate and key/ })
    .click();
  await (await chooser).setFiles(file);
}

describe.skipIf(obstacle !== null)(
  `signing in to the record in the window${obstacle === null ? '' : ` (${obstacle})`}`,
  () => {
    let browser: Browser;
    let postgres: Postgres;
    beforeAll(async () => {
      browser = await launchBrowser();
      postgres = await startPostgres();
    });
    afterAll(async () => {
      await browser?.close();
      await postgres?.close();
    });

    test('is done with a certificate, warns before it expires, and is changed to a password', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'keydesk-record-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const authority = await createAuthority('Database Root');
      const server = await authority.issue({ name: 'db', dns: ['localhost'], ip: ['127.0.0.1'] });
      await changeServer(postgres, {
        files: { 'server.crt': server.cert, 'server.key': server.key, 'root.crt': authority.pem },
        hba: ['hostssl all counter 127.0.0.1/32 cert', 'host all desk 127.0.0.1/32 scram-sha-256'],
        settings: { ssl: 'on', ssl_ca_file: 'root.crt' },
      });
      await postgres.query('postgres', 'CREATE ROLE counter LOGIN; GRANT counter TO desk');
      await postgres.database('window');
      await postgres.query('postgres', 'GRANT ALL ON DATABASE "window" TO counter');
      const { cert, key } = await authority.issue({ name: 'counter', days: [-1, 12] });
      const [file, wrong] = [join(folder, 'counter.pem'), join(folder, 'wrong.pem')];
      writeFileSync(file, cert + key);
      writeFileSync(wrong, cert);

      const { page, complaints } = await openDesk(browser, [], {
        KEYDESK_SEALING_KEY: 'a key of at least 20 characters',
      });
      await goTo(page, '#/settings');
      const panel = panelOf(page);
      await panel.getByRole('radio', { name: /^makes a record/ }).check();
      await panel
        .getByRole('textbox', { name: 'Address' })
        .fill(`postgres://counter@localhost:${postgres.port}/window`);
      await panel.getByRole('radio', { name: /Microsoft Entra/ }).check();
      await shoot(page, 'record-sign-in-entra');
      await panel.getByRole('button', { name: 'Make the record' }).click();
      await panel.getByText(/needs a connection that a person or an app signs in to/).waitFor();

      await panel.getByRole('radio', { name: /client certificate/ }).check();
      await choose(page, wrong);
      await panel.getByRole('button', { name: 'Make the record' }).click();
      await panel.getByText(/It contains no private key/).waitFor();
      await choose(page, file);
      await panel.getByRole('button', { name: 'Make the record' }).click();
      await panel.getByText(/does not know the authority/).waitFor();
      await shoot(page, 'record-sign-in-certificate');
      await panel.getByRole('textbox', { name: /Certificate authority/ }).fill(authority.pem);
      await panel.getByRole('button', { name: 'Make the record' }).click();
      await panel.getByText(/^Client certificate, valid until/).waitFor();

      // On every page.
      await goTo(page, '#/users');
      await page.getByText(/^The certificate of this desk for the record expires on/).waitFor();
      await shoot(page, 'record-certificate-ends');

      await goTo(page, '#/settings');
      await panel.getByRole('button', { name: 'Change the sign-in' }).click();
      await panel.getByRole('textbox', { name: 'Address' }).fill(`postgres://desk@localhost:${postgres.port}/window`);
      await panel.getByRole('radio', { name: 'with a password' }).check();
      await panel.getByLabel('Password of the role').fill('wrong');
      await panel.getByRole('button', { name: 'Change the sign-in' }).last().click();
      await panel.getByText(/refused to sign in the role desk/).waitFor();
      await shoot(page, 'record-sign-in-change');
      await page.setViewportSize({ width: 640, height: 860 });
      await page.emulateMedia({ colorScheme: 'dark' });
      await shoot(page, 'record-sign-in-change-narrow-dark');
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1280, height: 860 });
      await panel.getByLabel('Password of the role').fill(PASSWORD);
      await panel.getByRole('button', { name: 'Change the sign-in' }).last().click();
      await panel.getByText('Password, sealed here').waitFor();
      await page.getByText(/^The certificate of this desk/).waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
    });
  },
);
