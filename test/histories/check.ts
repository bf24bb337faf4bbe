import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { PASSWORD } from '../postgres.ts';
import type { Left } from './history.ts';

/*
 * Checks what a history left. It reads PostgreSQL and the files of the desks with SQL of its own, and uses nothing of Keydesk's code. The types of its
 * input are the only thing that it shares with the runner.
 */

export type Row = Record<string, unknown>;

/** The record, and the databases of the desks. */
export interface Sources {
  ask(sql: string): Promise<Row[]>;
  readonly desks: readonly { all(sql: string): Row[] }[];
}

/** Returns what is wrong; empty if nothing is. */
export function checkHistory(left: Left): Promise<string[]> {
  return withSources(left, async sources => {
    const rules = [operations, assignments, workflows, revisions, counts, chains, heads, mirrors];
    const wrong: string[] = [];
    for (const rule of rules) wrong.push(...(await rule(sources, left)));
    return wrong;
  });
}

/** Returns what is wrong with any record and its desks, whatever was done. */
export async function checkRecord(sources: Sources): Promise<string[]> {
  const rules = [liveAssignments, revisions, counts, wholeChains, mirrors];
  const wrong: string[] = [];
  for (const rule of rules) wrong.push(...(await rule(sources)));
  return wrong;
}

/** Opens the record and the databases of its desks for a checker. */
export async function withSources<T>(
  { port, database, folders }: Pick<Left, 'port' | 'database' | 'folders'>,
  check: (sources: Sources) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ host: '127.0.0.1', port, database, user: 'postgres', password: PASSWORD });
  await client.connect();
  const files = folders.map(folder => new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true }));
  try {
    return await check({
      ask: async sql => (await client.query<Row>(sql)).rows,
      desks: files.map(file => ({ all: sql => file.prepare(sql).all() as Row[] })),
    });
  } finally {
    for (const file of files) file.close();
    await client.end();
  }
}

type Rule = (sources: Sources, left: Left) => Promise<string[]>;
type RecordRule = (sources: Sources) => Promise<string[]>;

const MARKED = ['activate', 'enroll', 'lost', 'code'];

/** What a desk was told is true, and what the desk alone wrote in the same transaction is there if, and only if, the record has the rest. */
const operations: Rule = async ({ ask, desks }, left) => {
  const wrong: string[] = [];
  const events = new Set((await ask('SELECT id FROM keydesk.event')).map(({ id }) => id));
  const documents = desks.map(({ all }) => new Set(all('SELECT name FROM document').map(({ name }) => name)));
  for (const { id, desk, name, end, code, isForgotten } of left.operations) {
    if (end === 'open') wrong.push(`${name} ${id} never ended`);
    if (!MARKED.includes(name)) continue;
    const isThere = events.has(id);
    if (end === 'done' && !isThere) wrong.push(`${name} ${id} was done, and the record does not have it`);
    if (end === 'refused' && isThere) wrong.push(`${name} ${id} was refused (${code}), and the record has it`);
    // Another desk brings back what the record lost, but not what the desk alone would have got with it.
    if (left.isLossy && end === 'unknown') continue;
    if (!isForgotten && isThere !== (documents[desk]?.has(id) === true))
      wrong.push(`${name} ${id} is ${isThere ? '' : 'not '}in the record, and ${isThere ? 'not ' : ''}at its desk`);
  }
  for (const name of ['row', 'code'] as const) {
    const taken = left.operations.filter(one => one.name === name && one.end === 'done').map(({ value }) => value);
    const twice = taken.filter((value, at) => value !== undefined && taken.indexOf(value) !== at);
    // What the record lost, another desk may have taken meanwhile.
    if (twice.length > 0 && !left.isLossy) wrong.push(`a ${name} was taken twice: ${twice.join(', ')}`);
  }
  return wrong;
};

