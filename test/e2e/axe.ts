import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2, levels A and AA, and what axe-core calls good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Waits until nothing moves or fades any more: a control that was just enabled has the colors of both states meanwhile. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // One that fades in begins with the next frame.
    await new Promise(requestAnimationFrame);
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    // An animation that is canceled rejects.
    await Promise.allSettled(ending.map(animation => animation.finished));
  });
}

/** What axe-core finds wrong with what is in sight, by rule and place. */
export async function findings(page: Page): Promise<string[]> {
  await settled(page);
  // Not as an element of the page, which its content security policy would refuse.
  await page.evaluate(source);
  const { violations } = await page.evaluate(rules => {
    const { axe: engine } = globalThis as unknown as { axe: typeof axe };
    // What Fluent UI keeps the focus inside a group with; nobody comes to rest on it.
    const context = { include: document, exclude: '[data-tabster-dummy]' };
    return engine.run(context, { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] });
  }, RULES);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary})`),
  );
}
