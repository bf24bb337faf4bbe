import { setImmediate as afterWhatIsDue } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import {
  type Assignment,
  type AssignmentPage,
  type AssignmentQuery,
  type AssignmentReason,
  type AssignRequest,
  assignmentStateSchema,
  type ErasedReason,
  offersDeletion,
} from '../../contract/assignments.ts';
import { assignmentStateWords } from '../../contract/assignmentWords.ts';
import { KeydeskError } from '../../contract/errors.ts';
import { hasCode } from '../../contract/failure.ts';
import type { Deletions } from '../../contract/inventory.ts';
import type { Activity } from '../activity/activity.ts';
import { type Directory, refuseUser } from '../directory/directory.ts';
import type { Journal } from '../enrollment/journal.ts';
import type { Store } from '../store/database.ts';
import type { DeskTime } from '../store/deskTime.ts';
import type { Instance } from '../store/instance.ts';
import type { Schema } from '../store/schema.ts';
import type { Transaction } from '../store/transactions.ts';
import { type DeleteMethod, finishDeletions } from './deletions.ts';
import { createFollowing } from './following.ts';
import { type Fulfilment, type FulfilmentRequest, followEnrollment } from './fulfil.ts';
import { type GoneParts, isProvenGone } from './gone.ts';
import { openLedger } from './ledger.ts';
import { freePurpose, liveOf } from './live.ts';
import { listAssignments, type MembersAmong } from './query.ts';
import {
  type AssignmentRow,
  type Change,
  decideDeletion,
  expireSome,
  insertAssignment,
  type Move,
  moveAssignment,
  toAssignment,
} from './records.ts';
import { settleAbandoned, settleProvisioning } from './settle.ts';
import { waitAgain } from './waitAgain.ts';

/** Which passkeys users of the connected tenant are to have, and how far each has come. */
export interface Assignments {
  list(query: AssignmentQuery): Promise<AssignmentPage>;
  /** @throws KeydeskError user-…, assignment-exists, invalid-input */
  assign(request: AssignRequest): Promise<Assignment>;
  /** Ends one that waits or failed. @throws KeydeskError assignment-not-found, assignment-changed */
  cancel(id: string): Promise<Assignment>;
  /** Lets a failed one wait for a key again. @throws KeydeskError assignment-not-found, assignment-changed */
  retry(id: string): Promise<Assignment>;
  /** Deletes the passkey of an active one in Entra and ends it. @throws KeydeskError assignment-…, graph-… */
  revoke(id: string): Promise<Assignment>;
  /** The passkey of this method id was deleted in Entra: its assignment is over. */
  passkeyGone(methodId: string): Promise<void>;
  /** Entra answered that it has no such passkey: its assignment is over if that is proven (gone.ts). */
  passkeyNotFound(methodId: string): Promise<void>;
  /**
   * Revokes all that is on a key of the inventory, with what else `also` writes in the same transaction, told how many they
   * are; the deletions in Entra are due from then on.
   */
  revokeKey(
    securityKeyId: string,
    reason: Extract<AssignmentReason, 'key-lost' | 'key-retired'>,
    also: (transaction: Transaction, revoked: number) => Promise<void>,
  ): Promise<Assignment[]>;
  /**
   * Ends the active ones whose passkey was erased from its key: all on a key of the inventory, with what `also` writes in the same
   * transaction, or the one with this credential. Nothing is deleted in Entra.
   */
  erased(what: ErasedPasskeys): Promise<Assignment[]>;
  /** Deletes in Entra the passkey of one that was erased from its key. @throws KeydeskError assignment-not-found, assignment-changed */
  deleteErased(id: string): Promise<Assignment>;
  byIds(ids: readonly string[]): Promise<Assignment[]>;
  /** Resolves when all that was begun is written, such as the end of an enrollment that a person has just seen. */
  written(): Promise<void>;
  /** Deletes in Entra what is due, of some assignments or of all. Never rejects for what Entra says. */
  finishDeletions(only?: readonly string[]): Promise<Deletions>;
  /** Follows an enrollment; with an id it fulfils that assignment, else what its user has waiting. */
  follow(journal: Journal, request: FulfilmentRequest): Fulfilment;
  /** After the journal's recovery: settles what dead processes left, lets what is too old expire, deletes what is due. */
  settle(): Promise<void>;
  /** Waits for what was begun. */
  close(): Promise<void>;
}

export type ErasedPasskeys =
  | { readonly securityKeyId: string; also(transaction: Transaction): Promise<void> }
  | { readonly credentialId: string };

export interface AssignmentParts {
  store: Store;
  instance: Instance;
  activity: Pick<Activity, 'recordIn' | 'note'>;
  directory: Pick<Directory, 'get' | 'deletePasskey'>;
  time: Pick<DeskTime, 'now'>;
  /** The tenant that is worked on; null without one. */
  tenant: () => string | null;
  deleteMethod: DeleteMethod;
  gone: GoneParts;
  membersAmong: MembersAmong;
  log: (message: string) => void;
}

