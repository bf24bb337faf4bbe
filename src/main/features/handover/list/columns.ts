import { problemOf } from '../../../../contract/batches/problem.ts';
import { type RowState, rowStates } from '../../../../contract/batches/schema.ts';
import type { Language } from '../../../../words/say.ts';
import type { Columns } from '../../../base/report/csv.ts';
import type { RowWithPin } from '../rows.ts';

/** The order of the columns is that of a file of users, then what came of each row. */
const columns: Columns<RowWithPin> = {
  line: ({ row }) => row.line,
  userPrincipalName: ({ row }) => row.user?.userPrincipalName ?? row.typed,
  displayName: ({ row }) => row.user?.displayName ?? null,
  state: ({ row }) => row.state,
  product: ({ row }) => row.key?.product ?? null,
  serial: ({ row }) => row.key?.serial ?? row.serial,
  passkeyName: ({ row }) => row.name,
  methodId: ({ row }) => row.methodId,
  startedAt: ({ row }) => row.startedAt,
  endedAt: ({ row }) => row.endedAt,
  handedOverAt: ({ row }) => row.handedOverAt,
  code: ({ row }) => row.error?.code ?? null,
  // An exported file is in English, whatever the language of the person who exports it.
  error: ({ row }) => errorWords({ row }, 'en'),
  note: ({ row }) => row.note,
  userId: ({ row }) => row.user?.id ?? null,
  id: ({ row }) => row.id,
};

/** Returns the columns of CSV and .xlsx. */
export function listColumns(withPins: boolean): Columns<RowWithPin> {
  return withPins ? { ...columns, pin: ({ pin }) => pin ?? null } : columns;
}

/** Returns why a row failed or was skipped, or why its last key was refused. */
export function errorWords({ row }: Pick<RowWithPin, 'row'>, language: Language): string | null {
  return row.error === null ? null : problemOf(row, 'window', language).message;
}

/** Returns the number of rows in each state that occurs. */
export function countsOf(rows: readonly RowWithPin[]): [RowState, number][] {
  return rowStates.flatMap(state => {
    const count = rows.filter(({ row }) => row.state === state).length;
    return count === 0 ? [] : [[state, count] as [RowState, number]];
  });
}
