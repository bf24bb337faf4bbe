/**
 * Measures the frames per second of Chromium while a person scrolls through a million users: with the wheel, and by
 * dragging the scrollbar from one end to the other, which shows rows that were not fetched before. Compared with the
 * same window and a thousand users.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startGraphSimulator } from '../src/simulator/graph/server.ts';
import { launchBrowser, noBrowser, openWindow } from '../test/e2e/openWindow.ts';
import type { Figure } from './figure.ts';
import { fillDirectory } from './filledDirectory.ts';

const SMALL = 1000;
const LARGE = 1_000_000;
/** Below this number of frames per second, people see that scrolling stutters. */
const SMOOTH = 50;
/** How long each kind of scrolling lasts, in ms. */
const LASTS = 5000;
/** The speed of the wheel in px per second, about ninety rows. */
const SPEED = 4000;

interface Frames {
  /** Frames per second. */
  readonly rate: number;
  /** The longest time between two frames, in ms. */
  readonly longest: number;
}

interface Scrolled {
  readonly wheel: Frames;
  readonly drag: Frames;
}

export async function scrollingFigures(): Promise<Figure[]> {
  const obstacle = noBrowser();
  if (obstacle !== null) {
    process.stderr.write(`Scrolling is not measured: ${obstacle}.\n`);
    return [];
  }
  const browser = await launchBrowser();
  const [small, large] = [await measure(browser, SMALL), await measure(browser, LARGE)];
  await browser.close();
  const figure = (name: string, of: keyof Scrolled): Figure => ({
    name: `${name}, 1,000,000 users`,
    value: large[of].rate,
    unit: 'frames/s',
    floor: { name: 'what looks smooth', value: SMOOTH },
    goal: 1,
    note: `or more; longest frame ${large[of].longest.toFixed(0)} ms; with 1,000 users ${small[of].rate.toFixed(1)} frames/s, ${small[of].longest.toFixed(0)} ms`,
  });
  return [figure('scrolling by the wheel', 'wheel'), figure('scrollbar dragged through all', 'drag')];
}

async function measure(browser: Browser, users: number): Promise<Scrolled> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const practice = join(folder, 'practice');
  mkdirSync(practice);
  const tenant = await startGraphSimulator({ users: 10, stateFile: join(practice, 'tenant.json') });
  await tenant.close();
  fillDirectory(practice, tenant.tenantId, users);
  const { page, close } = await openWindow(browser, ['--practice', '--data', folder]);
  try {
    const grid = page.getByRole('grid', { name: 'All Users' });
    await grid.getByRole('link').first().waitFor();
    await page.getByText(`${users.toLocaleString('en')} users`, { exact: true }).waitFor();
    return { wheel: await byWheel(page), drag: await byDrag(page) };
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function byWheel(page: Page): Promise<Frames> {
  const box = await page.getByRole('grid', { name: 'All Users' }).boundingBox();
  if (box === null) throw new Error('the list is not in sight');
  const devtools = await page.context().newCDPSession(page);
  const counted = frames(page, false);
  await devtools.send('Input.synthesizeScrollGesture', {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    yDistance: (-SPEED * LASTS) / 1000,
    speed: SPEED,
    gestureSourceType: 'mouse',
  });
  return counted;
}

function byDrag(page: Page): Promise<Frames> {
  return frames(page, true);
}

/** Counts the frames for a while. With `drag`, each frame moves the list further from its beginning to its end. */
function frames(page: Page, drag: boolean): Promise<Frames> {
  return page.evaluate(
    ({ lasts, drag }) =>
      new Promise<Frames>(resolve => {
        const list = document.querySelector('[role=grid]');
        const began = performance.now();
        let [count, longest, last] = [0, 0, began];
        const frame = () => {
          const now = performance.now();
          count++;
          longest = Math.max(longest, now - last);
          last = now;
          if (now - began >= lasts) return resolve({ rate: (count * 1000) / (now - began), longest });
          if (drag && list !== null) list.scrollTop = (list.scrollHeight * (now - began)) / lasts;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { lasts: LASTS, drag },
  );
}
