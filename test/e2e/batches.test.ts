import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { keydesk } from '../cli/run.ts';
import { freePort } from '../freePort.ts';
import { startTenant } from './connecting.ts';
import { launchBrowser, noBrowser, openDesk, openWindow } from './desk.ts';
import { handedOver } from './handedOver.ts';
import { makeBatch } from './openings.ts';
import { shoot } from './shoot.ts';
import { choose, misbehave, removeKey, setTouch } from './steps.ts';

const obstacle = noBrowser();
const upn = (n: number) => `user${n}@contoso.example`;

/** Opens a desk whose default profile sets a random PIN. */
async function openBatchDesk(browser: Browser, env = {}, more: readonly string[] = []) {
  const data = mkdtempSync(join(tmpdir(), 'keydesk-batch-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const pin = ['--pin', 'random-digits:8', '--default', ...more];
  const made = await keydesk(['--practice', '--data', data, 'profiles', 'create', '--name', 'Random', ...pin]);
  expect(made.code).toBe(0);
  return openDesk(browser, ['--data', data], env);
}

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate(to => {
    location.hash = to;
  }, hash);
}

const card = (page: Page, tone: string) => page.locator(`[data-tone="${tone}"]`);
const fresh = (page: Page) => page.getByRole('button', { name: 'Insert a new key' }).click();

describe.skipIf(obstacle !== null)(`batches in the window${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('a check that could not read the policy says so until another one could', async () => {
    const tenant = await startTenant(20);
    onTestFinished(tenant.close);
    const { graph, identity, env } = tenant;
    const data = ['--data', join(tenant.folder, 'data')];
    const run = async (...args: string[]) => {
      const stdin = `${identity.state.app.secrets[0]?.value}\n`;
      const { code, stdout, stderr } = await keydesk(['--json', ...args, ...data], { stdin, env });
      expect(code, stderr).toBe(0);
      return JSON.parse(stdout);
    };
    const at = ['--authority', identity.authority, '--graph-root', graph.url, '--sign-in', 'secret', '--secret-stdin'];
    await run('connection', 'add', '--tenant', graph.tenantId, '--client-id', identity.clientId, ...at);
    await run('import');
    const file = join(tenant.folder, 'users.csv');
    writeFileSync(file, `${upn(1)}\n${upn(2)}`);
    const { batch } = await run('batch', 'create', '--from', file);
    const path = 'authenticationMethodConfigurations';
    graph.faults.add({ path, status: 503, times: 100_000 });
    const { page, close } = await openWindow(tenant.browser, ['--no-practice', ...data], env);
    onTestFinished(close);
    await go(page, `#/batches/${batch.id}`);
    await page.getByText('2 rows were checked with the last import only').waitFor();
    await page
      .getByText('Checked with the last import only: the policy for passkeys could not be read.')
      .first()
      .waitFor();
    await shoot(page, 'batch-checked-in-part');
    await page.setViewportSize({ width: 640, height: 900 });
    await shoot(page, 'batch-checked-in-part-narrow');
    await page.reload();
    await page.getByText('2 rows were checked with the last import only').waitFor();
    graph.faults.clear();
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('2 rows were checked with the last import only').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: '2 Waiting for a key' }).waitFor();
  });

  test('five users from a pasted list get their keys without a click between them, one key is faulty, and a reload goes on', async () => {
    const { page, complaints } = await openBatchDesk(browser);
    await makeBatch(page, [upn(1), upn(2), 'nobody@contoso.example', upn(3), upn(4)], 'Monday');
    await page.getByRole('button', { name: '4 Waiting for a key' }).waitFor();
    await page.getByRole('button', { name: '1 Failed' }).click();
    await page.getByText('nobody@contoso.example').first().waitFor();
    await shoot(page, 'batch-failed');
    await page.getByRole('button', { name: '5 All' }).click();
    await shoot(page, 'batch-checked');
    await page.getByRole('button', { name: 'Start', exact: true }).click();

    // The key that is plugged in gets the first row. Then each fresh key gets the next one: the only clicks are those on the practice panel.
    await card(page, 'done').waitFor();
    await shoot(page, 'run-done');
    await page.getByText('Next: ').waitFor();
    await page.getByText('1 of 5 done').waitFor();
    await fresh(page);
    await page.getByText('2 of 5 done').waitFor();

    await page.reload();
    await page.getByText('2 of 5 done').waitFor();
    await card(page, 'done').waitFor();

    await setTouch(page, 'By hand');
    await fresh(page);
    await card(page, 'touch').waitFor();
    await misbehave(page, 'No space left');
    await page.getByRole('button', { name: 'Touch key' }).click();
    await card(page, 'failed').waitFor();
    await page.getByText('2 failed').waitFor();
    await shoot(page, 'run-failed');
    await setTouch(page, 'Automatic');
    await fresh(page);
    await page.getByText('3 of 5 done').waitFor();

    await page.getByRole('button', { name: /^Show PIN/ }).click();
    const pin = page.getByText(/^\d{8}$/);
    await pin.waitFor();
    await shoot(page, 'run-pin');
    await handedOver(page);
    await pin.waitFor({ state: 'detached' });
    await page.getByText('2 keys are not handed over').waitFor();

    // The row of the faulty key gets another one.
    await page.keyboard.press('Alt+R');
    await page.getByText('Next: Uma Park').waitFor();
    await fresh(page);
    await page.getByText('4 of 5 done').waitFor();
    await page.getByRole('button', { name: 'Remove key' }).click();
    await page.getByText('All rows have ended').first().waitFor();
    await page.getByText('4 done, 1 failed, 0 skipped.').first().waitFor();
    await shoot(page, 'run-finished');
    await page.getByRole('button', { name: 'Back to the batch' }).click();
    await page.getByRole('button', { name: '4 Done' }).waitFor();
    await shoot(page, 'batch-finished');
    await go(page, '#/batches');
    await page.getByRole('link', { name: 'Monday' }).waitFor();
    await shoot(page, 'batches');
    expect(complaints).toEqual([]);
  });

  test('a key that was taken out at its touch and is put back gets its row again, without a click', async () => {
    const { page, complaints } = await openBatchDesk(browser);
    await makeBatch(page, [1, 2, 3].map(upn), 'Cut off');
    await setTouch(page, 'By hand');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await card(page, 'touch').waitFor();
    // Away from the run screen, the person learns whose passkey the key gets.
    const run = await page.evaluate(() => location.hash);
    await go(page, '#/keys');
    await page.getByText('The batch “Cut off” is running.').waitFor();
    await page.getByText(/^.*The key of .* waits for you\./).waitFor();
    await shoot(page, 'run-elsewhere');
    await go(page, run);
    await card(page, 'touch').waitFor();
    await page.getByRole('button', { name: 'Remove key' }).click();
    await page.getByText('1 failed').waitFor();
    await page.getByText(/^The key of .+ was taken out too early\. Plug it in again/).waitFor();
    await shoot(page, 'run-cut-off');
    await setTouch(page, 'Automatic');
    await page.getByRole('button', { name: 'Insert key' }).click();
    await page.getByText('1 of 3 done').waitFor();
    await card(page, 'done').waitFor();
    await page.getByText('1 failed').waitFor({ state: 'detached' });
    await page.getByText('was taken out too early').waitFor({ state: 'detached' });
    await shoot(page, 'run-put-back');
    // The card of the key stays in the place of the large words, and the screen says that no key gets a row.
    await page.getByLabel('Scan or type').fill(upn(1));
    await page.keyboard.press('Enter');
    await page.getByText('already has the key of row 1. Go on with the next user.').waitFor();
    await page.getByRole('button', { name: /^Pause/ }).click();
    await page.getByText('No key gets a row until you continue.').waitFor();
    await card(page, 'done').waitFor();
    await page.getByText('already has the key of row 1').waitFor({ state: 'detached' });
    await shoot(page, 'run-paused-with-key');
    expect(complaints).toEqual([]);
  });

  test('works by keyboard alone: pause, later, skip, note, and a scanned user', async () => {
    const { page, complaints } = await openBatchDesk(browser);
    await removeKey(page);
    await makeBatch(page, [1, 2, 3, 4].map(upn), 'Tuesday');
    await page.getByRole('button', { name: 'Start', exact: true }).press('Enter');
    const main = page.locator('#main');
    const first = () => main.locator('section').first();
    await first().getByText(upn(1)).waitFor();
    await shoot(page, 'run-next');
    await page.keyboard.press('Alt+L');
    await first().getByText(upn(2)).waitFor();
    await page.keyboard.press('Alt+S');
    await first().getByText(upn(3)).waitFor();
    await page.getByText('1 skipped').waitFor();
    // Whoever was skipped by mistake comes back with one key, and with a scan.
    await page.getByText(/ was skipped\./).waitFor();
    await shoot(page, 'run-skipped');
    await page.keyboard.press('Alt+B');
    await first().getByText(upn(2)).waitFor();
    await page.getByText('1 skipped').waitFor({ state: 'detached' });
    await page.keyboard.press('Alt+S');
    await first().getByText(upn(3)).waitFor();
    await page.keyboard.type(upn(2));
    await page.keyboard.press('Enter');
    await first().getByText(upn(2)).waitFor();
    await page.keyboard.press('Alt+S');
    await first().getByText(upn(3)).waitFor();
    // A scanner types, wherever the focus is, and ends with Enter.
    await page.getByRole('button', { name: /^Pause/ }).focus();
    await page.keyboard.type(upn(4));
    await page.keyboard.press('Enter');
    await first().getByText(upn(4)).waitFor();
    await page.keyboard.type('nobody');
    await page.keyboard.press('Enter');
    await page.getByText('No row of this batch is for “nobody”.').waitFor();
    await shoot(page, 'run-scan');
    await page.keyboard.press('Alt+N');
    await page.getByRole('dialog').getByRole('textbox').fill('Comes at noon');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await first().getByText('Comes at noon').waitFor();
    await page.keyboard.press('Alt+P');
    await page.getByText('No key gets a row until you continue.').waitFor();
    await shoot(page, 'run-paused');
    await page.keyboard.press('Alt+P');
    await first().getByText(upn(4)).waitFor();
    // The note is seen when the key is done, too, and a batch that has ended goes on with a scanned user.
    await page.getByRole('button', { name: 'Insert key' }).press('Enter');
    await page.getByText('1 of 4 done').waitFor();
    await card(page, 'done').getByText('Comes at noon').waitFor();
    for (const left of [upn(1), upn(3)]) {
      await page.getByText('Next: ').waitFor();
      await page.keyboard.press('Alt+S');
      await page.getByText(left === upn(1) ? '2 skipped' : '3 skipped').waitFor();
    }
    await page.getByText('All rows have ended').first().waitFor();
    await page.keyboard.type(upn(2));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Insert a new key/ }).press('Enter');
    await page.getByText('2 of 4 done').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a file shows its columns, which a person can map, and the lines that cannot be read', async () => {
    const { page, complaints } = await openBatchDesk(browser);
    await go(page, '#/batches/new');
    const content = `Who;Number;Remark\n${upn(1)};AA11;x\n;BB22;y\n=${upn(3)};CC33;z\n`;
    const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(content) };
    await page.locator('input[type="file"]').setInputFiles({ ...file, buffer: Buffer.alloc(0) });
    await page.getByText('There is no line in this file.').waitFor();
    await page.locator('input[type="file"]').setInputFiles(file);
    await page.getByText('There is no line in this file.').waitFor({ state: 'detached' });
    await page.getByText('people.csv').waitFor();
    await page.getByRole('heading', { name: 'First rows' }).scrollIntoViewIfNeeded();
    await page.getByText('1 row was read.').waitFor();
    await shoot(page, 'new-file');
    const headings = page.getByRole('checkbox', { name: 'The first line has headings' });
    await headings.uncheck();
    await page.getByText('2 rows were read.').waitFor();
    await headings.check();
    await page.getByText('1 row was read.').waitFor();
    await page.getByRole('combobox', { name: 'Number' }).selectOption('serial');
    await page.getByRole('cell', { name: 'AA11' }).waitFor();
    await page.getByText('it names no user').waitFor();
    await shoot(page, 'new-mapped');
    await page.getByRole('button', { name: 'Create batch' }).click();
    await page.getByText('Expected: aa11').waitFor();
    expect(complaints).toEqual([]);
  });

  test('selected users of All Users become a batch', async () => {
    const { page, complaints } = await openBatchDesk(browser);
    await go(page, '#/users');
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('Import finished').waitFor();
    // The list shows the users of the import a moment later.
    await page.getByText('200 users', { exact: true }).waitFor();
    await page.getByRole('searchbox').fill('user1');
    // The new filter ends a selection.
    await page.getByText('200 users', { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('checkbox', { name: 'Select all that match' }).check();
    const status = await page.getByText(/selected$/).textContent();
    const count = /· (\d+)/.exec(status ?? '')?.[1];
    await page.getByRole('button', { name: 'New batch' }).click();
    await page.getByRole('radio', { name: `${count} users who are selected in All Users` }).waitFor();
    await shoot(page, 'new-picked');
    await page.getByRole('button', { name: 'Create batch' }).click();
    await page.getByRole('button', { name: `${count} All` }).waitFor();
    await shoot(page, 'batch-picked');
    expect(complaints).toEqual([]);
  });

  test('asks for a PIN that the user chooses, and says what to do at the key', async () => {
    const { page, complaints } = await openDesk(browser);
    await removeKey(page);
    await makeBatch(page, [1, 2].map(upn), 'Wednesday');
    await setTouch(page, 'By hand');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await fresh(page);
    await card(page, 'ask').waitFor();
    await shoot(page, 'run-ask');
    await page.getByLabel('PIN', { exact: true }).and(page.locator('input')).fill('264857');
    await page.getByLabel('Repeat the PIN').fill('264857');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await card(page, 'touch').waitFor();
    await shoot(page, 'run-touch');
    await page.getByRole('button', { name: 'Colors' }).click();
    await shoot(page, 'run-touch-plain');
    await page.getByRole('button', { name: 'Touch key' }).click();
    await card(page, 'done').waitFor();
    expect(complaints).toEqual([]);
  });

  test('several keys get a card and a row each, and blink on a click', async () => {
    const ports: string[] = [];
    for (let n = 0; n < 2; n++) {
      const replyPort = await freePort();
      const key = await createSoftwareKey({ profile: 'full' });
      const udp = await serveUdp(key, { port: 0, replyPort });
      onTestFinished(async () => {
        await udp.close();
        await key.close();
      });
      ports.push(`${udp.port}:${replyPort}`);
    }
    const { page, complaints } = await openBatchDesk(browser, { KEYDESK_UDP_KEYS: ports.join(',') });
    await makeBatch(page, [1, 2, 3, 4].map(upn), 'Thursday');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('3 of 4 done').waitFor();
    await expect.poll(() => card(page, 'done').count()).toBe(3);
    const users = await card(page, 'done').getByText('@contoso.example').allTextContents();
    expect(users.toSorted()).toEqual([1, 2, 3].map(upn));
    await page.getByRole('button', { name: 'Let it blink' }).first().click();
    await shoot(page, 'run-three');
    expect(complaints).toEqual([]);
  });

  test('trouble with the network is shown with a countdown, and every row waits', async () => {
    const { page, complaints } = await openBatchDesk(browser);
    await makeBatch(page, [1, 2].map(upn), 'Friday');
    await choose(page, 'Make the tenant fail', 'Permissions are missing');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText(/^Keydesk tries again in \d+ seconds?\.$/).waitFor();
    await page.getByText('0 of 2 done').waitFor();
    await shoot(page, 'run-trouble');
    await choose(page, 'Make the tenant fail', 'The tenant works');
    await page.getByText('1 of 2 done').waitFor({ timeout: 20_000 });
    expect(complaints).toEqual([]);
  });

  test('a key that is reset first is taken out, plugged in again and touched, and keeps its row', async () => {
    const { page, complaints } = await openBatchDesk(browser, {}, ['--reset', 'always']);
    await makeBatch(page, [1, 2].map(upn), 'Saturday');
    await setTouch(page, 'By hand');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const touched = card(page, 'touch');
    await touched.getByText('Take the key out').waitFor();
    await shoot(page, 'run-reset');
    await page.getByRole('button', { name: 'Remove key' }).click();
    await touched.getByText('Plug the key in again').waitFor();
    await page.getByRole('button', { name: 'Insert key' }).click();
    await touched.getByText('Touch the key').waitFor();
    await page.getByRole('button', { name: 'Touch key' }).click();
    await touched.getByText('Keydesk erases the key').waitFor({ state: 'detached' });
    await touched.getByText('Touch the key').waitFor();
    await page.getByRole('button', { name: 'Touch key' }).click();
    await card(page, 'done').getByText(upn(1)).waitFor();
    expect(complaints).toEqual([]);
  });
});