/** How often it is looked whether a pending one has grown too old, and whether a deletion can be made up for, in ms. */
const ROUND = 60_000;

export function createAssignments(parts: AssignmentParts): Assignments {
  const { instance, log, directory } = parts;
  const ledger = openLedger(parts.store, parts.activity);
  const { database, inTurn, change } = ledger;
  const following = createFollowing(log);
  const settling = { ledger, instance, following };
  const end = new AbortController();
  const tried = new Map<string, number>();
  let deletions: Promise<unknown> = Promise.resolve();

  const tenant = () => {
    const name = parts.tenant();
    if (name === null) throw new KeydeskError('not-connected');
    return name;
  };
  const find = async (from: Kysely<Schema>, id: string): Promise<AssignmentRow> => {
    const rows = from.selectFrom('assignment').selectAll().where('tenant', '=', tenant());
    const row = await rows.where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new KeydeskError('assignment-not-found', { id });
    return row;
  };
  const move = async (
    id: string,
    to: Parameters<typeof moveAssignment>[2],
    known: (row: AssignmentRow) => Move,
  ): Promise<Assignment> => {
    const [moved] = await change(async transaction => {
      const row = await find(transaction, id);
      const made = await moveAssignment(transaction, row, to, known(row));
      if (made === undefined) throw changed(row);
      return [made];
    });
    if (moved === undefined) throw new Error('nothing was moved');
    return toAssignment(moved.row);
  };
  /** A few at a time, so that thousands of them keep neither the event loop nor another Keydesk for long. */
  const expire = async () => {
    const now = new Date(parts.time.now()).toISOString();
    const due = database.selectFrom('assignment').select('id').where('state', '=', sql.lit('pending'));
    if ((await due.where('expires_at', '<=', now).limit(1).executeTakeFirst()) === undefined) return;
    for (let more = true; more && !end.signal.aborted; ) {
      await change(async transaction => {
        const expired = await expireSome(transaction, now);
        more = expired.more;
        return expired.changes;
      });
      await afterWhatIsDue();
    }
  };
  const activeOf = (from: Kysely<Schema>, methodId: string) =>
    from
      .selectFrom('assignment')
      .selectAll()
      .where('tenant', '=', tenant())
      .where('method_id', '=', methodId)
      .where('state', '=', 'active')
      .execute();
  const passkeyGone = (methodId: string, reason: AssignmentReason, deletion: 'done' | 'due' = 'done') =>
    change(async transaction => {
      const rows = await activeOf(transaction, methodId);
      await decideDeletion(transaction, query => query.where('method_id', '=', methodId), deletion);
      return revokedIn(transaction, rows, { reason, deletion });
    });

  /** One after the other, and apart from all else: nobody who reads waits for Entra. */
  const deleteDue = (of: string, only?: readonly string[]): Promise<Deletions> => {
    const { activity, deleteMethod, gone } = parts;
    const work = { database, activity, deleteMethod, gone, signal: end.signal, tried };
    const asked = performance.now();
    const mine = deletions.then(() => finishDeletions(work, of, asked, only));
    // The caller gets the error; the next deletion takes its turn all the same.
    deletions = mine.catch(() => undefined);
    return mine;
  };
  const goRound = async (settle: boolean) => {
    const name = parts.tenant();
    if (name === null || end.signal.aborted) return;
    await following.retry();
    await inTurn(async () => {
      await (settle ? settleAbandoned(settling, name) : settleProvisioning(settling, name));
      await expire();
    });
    await deleteDue(name);
  };

  const round = setInterval(() => {
    goRound(false).catch(error => log(`assignments: ${String(error)}`));
  }, ROUND);
  round.unref();

  return {
    list: query =>
      inTurn(async () => {
        await expire();
        return listAssignments(database, tenant(), query, parts.membersAmong);
      }),
    assign: async request => {
      const user = await directory.get(request.user);
      refuseUser(user);
      const expires = request.expiresAt === undefined ? null : new Date(request.expiresAt).toISOString();
      if (expires !== null && Date.parse(expires) <= parts.time.now()) {
        throw new KeydeskError('invalid-input', { detail: 'the time of expiry is over' });
      }
      return inTurn(async () => {
        await expire();
        const known = {
          tenant: tenant(),
          user_id: user.id,
          user_principal_name: user.userPrincipalName,
          display_name: user.displayName,
        };
        const [made] = await change(async transaction => {
          const live = await liveOf(transaction, known.tenant, user.id);
          const unfinished = live.find(({ state }) => state !== 'active');
          const purpose = request.purpose ?? freePurpose(live);
          const taken =
            live.find(row => row.purpose === purpose) ?? (request.purpose === undefined ? unfinished : undefined);
          if (taken !== undefined || purpose === 'additional') throw exists(user.userPrincipalName, taken ?? live[0]);
          return [await insertAssignment(transaction, { ...known, purpose, source: 'desk', expires_at: expires })];
        });
        if (made === undefined) throw new Error('nothing was assigned');
        return toAssignment(made.row);
      });
    },
    cancel: id => inTurn(() => move(id, 'cancelled', () => ({ reason: 'cancelled-by-staff' }))),
    retry: id => inTurn(() => move(id, 'pending', row => ({ reason: 'retried', ...waitAgain(row, parts.time.now()) }))),
    revoke: async id => {
      const row = await find(database, id);
      const { user_id, method_id } = row;
      if (row.state !== 'active' || method_id === null) throw changed(row);
      let deletion: 'done' | 'due' = 'done';
      await directory.deletePasskey(user_id, method_id).catch(async error => {
        if (!hasCode(error, 'passkey-not-found')) throw error;
        // Entra may have it all the same: then it is deleted as soon as Entra finds it.
        if (!(await isProvenGone(parts.gone, row, end.signal))) deletion = 'due';
      });
      await inTurn(() => passkeyGone(method_id, 'revoked-by-staff', deletion));
      return toAssignment(await find(database, id));
    },
    passkeyNotFound: async methodId => {
      for (const row of await activeOf(database, methodId)) {
        if (await isProvenGone(parts.gone, row, end.signal)) {
          await inTurn(() => passkeyGone(methodId, 'passkey-deleted'));
        }
      }
    },
    passkeyGone: methodId => inTurn(async () => void (await passkeyGone(methodId, 'passkey-deleted'))),
    revokeKey: (securityKeyId, reason, also) =>
      inTurn(async () => {
        const changes = await change(async transaction => {
          const rows = await transaction
            .selectFrom('assignment')
            .selectAll()
            .where('security_key_id', '=', securityKeyId)
            .where('state', '=', 'active')
            .execute();
          await also(transaction, rows.length);
          return revokedIn(transaction, rows, { reason, deletion: 'due' });
        });
        return changes.map(({ row }) => toAssignment(row));
      }),
    erased: what =>
      inTurn(async () => {
        const reason: ErasedReason = 'securityKeyId' in what ? 'key-reset' : 'credential-deleted';
        const changes = await change(async transaction => {
          const active = transaction.selectFrom('assignment').selectAll().where('state', '=', 'active');
          const rows = await ('securityKeyId' in what
            ? active.where('security_key_id', '=', what.securityKeyId)
            : active.where('credential_id', '=', what.credentialId)
          ).execute();
          if ('securityKeyId' in what) await what.also(transaction);
          return revokedIn(transaction, rows, { reason });
        });
        return changes.map(({ row }) => toAssignment(row));
      }),
    deleteErased: async id => {
      await inTurn(() =>
        database.write(async transaction => {
          const row = await find(transaction, id);
          if (!offersDeletion(toAssignment(row))) throw changed(row);
          await decideDeletion(transaction, query => query.where('id', '=', id), 'due');
        }),
      );
      await deleteDue(tenant(), [id]);
      return toAssignment(await find(database, id));
    },
    byIds: ids =>
      inTurn(async () => {
        if (ids.length === 0) return [];
        const rows = await database
          .selectFrom('assignment')
          .selectAll()
          .where('id', 'in', [...ids])
          .execute();
        return rows.map(toAssignment);
      }),
    written: () => inTurn(async () => undefined),
    finishDeletions: async only => {
      await inTurn(async () => undefined);
      return deleteDue(tenant(), only);
    },
    follow: (journal, request) => followEnrollment({ ledger, instance, following, log }, journal, request),
    settle: () => goRound(true),
    close: async () => {
      clearInterval(round);
      end.abort();
      await inTurn(async () => undefined);
      // What still cannot be written is settled by the journal, at the next start.
      await following.retry();
      await deletions;
    },
  };
}

function exists(user: string, row: AssignmentRow | undefined): KeydeskError {
  const about = row === undefined ? {} : { purpose: row.purpose, state: stateWord(row.state) };
  return new KeydeskError('assignment-exists', { user, ...about });
}

function changed({ state }: AssignmentRow): KeydeskError {
  return new KeydeskError('assignment-changed', { state: stateWord(state) });
}

/** Revokes rows, one after the other. */
async function revokedIn(
  transaction: Transaction,
  rows: readonly AssignmentRow[],
  known: Move,
): Promise<(Change | undefined)[]> {
  const changes: (Change | undefined)[] = [];
  for (const row of rows) changes.push(await moveAssignment(transaction, row, 'revoked', known));
  return changes;
}

function stateWord(state: string): string {
  return assignmentStateWords[assignmentStateSchema.parse(state)].toLowerCase();
}
