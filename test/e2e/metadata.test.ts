import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Authority, createAuthority } from '../main/services/metadata/authority.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { create, openForm } from './steps.ts';

const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`the list of key models${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-metadata-'));
  let browser: Browser;
  let authority: Authority;

  beforeAll(async () => {
    [browser, authority] = await Promise.all([launchBrowser(), createAuthority()]);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is loaded from a file, names the model of a key, keeps the last good one, and stops a model with a warning', async () => {
    const { page, complaints } = await openDesk(browser);
    const panel = page.getByRole('region', { name: 'Key models' });
    const load = async (name: string, blob: string) => {
      const file = join(folder, name);
      writeFileSync(file, blob);
      await panel.getByLabel('File or address').fill(file);
      await panel.getByRole('button', { name: 'Load', exact: true }).click();
    };
    await page.getByRole('link', { name: 'Security keys', exact: true }).click();
    const aaguid = await page
      .getByText(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      .first()
      .textContent();
    const entry = { aaguid: aaguid ?? '', description: 'Example Key Nine' };

    await page.getByRole('link', { name: 'Settings' }).click();
    await panel.getByText('No list was loaded yet').waitFor();
    await panel.getByRole('button', { name: 'From another source' }).click();
    await panel.getByLabel('Root certificate (PEM)').fill(authority.rootPem);
    const good = await authority.blob({ no: 7, entries: [entry] });
    await load('good.jwt', good);
    await panel.getByText('7', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Security keys', exact: true }).click();
    await page.getByText('Example Key Nine').first().waitFor();

    await page.getByRole('link', { name: 'Settings' }).click();
    await panel.getByRole('button', { name: 'From another source' }).click();
    await panel.getByLabel('Root certificate (PEM)').fill(authority.rootPem);
    await load('damaged.jwt', `${good.slice(0, -9)}AAAAAAAAA`);
    await panel.getByRole('alert').first().waitFor();
    await panel.getByText('7', { exact: true }).waitFor();
    await load('older.jwt', await authority.blob({ no: 6, entries: [entry] }));
    await panel.getByText('is older than the list in use').first().waitFor();
    await load('revoked.jwt', await authority.blob({ no: 8, entries: [{ ...entry, statuses: ['REVOKED'] }] }));
    await panel.getByText('8', { exact: true }).waitFor();

    await openForm(page, 'user1@contoso.example');
    await create(page);
    await page.getByText('The FIDO Alliance warns against this model').waitFor();
    expect(complaints).toEqual([]);
  });
});
