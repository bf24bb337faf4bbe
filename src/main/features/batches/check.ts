import type { BatchRow } from '../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import { errorSubjectOf } from '../../../contract/errors/subjects.ts';
import { isPasskeyName, MAX_PASSKEY_NAME } from '../../../contract/text/deviceText.ts';
import type { User } from '../../../contract/users/schema.ts';
import { isoNow } from '../../base/store/transactions.ts';
import { refuseUser } from '../directory/directory.ts';
import { hasKey, isInterrupted } from './atKey.ts';
import type { BatchContext } from './context.ts';
import { securityKeysOf, wantsBackup } from './existingKeys.ts';
import { moveRow, type Row, rowsInTurn } from './moves.ts';
import { type KnownPart, passKnown } from './passKnown.ts';
import { checkedInPart, readBatch } from './read.ts';
import { resolveUser } from './resolve.ts';
import { type CheckRules, readRules } from './rules.ts';

/** Number of rows that are checked at the same time. Graph throttles more requests of one app. */
const AT_ONCE = 8;
/** Number of rows that are looked at together. Each commit waits for the disk. */
const PART = 2000;

/**
 * Checks every row that waits: its user exists, is one person, may have a passkey, from this sign-in, appears once in the batch, and has no
 * security key yet.
 * Rows that pass wait for a key. Continues where an interrupted check stopped, and checks rows again that were checked only in part.
 * @param onChecked called after each row
 * @throws KeydeskError batch-not-found; the signal's reason; graph-… and errors of the sign-in, after which rows that were not checked wait. Errors of one row are its
 * own
 */
export async function checkBatch(
  context: BatchContext,
  id: string,
  signal: AbortSignal,
  onChecked: () => void,
): Promise<void> {
  const { existing } = await readBatch(context, id);
  await releaseUnchecked(context, id);
  let rules: CheckRules | undefined;
  for (let found = true; found; ) {
    found = false;
    for await (const part of partsOf(context, id)) {
      found = true;
      signal.throwIfAborted();
      let queue: Row[] = [];
      let isAhead = true;
      try {
        rules ??= await readRules(context, existing, signal);
        queue = await take(context, await passKnown(context, part, rules));
        onChecked();
        // This takes long, and what was read ahead is old by then.
        isAhead = queue.length === 0;
        await checkEach(context, queue, rules, signal, onChecked);
      } finally {
        await putBack(context, queue);
      }
      if (!isAhead) break;
    }
  }
}

/**
 * Reads the rows that wait, once, in parts with their imported users. The directory looks for the users of the next part while the caller works
 * on one, so a row may have left its state by then.
 */
async function* partsOf({ store: { database }, imported }: BatchContext, id: string): AsyncGenerator<KnownPart> {
  const read = async (after?: Row): Promise<KnownPart> => {
    let query = rowsInTurn(database, id, 'waiting').limit(PART);
    if (after !== undefined)
      query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('place', 'id'), '>', tuple(after.place, after.id)));
    const rows = await query.execute();
    return { rows, users: rows.length === 0 ? [] : await imported.usersNamed(rows.map(({ typed }) => typed)) };
  };
  let next = read();
  for (;;) {
    const part = await next;
    if (part.rows.length === 0) return;
    next = read(part.rows.at(-1));
    // The next turn throws it.
    next.catch(() => undefined);
    yield part;
  }
}

