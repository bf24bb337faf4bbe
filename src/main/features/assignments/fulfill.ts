import { setImmediate as afterWhatIsDue } from 'node:timers/promises';
import type { Failure } from '../../../contract/errors/failure.ts';
import { toBase64url } from '../../../ctap/bytes.ts';
import type { DeskTime } from '../../base/store/deskTime.ts';
import type { Instance } from '../../base/store/instance.ts';
import { isoNow, type Transaction } from '../../base/store/transactions.ts';
import type { CeremonyEnd } from '../enrollment/ceremonyState.ts';
import type { BegunEnrollment, EnrollmentObserver } from '../enrollment/observer.ts';
import { noteAssigned } from '../enrollment/owed.ts';
import type { EnrolledForNotes } from './enrolledFor.ts';
import type { Following } from './following.ts';
import type { Ledger } from './ledger.ts';
import { freePurpose, liveOf, waiting } from './live.ts';
import { type Change, insertAssignment, type Move, moveAssignment } from './moves.ts';
import type { AssignmentRow } from './records.ts';
import { isTakenBack, nameCredential, type RecordForFulfillment, release, reserve } from './reserve.ts';
import { waitAgain } from './waitAgain.ts';

/** Moves the assignments of an enrollment's user. */
export type Fulfillment = Required<Pick<EnrollmentObserver, 'begun' | 'reserved' | 'made' | 'ended'>>;

export interface FulfillmentParts {
  readonly ledger: Ledger;
  readonly instance: Instance;
  readonly following: Following;
  readonly time: Pick<DeskTime, 'now'>;
  readonly shared: RecordForFulfillment;
  readonly enrolledFor: EnrolledForNotes;
  readonly log: (message: string) => void;
}

/** One enrollment, and the assignment that it fulfills. */
export interface FulfillmentRequest {
  /** The assignment to fulfill. Default: the waiting assignment of the enrollment's user. */
  readonly assignmentId?: string | undefined;
  /** Returns the id of the key in the inventory. Some keys can be identified only by their new passkey. */
  readonly heldBy: (newPasskey: boolean) => Promise<string | null>;
  /** Returns why the key must not be given to the user now. */
  readonly objectionNow: (userId: string) => Promise<Failure | undefined>;
}

/** What one enrollment remembers of its tries to take an assignment. */
interface Tries {
  /** Whether the last try created the assignment, instead of using a pending one. The try may be on record although its answer was lost. */
  made: boolean;
  /** Whether the enrollment was ended because the key could not be reserved. */
  refused: boolean;
}

/**
 * Observes one enrollment: takes its user's waiting assignment or creates one, and moves it on. The ceremony does not wait for these
 * writes: they run after the request that was just sent to the key.
 */
export function fulfillmentOf(parts: FulfillmentParts, request: FulfillmentRequest): Fulfillment {
  const { ledger, following, enrolledFor, log } = parts;
  const tries: Tries = { made: false, refused: false };
  let taken: { begun: BegunEnrollment; since: number; provisioned: Promise<AssignmentRow> } | undefined;
  const refusing = (work: Promise<void>) =>
    work.catch((error: unknown) => {
      tries.refused = true;
      throw error;
    });

  return {
    begun: begun => {
      following.begin(begun.id);
      const { whom } = begun;
      // A record of this desk alone has the names from the beginning. This does not wait for the turn, which may wait for a record that is silent.
      if (whom !== undefined && parts.shared.isShared())
        void afterWhatIsDue().then(() => enrolledFor.keep(begun.id, whom));
      const provisioned = ledger.inTurn(async () => {
        await afterWhatIsDue();
        return provision(parts, begun, request, tries);
      });
      provisioned.catch(error => log(`assignment of enrollment ${begun.id}: ${String(error)}`));
      taken = { begun, since: parts.time.now(), provisioned };
    },
    reserved: async () => {
      if (taken === undefined || !parts.shared.isShared()) return;
      await refusing(reserve(parts, taken, request.objectionNow));
    },
    made: async credentialId => {
      if (taken !== undefined && parts.shared.isShared())
        await refusing(nameCredential(parts, taken, toBase64url(credentialId)));
    },
    ended: end => {
      if (taken === undefined) return;
      const { begun } = taken;
      let { provisioned } = taken;
      void following.end(begun.id, () =>
        ledger.inTurn(async () => {
          if (await isTakenBack(end, tries.refused, provisioned)) {
            await ledger.change(transaction => release(transaction, begun, tries.made, end));
            await enrolledFor.forget(begun.id);
            return;
          }
          // The error is already logged. The end retries once.
          provisioned = provisioned.catch(() => provision(parts, begun, request, tries));
          const row = await provisioned;
          // Somebody has settled it from the journal.
          if (row.state === 'active') return;
          const known = await knownOfEnd(end, request);
          const changes = await ledger.change(transaction => settle(transaction, row, tries.made, end, known));
          if (changes.length > 0) await enrolledFor.forget(begun.id);
        }),
      );
    },
  };
}

