import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Confirms the PIN on the run screen, as soon as somebody can have read it. */
export async function handedOver(page: Page): Promise<void> {
  await expect.poll(() => page.getByRole('button', { name: /^Handed over/ }).isEnabled()).toBe(true);
  await page.keyboard.press('Alt+O');
}
