import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2, levels A and AA, and axe-core's best practices. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Waits until all animations have ended: during a transition, a control that was just enabled has a mix of two colors.
 */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // A fade-in begins with the next frame.
    await new Promise(requestAnimationFrame);
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    // A canceled animation rejects.
    await Promise.allSettled(ending.map(animation => animation.finished));
  });
}

/** Returns axe-core's findings for the visible page, by rule and place. */
export async function findings(page: Page): Promise<string[]> {
  await settled(page);
  // Not as an element of the page, because the content security policy would block it.
  await page.evaluate(source);
  const { violations } = await page.evaluate(rules => {
    const { axe: engine } = globalThis as unknown as { axe: typeof axe };
    // Fluent UI's elements that keep the focus inside a group. They never hold the focus.
    const context = { include: document, exclude: '[data-tabster-dummy]' };
    return engine.run(context, { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] });
  }, RULES);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary})`),
  );
}