/** One live assignment for a user and a purpose, one owner for a key, and no active passkey on a lost key. */
const liveAssignments: RecordRule = async ({ ask }) => {
  const wrong: string[] = [];
  const live = await ask(`SELECT user_id, purpose FROM keydesk.assignment WHERE purpose IN ('primary', 'backup')
    AND state IN ('pending', 'provisioning', 'active', 'failed') GROUP BY tenant, user_id, purpose HAVING count(*) > 1`);
  if (live.length > 0) wrong.push(`two live assignments: ${JSON.stringify(live)}`);
  const owners = await ask(`SELECT security_key_id FROM keydesk.assignment WHERE state = 'active'
    GROUP BY security_key_id HAVING count(DISTINCT user_id) > 1`);
  if (owners.length > 0) wrong.push(`a key with two owners: ${JSON.stringify(owners)}`);
  const lost = await ask(`SELECT a.id FROM keydesk.assignment a JOIN keydesk.security_key k ON k.id = a.security_key_id
    WHERE a.state = 'active' AND k.mark = 'lost'`);
  if (lost.length > 0) wrong.push(`an active passkey on a lost key: ${JSON.stringify(lost)}`);
  return wrong;
};

/** The same, and a passkey for each that was registered. */
const assignments: Rule = async (sources, left) => {
  const wrong = await liveAssignments(sources);
  const rows = await sources.ask('SELECT method_id FROM keydesk.assignment WHERE method_id IS NOT NULL');
  const methods = new Set(rows.map(({ method_id }) => method_id));
  if (left.leftOut > 0) return wrong;
  for (const { id, name, end } of left.operations)
    if (name === 'enroll' && end === 'done' && !methods.has(id)) wrong.push(`the passkey ${id} has no assignment`);
  return wrong;
};

/** Each event is handled once by each workflow. */
const workflows: Rule = async ({ ask }, { hasEngine }) => {
  if (!hasEngine) return [];
  const runs = await ask(`SELECT e.id, w.n, count(r.n)::int AS runs FROM keydesk.event e CROSS JOIN keydesk.workflow w
    LEFT JOIN keydesk.workflow_run r ON r.workflow_n = w.n AND r.occasion = e.id
    WHERE e.type = 'security-key.activated' GROUP BY e.id, w.n HAVING count(r.n) <> 1`);
  return runs.map(({ id, n, runs: count }) => `workflow ${n} handled the event ${id} ${count} times`);
};

/** Commits come in the order of their numbers, and numbers have no gaps: readers ask for what is after a number. */
const revisions: RecordRule = async ({ ask }) => {
  const [order] = await ask(`SELECT count(*)::int AS n, max(n)::int AS newest, bool_and(at >= before) AS in_order FROM
    (SELECT n, at, lag(at, 1, at) OVER (ORDER BY n) AS before FROM keydesk.revision) r`);
  return [
    ...(order?.n === order?.newest ? [] : ['revisions have gaps']),
    ...(order?.in_order === true ? [] : ['revisions are not in the order of their commits']),
  ];
};

/** Numbers that triggers keep are those of the rows. */
const counts: RecordRule = async ({ ask }) => {
  const [table, run] = [
    await ask(`SELECT tenant, state FROM (SELECT tenant, state, count(*) AS n FROM keydesk.assignment GROUP BY tenant, state) a
      FULL JOIN keydesk.assignment_count c USING (tenant, state) WHERE coalesce(a.n, 0) <> coalesce(c.count, 0)`),
    await ask(`SELECT workflow_n, state FROM (SELECT workflow_n, state, count(*) AS n FROM keydesk.workflow_run GROUP BY workflow_n, state) a
      FULL JOIN keydesk.workflow_count c USING (workflow_n, state) WHERE coalesce(a.n, 0) <> coalesce(c.count, 0)`),
  ];
  return [...table, ...run].map(row => `a wrong number: ${JSON.stringify(row)}`);
};

