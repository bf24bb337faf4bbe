import type { DatabaseSync } from 'node:sqlite';
import type { Instance } from '../../base/store/instance.ts';
import type { Database, Transaction } from '../../base/store/transactions.ts';

/** What one Keydesk does for all desks of a record. */
type LedWork = 'workflows';

/** The right to do it. A former leader has an older term. */
export interface Term {
  readonly work: LedWork;
  readonly holder: string;
  readonly term: number;
}

/**
 * Which running Keydesk does a kind of work for all desks of a record. A leader that the record has not seen for ten seconds stops by itself; others take over after fifteen. Each
 * transaction of the work compares the term, so that a former leader settles nothing.
 */
export interface Leader {
  /**
   * Returns the term in which this Keydesk leads. Takes the lead if nobody has it, or one that is less fit. Writes only then.
   * @returns undefined if another Keydesk leads, or this desk may not; `alone` if the record is not shared: then everybody may work
   */
  take(): Promise<Term | 'alone' | undefined>;
  /** Takes the lead from whoever has it, because this desk has just become the fittest. As `take`. */
  seize(): Promise<Term | 'alone' | undefined>;
  /** Lets others lead. */
  release(): Promise<void>;
}

export interface LeaderParts {
  readonly database: Database;
  readonly instance: Pick<Instance, 'id' | 'isPresent' | 'mayLead'>;
  /** Returns how fit this desk is for the work. A fitter one takes over, and nobody is too unfit to lead if there is no other. */
  readonly fitness: () => number;
}

interface LeaderRow {
  readonly work: string;
  readonly holder: string | null;
  readonly term: number;
  readonly fit: number;
}

export function openLeader(work: LedWork, { database, instance, fitness }: LeaderParts): Leader {
  let held: { readonly term: Term; readonly lead: number } | undefined;
  const read = () => database.selectFrom('leader').selectAll().where('work', '=', work).executeTakeFirst();
  const takeOver = async (seen: LeaderRow | undefined, lead: number, fit: number): Promise<Term | undefined> => {
    const term = (seen?.term ?? 0) + 1;
    const row = { holder: instance.id, term, fit };
    const isTaken = await database.write(async transaction => {
      // Another desk may have taken the lead since this one looked, or the leader may be back.
      if (!isSame(seen, await rowOf(transaction, work))) return false;
      const insert = transaction.insertInto('leader').values({ work, ...row });
      await insert.onConflict(conflict => conflict.column('work').doUpdateSet(row)).execute();
      return true;
    });
    if (!isTaken) return undefined;
    held = { term: { work, holder: instance.id, term }, lead };
    return held.term;
  };
  const takeIf = async (mayReplace: (row: LeaderRow, fit: number) => boolean): Promise<Term | 'alone' | undefined> => {
    if (!database.isShared) return 'alone';
    const lead = instance.mayLead();
    if (lead === undefined) return undefined;
    const row = await read();
    const fit = fitness();
    const isOwn = row?.holder === instance.id;
    if (isOwn && held?.term.term === row.term && held.lead === lead && row.fit === fit) return held.term;
    const isFree = row === undefined || row.holder === null || isOwn || !instance.isPresent(row.holder);
    return isFree || mayReplace(row, fit) ? takeOver(row, lead, fit) : undefined;
  };
  return {
    take: () => takeIf((row, fit) => fit > row.fit),
    seize: () => takeIf(() => true),
    release: async () => {
      // Others see by themselves that a desk is away.
      if (held === undefined || !database.isShared || instance.mayLead() === undefined) return;
      const { holder, term } = held.term;
      held = undefined;
      const own = database.updateTable('leader').set({ holder: null }).where('work', '=', work);
      await own.where('holder', '=', holder).where('term', '=', term).execute();
    },
  };
}

function rowOf(transaction: Transaction, work: LedWork): Promise<LeaderRow | undefined> {
  return transaction.selectFrom('leader').selectAll().where('work', '=', work).executeTakeFirst();
}

function isSame(one: LeaderRow | undefined, other: LeaderRow | undefined): boolean {
  return one?.term === other?.term && one?.holder === other?.holder;
}

/** Returns a function that tells, in a transaction of a thread, whether a term is still that of the leader. */
export function termCheckOn(sqlite: DatabaseSync): (term: Term) => boolean {
  const find = sqlite.prepare('SELECT 1 FROM leader WHERE work = ? AND holder = ? AND term = ?');
  return ({ work, holder, term }) => find.get(work, holder, term) !== undefined;
}
