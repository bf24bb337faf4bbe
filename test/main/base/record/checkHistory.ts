import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Postgres } from '../../../postgres.ts';
import type { History } from './history.ts';

/**
 * Checks what a history left. It reads PostgreSQL and the files of the desks by itself, with nothing of Keydesk's own code. Returns what is wrong; empty
 * if nothing is.
 */
export async function checkHistory(
  postgres: Postgres,
  database: string,
  { operations, folders }: History,
): Promise<string[]> {
  const wrong: string[] = [];
  const ask = (sql: string) => postgres.query<Record<string, unknown>>(database, sql);
  const recorded = new Set((await ask("SELECT id FROM keydesk.event WHERE type = 'history'")).map(({ id }) => id));
  const desks = folders.map(folder => read(join(folder, 'keydesk.db')));

  for (const { id, end, desk } of operations) {
    const [isThere, isKnown] = [recorded.has(id), desks[desk]?.documents.has(id) === true];
    if (end === 'open') wrong.push(`${id} never ended`);
    if (end === 'done' && !isThere) wrong.push(`${id} was done, and the record does not have it`);
    if (end === 'refused' && isThere) wrong.push(`${id} was refused, and the record has it`);
    if (isThere !== isKnown)
      wrong.push(`${id} is ${isThere ? '' : 'not '}in the record, and ${isKnown ? '' : 'not '}at its desk`);
  }
  const twice = await ask('SELECT id FROM keydesk.event GROUP BY id HAVING count(*) > 1');
  if (twice.length > 0) wrong.push('an event is there twice');
  const live = await ask(`SELECT user_id FROM keydesk.assignment WHERE purpose = 'primary'
    AND state IN ('pending', 'provisioning', 'active', 'failed') GROUP BY tenant, user_id HAVING count(*) > 1`);
  if (live.length > 0) wrong.push('a user has two live assignments');
  const [order] = await ask(`SELECT count(*)::int AS n, max(n)::int AS newest, bool_and(at >= before) AS in_order FROM
    (SELECT n, at, lag(at, 1, at) OVER (ORDER BY n) AS before FROM keydesk.revision) r`);
  if (order?.n !== order?.newest) wrong.push('revisions have gaps');
  if (order?.in_order !== true) wrong.push('revisions are not in the order of their commits');

  const tables: [string, string][] = [
    ['event', 'seq'],
    ['assignment', 'id'],
    ['assignment_count', 'tenant, state'],
  ];
  for (const [table, key] of tables) {
    const columns = Object.keys((await ask(`SELECT * FROM keydesk.${table} LIMIT 1`))[0] ?? {}).filter(
      name => name !== 'revision',
    );
    if (columns.length === 0) continue;
    const select = `SELECT ${columns.map(name => `"${name}"`).join(', ')} FROM`;
    const order = `ORDER BY ${key
      .split(', ')
      .map(name => `"${name}"`)
      .join(', ')}`;
    const record = JSON.stringify((await ask(`${select} keydesk.${table} ${order}`)).map(numbers));
    for (const [n, { rows }] of desks.entries()) {
      if (JSON.stringify(rows(`${select} ${table} ${order}`).map(numbers)) !== record)
        wrong.push(`${table} of desk ${n} differs from the record`);
    }
  }
  const [counted] = await ask(
    `SELECT coalesce(sum(count), 0)::int AS counted, (SELECT count(*)::int FROM keydesk.assignment) AS n FROM keydesk.assignment_count`,
  );
  if (counted?.counted !== counted?.n) wrong.push('the numbers of assignments are wrong');
  for (const { close } of desks) close();
  return wrong;
}

/** PostgreSQL's bigint comes as text. */
function numbers(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
  );
}

function read(file: string) {
  const sqlite = new DatabaseSync(file, { readOnly: true });
  const rows = (sql: string) => sqlite.prepare(sql).all() as Record<string, unknown>[];
  return {
    rows,
    documents: new Set(rows('SELECT name FROM document').map(({ name }) => name)),
    close: () => sqlite.close(),
  };
}