const COLUMNS = [
  'at',
  'kind',
  'result',
  'actor_kind',
  'actor',
  'tenant',
  'user_id',
  'user_principal_name',
  'key_id',
  'key_aaguid',
  'key_serial',
  'cause',
  'correlation_id',
  'request_ids',
  'facts',
  'previous_hash',
];

/** Each desk's chain of the activity log is whole, and the numbers of all have no gaps (docs/activity.md). */
const wholeChains: RecordRule = async ({ ask }) => {
  const wrong: string[] = [];
  const ends = new Map<unknown, unknown>();
  for (const [at, row] of (await ask('SELECT * FROM keydesk.activity ORDER BY seq')).entries()) {
    if (Number(row.seq) !== at + 1) wrong.push(`the entry ${at + 1} is ${row.seq}`);
    const format = row.desk === '' ? [1, Number(row.seq)] : [2, Number(row.seq), row.desk];
    const members = [...format, ...COLUMNS.map(name => row[name])];
    const hash = createHash('sha256').update(JSON.stringify(members)).digest('hex');
    if (hash !== row.hash) wrong.push(`the entry ${row.seq} was changed`);
    if (row.previous_hash !== (ends.get(row.desk) ?? '0'.repeat(64))) wrong.push(`the chain is broken at ${row.seq}`);
    ends.set(row.desk, row.hash);
  }
  return wrong;
};

/** The same, and what was logged is there exactly once. */
const chains: Rule = async (sources, left) => {
  const wrong = await wholeChains(sources);
  const logged = await sources.ask(`SELECT facts::json->>'id' AS id, count(*)::int AS n FROM keydesk.activity
    WHERE kind = 'settings-changed' GROUP BY 1`);
  const times = new Map(logged.map(({ id, n }) => [id, Number(n)]));
  for (const { id, name, end, isForgotten } of left.operations) {
    if (name !== 'log') continue;
    const n = times.get(id) ?? 0;
    if (n > 1 || (n === 0 && end === 'done' && !isForgotten)) wrong.push(`the entry of ${id} is in the log ${n} times`);
  }
  return wrong;
};

/** Each desk's log has the entry that the desk's head file names. A desk that is killed while it brings back has no such file. */
const heads: Rule = async ({ desks }, { folders, isLossy }) =>
  desks.flatMap(({ all }, n) => {
    const file = join(folders[n] ?? '', 'activity-head.json');
    if (isLossy && !existsSync(file)) return [];
    const head = JSON.parse(readFileSync(file, 'utf8')) as Row;
    if (head.count === 0) return [];
    const [row] = all(`SELECT hash FROM activity WHERE seq = ${Number(head.count)}`);
    return row?.hash === head.hash
      ? []
      : [`the log of desk ${n} does not have the entry ${head.count} of its head file`];
  });

/** All desks have the rows of the record. */
const mirrors: RecordRule = async ({ ask, desks }) => {
  const wrong: string[] = [];
  const columns = await ask(`SELECT table_name AS "table", column_name AS name FROM information_schema.columns
    WHERE table_schema = 'keydesk' AND table_name IN (SELECT name FROM keydesk.recorded) AND column_name <> 'revision'
    ORDER BY table_name, ordinal_position`);
  for (const [table, named] of Map.groupBy(columns, row => row.table)) {
    const names = named.map(({ name }) => `"${name}"`).join(', ');
    const record = textOf(await ask(`SELECT ${names} FROM keydesk."${table}"`));
    for (const [n, { all }] of desks.entries())
      if (textOf(all(`SELECT ${names} FROM "${table}"`)) !== record)
        wrong.push(`${table} of desk ${n} differs from the record`);
  }
  return wrong;
};

/** Rows as text, in an order that does not depend on a database. */
function textOf(rows: readonly Row[]): string {
  const plain = (value: unknown) =>
    value instanceof Uint8Array
      ? Buffer.from(value).toString('hex')
      : typeof value === 'number'
        ? String(value)
        : value;
  return rows
    .map(row => JSON.stringify(Object.values(row).map(plain)))
    .toSorted()
    .join('\n');
}
