import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { noPostgres, type Postgres, startPostgres } from '../postgres.ts';
import { launchBrowser, noBrowser } from './desk.ts';

/** Why windows on a shared record cannot be tested here, or null. */
export const noSharedRecord = noBrowser() ?? noPostgres;

/** Has a browser and a PostgreSQL server for the tests of a `describe`. Call it there. */
export function browserAndServer(): { readonly browser: Browser; readonly postgres: Postgres } {
  let browser: Browser;
  let postgres: Postgres;
  beforeAll(async () => {
    browser = await launchBrowser();
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await browser?.close();
    await postgres?.close();
  });
  return {
    get browser() {
      return browser;
    },
    get postgres() {
      return postgres;
    },
  };
}

/** Opens a page of the window by its address. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.goto(new URL(hash, page.url()).href);
}
