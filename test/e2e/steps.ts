import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Steps in the window that several tests share, by what a person sees and clicks. */

/** Users -> All Users -> the user -> Passkeys. */
export async function openPasskeys(page: Page, userName: string): Promise<void> {
  // The trail above a page has links with the same names, and stays for a moment after the first click.
  const navigation = page.getByRole('navigation', { name: 'Main', exact: true });
  await navigation.getByRole('link', { name: 'Users', exact: true }).click();
  await navigation.getByRole('link', { name: 'All Users', exact: true }).click();
  await page.getByRole('searchbox').fill(userName);
  const row = page.getByRole('row').filter({ has: page.getByRole('cell', { name: userName, exact: true }) });
  // Until the search has finished, rows change under the mouse.
  await expect
    .poll(() =>
      page
        .getByRole('row')
        .filter({ has: page.getByRole('link') })
        .count(),
    )
    .toBe(1);
  await row.getByRole('link').click();
  await page.getByRole('tab', { name: 'Passkeys' }).click();
}

/** Add Passkey -> Microsoft, up to the form. */
export async function openForm(page: Page, userName: string): Promise<void> {
  await openPasskeys(page, userName);
  await page.getByRole('button', { name: 'Add Passkey' }).click();
  await page.getByRole('menuitem', { name: 'Microsoft' }).click();
  await page.getByRole('button', { name: 'Create', exact: true }).waitFor();
}

/**
 * Selects an option of a list that opens on a click. A page that has just come may take the focus, which closes the list again: then it is
 * opened once more.
 */
export async function choose(page: Page, label: string | RegExp, option: string): Promise<void> {
  const list = page.getByRole('combobox', { name: label });
  const wanted = page.getByRole('option', { name: option });
  for (let tries = 1; ; tries++) {
    if ((await list.getAttribute('aria-expanded')) !== 'true') await list.click();
    try {
      return await wanted.click({ timeout: 5000 });
    } catch (error) {
      if (tries === 4) throw error;
    }
  }
}

export function setTouch(page: Page, policy: 'Automatic' | 'By hand' | 'Never'): Promise<void> {
  return choose(page, 'Touch', policy);
}

/** Plugs in another practice key. */
export function chooseKey(page: Page, model: string): Promise<void> {
  return choose(page, /^(Key|Schlüssel)$/, model);
}

/** Selects a fault of the practice key. */
export function misbehave(page: Page, how: string): Promise<void> {
  return choose(page, 'Make the key fail', how);
}

export function create(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Create', exact: true }).click();
}

/** Types a new PIN into both fields and continues. */
export async function chooseNewPin(page: Page, pin: string): Promise<void> {
  // On a slow computer, the form is still there, whose choice of a PIN has the same name.
  await page.getByLabel('PIN', { exact: true }).and(page.locator('input')).fill(pin);
  await page.getByLabel('Repeat the PIN').fill(pin);
  await page.getByRole('button', { name: 'Continue' }).click();
}

export async function enterPin(page: Page, pin: string): Promise<void> {
  await page.getByRole('region', { name: 'Enter the PIN of the key' }).getByLabel('PIN', { exact: true }).fill(pin);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Runs an enrollment from form to result. The key then has that PIN. */
export async function enrollWithNewPin(page: Page, userName: string, pin: string): Promise<void> {
  await openForm(page, userName);
  await create(page);
  await chooseNewPin(page, pin);
  await page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
}

export function strip(page: Page) {
  return page.getByRole('region', { name: 'Plugged-in security keys' });
}

/** Sets the key's first PIN on its own page, so that it has no owner yet. */
export async function setPinOfKey(page: Page, pin: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Main', exact: true })
    .getByRole('link', { name: 'Security keys' })
    .click();
  await page.getByRole('button', { name: 'Set PIN' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New PIN').fill(pin);
  await dialog.getByLabel('Repeat the PIN').fill(pin);
  await dialog.getByRole('button', { name: 'Set PIN' }).click();
  await page.getByRole('button', { name: 'Change PIN' }).waitFor();
}

/** Unplugs the practice key, and waits until the window knows. A click right after it would still mean the key. */
export async function removeKey(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Remove key' }).click();
  await page.getByText('None plugged in').first().waitFor();
}