async function provision(
  { ledger, instance, time }: FulfillmentParts,
  { id: enrollmentId, entry, whom }: BegunEnrollment,
  { assignmentId, heldBy }: FulfillmentRequest,
  tries: Tries,
): Promise<AssignmentRow> {
  // An earlier try may have left another key in the row.
  const about = {
    ...(whom === undefined ? {} : { display_name: whom.displayName }),
    // Store the key now, if it is known: if only the journal survives a crash, the key must still belong to the user.
    security_key_id: await heldBy(false),
    key_aaguid: entry.key_aaguid,
    key_serial: whom?.serial ?? null,
    key_product: whom?.product ?? null,
  };
  const known = { ...about, enrollment_id: enrollmentId, instance: instance.id, reason: 'enrolment-started' } as const;
  let taken: AssignmentRow | undefined;
  const changes = await ledger.change(async transaction => {
    const live = await liveOf(transaction, entry.tenant, entry.user_id);
    // An earlier try was recorded, and its answer was lost.
    taken = live.find(row => row.enrollment_id === enrollmentId && ['provisioning', 'active'].includes(row.state));
    if (taken !== undefined) return [];
    // If another Keydesk has taken this assignment, it is not waiting any more.
    const found = waiting(live.filter(({ id }) => id === assignmentId)) ?? waiting(live);
    tries.made = found === undefined;
    const first = await begin(transaction, { entry, whom }, { live, found, about, now: time.now() });
    const start = first?.row ?? found;
    return [first, start && (await moveAssignment(transaction, start, 'provisioning', known))];
  });
  if (taken !== undefined) return taken;
  const row = changes.at(-1)?.row;
  if (row?.state !== 'provisioning') throw new Error('no assignment could be taken up');
  return row;
}

/** Makes a failed assignment pending again. Creates a new assignment if none is waiting. */
async function begin(
  transaction: Transaction,
  { entry, whom }: Pick<BegunEnrollment, 'entry' | 'whom'>,
  {
    live,
    found,
    about,
    now,
  }: {
    readonly live: readonly AssignmentRow[];
    readonly found: AssignmentRow | undefined;
    readonly about: Omit<Move, 'reason'>;
    /** The time of the desk's clock, in ms. */
    readonly now: number;
  },
): Promise<Change | undefined> {
  if (found === undefined) {
    return insertAssignment(transaction, {
      tenant: entry.tenant,
      user_id: entry.user_id,
      user_principal_name: entry.user_principal_name,
      display_name: whom?.displayName ?? live[0]?.display_name ?? entry.user_principal_name,
      purpose: freePurpose(live),
      source: 'desk',
    });
  }
  return found.state === 'failed'
    ? moveAssignment(transaction, found, 'pending', { ...about, reason: 'retried', ...waitAgain(found, now) })
    : undefined;
}

/** Returns what an enrollment found out about user, key and passkey before it ended. */
async function knownOfEnd({ ok, state }: CeremonyEnd, { heldBy }: FulfillmentRequest) {
  const { user, key, method, credentialId } = state;
  const held = await heldBy(ok);
  return {
    instance: '',
    ...(user === undefined ? {} : { display_name: user.displayName, user_principal_name: user.userPrincipalName }),
    // The key of a passkey that was made elsewhere is not plugged in.
    ...(key === undefined
      ? held !== null && { security_key_id: held }
      : {
          security_key_id: held,
          key_aaguid: key.session.info.aaguid,
          key_serial: key.summary.serial ?? null,
          key_product: key.summary.product ?? null,
        }),
    ...(method === undefined ? {} : { method_id: method.id, passkey_name: method.displayName ?? null }),
    ...(credentialId === undefined ? {} : { credential_id: toBase64url(credentialId) }),
  };
}

