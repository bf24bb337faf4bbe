import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './axe.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { makeBatch } from './openings.ts';
import { enrollWithNewPin } from './steps.ts';

const obstacle = noBrowser();

const pages = [
  ['the overview', '#/overview'],
  ['All Users', '#/users'],
  ['a user, Info', '#/users/user1@contoso.example/info'],
  ['a user, Passkeys', '#/users/user1@contoso.example/passkeys'],
  ['a user, Comparison', '#/users/user1@contoso.example/comparison'],
  ['a user, Security keys', '#/users/user1@contoso.example/keys'],
  ['a user, Groups', '#/users/user1@contoso.example/groups'],
  ['a user, Activity', '#/users/user1@contoso.example/activity'],
  ['Add Passkey', '#/users/user2@contoso.example/add-passkey'],
  ['Security keys', '#/keys'],
  ['the inventory', '#/inventory'],
  ['Reconciliation', '#/reconciliation'],
  ['Assignments', '#/assignments'],
  ['Batches', '#/batches'],
  ['a new batch', '#/batches/new'],
  ['fetching a package', '#/batches/deferred/fetch'],
  ['making keys of a package', '#/batches/deferred/make'],
  ['uploading a package', '#/batches/deferred/upload'],
  ['Workflows', '#/workflows'],
  ['a new workflow', '#/workflows/new'],
  ['Activity', '#/activity'],
  ['Settings', '#/settings'],
  ['a new profile', '#/settings/profiles/new'],
  ['Activate my key', '#/activate'],
] as const;

describe.skipIf(obstacle !== null)(
  `every page, to whoever cannot see or point${obstacle === null ? '' : ` (${obstacle})`}`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    it.each(['light', 'dark'] as const)('is accessible, %s', async colorScheme => {
      const { page } = await openDesk(browser);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await enrollWithNewPin(page, 'user1@contoso.example', '264857');
      await page.goto(new URL('#/users', page.url()).href);
      await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
      await page.getByText('Import finished').waitFor();
      const batch = await makeBatch(page, ['user2@contoso.example', 'nobody@contoso.example']);
      const wrong: Record<string, string[]> = {};
      const batchPages = [
        ['a batch', `#/${batch}`],
        ['the run screen', `#/${batch}/run`],
      ] as const;
      for (const [name, address] of [...batchPages, ...pages]) {
        await page.evaluate(to => {
          location.hash = to;
        }, address);
        const heading = page.getByRole('heading', { level: 1 }).first();
        await heading.waitFor();
        await expect.poll(() => page.getByRole('progressbar').count(), { timeout: 10_000 }).toBe(0);
        const found = await findings(page);
        if (found.length > 0) wrong[name] = found;
        // Its title tells a page from the others (WCAG 2.2, 2.4.2). What a user activates a key in is one page with many steps.
        const title = await page.title();
        if (address !== '#/activate' && !title.includes((await heading.textContent()) ?? ''))
          wrong[name] = [...found, `is called ${title}`];
      }
      expect(wrong).toEqual({});
    });
  },
);
