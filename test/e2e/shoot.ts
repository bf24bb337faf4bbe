import type { Page } from 'playwright-core';
import { findings } from './axe.ts';
import { misfits } from './misfits.ts';

/** How often a page is looked at that still changes, and how long it may take in between, in ms. */
const LOOKS = 3;
const PAUSE = 500;

/**
 * Throws with all findings if somebody could not use what is on the screen: axe-core's and texts that do not fit. Takes
 * a screenshot if KEYDESK_SHOTS names a folder.
 *
 * A page that was just opened may be half drawn on a busy computer, so what it shows then is looked at again.
 */
export async function shoot(page: Page, name: string, { fullPage = true } = {}): Promise<void> {
  // A control under the pointer has other colors and perhaps a tooltip.
  await page.mouse.move(0, 0);
  let found: string[] = [];
  for (let look = 1; look <= LOOKS; look += 1) {
    found = [...(await findings(page)), ...(await misfits(page))];
    if (found.length === 0) break;
    await page.waitForTimeout(PAUSE);
  }
  const folder = process.env.KEYDESK_SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage });
  if (found.length > 0) throw new Error(`${name}:\n${found.join('\n')}`);
}
