import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ActivityFilter } from '../../../contract/activity/schema.ts';
import { fold } from '../../base/fold.ts';
import { contains } from '../../base/store/foldedText.ts';
import type { Schema } from '../../base/store/schema.ts';
import { SEARCHED } from './textIndex.ts';

type Condition = Expression<SqlBool>;

/** One page of numbers of entries. */
export interface Page {
  readonly way: 'newest' | 'oldest';
  /** The last entry of the page before. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/**
 * Returns the numbers of the entries that a filter lets through, in the order of the log; with a time, in the order of time, which
 * is the same unless a clock was set back. One condition leads, by an index that has its entries in that order already: no
 * search sorts, or reads what it does not need. The others are asked of each entry that the leading one finds.
 */
export async function findEntries(database: Kysely<Schema>, filter: ActivityFilter, page: Page): Promise<number[]> {
  const { kinds = [], users = [], key, result, from, to } = filter;
  const words = filter.text?.trim() ?? '';
  const all = conditionsOf(filter, words);
  const lead = (branches: readonly Lead[]) => merged(database, branches, all, page);
  const isTimed = from !== undefined || to !== undefined;
  const ofKinds = kinds.map(kind => by('activity_kind', 'kind', kind));
  const ofResult = result === undefined ? [] : [by('activity_result', 'result', result)];
  // Those first that leave the fewest entries.
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

/** Returns a time in the log's own way of writing it, so that texts compare as times do. */
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

/** The log itself, by its numbers and by no other index. */
const LOG = sql`activity NOT INDEXED`;

/** The condition by which entries are looked up; without an index, by their numbers. */
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

/** So many entries are read and sorted in a few milliseconds. */
const FEW = 2000;

/** Returns the entries that any of some look-ups finds, where these are few; undefined where they are many, or there is no look-up. */
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

/** A page of those of some entries that a filter lets through. */
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

/** A page of the entries that any of some look-ups finds: each has them in order, so that the page is among the first of each. */
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

/** By the index of text, and entry by entry where an entry is not in it yet. */
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
          // The index has the order of the log. Its table stands first, so that it leads.
          sql`SELECT seq FROM activity_text CROSS JOIN activity ON seq = activity_text.rowid
              WHERE activity_text MATCH ${match} AND activity_text.rowid <= ${upto}
                AND ${beyond(page, 'activity_text.rowid')} AND ${allOf(all)}
              ORDER BY activity_text.rowid ${direction(page)} LIMIT ${limit}`,
        );
  const [first, second] = page.way === 'newest' ? [waiting, indexed] : [indexed, waiting];
  const found = await first(page.limit);
  return [...found, ...(await second(page.limit - found.length))];
}

/** So many sequences of three characters that must all be there find the right entries, and few others. */
const MAX_ALL = 12;
/** So many sequences of three characters are asked for at once where a search has fewer; one with more is met by most entries. */
const MAX_TERMS = 100;

/** The expression for the index; null where no entry in it can contain the text, undefined where the index does not help. */
async function matchOf(database: Kysely<Schema>, folded: string): Promise<string | null | undefined> {
  const characters = [...folded];
  const quoted = (terms: readonly string[]) => terms.map(term => `"${term.replaceAll('"', '""')}"`);
  if (characters.length >= 3) {
    // Side by side, and the last one: the text itself is compared afterwards.
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
