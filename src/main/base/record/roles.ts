import type { RecordClient } from './connect.ts';
import { SCHEMA } from './recordSchema.ts';
import type { RecordTable } from './tables.ts';

/** What a station may do with the tables of the record. It has no right to the others. */
export interface StationRights {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** The roles of a record. Each is a group without sign-in: give it to the roles that people and computers sign in with. */
export const ROLES = {
  desk: 'keydesk_desk',
  station: 'keydesk_station',
  reviewer: 'keydesk_reviewer',
  admin: 'keydesk_admin',
} as const;

/** Tables beside those that Keydesk fills: what a writer adds to and changes in each of them. */
const bookkeeping = {
  revision: 'INSERT',
  removed: 'INSERT, UPDATE',
  number: 'INSERT, UPDATE',
  kept: 'INSERT, UPDATE',
  desk: 'INSERT, UPDATE',
} as const;

/** Returns the statements that make the roles of a record and give them their rights, for a person to read and run. */
export function rolesSql(tables: readonly RecordTable[], station: StationRights): string {
  return [
    '-- The roles of a record of Keydesk. Run this in the database of the record, after keydesk record create, as an administrator who may create roles.',
    '-- Afterwards give a role to each login, for example: GRANT keydesk_desk TO counter_berlin;',
    'BEGIN;',
    ...Object.values(ROLES).map(createRole),
    '',
    '-- Nobody else may use the record.',
    `REVOKE ALL ON SCHEMA ${SCHEMA} FROM PUBLIC;`,
    `REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${SCHEMA} FROM PUBLIC;`,
    `GRANT USAGE ON SCHEMA ${SCHEMA} TO ${Object.values(ROLES).join(', ')};`,
    `GRANT EXECUTE ON FUNCTION ${SCHEMA}.changes TO ${Object.values(ROLES).join(', ')};`,
    `GRANT EXECUTE ON FUNCTION ${SCHEMA}.record TO ${ROLES.desk}, ${ROLES.station}, ${ROLES.admin};`,
    '',
    '-- Every role must see how far the record is. kept holds rows of one desk, and only its own role sees them. Of desk, a role changes only its own desks.',
    '-- Triggers refuse what no desk writes: removals of rows that are there, and revisions and numbers out of turn.',
    `GRANT SELECT ON ${named(['record', 'recorded', 'revision', 'removed', 'number', 'desk', 'kept'])} TO ${Object.values(ROLES).join(', ')};`,
    ...Object.entries(bookkeeping).map(
      ([table, rights]) => `GRANT ${rights} ON ${SCHEMA}.${table} TO ${ROLES.desk}, ${ROLES.station}, ${ROLES.admin};`,
    ),
    '',
    '-- A reviewer reads everything that desks share, and changes nothing. A desk does everything but change the activity log: it adds entries.',
    '-- A station sees what an activation needs: no webhook, no batch, no PIN, no log.',
    ...tableGrants(tables, station).map(statement => `${statement};`),
    'COMMIT;',
    '',
  ].join('\n');
}

/** Returns the statements that give the roles their rights to tables that desks share. */
export function tableGrants(tables: readonly RecordTable[], station: StationRights): string[] {
  const changed = tables.filter(({ isLog }) => !isLog).map(({ name }) => name);
  const logs = tables.filter(({ isLog }) => isLog).map(({ name }) => name);
  const among = (names: readonly string[]) => names.filter(name => changed.includes(name));
  return [
    grant('SELECT', [...changed, ...logs], [ROLES.reviewer, ROLES.desk, ROLES.admin]),
    grant('INSERT, UPDATE, DELETE', changed, [ROLES.desk, ROLES.admin]),
    grant('INSERT', logs, [ROLES.desk, ROLES.station, ROLES.admin]),
    grant('SELECT', among(station.reads), [ROLES.station]),
    grant('INSERT, UPDATE, DELETE', among(station.writes), [ROLES.station]),
  ].flat();
}

function grant(rights: string, tables: readonly string[], roles: readonly string[]): string[] {
  return tables.length === 0 ? [] : [`GRANT ${rights} ON ${named(tables)} TO ${roles.join(', ')}`];
}

/** Returns whether the server has all roles of a record. */
export async function hasAllRoles(client: RecordClient): Promise<boolean> {
  const all = Object.values(ROLES);
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = ANY ($1)', [all]);
  return rowCount === all.length;
}

function createRole(role: string): string {
  return `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} NOLOGIN; END IF; END $$;`;
}

function named(tables: readonly string[]): string {
  return tables.map(table => `${SCHEMA}."${table}"`).join(', ');
}
