import type { BatchRow } from '../../../contract/batches/schema.ts';
import { type SheetLanguage, sheetLanguageOf } from '../../../words/saySheets.ts';
import type { HandoverContext } from './context.ts';

/** How many users are read from Graph at the same time, and at most. */
const AT_ONCE = 4;
const MOST = 200;
/** Timeout for all of them, in ms. A sheet in another language is better than none. */
const PATIENCE = 15_000;

/**
 * Returns the language of each user's sheet by the row's id: the preferred language of the import, or else that of Graph. A row without one
 * is missing.
 */
export async function userLanguages(
  { imported, directory, log }: Pick<HandoverContext, 'imported' | 'directory' | 'log'>,
  rows: readonly BatchRow[],
): Promise<ReadonlyMap<string, SheetLanguage>> {
  const found = new Map<string, SheetLanguage>();
  const open: { rowId: string; user: string }[] = [];
  const keep = (rowId: string, tag: string) => {
    const language = sheetLanguageOf(tag);
    if (language !== undefined) found.set(rowId, language);
  };
  for (const { id, user } of rows) {
    if (user === null) continue;
    const tag = (await imported.user(user.id))?.preferredLanguage ?? null;
    if (tag !== null) keep(id, tag);
    else open.push({ rowId: id, user: user.id });
  }
  const queue = open.slice(0, MOST);
  const signal = AbortSignal.timeout(PATIENCE);
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { preferredLanguage } = await directory.live(next.user, signal);
      if (preferredLanguage !== null) keep(next.rowId, preferredLanguage);
    }
  };
  // Without a network, each further question would wait for its timeout.
  const stop = (error: unknown) => {
    queue.length = 0;
    log(`handover: languages of users: ${String(error)}`);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => work().catch(stop)));
  return found;
}
