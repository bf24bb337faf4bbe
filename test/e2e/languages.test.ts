import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Pseudo, pseudoText } from '../../src/words/pseudo.ts';
import { settled } from './axe.ts';
import { launchBrowser, noBrowser, openDesk } from './desk.ts';
import { cutWords, misfits } from './misfits.ts';
import { addWebhook, makeBatch, makeWorkflow } from './openings.ts';
import { enrollWithNewPin } from './steps.ts';

const obstacle = noBrowser();
const USER = 'user1@contoso.example';
const OTHER = 'user2@contoso.example';
const pages = [
  'users',
  ...['info', 'passkeys', 'keys', 'groups', 'activity', 'add-passkey'].map(tab => `users/${USER}/${tab}`),
  ...[
    'keys',
    'inventory',
    'assignments',
    'batches',
    'batches/new',
    'workflows',
    'workflows/new',
    'activity',
    'settings',
    'settings/profiles/new',
    'nowhere',
  ],
  // Its window is another one, so it comes last.
  'activate',
];
/** Dialogs, by the page and the English name of the button that opens them. */
const dialogs = [
  ['keys', 'Change PIN'],
  ['keys', 'Key settings'],
  ['keys', 'Reset'],
  ['settings', 'Add webhook'],
] as const;

/** What comes from elsewhere: names of people, products, places and protocols, ids, addresses, and what others wrote. */
const FACTS: readonly RegExp[] = [
  /^https?:|@|^\/|^[0-9a-f-]{32,}$|^[0-9a-f]{16,}$|^[A-Za-z0-9_-]{20,}$|\.All$|^hid:|^udp:/,
  /^(Contoso|Keydesk|Practice key|Manager|English|Deutsch|CTAP|FIDO|U2F|PIN|AAGUID|GUID|Microsoft|Hello)\b/,
  /^(versions|extensions|aaguid|options|maxMsgSize|pinUvAuthProtocols|transports|algorithms|forcePINChange)$/,
  /^(minPINLength|maxPINLength|firmwareVersion|remainingDiscoverableCredentials|certifications)$/,
  /^(longTouchForReset|transportsForReset|practice|usb|true|false|packed|passed|failed)\b/,
  /^\w+: (true|false)|^credProtect|^credBlob|^U2F_V2|^(ES256|EdDSA)|^\d+\.\d+/,
  // Dates and times are in the form of the region.
  /^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d/,
];

/** Texts of the page, and names that only screen readers and tooltips tell. */
function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { parentElement, textContent } = node;
      const isCode = parentElement?.closest('script, style, code, [data-fact]') != null;
      if (!isCode && textContent?.trim()) found.add(textContent.trim());
    }
    for (const element of document.querySelectorAll('*')) {
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
        const text = element.getAttribute(name)?.trim();
        if (text) found.add(text);
      }
    }
    return [...found];
  });
}

const isForeign = (text: string, facts: ReadonlySet<string>) =>
  /[A-Za-z]{3}/.test(text) && !text.includes('⟦') && !facts.has(text) && !FACTS.some(fact => fact.test(text));

/** A desk with something in every list, in a pseudo-language. */
async function openIn(browser: Browser, tag: Pseudo) {
  const { page, complaints } = await openDesk(browser);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await enrollWithNewPin(page, USER, '264857');
  await makeWorkflow(page, 'Sales');
  const batch = await makeBatch(page, [USER, OTHER, '11111111']);
  await page.goto(new URL('#/settings', page.url()).href);
  await addWebhook(page, 'http://127.0.0.1:9/path');
  await page.addInitScript(language => {
    Object.defineProperty(navigator, 'languages', { get: () => [language] });
  }, tag);
  await page.reload();
  const go = async (place: string) => {
    await page.evaluate(hash => {
      window.location.hash = hash;
    }, `#/${place}`);
    await page.getByRole('heading', { level: 1 }).or(page.getByRole('main')).first().waitFor();
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
    await settled(page);
  };
  const shoot = async (name: string) => {
    const folder = process.env.KEYDESK_SHOTS;
    if (folder) await page.screenshot({ path: `${folder}/${tag}-${name.replaceAll(/\W+/g, '-')}.png`, fullPage: true });
  };
  return { page, complaints, go, shoot, batchPages: [batch, `${batch}/run`] };
}