type Known = Awaited<ReturnType<typeof knownOfEnd>>;

async function settle(
  transaction: Transaction,
  row: AssignmentRow,
  made: boolean,
  end: CeremonyEnd,
  known: Known,
): Promise<(Change | undefined)[]> {
  const move = (to: Parameters<typeof moveAssignment>[2], change: Pick<Move, 'reason' | 'failure'>) =>
    moveAssignment(transaction, row, to, { ...known, ...change });
  const activate = async (reason: 'registered' | 'registered-unproven') => {
    const other_passkeys = await countOthers(transaction, row, end.state.options?.excludeCredentials);
    const change = { ...known, activated_at: isoNow(transaction), other_passkeys, reason };
    return activateOwn(transaction, row, change);
  };
  if (end.ok) return activate('registered');

  const { error, journalState } = end.failure;
  if (journalState === 'registered') return activate('registered-unproven');
  if (journalState === 'credential-created') {
    // Only Entra knows whether the passkey is registered. Recovery asks Entra.
    const own = transaction.updateTable('assignment').set(known).where('id', '=', row.id);
    await own.where('state', '=', row.state).where('enrollment_id', 'is', row.enrollment_id).execute();
    return [];
  }
  if (journalState === 'cleaned-up' && error.code === 'cancelled') {
    const back = await move('pending', { reason: made ? 'assigned' : 'enrolment-cancelled' });
    // The assignment was created for this enrollment, so cancel it.
    const gone = made && back && (await moveAssignment(transaction, back.row, 'cancelled', canceled(error)));
    return [back, gone || undefined];
  }
  if (made && error.code === 'credential-excluded') {
    // The key already holds a passkey of the user, so retrying makes no sense. The assignment was created for this enrollment, so cancel
    // it.
    const back = await move('pending', { reason: 'assigned' });
    return [back, (back && (await moveAssignment(transaction, back.row, 'cancelled', canceled(error)))) || undefined];
  }
  return [await move('failed', { reason: 'enrolment-failed', failure: error })];
}

/** Returns the number of the user's passkeys in Entra that never had an assignment; null if Entra was not asked. */
async function countOthers(
  transaction: Transaction,
  { tenant, user_id }: AssignmentRow,
  named: readonly Uint8Array[] | undefined,
): Promise<number | null> {
  if (named === undefined) return null;
  const own = await transaction
    .selectFrom('assignment')
    .select('credential_id')
    .where('tenant', '=', tenant)
    .where('user_id', '=', user_id)
    .execute();
  const known = new Set(own.map(({ credential_id }) => credential_id));
  return named.filter(id => !known.has(toBase64url(id))).length;
}

/**
 * Makes the assignment of an enrollment active. If another enrollment has taken that assignment, the passkey gets a new assignment: each
 * passkey in Entra must be on record.
 */
async function activateOwn(
  transaction: Transaction,
  row: AssignmentRow,
  change: Move,
): Promise<(Change | undefined)[]> {
  const active = await moveAssignment(transaction, row, 'active', change);
  if (active !== undefined) {
    await noteAssigned(transaction, row.enrollment_id);
    return [active];
  }
  const own = transaction.selectFrom('assignment').select('id').where('enrollment_id', '=', row.enrollment_id);
  // Another Keydesk has settled this enrollment from the journal, or has moved its assignment on. The passkey stays owed until it is told (settle.ts).
  if (
    (await own.where('tenant', '=', row.tenant).where('user_id', '=', row.user_id).executeTakeFirst()) !== undefined
  ) {
    return [];
  }
  const live = await liveOf(transaction, row.tenant, row.user_id);
  const { tenant, user_id, user_principal_name, display_name, enrollment_id } = row;
  const about = { tenant, user_id, user_principal_name, display_name };
  const made = await insertAssignment(transaction, { ...about, purpose: freePurpose(live), source: 'desk' });
  const begun = { reason: 'enrolment-started', enrollment_id } as const;
  const taken = await moveAssignment(transaction, made.row, 'provisioning', begun);
  await noteAssigned(transaction, enrollment_id);
  return [made, taken, taken && (await moveAssignment(transaction, taken.row, 'active', change))];
}

function canceled(failure: Failure): Move {
  return { reason: 'enrolment-cancelled', failure };
}
