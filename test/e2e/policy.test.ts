import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, USER } from '../badInput/desk.ts';
import { launchBrowser, noBrowser, openWindow } from './desk.ts';
import { create, enterPin, openForm } from './steps.ts';

const obstacle = noBrowser();

describe.skipIf(obstacle !== null)(`the tenant’s policy${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-e2e-policy-'));
  let browser: Browser;
  let stage: Stage;
  let desk: Awaited<ReturnType<typeof openWindow>>;

  beforeAll(async () => {
    [browser, stage] = await Promise.all([launchBrowser(), openStage()]);
    await stage.set({});
    const connection = { graphUrl: stage.graph.url, tenantId: stage.graph.tenantId, version: 'v1.0' };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'light', connection }));
    desk = await openWindow(browser, ['--no-practice', '--data', folder], { KEYDESK_UDP_KEYS: stage.address });
  });
  afterAll(async () => {
    await desk.close();
    await browser.close();
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const shoot = async (page: Page, name: string) => {
    if (process.env.KEYDESK_SHOTS) await page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/${name}.png` });
  };

  it('is explained in words, predicted in the form, and enforced before the key is touched', async () => {
    const { key, graph } = await stage.set({});
    const { page, complaints } = desk;
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByLabel('Access token').fill(graph.token);
    await page.getByRole('button', { name: 'Use token' }).click();
    const panel = page.getByRole('region', { name: 'Passkey policy of the tenant' });
    await panel.getByText('May register a key: all users (Default passkey profile).').waitFor();
    await panel.getByText('Default passkey profile: any key model; no attestation.').waitFor();

    graph.state.policy.keyRestrictions = { enforcementType: 'allow', aaGuids: [] };
    await panel.getByRole('button', { name: 'Refresh' }).click();
    await panel.getByText('Default passkey profile: no key model; no attestation.').waitFor();
    await panel.scrollIntoViewIfNeeded();
    await shoot(page, 'policy-settings');

    await openForm(page, USER);
    await page.getByText('does not allow this key model').waitFor();
    await shoot(page, 'policy-form');
    await create(page);
    await page.getByRole('heading', { name: 'No passkey was created' }).waitFor();
    await page.getByRole('alert').getByText('does not allow this key model').waitFor();
    expect(key.state().credentialCount).toBe(0);

    graph.state.policy.keyRestrictions = null;
    const everybody = graph.tenant.groups.find(({ displayName }) => displayName === 'Everybody');
    graph.state.policy.excludeTargets = [{ targetType: 'group', id: everybody?.id ?? '' }];
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Check again' }).click();
    const verdict = page.getByRole('status').filter({ hasText: 'is in the group “Everybody”, which is excluded' });
    await verdict.waitFor();
    await verdict.getByText('Details').click();
    await verdict.getByText(`group Everybody: ${everybody?.id}`).waitFor();
    await shoot(page, 'policy-group');
    graph.state.policy.excludeTargets = [];
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('The tenant’s policy allows this key').waitFor();
    await create(page);
    await enterPin(page, '271828');
    await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
