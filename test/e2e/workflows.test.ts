import type { Browser, Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReceiver, status } from '../main/features/webhooks/receiver.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';

const obstacle = noBrowser();

const shoot = async (page: Page, name: string) => {
  if (process.env.KEYDESK_SHOTS) await page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/${name}.png` });
};
const navigate = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name, exact: true }).click();

describe.skipIf(obstacle !== null)(`workflows and webhooks${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('a workflow is submitted in three steps, run for those who are here, changed, copied and deleted', async () => {
    const { page, complaints } = await openDesk(browser);
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('Import finished').waitFor();

    await navigate(page, 'Workflows');
    await page.getByText('No workflow yet').waitFor();
    await shoot(page, 'workflows-empty');
    await page.getByRole('button', { name: 'New workflow' }).click();
    await page.getByRole('heading', { name: 'New workflow' }).waitFor();
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
    await page.getByLabel('Name').fill('New people of everybody');
    await shoot(page, 'workflow-name');
    await page.getByRole('button', { name: 'Next' }).click();

    await expect.poll(() => page.getByLabel('Tenant', { exact: true }).inputValue()).toMatch(/\S/);
    expect(await page.getByRole('radio', { name: 'New Security Key Activated (Recommended)' }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: 'New User Imported' }).check();
    await page.getByRole('combobox', { name: 'Group' }).click();
    await page.getByRole('combobox', { name: 'Group' }).pressSequentially('Every');
    await page.getByRole('option', { name: 'Everybody' }).click();
    await shoot(page, 'workflow-configuration');
    await page.getByRole('button', { name: 'Next' }).click();

    await page.getByText('is imported for the first time, a Microsoft passkey is assigned').waitFor();
    await page.getByText('200 users match today.').waitFor();
    await page.getByText('would be assigned a passkey').waitFor();
    await shoot(page, 'workflow-review');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('heading', { name: 'New people of everybody' }).waitFor();
    await page.getByText('It has not run yet').waitFor();

    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Run now for existing users' }).click();
    await page.getByRole('alertdialog').getByText('200 users match today.').waitFor();
    await shoot(page, 'workflow-run-now');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Run now' }).click();
    const history = page.getByRole('table', { name: 'Run history' });
    await history.getByText('Assigned').first().waitFor();
    await shoot(page, 'workflow-history');
    await page.getByRole('button', { name: /Skipped/ }).click();
    await history.getByText('is a guest').first().waitFor();

    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByLabel('Name').fill('Renamed');
    for (let step = 0; step < 2; step++) await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Submitting creates a new version').waitFor();
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('heading', { name: 'Renamed' }).waitFor();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await page.getByRole('heading', { name: 'Renamed (copy)' }).waitFor();
    await navigate(page, 'Workflows');
    const list = page.getByRole('table', { name: 'Workflows' });
    await list.getByText('Disabled').waitFor();
    await shoot(page, 'workflows-list');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, 'workflows-list-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'More actions: Renamed (copy)' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await list.getByText('Renamed (copy)').waitFor({ state: 'detached' });

    await navigate(page, 'Activity');
    await page.getByRole('cell', { name: 'Workflow deleted' }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('a webhook is added, tested, told of events, and gets what waited when it is enabled again', async () => {
    const receiver = await openReceiver();
    const { page, complaints } = await openDesk(browser);
    await navigate(page, 'Settings');
    const panel = page.getByRole('region', { name: 'Webhooks' });
    await panel.getByRole('button', { name: 'Add webhook' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('textbox', { name: 'Address' }).fill('http://hooks.contoso.example/');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('Only addresses of this computer may use http').waitFor();
    await dialog.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
    await dialog.getByLabel('User name (UPN)').check();
    await shoot(page, 'webhook-add');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    const secret = (await page.getByRole('alertdialog').locator('code').textContent()) ?? '';
    expect(secret).toMatch(/^whsec_/);
    await shoot(page, 'webhook-secret');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Close' }).click();
    await panel.getByRole('button', { name: 'Test', exact: true }).click();
    await panel.getByText('The receiver answered HTTP 200').waitFor();
    const [test] = receiver.messages;
    expect(new Webhook(secret).verify(test?.body ?? '', test?.headers ?? {})).toMatchObject({ type: 'webhook.test' });

    // The imported users are told of; what a receiver that is gone refuses waits for it.
    receiver.answer = status(410);
    await navigate(page, 'Workflows');
    await navigate(page, 'All Users');
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('Import finished').waitFor();
    await navigate(page, 'Settings');
    await panel.getByText('Disabled: 410 Gone').waitFor();
    await shoot(page, 'webhook-gone');
    await panel.getByRole('button', { name: 'Deliveries' }).click();
    const deliveries = page.getByRole('dialog');
    await deliveries
      .getByRole('row', { name: /Waiting/ })
      .first()
      .waitFor();
    await shoot(page, 'webhook-deliveries');
    await deliveries.getByRole('button', { name: 'Close' }).click();
    receiver.answer = status(200);
    await panel.getByRole('button', { name: 'Enable' }).click();
    await expect
      .poll(() => new Set(receiver.messages.map(({ headers }) => headers['webhook-id'])).size, { timeout: 30_000 })
      .toBe(201);
    const told = receiver.messages.at(-1);
    expect(new Webhook(secret).verify(told?.body ?? '', told?.headers ?? {})).toMatchObject({
      type: 'user.imported',
      data: { userId: expect.any(String), userPrincipalName: expect.stringContaining('@') },
    });
    expect(complaints).toEqual([]);
    await receiver.close();
  });
});
