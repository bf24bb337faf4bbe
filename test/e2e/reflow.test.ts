import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findings, settled } from './axe.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { lengthenNames, misfits } from './misfits.ts';
import {
  addWebhook,
  closeDialog,
  deskDialogs,
  dialogOf,
  makeBatch,
  makeProfile,
  makeWorkflow,
  type Opening,
  open,
} from './openings.ts';
import { enrollWithNewPin } from './steps.ts';

const obstacle = noBrowser();
const USER = 'user1@contoso.example';
/** 1280 pixels at 400 %, at 200 %, a small window, a large one. */
const sizes: readonly (readonly [width: number, height: number])[] = [
  [320, 256],
  [640, 512],
  [1024, 768],
  [1920, 1080],
];
const pages = [
  'overview',
  'users',
  ...['info', 'passkeys', 'comparison', 'keys', 'groups', 'activity', 'add-passkey'].map(tab => `users/${USER}/${tab}`),
  ...[
    'keys',
    'inventory',
    'reconciliation',
    'assignments',
    'batches',
    'batches/new',
    'batches/deferred/fetch',
    'batches/deferred/make',
    'batches/deferred/upload',
    'workflows',
    'workflows/new',
    'activity',
    'settings',
    'settings/profiles/new',
  ],
  // Its window is another one, so it comes last.
  'activate',
];
/** Those that are opened at every width; the narrowest has all. */
const common: readonly Opening[] = deskDialogs.filter(([, button]) =>
  ['Change PIN', 'Key settings', 'Deliveries'].includes(String(button)),
);
const LONG_NAME = 'Everybody who has a rather long name in Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch';

describe.skipIf(obstacle !== null)(`any width${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('no page or dialog is wider than the window, cuts text, or hides a control; at 400 % all of it is accessible', async () => {
    const { page, complaints } = await openDesk(browser);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await enrollWithNewPin(page, USER, '264857');
    await makeWorkflow(page, LONG_NAME);
    const workflow = new URL(page.url()).hash.slice(2);
    await makeProfile(page, LONG_NAME.slice(0, 60));
    const batch = await makeBatch(page, [USER, 'user2@contoso.example', 'nobody@contoso.example'], LONG_NAME);
    await page.goto(new URL('#/settings', page.url()).href);
    await addWebhook(page, `http://127.0.0.1:9/${'a-long-path/'.repeat(3)}${'x'.repeat(80)}`);
    const go = async (place: string) => {
      await page.evaluate(hash => {
        window.location.hash = hash;
      }, `#/${place}`);
      await page.getByRole('heading', { level: 1 }).or(page.getByRole('main')).first().waitFor();
      await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
    };
    const wrong: Record<string, string[]> = {};
    const note = async (name: string, found: readonly string[]) => {
      if (found.length > 0) wrong[name] = [...found];
      const folder = process.env.KEYDESK_SHOTS;
      if (folder) await page.screenshot({ path: `${folder}/${name.replaceAll(/\W+/g, '-')}.png`, fullPage: true });
    };
    const check = async (name: string, width: number) => {
      await settled(page);
      await note(`${name}, ${width}`, [...(await misfits(page)), ...(width === 320 ? await findings(page) : [])]);
      if (width > 640) return;
      await lengthenNames(page);
      await note(`${name}, ${width}, long names`, await misfits(page));
    };

    await go('users');
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      await check('users, not imported', width);
    }
    await page.getByRole('button', { name: 'Import from Microsoft Entra ID' }).click();
    await page.getByText('Import finished').waitFor();
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      for (const place of [workflow, batch, `${batch}/run`, ...pages]) {
        await go(place);
        await check(place, width);
      }
      for (const [address, button, item] of width === 320 ? deskDialogs : common) {
        await go(address.slice(2));
        await open(page, button, item);
        await check(`${address} ${button} ${item ?? ''}`, width);
        await closeDialog(dialogOf(page));
        await dialogOf(page).waitFor({ state: 'detached' });
      }
    }
    const icons = await page.evaluate(() =>
      [...document.querySelectorAll('nav svg')].map(({ innerHTML }) => innerHTML),
    );
    expect(new Set(icons).size, 'each page has an icon of its own').toBe(icons.length);
    expect(wrong).toEqual({});
    expect(complaints).toEqual([]);
  }, 180_000);
});
