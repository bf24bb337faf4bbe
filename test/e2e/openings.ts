import type { Locator, Page } from 'playwright-core';

/**
 * A dialog: the page that it is opened from ('' for the current one), the button, and the menu item if the button opens
 * a menu.
 */
export type Opening = readonly [page: string, button: string | RegExp, item?: string];

const USER = 'user1@contoso.example';

/** The dialogs of a desk with a passkey of the user, a workflow and a webhook. */
export const deskDialogs: readonly Opening[] = [
  ['#/keys', 'Change PIN'],
  ['#/keys', 'Passkeys on this key'],
  ['#/keys', 'Fingerprints'],
  ['#/keys', 'Key settings'],
  ['#/keys', 'Reset'],
  ['#/inventory', /^Actions for/, 'Report lost'],
  ['#/inventory', /^Actions for/, 'Retire'],
  ['#/assignments', /^Actions for/, 'Revoke'],
  ['#/activity', /Details of entry 1$/],
  [`#/users/${USER}/passkeys`, /^Delete /],
  [`#/users/${USER}/passkeys`, 'Activation code'],
  [`#/users/${USER}/passkeys`, /^Actions for/, 'Revoke'],
  ['#/workflows', /^More actions/, 'Run now for existing users'],
  ['#/workflows', /^More actions/, 'Delete'],
  ['#/settings', /^Delete “/],
  ['#/settings', 'Add webhook'],
  ['#/settings', 'Deliveries'],
  ['#/settings', 'Rotate secret'],
  ['#/settings', 'Remove'],
];

export const dialogOf = (page: Page) => page.locator('[role=dialog], [role=alertdialog]');

/** Opens a dialog of the current page, and returns the button that opened it. */
export async function open(page: Page, button: string | RegExp, item?: string): Promise<Locator> {
  const opener = page.locator('#root').getByRole('button', { name: button, exact: true }).first();
  await opener.click();
  if (item !== undefined) await page.getByRole('menuitem', { name: item, exact: true }).click();
  await dialogOf(page).waitFor();
  return opener;
}

export function closeDialog(dialog: Locator): Promise<void> {
  return dialog
    .getByRole('button', { name: /^(Cancel|Close)$/ })
    .last()
    .click();
}

/** Creates a workflow for all users. */
export async function makeWorkflow(page: Page, name: string): Promise<void> {
  await page.goto(new URL('#/workflows/new', page.url()).href);
  await page.getByLabel('Name').fill(name);
  for (const step of ['Next', 'Next', 'Submit']) await page.getByRole('button', { name: step, exact: true }).click();
  await page.getByRole('heading', { name }).waitFor();
}

/** Creates a profile that only a person who chooses it gets. */
export async function makeProfile(page: Page, name: string): Promise<void> {
  await page.goto(new URL('#/settings/profiles/new', page.url()).href);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('region', { name: 'Profiles' }).getByText(name, { exact: true }).waitFor();
}

/** Adds a webhook on the settings page, which must be open, and closes the dialog with its secret. */
export async function addWebhook(page: Page, url: string): Promise<void> {
  await page.getByRole('button', { name: 'Add webhook' }).click();
  await dialogOf(page).getByRole('textbox', { name: 'Address' }).fill(url);
  await dialogOf(page).getByRole('button', { name: 'Add' }).click();
  const secret = page.getByRole('alertdialog', { name: 'The secret of the webhook' });
  await secret.getByRole('button', { name: 'Close' }).click();
  await secret.waitFor({ state: 'detached' });
}

/** Creates a batch from pasted names, waits for its check, and returns its address without the hash sign. */
export async function makeBatch(page: Page, users: readonly string[], name = ''): Promise<string> {
  await page.goto(new URL('#/batches/new', page.url()).href);
  await page.getByRole('radio', { name: 'A pasted list' }).check();
  await page.getByRole('textbox', { name: /One user a line/ }).fill(users.join('\n'));
  await page.getByText(`${users.length} rows were read.`).waitFor();
  await page.getByRole('textbox', { name: 'Name of the batch' }).fill(name);
  await page.getByRole('button', { name: 'Create batch' }).click();
  await page.getByRole('button', { name: `${users.length} All` }).waitFor();
  await page.getByRole('progressbar').waitFor({ state: 'detached' });
  // A row under the mouse has another color.
  await page.mouse.move(0, 0);
  return new URL(page.url()).hash.slice(2);
}
