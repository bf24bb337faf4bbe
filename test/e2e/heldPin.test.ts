import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchBrowser, noBrowser, openDesk, openWindow } from './desk.ts';
import { create, openForm, setTouch } from './steps.ts';

const obstacle = noBrowser();
const USER = 'user1@contoso.example';
const OTHER = 'user3@contoso.example';

describe.skipIf(obstacle !== null)(
  `an enrollment whose window goes away${obstacle === null ? '' : ` (${obstacle})`}`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    /** A random PIN is on the key, and the key blinks. */
    async function untilTouch(page: Page): Promise<void> {
      await setTouch(page, 'By hand');
      await openForm(page, USER);
      await page.getByRole('radio', { name: 'Create a random PIN' }).check();
      await create(page);
      await page.getByText('Touch the button on your key now').waitFor();
    }
    const pinCard = (page: Page) => page.getByRole('region', { name: 'PIN of the key' });
    const shoot = async (page: Page, name: string) => {
      if (process.env.KEYDESK_SHOTS) await page.screenshot({ path: `${process.env.KEYDESK_SHOTS}/${name}.png` });
    };
    const touch = (page: Page) => page.getByRole('button', { name: 'Touch key' }).click();

    it('is found again after a reload, which asks first, and offers its PIN once', async () => {
      const { page } = await openDesk(browser);
      await untilTouch(page);
      const asked: string[] = [];
      page.on('dialog', dialog => {
        asked.push(dialog.type());
        void dialog.accept();
      });
      await page.reload();
      expect(asked).toEqual(['beforeunload']);
      await page.getByText('Touch the button on your key now').waitFor();
      await touch(page);
      await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
      // Nothing shows the PIN unasked in a window that did not begin the enrollment; another page says that it waits.
      expect(await pinCard(page).count()).toBe(0);
      await page.goto(new URL('#/activity', page.url()).href);
      await page.getByText('Its PIN may not have been read yet.').waitFor();
      await page.getByRole('link', { name: 'Show PIN' }).click();
      await page.getByRole('button', { name: 'Add another' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: 'Show PIN' }).click();
      await expect.poll(() => pinCard(page).textContent()).toMatch(/\d{6}/);
      // Long enough in sight to count as seen: nothing asks before this reload, and the PIN is gone after it.
      await page.waitForTimeout(2500);
      await page.reload();
      expect(asked).toHaveLength(1);
      await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
      expect(await pinCard(page).count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Show PIN' }).count()).toBe(0);
    });

    it('says of a PIN that was on the screen for a moment only that perhaps no one has read it', async () => {
      const { page } = await openDesk(browser);
      await untilTouch(page);
      await touch(page);
      await pinCard(page).waitFor();
      await expect.poll(() => pinCard(page).textContent()).toContain('Once it was on the screen for two seconds');
      await shoot(page, 'pin-card');
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByText('Its PIN may not have been read yet.').waitFor();
      await shoot(page, 'pin-perhaps-read');
      await page.getByRole('link', { name: 'Show PIN' }).click();
      await pinCard(page).waitFor();
      await page.waitForTimeout(2500);
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
      expect(await page.getByText('may not have been read').count()).toBe(0);
    });

    it('that was killed with Keydesk leaves a key whose page advises a reset, and an entry in the log', async () => {
      const data = mkdtempSync(join(tmpdir(), 'keydesk-e2e-'));
      const args = ['--practice', '--data', data];
      const first = await openWindow(browser, args);
      await untilTouch(first.page);
      await touch(first.page);
      await first.page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
      first.server.kill('SIGKILL');
      await once(first.server, 'exit');
      await first.close();
      const { page, close } = await openWindow(browser, args);
      onTestFinished(async () => {
        await close();
        rmSync(data, { recursive: true, force: true });
      });
      await page.goto(new URL('#/keys', page.url()).href);
      const advice = page.getByText('before anybody confirmed that they had seen the random PIN');
      await advice.waitFor();
      await shoot(page, 'pin-never-seen');
      await page.goto(new URL('#/inventory', page.url()).href);
      await page.getByRole('row', { name: /PIN unknown/ }).waitFor();
      await shoot(page, 'inventory-pin-unknown');
      await page.goto(new URL(`#/users/${USER}/passkeys`, page.url()).href);
      await advice.waitFor();
      await shoot(page, 'passkeys-pin-unknown');
      await page.goto(new URL('#/activity', page.url()).href);
      await page.getByRole('row', { name: /Random PIN may never have been seen/ }).waitFor();
    });

    it('says that its passkey is gone when the key was reported lost before its PIN was looked at', async () => {
      const { page } = await openDesk(browser);
      await untilTouch(page);
      await page.goto(new URL('#/keys', page.url()).href);
      await page.getByText('This key is being enrolled for').waitFor();
      await touch(page);
      await page.getByText('Its PIN may not have been read yet.').waitFor();
      await page.goto(new URL('#/inventory', page.url()).href);
      await page
        .getByRole('button', { name: /^Actions/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'Report lost' }).click();
      await page.getByRole('button', { name: 'Report lost', exact: true }).click();
      await page.getByText('Close', { exact: true }).click();
      await page.getByText('was revoked or deleted in the meantime. Its PIN may not have been read yet.').waitFor();
      await page.getByRole('link', { name: 'Show PIN' }).click();
      await page.getByRole('heading', { name: 'The passkey was created, and was deleted since' }).waitFor();
      await page.goto(new URL('#/keys', page.url()).href);
      await page.getByText('Was the key of').waitFor();
    });

    it('that was killed at the touch is finished by a reset of its key, which everything on the way advises', async () => {
      const data = mkdtempSync(join(tmpdir(), 'keydesk-e2e-'));
      const args = ['--practice', '--data', data];
      const first = await openWindow(browser, args);
      await untilTouch(first.page);
      first.server.kill('SIGKILL');
      await once(first.server, 'exit');
      await first.close();
      const { page, close } = await openWindow(browser, args);
      onTestFinished(async () => {
        await close();
        rmSync(data, { recursive: true, force: true });
      });
      const button = (name: string) => page.getByRole('button', { name, exact: true });
      const shoot = async (name: string) => {
        const folder = process.env.KEYDESK_SHOTS;
        if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
      };
      await page.getByText('The random PIN of the key may never have been seen.').waitFor();
      await page.getByRole('button', { name: /^Finish the enrollment/ }).click();
      await page.getByRole('heading', { name: 'Finish a Microsoft passkey' }).waitFor();
      await page.getByText('before anybody confirmed that they had seen the random PIN').waitFor();
      await shoot('finish-pin-lost');
      await button('Cancel').click();
      await page.goto(new URL('#/keys', page.url()).href);
      await page.getByText('This may be a key whose random PIN nobody has seen.').waitFor();
      await shoot('key-pin-perhaps-lost');
      await openForm(page, OTHER);
      await create(page);
      await page.getByRole('region', { name: 'Enter the PIN of the key' }).waitFor();
      await page.getByText('This may be a key whose random PIN nobody has seen.').waitFor();
      await shoot('prompt-pin-perhaps-lost');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.goto(new URL('#/keys', page.url()).href);
      await button('Reset').click();
      const dialog = page.getByRole('dialog');
      expect(await dialog.getByRole('checkbox', { name: /^The unfinished enrollment of/ }).isChecked()).toBe(true);
      await dialog.getByRole('textbox').fill('Practice key');
      await shoot('reset-closes-unfinished');
      await dialog.getByRole('button', { name: 'Reset', exact: true }).click();
      await dialog.getByText('Remove the key now').waitFor();
      await button('Remove key').click();
      await button('Insert key').click();
      await dialog.getByText('The key was reset and is blank.').waitFor();
      await dialog.getByText('Close', { exact: true }).click();
      await expect.poll(() => page.getByText('One enrollment is unfinished').count()).toBe(0);
      expect(await page.getByText('random PIN').count()).toBe(0);
    });

    it('goes on when its connection is lost, and shows the PIN to the window that began it', async () => {
      const { page } = await openDesk(browser);
      // The first connection was there before; the page is loaded again to have its sockets in reach.
      await page.addInitScript(() => {
        const Native = WebSocket;
        window.WebSocket = class extends Native {
          constructor(...args: ConstructorParameters<typeof Native>) {
            super(...args);
            window.addEventListener('cut', () => this.close());
          }
        };
      });
      await page.reload();
      await untilTouch(page);
      await page.evaluate(() => window.dispatchEvent(new Event('cut')));
      await page.waitForTimeout(1000);
      await touch(page);
      await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
      await expect.poll(() => pinCard(page).textContent()).toMatch(/\d{6}/);
    });
  },
);
