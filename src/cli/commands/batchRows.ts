import { problemOf } from '../../contract/batches/problem.ts';
import type { Batch, BatchRow, UnreadLine } from '../../contract/batches/schema.ts';
import { batchStateWords, rowStateWords, unreadWords } from '../../contract/batches/words.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { wordsOf } from '../../words/say.ts';
import { printFailure, tell } from '../output.ts';
import type { Session } from '../session.ts';
import { listTable, table } from '../table.ts';

const words = wordsOf('batchCommands');

/** Returns all rows of a batch in the order of their lines. */
export async function allRows({ client }: Session, id: string): Promise<BatchRow[]> {
  const rows: BatchRow[] = [];
  for (let after: string | undefined; ; ) {
    const page = await client.batches.rows({ id, limit: 1000, ...(after === undefined ? {} : { after }) });
    rows.push(...page.rows);
    if (page.next === undefined) return rows;
    after = page.next;
  }
}

/** Returns a row as scripts get it: `problem` has the words of why it failed or was skipped. */
export function printedRow({ error, key, user, typed, ...row }: BatchRow) {
  return {
    ...row,
    typed,
    user: user?.userPrincipalName ?? typed,
    ...(user === null ? {} : { userId: user.id }),
    ...(key?.serial == null ? {} : { serial: key.serial }),
    ...(error === null
      ? {}
      : { error, problem: { code: error.code, ...problemOf({ state: row.state, error }, 'command') } }),
  };
}

/** Returns the batches as a table for people. */
export function batchesLines(batches: readonly Batch[]): string[] {
  if (batches.length === 0) return [words.none];
  return listTable(
    words.columns,
    batches.map(({ id, name, state, rows, counts }) => [
      id,
      name,
      batchStateWords[state],
      String(rows),
      String(counts.done),
      String(counts.failed),
      String(counts.skipped),
    ]),
  );
}

/** Returns one batch with its counts. */
export function batchLines({ id, name, state, rows, counts }: Batch): string[] {
  return table([
    [words.batchName, name],
    [words.batchId, id],
    [words.batchState, batchStateWords[state]],
    [words.batchRows, String(rows)],
    [rowStateWords.done, String(counts.done)],
    [rowStateWords.failed, String(counts.failed)],
    [rowStateWords.skipped, String(counts.skipped)],
  ]);
}

/** Returns the rows as a table for people. */
export function rowLines(rows: readonly BatchRow[]): string[] {
  return listTable(
    words.rowColumns,
    rows.map(({ line, user, typed, state, key, error }) => [
      String(line),
      user?.userPrincipalName ?? typed,
      rowStateWords[state],
      key?.serial ?? '',
      problemOf({ state, error }, 'command').message,
    ]),
  );
}

/** Tells if rows were checked with the last import only, and why. */
export function tellInPart(rows: readonly BatchRow[]): void {
  const inPart = rows.flatMap(({ error }) => (error?.code === 'batch-checked-in-part' ? [error] : []));
  const [first] = inPart;
  if (first === undefined) return;
  const { message, next } = wordsFor(first, 'command');
  tell(`${words.inPart({ count: inPart.length })} ${message} ${next}`);
}

/** Returns the lines of a file that are not rows, each with its reason. */
export function unreadLines(unread: readonly UnreadLine[]): string[] {
  return unread.map(({ line, reason, text }) => words.unread({ line, why: unreadWords[reason], text }));
}

/**
 * Refuses a file without any row that could be read. The reasons say more than the error: people get them as lines, scripts as `unread`.
 * @throws KeydeskError batch-empty
 */
export function refuseEmpty(json: boolean, unread: readonly UnreadLine[]): never {
  if (json) printFailure(true, { code: 'batch-empty', params: {} }, { unread });
  else for (const line of unreadLines(unread)) tell(line);
  throw new KeydeskError('batch-empty');
}

/** Returns the rows with these line numbers. @throws KeydeskError batch-row-not-found */
export async function rowIdsOf(session: Session, id: string, lines: readonly string[] | undefined) {
  if (lines === undefined) return undefined;
  const rows = await allRows(session, id);
  return lines.map(line => {
    const row = rows.find(known => String(known.line) === line);
    if (row === undefined) throw new KeydeskError('batch-row-not-found', { id: line });
    return row.id;
  });
}
