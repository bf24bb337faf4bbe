import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { wordsFor } from '../../src/contract/errors/words.ts';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { type Desk, launchBrowser, noBrowser, openWindow } from './desk.ts';

const obstacle = noBrowser();
vi.setConfig({ testTimeout: 180_000 });

/** Unasked imports are looked for every half minute. */
const BY_ITSELF = { timeout: 60_000 };

describe.skipIf(obstacle !== null)(`imports, in the window${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function openTenant(users: number): Promise<{ graph: GraphSimulator; folder: string }> {
    const graph = await startGraphSimulator({ users });
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-imports-'));
    const connection = { graphUrl: graph.url, tenantId: graph.tenantId, version: 'v1.0' };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'light', connection }));
    onTestFinished(async () => {
      await graph.close();
      rmSync(folder, { recursive: true, force: true });
    });
    return { graph, folder };
  }

  async function openDeskOf({ graph, folder }: { graph: GraphSimulator; folder: string }): Promise<Desk> {
    const { close, ...desk } = await openWindow(browser, ['--no-practice', '--data', folder]);
    onTestFinished(close);
    await navigate(desk.page, 'Settings');
    await desk.page.getByLabel('Access token').fill(graph.token);
    await desk.page.getByRole('button', { name: 'Use token' }).click();
    await desk.page.getByText('The token is in use.').waitFor();
    return desk;
  }

  const navigate = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name, exact: true }).click();
  const importNow = (page: Page) => page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
  const count = (page: Page, text: string) => page.getByText(text, { exact: true });
  const search = (page: Page, text: string) => page.getByRole('searchbox').fill(text);

  it('a schedule that is set in the window brings new users by itself', async () => {
    const tenant = await openTenant(30);
    const { page, complaints } = await openDeskOf(tenant);
    await navigate(page, 'All Users');
    await importNow(page);
    await count(page, '30 users').waitFor();
    // The other side of the wait that nobody sits out: this import was twenty minutes ago.
    const database = new DatabaseSync(join(tenant.folder, 'directory.db'), { timeout: 5000 });
    const earlier = new Date(Date.now() - 20 * 60_000).toISOString();
    expect(database.prepare('UPDATE tenants SET users_at = ?').run(earlier).changes).toBe(1);
    database.close();
    tenant.graph.tenant.addUsers(3);

    await navigate(page, 'Settings');
    const every = page.getByLabel('Import changes automatically');
    await expect.poll(() => every.inputValue()).toBe('');
    await every.selectOption({ label: 'Every 15 minutes' });
    await navigate(page, 'All Users');
    await count(page, '30 users').waitFor();
    await count(page, '33 users').waitFor(BY_ITSELF);
    await search(page, 'user32@contoso.example');
    await count(page, '1 user').waitFor();

    // That was due; the next one is not.
    tenant.graph.tenant.addUsers(1);
    await navigate(page, 'Activity');
    const imports = page.getByRole('row').filter({ hasText: 'Users and groups imported' });
    await expect.poll(() => imports.count()).toBe(2);
    await page.reload();
    await navigate(page, 'Settings');
    await expect.poll(() => every.inputValue()).toBe('15');
    await navigate(page, 'All Users');
    await count(page, '33 users').waitFor();
    expect(complaints).toEqual([]);
  });

  it('two windows on one data folder: the second says in words who imports, and both go on working', async () => {
    const tenant = await openTenant(3000);
    const [one, two] = [await openDeskOf(tenant), await openDeskOf(tenant)];
    await navigate(one.page, 'All Users');
    await navigate(two.page, 'All Users');
    tenant.graph.faults.add({ path: '/users/delta', delayMs: 2500, times: 4 });
    await importNow(one.page);
    await one.page.getByText(/^Reading users: [1-9]/).waitFor();

    await importNow(two.page);
    const { message, next } = wordsFor({ code: 'import-running', params: {} });
    const refusal = two.page.getByRole('alert').filter({ hasText: message });
    await refusal.getByText(next).waitFor();
    expect(await refusal.getByRole('button', { name: 'Try again' }).isEnabled()).toBe(true);
    await search(two.page, 'user17@');
    await two.page
      .getByRole('link')
      .filter({ hasText: tenant.graph.tenant.user(17).displayName })
      .first()
      .waitFor();
    expect(await one.page.getByRole('button', { name: 'Stop' }).isEnabled()).toBe(true);

    // The result of the one shows in the other, and nothing stands in the way any more.
    await one.page.getByText('Import finished').waitFor({ timeout: 60_000 });
    await refusal.waitFor({ state: 'detached' });
    await search(two.page, '');
    for (const { page } of [one, two]) {
      await count(page, '3,000 users').waitFor();
      await search(page, 'e002999');
      await count(page, '1 user').waitFor();
      await page.getByRole('grid', { name: 'All Users' }).getByRole('row').nth(1).getByRole('link').click();
      await page.getByRole('heading', { level: 1, name: tenant.graph.tenant.user(2999).displayName }).waitFor();
      await navigate(page, 'All Users');
    }
    await two.page.getByRole('button', { name: 'Import changes' }).click();
    await two.page.getByText('Nothing has changed.').waitFor();
    expect([...one.complaints, ...two.complaints]).toEqual([]);
  });

  it('without the license for the report is done, names the license, and finds whom it knows by kind of passkey', async () => {
    const tenant = await openTenant(40);
    const { page, complaints } = await openDeskOf(tenant);
    const { graph } = tenant;
    graph.state.behavior.premium = false;
    await navigate(page, 'All Users');
    await importNow(page);
    await page.getByText('40 new, 0 changed, 0 removed.').waitFor();
    const missing = page.getByText(/The report of registered passkeys could not be read.*Entra ID P1 or P2/);
    await missing.waitFor();

    graph.state.behavior.premium = true;
    graph.tenant.setOtherMethods('user1@contoso.example', ['passKeyDeviceBoundAuthenticator']);
    await page.getByRole('button', { name: 'Import changes' }).click();
    await page.getByText('Nothing has changed.').waitFor();
    await missing.waitFor({ state: 'detached' });
    await page.getByLabel('Passkey in Entra').selectOption('Microsoft Authenticator');
    await count(page, '1 user').waitFor();
    await page
      .getByRole('row')
      .filter({ hasText: 'user1@contoso.example' })
      .getByText('Microsoft Authenticator')
      .waitFor();
    expect(complaints).toEqual([]);
  });

  it('pages that tell a user several times give one row each', async () => {
    const tenant = await openTenant(40);
    const { page, complaints } = await openDeskOf(tenant);
    const { graph } = tenant;
    // What Graph sends, with every user twice, and once more under a later name.
    const first = `${graph.url}/v1.0/users/delta?$select=displayName,userPrincipalName,accountEnabled,userType`;
    const headers = { authorization: `Bearer ${graph.token}`, prefer: 'odata.maxpagesize=999' };
    const answer = await fetch(first, { headers });
    const body = (await answer.json()) as { value: { id: string; displayName: string }[] };
    expect(body.value).toHaveLength(40);
    const later = body.value.map(user => ({ ...user, displayName: `Later ${user.displayName}` }));
    const told = { ...body, value: [...body.value, ...body.value, ...later] };
    graph.faults.add({ path: '/users/delta', malformed: JSON.stringify(told) });

    await navigate(page, 'All Users');
    await importNow(page);
    await page.getByText('40 new, 0 changed, 0 removed.').waitFor();
    await count(page, '40 users').waitFor();
    await search(page, 'later');
    await count(page, '40 users').waitFor();
    await search(page, graph.tenant.user(7).userPrincipalName);
    const row = page.getByRole('row').filter({ hasText: 'user7@contoso.example' });
    await row.getByRole('link', { name: `Later ${graph.tenant.user(7).displayName}` }).waitFor();
    await expect.poll(() => row.count()).toBe(1);
    await page.getByRole('button', { name: 'Import changes' }).click();
    await page.getByText('Nothing has changed.').waitFor();
    expect(complaints).toEqual([]);
  });
});