/** Checks rows one by one, some at the same time. Removes those that it begins from the queue. */
async function checkEach(
  context: BatchContext,
  queue: Row[],
  rules: CheckRules,
  signal: AbortSignal,
  onChecked: () => void,
): Promise<void> {
  let trouble: unknown;
  const work = async () => {
    for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
      try {
        await checkRow(context, row, rules, signal);
      } catch (error) {
        trouble ??= error;
      }
      onChecked();
      if (trouble !== undefined || signal.aborted) return;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  signal.throwIfAborted();
  if (trouble !== undefined) throw trouble;
}

/** Puts rows back that an interrupted check has taken and not begun. */
async function putBack({ store: { database } }: BatchContext, rows: readonly Row[]): Promise<void> {
  for (const { id } of rows) await moveRow(database, id, 'waiting', { instance: '' });
}

/** Puts rows back whose check ended with its Keydesk, and those that were checked only in part. */
async function releaseUnchecked({ store: { database }, instance }: BatchContext, id: string): Promise<void> {
  await database
    .updateTable('batch_row')
    .set({ state: 'waiting', error: null, instance: '' })
    .where('batch_id', '=', id)
    .where('state', '=', 'waiting-for-key')
    .where(checkedInPart)
    .execute();
  const rows = await database
    .selectFrom('batch_row')
    .select(['id', 'instance'])
    .where('batch_id', '=', id)
    .where('state', '=', 'preparing')
    .execute();
  for (const row of rows) {
    if (!instance.isAlive(row.instance)) await moveRow(database, row.id, 'waiting', { instance: '' });
  }
}

/** Takes rows, and returns those that no other window has taken. */
async function take({ store: { database }, instance }: BatchContext, rows: readonly Row[]): Promise<Row[]> {
  if (rows.length === 0) return [];
  return database.write(async transaction => {
    const taken: Row[] = [];
    for (const row of rows) {
      if (await moveRow(transaction, row.id, 'preparing', { instance: instance.id })) taken.push(row);
    }
    return taken;
  });
}

/** Checks a row, and writes the result to it. @throws KeydeskError for trouble of the server or the sign-in, which says nothing about the user: the row waits again */
async function checkRow(context: BatchContext, row: Row, rules: CheckRules, signal: AbortSignal): Promise<void> {
  const { database } = context.store;
  try {
    refuseName(row);
    if (row.profile !== null) await context.profiles.show(row.profile);
    const user = await resolveUser(context, row.typed, signal);
    const named = {
      user_id: user.id,
      user_principal_name: user.userPrincipalName,
      display_name: user.displayName,
    };
    // Written before the search for another row of this user, so that of two checks at least one sees the other row.
    await database.updateTable('batch_row').set(named).where('id', '=', row.id).execute();
    const problem = await problemOf(context, row, user, rules, signal);
    const ended_at = isoNow(database);
    if (problem !== undefined) {
      await moveRow(database, row.id, problem.state, { instance: '', error: problem.error, ended_at });
      return;
    }
    const replaces = rules.existing === 'replace' ? await securityKeysOf(context, user, signal) : [];
    await moveRow(database, row.id, 'waiting-for-key', {
      instance: '',
      error: rules.inPart,
      replaces: JSON.stringify(replaces.map(({ id }) => id)),
    });
  } catch (error) {
    const failure = toFailure(error);
    const subject = errorSubjectOf(failure.code);
    if (signal.aborted || subject === 'server' || subject === 'desk') {
      await moveRow(database, row.id, 'waiting', { instance: '' });
      throw error;
    }
    const ended_at = isoNow(database);
    await moveRow(database, row.id, 'failed', { error: failure, instance: '', ended_at });
  }
}

/** A batch of an earlier version, or of a list without a file, may have a name that Entra refuses. @throws KeydeskError invalid-input */
function refuseName({ name }: Row): void {
  if (name !== null && !isPasskeyName(name))
    throw new KeydeskError('invalid-input', { detail: 'passkey-name', max: MAX_PASSKEY_NAME });
}

interface Problem {
  readonly state: Extract<BatchRow['state'], 'failed' | 'skipped'>;
  readonly error: Failure;
}

/** Returns why a row cannot get a key; undefined if nothing is known against it. */
async function problemOf(
  context: BatchContext,
  row: Row,
  user: User,
  { existing, reach, judges }: CheckRules,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  refuseUser(user);
  const twin = await earlierRow(context, row, user);
  if (twin !== undefined) {
    const error = toFailure(new KeydeskError('batch-user-twice', { user: user.userPrincipalName, line: twin.line }));
    return { state: 'skipped', error };
  }
  // This user gets no key until a person corrects the file, so it is no row that may be skipped.
  const rival = await earlierSerial(context, row);
  if (rival !== undefined) {
    const error = toFailure(new KeydeskError('batch-serial-twice', { serial: row.serial, line: rival.line }));
    return { state: 'failed', error };
  }
  const objection = reach.objection(user);
  if (objection !== undefined) return { state: 'failed', error: toFailure(objection) };
  const verdict = judges ? await context.policies.judge(Promise.resolve(user), Promise.resolve(undefined)) : undefined;
  if (verdict?.verdict === 'refused') return { state: 'failed', error: verdict.reason };
  // The key of an interrupted enrollment of this row may be in Entra already. Plugging it in again finishes it.
  if (existing !== 'skip' || (await isInterrupted(context, row))) return undefined;
  const keys = await securityKeysOf(context, user, signal);
  if (keys.length === 0 || (await wantsBackup(context, user.id))) return undefined;
  return { state: 'skipped', error: toFailure(hasKey(user.userPrincipalName, keys)) };
}

/** Returns an earlier row that expects the same key. */
async function earlierSerial({ store: { database } }: BatchContext, row: Row): Promise<{ line: number } | undefined> {
  if (row.serial === null) return undefined;
  return database
    .selectFrom('batch_row')
    .select('line')
    .where('batch_id', '=', row.batch_id)
    .where('serial', '=', row.serial)
    .where('state', 'not in', ['failed', 'skipped'])
    .where('line', '<', row.line)
    .orderBy('line')
    .executeTakeFirst();
}

/** Returns an earlier row of the same user that may still get a key, or has one. */
async function earlierRow({ store: { database } }: BatchContext, row: Row, user: User): Promise<Row | undefined> {
  const rows = await database
    .selectFrom('batch_row')
    .selectAll()
    .where('batch_id', '=', row.batch_id)
    .where('user_id', '=', user.id)
    .where('id', '<>', row.id)
    .where('state', 'in', ['preparing', 'waiting-for-key', 'enrolling', 'done'])
    .orderBy('line')
    .execute();
  return rows.find(other => other.state !== 'preparing' || other.line < row.line);
}
