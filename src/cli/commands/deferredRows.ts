import type { DeferredRow, ShownPackage } from '../../contract/deferred/schema.ts';
import { deferredStateWords } from '../../contract/deferred/words.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { wordsOf } from '../../words/say.ts';
import { listTable, table } from '../table.ts';

const words = wordsOf('deferredCommands');

/** Returns a row as scripts get it, like a row of `batch run`. */
export function printedDeferredRow({ user, typed, key, error, ...row }: DeferredRow) {
  return {
    ...row,
    typed,
    user: user?.userPrincipalName ?? typed,
    ...(user === null ? {} : { userId: user.id }),
    ...(key === null ? {} : { key }),
    ...(key?.serial === undefined ? {} : { serial: key.serial }),
    ...(error === null ? {} : { error, problem: { code: error.code, ...wordsFor(error, 'command') } }),
  };
}

/** Returns what scripts get of a package. */
export function printedPackage({ package: about, rows }: ShownPackage) {
  return { package: about, rows: rows.map(printedDeferredRow) };
}

/** Returns a package and its rows as tables for people. */
export function packageLines({ package: about, rows }: ShownPackage): string[] {
  const { file, tenant, tenantName, batch, expiresAt, left } = about;
  return [
    ...table([
      [words.fileLabel, file],
      [words.tenantLabel, tenantName === '' ? tenant : tenantName],
      [words.batchLabel, `${batch.name} (${batch.id})`],
      ...(expiresAt === null ? [] : [[words.expiresLabel, dayOf(expiresAt)] as const]),
    ]),
    '',
    ...deferredLines(rows),
    ...(left === 0 ? [] : ['', words.left({ count: left })]),
  ];
}

/** Returns rows as a table for people. */
export function deferredLines(rows: readonly DeferredRow[]): string[] {
  return listTable(
    words.columns,
    rows.map(({ line, user, typed, state, key, expiresAt, error }) => [
      String(line),
      user?.userPrincipalName ?? typed,
      deferredStateWords[state],
      key?.serial ?? '',
      dayOf(expiresAt),
      error === null ? '' : wordsFor(error, 'command').message,
    ]),
  );
}

/** Returns a time in UTC to the minute. */
export function dayOf(time: string | null): string {
  return time === null ? '' : time.slice(0, 16).replace('T', ' ');
}
