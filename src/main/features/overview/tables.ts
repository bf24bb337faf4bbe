import { inventoryStates } from '../../../contract/inventory/schema.ts';
import type { Overview } from '../../../contract/overview/schema.ts';
import { failedCauseWords, percentOf } from '../../../contract/overview/words.ts';
import type { Language } from '../../../words/say.ts';
import type { Cell, Columns } from '../../base/report/csv.ts';

/** One row of an exported table. */
export type TableRow = Readonly<Record<string, Cell>>;

/** One table of the overview. */
export interface OverviewTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

const COVERAGE = ['targeted', 'withSecurityKey', 'percent'] as const;

/** Returns all tables, with names for programs: in English, as in all exports. */
export function tablesOf(overview: Overview, language: Language): OverviewTable[] {
  const { coverage, groups, departments, days, weeks, pending, failed, stuck, activations, stock } = overview;
  return [
    table(
      'coverage',
      [...COVERAGE, 'unknown'],
      coverage === null ? [] : [{ ...covered(coverage), unknown: coverage.unknown }],
    ),
    table(
      'groups',
      ['group', 'id', ...COVERAGE],
      groups.map(group => ({ group: group.name, id: group.id, ...covered(group) })),
    ),
    table(
      'departments',
      ['department', ...COVERAGE],
      departments.map(each => ({ department: each.department, ...covered(each) })),
    ),
    table('days', ['day', 'keys'], days),
    table('weeks', ['from', 'to', 'keys'], weeks),
    table('pending', ['age', 'from', 'to', 'count'], pending),
    table(
      'failed',
      ['code', 'cause', 'count'],
      failed.map(({ code, count }) => ({ code, cause: failedCauseWords(code, language), count })),
    ),
    table('stuck', ['kind', 'count'], stuck),
    table('activations', ['day', 'count'], [activations]),
    table(
      'stock',
      ['state', 'keys'],
      inventoryStates.map(state => ({ state, keys: stock[state] })),
    ),
    table(
      'imported',
      ['users', 'groups', 'registrations', 'readAt', 'timeZone'],
      [
        {
          users: overview.imported.usersAt,
          groups: overview.imported.groupsAt,
          registrations: overview.imported.registrationsAt,
          readAt: overview.at,
          timeZone: overview.timeZone,
        },
      ],
    ),
  ];
}

/** Returns the columns of a table for an export. */
export function columnsOf(names: readonly string[]): Columns<TableRow> {
  return Object.fromEntries(names.map(name => [name, (row: TableRow): Cell => row[name] ?? null]));
}

function table(name: string, columns: readonly string[], rows: readonly TableRow[]): OverviewTable {
  return { name, columns, rows };
}

function covered(counted: { targeted: number; covered: number }): TableRow {
  return { targeted: counted.targeted, withSecurityKey: counted.covered, percent: percentOf(counted) };
}
