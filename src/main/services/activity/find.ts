import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ActivityFilter } from '../../../contract/activity/schema.ts';
import { fold } from '../../base/fold.ts';
import { contains } from '../../base/store/foldedText.ts';
import type { Schema } from '../../base/store/schema.ts';
import { SEARCHED } from './textIndex.ts';

type Condition = Expression<SqlBool>;

/** One page of entry numbers. */
export interface Page {
  readonly way: 'newest' | 'oldest';
  /** The last entry of the page before. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/**
 * Returns the numbers of the entries that match a filter, in the order of the log. With a time in the filter, the order
 * is that of time, which is the same unless a clock was set back. One condition leads: its index already has the
 * entries in that order, so no search sorts entries or reads unnecessary ones. The other conditions are checked for
 * each entry that the leading one finds.
 */
export async function findEntries(database: Kysely<Schema>, filter: ActivityFilter, page: Page): Promise<number[]> {
  const { kinds = [], users = [], key, result, from, to } = filter;
  const words = filter.text?.trim() ?? '';
  const all = conditionsOf(filter, words);
  const lead = (branches: readonly Lead[]) => merged(database, branches, all, page);
  const isTimed = from !== undefined || to !== undefined;
  const ofKinds = kinds.map(kind => by('activity_kind', 'kind', kind));
  const ofResult = result === undefined ? [] : [by('activity_result', 'result', result)];
  // Conditions with the fewest entries come first.
  if (key !== undefined) {
    return lead((['key_serial', 'key_aaguid', 'key_id'] as const).map(name => by(`activity_${name}`, name, key)));
  }
  if (users.length > 0) return lead(users.flatMap(ofUser));
  if (words !== '' || isTimed) {
    const ofTime = words !== '' && isTimed ? [{ index: 'activity_at', where: timeOf(filter) }] : [];
    for (const leads of [ofKinds, ofResult, ofTime]) {
      const few = await fewOf(database, leads);
      if (few !== undefined) return among(database, few, all, { ...page, byTime: words === '' });
    }
  }
  if (words !== '') return withText(database, fold(words), all, page);
  if (isTimed) return inTime(database, all, page);
  if (ofKinds.length > 0) return lead(ofKinds);
  return lead(ofResult.length > 0 ? ofResult : [{ where: sql<boolean>`1` }]);
}

/** Returns a time in the format of the log, so that comparing texts compares times. */
function utc(moment: string): string {
  return new Date(moment).toISOString();
}

function timeOf({ from, to }: ActivityFilter): Condition {
  const parts = [];
  if (from !== undefined) parts.push(sql`at >= ${utc(from)}`);
  if (to !== undefined) parts.push(sql`at < ${utc(to)}`);
  return sql<boolean>`${sql.join(parts, sql` AND `)}`;
}

function conditionsOf({ kinds, users, key, result, from, to }: ActivityFilter, words: string): Condition[] {
  const all: Condition[] = [];
  if (kinds !== undefined && kinds.length > 0) all.push(sql`kind IN (${sql.join(kinds)})`);
  if (users !== undefined && users.length > 0) {
    const isOne = (user: string) => sql`(user_id = ${user} OR user_principal_name = ${user} COLLATE NOCASE)`;
    all.push(sql`(${sql.join(users.map(isOne), sql` OR `)})`);
  }
  if (key !== undefined) all.push(sql`(key_serial = ${key} OR key_aaguid = ${key} OR key_id = ${key})`);
  if (result !== undefined) all.push(sql`result = ${result}`);
  if (from !== undefined || to !== undefined) all.push(timeOf({ from, to }));
  if (words !== '') all.push(contains(SEARCHED, words));
  return all;
}

/** The log by its numbers, without any other index. */
const LOG = sql`activity NOT INDEXED`;

/** The condition that leads the search by its index. Without an index, the search goes by number. */
interface Lead {
  readonly index?: string;
  readonly where: Condition;
}

function tableOf({ index }: Lead): RawBuilder<unknown> {
  return index === undefined ? LOG : sql`activity INDEXED BY ${sql.ref(index)}`;
}

function by(index: string, column: string, value: string): Lead {
  return { index, where: sql<boolean>`${sql.ref(column)} = ${value}` };
}

function ofUser(user: string): Lead[] {
  const name = sql<boolean>`user_principal_name = ${user} COLLATE NOCASE`;
  return [by('activity_user_id', 'user_id', user), { index: 'activity_user_principal_name', where: name }];
}

/** The number of entries that can be read and sorted in a few milliseconds. */
const FEW = 2000;

/**
 * Returns the entries that any of the look-ups finds, if they are few. Returns undefined if they are many, or if there
 * is no look-up.
 */
async function fewOf(database: Kysely<Schema>, leads: readonly Lead[]): Promise<number[] | undefined> {
  if (leads.length === 0) return undefined;
  const found: number[] = [];
  for (const lead of leads) {
    const limit = FEW + 1 - found.length;
    found.push(...(await run(database, sql`SELECT seq FROM ${tableOf(lead)} WHERE ${lead.where} LIMIT ${limit}`)));
    if (found.length > FEW) return undefined;
  }
  return found;
}

/** Returns one page of the given entries that match a filter. */
async function among(
  database: Kysely<Schema>,
  seqs: readonly number[],
  all: readonly Condition[],
  { way, after, limit, byTime }: Page & { byTime: boolean },
): Promise<number[]> {
  const { rows } = await sql<{ seq: number; at: string }>`SELECT seq, at FROM ${LOG}
    WHERE seq IN (SELECT value FROM json_each(${JSON.stringify(seqs)})) AND ${allOf(all)}`.execute(database);
  const time = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  const oldest = rows.toSorted((one, other) => (byTime ? time(one.at, other.at) : 0) || one.seq - other.seq);
  const sorted = (way === 'newest' ? oldest.toReversed() : oldest).map(({ seq }) => seq);
  const start = after === undefined ? 0 : sorted.indexOf(after) + 1;
  return sorted.slice(start, start + limit);
}

/**
 * Returns one page of the entries that any of the look-ups finds. Each look-up is ordered, so only the first entries of
 * each are needed.
 */
async function merged(
  database: Kysely<Schema>,
  branches: readonly Lead[],
  all: readonly Condition[],
  page: Page,
): Promise<number[]> {
  const found = new Set<number>();
  for (const branch of branches) {
    const conditions = [branch.where, beyond(page), ...all];
    for (const seq of await seqsOf(database, tableOf(branch), conditions, page)) found.add(seq);
  }
  const way = page.way === 'newest' ? -1 : 1;
  return [...found].toSorted((one, other) => (one - other) * way).slice(0, page.limit);
}

async function inTime(database: Kysely<Schema>, all: readonly Condition[], page: Page): Promise<number[]> {
  const { way, after, limit } = page;
  const place = sql`((SELECT at FROM activity WHERE seq = ${after}), ${after})`;
  const rest =
    after === undefined
      ? []
      : [way === 'newest' ? sql<boolean>`(at, seq) < ${place}` : sql<boolean>`(at, seq) > ${place}`];
  const order = way === 'newest' ? sql`at DESC, seq DESC` : sql`at, seq`;
  return run(
    database,
    sql`SELECT seq FROM activity INDEXED BY activity_at WHERE ${allOf([...rest, ...all])} ORDER BY ${order} LIMIT ${limit}`,
  );
}

/** Searches the text index, and entries that are not in the index one by one. */
async function withText(
  database: Kysely<Schema>,
  folded: string,
  all: readonly Condition[],
  page: Page,
): Promise<number[]> {
  const match = await matchOf(database, folded);
  if (match === undefined) return merged(database, [{ where: sql<boolean>`1` }], all, page);
  const upto = (await database.selectFrom('activity_indexed').select('upto').executeTakeFirst())?.upto ?? 0;
  const waiting = (limit: number) =>
    seqsOf(database, LOG, [sql<boolean>`seq > ${upto}`, beyond(page), ...all], { ...page, limit });
  const indexed = async (limit: number) =>
    limit <= 0 || match === null
      ? []
      : run(
          database,
          // The index has the order of the log. Its table comes first, so that it leads.
          sql`SELECT seq FROM activity_text CROSS JOIN activity ON seq = activity_text.rowid
              WHERE activity_text MATCH ${match} AND activity_text.rowid <= ${upto}
                AND ${beyond(page, 'activity_text.rowid')} AND ${allOf(all)}
              ORDER BY activity_text.rowid ${direction(page)} LIMIT ${limit}`,
        );
  const [first, second] = page.way === 'newest' ? [waiting, indexed] : [indexed, waiting];
  const found = await first(page.limit);
  return [...found, ...(await second(page.limit - found.length))];
}

/** This many trigrams (sequences of three characters) that must all match find the right entries and few others. */
const MAX_ALL = 12;
/**
 * Maximum number of trigrams that begin with a search text of one or two characters. If there are more, most entries
 * match, and the index does not help.
 */
const MAX_TERMS = 100;

/**
 * Returns the expression for the index. Returns null if no entry in the index can contain the text, and undefined if
 * the index does not help.
 */
async function matchOf(database: Kysely<Schema>, folded: string): Promise<string | null | undefined> {
  const characters = [...folded];
  const quoted = (terms: readonly string[]) => terms.map(term => `"${term.replaceAll('"', '""')}"`);
  if (characters.length >= 3) {
    // Uses adjacent trigrams that do not overlap, and the last one: the text itself is compared afterwards.
    const last = characters.length - 3;
    const starts = [...characters.keys()].filter(start => start <= last && (start % 3 === 0 || start === last));
    const terms = starts.slice(0, MAX_ALL).map(start => characters.slice(start, start + 3).join(''));
    return quoted([...new Set(terms)]).join(' AND ');
  }
  const { rows } = await sql<{ term: string }>`SELECT term FROM activity_terms
    WHERE term >= ${folded} AND term <= ${`${folded}\u{10ffff}`} LIMIT ${MAX_TERMS + 1}`.execute(database);
  if (rows.length === 0) return null;
  return rows.length > MAX_TERMS ? undefined : quoted(rows.map(({ term }) => term)).join(' OR ');
}

function seqsOf(
  database: Kysely<Schema>,
  table: RawBuilder<unknown>,
  conditions: readonly Condition[],
  page: Page,
): Promise<number[]> {
  return run(
    database,
    sql`SELECT seq FROM ${table} WHERE ${allOf(conditions)} ORDER BY seq ${direction(page)} LIMIT ${page.limit}`,
  );
}

function beyond({ way, after }: Page, seq = 'seq'): Condition {
  return way === 'newest'
    ? sql<boolean>`${sql.ref(seq)} < ${after ?? Number.MAX_SAFE_INTEGER}`
    : sql<boolean>`${sql.ref(seq)} > ${after ?? 0}`;
}

function direction({ way }: Page): RawBuilder<unknown> {
  return way === 'newest' ? sql`DESC` : sql`ASC`;
}

function allOf(conditions: readonly Condition[]): RawBuilder<unknown> {
  return sql.join([...conditions], sql` AND `);
}

async function run(database: Kysely<Schema>, query: RawBuilder<unknown>): Promise<number[]> {
  const { rows } = await query.execute(database);
  return (rows as { seq: number }[]).map(({ seq }) => seq);
}