describe.skipIf(obstacle !== null)(`languages${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('no text of the window is outside the catalogs', async () => {
    const { page, complaints, go, shoot, batchPages } = await openIn(browser, 'en-XA');
    const wrong: Record<string, string[]> = {};
    const facts = new Set<string>();
    const check = async (name: string) => {
      const foreign = (await textsOf(page)).filter(text => isForeign(text, facts));
      if (foreign.length > 0) wrong[name] = foreign;
      await shoot(name);
    };
    await go('users');
    // Names and departments of the simulated people are what a tenant has.
    const cells = page.getByRole('row').locator('[role="gridcell"], td');
    await cells.first().waitFor();
    const people = await cells.allInnerTexts();
    for (const text of people.flatMap(cell => cell.split('\n'))) if (!text.includes('⟦')) facts.add(text.trim());
    for (const initials of await page.locator('.fui-Avatar').allInnerTexts()) facts.add(initials.trim());
    for (const user of [USER, OTHER]) {
      await go(`users/${user}/info`);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      for (const name of await page.getByRole('heading', { level: 1 }).allInnerTexts()) facts.add(name);
    }
    for (const place of [...batchPages, ...pages]) {
      await go(place);
      await check(place);
      for (const [, button] of dialogs.filter(([at]) => at === place)) {
        await page
          .getByRole('button', { name: pseudoText(button), exact: true })
          .first()
          .click();
        await page.locator('[role="dialog"], [role="alertdialog"]').waitFor();
        await settled(page);
        await check(`${place} ${button}`);
        await page.keyboard.press('Escape');
      }
    }
    expect(wrong).toEqual({});
    expect(complaints).toEqual([]);
  });

  test('from right to left every page mirrors, and none scrolls sideways', async () => {
    const { page, complaints, go, shoot, batchPages } = await openIn(browser, 'ar-XB');
    const wrong: Record<string, string[]> = {};
    for (const width of [1280, 420]) {
      await page.setViewportSize({ width, height: 860 });
      for (const place of [...batchPages, ...pages.filter(each => each !== 'activate')]) {
        await go(place);
        await expect.poll(() => page.locator('html').getAttribute('dir')).toBe('rtl');
        const found = (await misfits(page)).filter(text => /scrolls sideways|is outside/.test(text));
        if (found.length > 0) wrong[`${width} ${place}`] = found;
        await shoot(`${width}-${place}`);
      }
    }
    await page.setViewportSize({ width: 1280, height: 860 });
    await go('users');
    const [nav, main] = await Promise.all([page.locator('nav').boundingBox(), page.locator('#main').boundingBox()]);
    expect(nav?.x).toBeGreaterThan(main?.x ?? 0);
    expect(wrong).toEqual({});
    expect(complaints).toEqual([]);
  });

  test('a setting changes the language of the window at once, and German words fit', async () => {
    const { page, complaints } = await openDesk(browser);
    // The lists have rows, also in German.
    await enrollWithNewPin(page, USER, '264857');
    await makeWorkflow(page, 'Sales');
    const cut: Record<string, string[]> = {};
    await page.goto(new URL('#/settings', page.url()).href);
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await page.getByRole('heading', { name: 'Einstellungen', level: 1 }).waitFor();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('de');
    // The focus stays where the person was.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT');
    await page.reload();
    await page.getByRole('heading', { name: 'Einstellungen', level: 1 }).waitFor();
    await page.goto(new URL('#/users', page.url()).href);
    // The name of the key on a German keyboard.
    await expect.poll(() => page.getByRole('searchbox').getAttribute('placeholder')).toContain('(Strg+K)');
    for (const place of pages.filter(each => each !== 'activate')) {
      await page.goto(new URL(`#/${place}`, page.url()).href);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await settled(page);
      const found = await cutWords(page);
      if (found.length > 0) cut[place] = found;
      const folder = process.env.KEYDESK_SHOTS;
      if (folder) await page.screenshot({ path: `${folder}/de-${place.replaceAll(/\W+/g, '-')}.png`, fullPage: true });
    }
    await page.goto(new URL('#/settings', page.url()).href);
    await page.getByRole('combobox', { name: 'Sprache' }).selectOption('system');
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    expect(cut).toEqual({});
    expect(complaints).toEqual([]);
  });
});
