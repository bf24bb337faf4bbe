import { setImmediate as afterWhatIsDue } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import {
  type Assignment,
  type AssignmentReason,
  type ErasedReason,
  offersDeletion,
} from '../../../contract/assignments/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { Deletions } from '../../../contract/inventory/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import { refuseUser } from '../directory/directory.ts';
import type { AssignmentDesk, AssignmentParts, Assignments } from './assignments.ts';
import { finishDeletions } from './deletions.ts';
import type { Following } from './following.ts';
import { followEnrollment } from './fulfil.ts';
import { isProvenGone } from './gone.ts';
import type { Ledger } from './ledger.ts';
import { freePurpose, liveOf } from './live.ts';
import { findAssignments } from './query.ts';
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

export interface TenantParts extends Omit<AssignmentParts, 'store' | 'bind'> {
  readonly desk: AssignmentDesk;
  readonly ledger: Ledger;
  readonly snapshot: Store['snapshot'];
  readonly following: Following;
  /** Aborts when Keydesk ends. */
  readonly end: AbortSignal;
  readonly tried: Map<string, number>;
  readonly deletions: Map<string, Promise<unknown>>;
}

/** The assignments of one tenant. `round` is what is done now and then. */
export function assignmentsOf(parts: TenantParts): Assignments & { round(): Promise<void> } {
  const { desk, ledger, instance, time, following, end, tried, deletions, log } = parts;
  const { directory, activity, deleteMethod, gone } = desk;
  const { database, inTurn, change } = ledger;
  const settling = { ledger, instance, following };
  const tenant = () => idOf(desk.tenant);
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
    const now = new Date(time.now()).toISOString();
    const due = database.selectFrom('assignment').select('id').where('state', '=', sql.lit('pending'));
    if ((await due.where('expires_at', '<=', now).limit(1).executeTakeFirst()) === undefined) return;
    for (let more = true; more && !end.aborted; ) {
      await change(async transaction => {
        const expired = await expireSome(transaction, now);
        more = expired.more;
        return expired.changes;
      });
      await afterWhatIsDue();
    }
  };
  /** A full disk, or a newer Keydesk that has taken over, must not keep people from reading what is there. */
  const expireFirst = () => expire().catch(error => log(`expiry: ${String(error)}`));
  const activeOf = (from: Kysely<Schema>, methodId: string) =>
    from
      .selectFrom('assignment')
      .selectAll()
      .where('tenant', '=', tenant())
      .where('method_id', '=', methodId)
      .where('state', '=', 'active')
      .execute();
  /** Settles first what was found out about enrollments: a row that turns out to be active cannot be canceled any more, and is not missed. */
  const settledFirst = <T>(work: () => Promise<T>) =>
    inTurn(async () => {
      const own = desk.tenant.id;
      if (own !== null) await settleAbandoned(settling, own);
      return work();
    });
  const passkeyGone = (methodId: string, reason: AssignmentReason, deletion: 'done' | 'due' = 'done') =>
    change(async transaction => {
      const rows = await activeOf(transaction, methodId);
      const ofPasskey = { tenant: tenant(), method_id: methodId };
      await decideDeletion(transaction, ofPasskey, deletion);
      return revokedIn(transaction, rows, { reason, deletion });
    });

  /** Deletes one after the other, and not in turn with other work: a list does not wait for Entra. */
  const deleteDue = (only?: readonly string[]): Promise<Deletions> => {
    const own = tenant();
    const work = { database, activity, deleteMethod, gone, signal: end, tried };
    const asked = performance.now();
    const before = deletions.get(own) ?? Promise.resolve();
    const mine = before.then(() => finishDeletions(work, own, asked, only));
    // The caller gets the error; the next deletion takes its turn all the same.
    const over = mine.catch(() => undefined);
    deletions.set(own, over);
    return mine;
  };
  const goRound = async (settle: boolean) => {
    const own = desk.tenant.id;
    if (own === null || end.aborted) return;
    await following.retry();
    await inTurn(async () => {
      await (settle ? settleAbandoned(settling, own) : settleProvisioning(settling, own));
      await expire();
    });
    await deleteDue();
  };

  return {
    list: query =>
      inTurn(async () => {
        await expireFirst();
        const { after, limit, ...filter } = query;
        const found = await findAssignments(database, tenant(), filter, desk.membersAmong);
        return { ...(await found.page(limit, after)), ...(await found.summary()) };
      }),
    snapshot: filter =>
      inTurn(async () => {
        await expireFirst();
        const { database: then, close } = parts.snapshot();
        try {
          return { ...(await findAssignments(then, tenant(), filter, desk.membersAmong)), close };
        } catch (error) {
          close();
          throw error;
        }
      }),
    assign: async request => {
      const user = await directory.get(request.user);
      refuseUser(user);
      const expires = request.expiresAt === undefined ? null : new Date(request.expiresAt).toISOString();
      if (expires !== null && Date.parse(expires) <= time.now()) {
        throw new KeydeskError('expiry-over', { now: new Date(time.now()).toISOString() });
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
    cancel: id => settledFirst(() => move(id, 'cancelled', () => ({ reason: 'cancelled-by-staff' }))),
    retry: id => settledFirst(() => move(id, 'pending', row => ({ reason: 'retried', ...waitAgain(row, time.now()) }))),
    revoke: async id => {
      const row = await find(database, id);
      const { user_id, method_id } = row;
      if (row.state !== 'active' || method_id === null) throw changed(row);
      let deletion: 'done' | 'due' = 'done';
      await directory.deletePasskey(user_id, method_id).catch(async error => {
        if (!hasCode(error, 'passkey-not-found')) throw error;
        // Entra may have it all the same: then it is deleted as soon as Entra finds it.
        if (!(await isProvenGone(gone, row, end))) deletion = 'due';
      });
      await settledFirst(() => passkeyGone(method_id, 'revoked-by-staff', deletion));
      return toAssignment(await find(database, id));
    },
    passkeyNotFound: async methodId => {
      for (const row of await settledFirst(() => activeOf(database, methodId))) {
        if (await isProvenGone(gone, row, end)) {
          await inTurn(() => passkeyGone(methodId, 'passkey-deleted'));
        }
      }
    },
    passkeyGone: methodId => settledFirst(async () => void (await passkeyGone(methodId, 'passkey-deleted'))),
    revokeKey: (securityKeyId, reason, also) =>
      settledFirst(async () => {
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
      settledFirst(async () => {
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
          await decideDeletion(transaction, { tenant: tenant(), id }, 'due');
        }),
      );
      await deleteDue([id]);
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
      return deleteDue(only);
    },
    follow: (journal, request) => followEnrollment({ ledger, instance, following, time, log }, journal, request),
    settle: () => goRound(true),
    round: () => goRound(false),
  };
}

function exists(user: string, row: AssignmentRow | undefined): KeydeskError {
  const about = row === undefined ? {} : { purpose: row.purpose, state: row.state };
  return new KeydeskError('assignment-exists', { user, ...about });
}

function changed({ state }: AssignmentRow): KeydeskError {
  return new KeydeskError('assignment-changed', { state });
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
