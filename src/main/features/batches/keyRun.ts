import { randomUUID } from 'node:crypto';
import type { LiveKey } from '../../../contract/batches/live.ts';
import type { Batch } from '../../../contract/batches/schema.ts';
import type { EnrollmentFailure, EnrollmentResult } from '../../../contract/enrollment/schema.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import { errorSubjectOf } from '../../../contract/errors/subjects.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { Profile } from '../../../contract/profiles/schema.ts';
import { PIN_DAYS } from '../../../contract/profiles/schema.ts';
import { isoNow } from '../../base/store/transactions.ts';
import type { EnrollmentObserver } from '../enrollment/observer.ts';
import { lookBeforeKey } from './atKey.ts';
import type { BatchContext } from './context.ts';
import { keptPinFor, setAside } from './keptPins.ts';
import { moveRow, type Row } from './moves.ts';
import { deleteReplaced } from './replaced.ts';
import { storedFailure } from './toRow.ts';
import { unprovenRow } from './unproven.ts';

/** How the enrollment of a row ended. `user`: the row failed, and the key is as it was. `server`, `cancelled`: the row waits again. */
export type KeyRunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'key' | 'user' | 'server' | 'cancelled'; readonly failure: Failure };

export interface KeyRunParts {
  readonly context: BatchContext;
  /** The profile of the batch, for rows without one. */
  readonly profile: string | null;
  readonly existing: Batch['existing'];
  readonly interactive: boolean;
  /** Whether the key has accepted the PIN that is kept for the row (cutOffKey.ts). */
  readonly recognized: boolean;
  readonly signal: AbortSignal;
  /** Called with each change of what the screen shows. */
  readonly show: (change: Partial<LiveKey>) => void;
}

/** Enrolls one row on one key, and records its end. Never rejects, except if the end cannot be written. */
export async function runOnKey(parts: KeyRunParts, row: Row, key: KeySummary): Promise<KeyRunEnd> {
  const { context, show } = parts;
  const id = randomUUID();
  const own: OwnPin = { drawn: false, accepted: false };
  const objection = await objectionTo(parts, row);
  if (objection !== undefined) return objection;
  show({ enrollmentId: id });
  const events = context.enrollments.start(
    {
      user: row.user_id ?? row.typed,
      interactive: parts.interactive,
      keyId: key.id,
      ...(row.name === null ? {} : { displayName: row.name }),
      ...profileOf(row, parts.profile),
    },
    { id, signal: parts.signal, observers: [observerOf(parts, row, own)] },
  );
  for await (const event of events) {
    if (event.type === 'step') show({ step: event.step, interaction: { kind: 'none' } });
    if (event.type === 'interaction') show({ interaction: event.interaction });
    if (event.type === 'completed') return completed(context, row, event.result, own);
    if (event.type === 'failed') return failed(context, row, event.failure, own);
  }
  throw new Error('an enrollment ended without an end');
}

/** Returns the end of a row whose user gets no key, or of whom nobody knows; undefined if the enrollment can begin. */
async function objectionTo({ context, existing, signal }: KeyRunParts, row: Row): Promise<KeyRunEnd | undefined> {
  const { database } = context.store;
  const end = async (state: 'skipped' | 'failed', failure: Failure) => {
    await moveRow(database, row.id, state, { instance: '', error: failure, ended_at: isoNow(database) });
    return { kind: 'user', failure } as const;
  };
  try {
    const failure = await lookBeforeKey(context, existing, row, signal);
    return failure && end('skipped', failure);
  } catch (error) {
    const failure = toFailure(error);
    const kind = kindOf(failure);
    if (kind === 'user') return end('failed', failure);
    await moveRow(database, row.id, 'waiting-for-key', { instance: '', error: failure });
    return { kind: kind === 'cancelled' ? kind : 'server', failure };
  }
}

function profileOf({ profile }: Row, ofBatch: string | null): { profile?: string } {
  const chosen = profile ?? ofBatch;
  return chosen === null ? {} : { profile: chosen };
}

/** Where the PIN comes from that is kept for a row: drawn for the key that works on it now, or kept before and accepted by that key. */
interface OwnPin {
  drawn: boolean;
  accepted: boolean;
}

/** Records the journal entry of a row, so that it can be recognized after a crash, and keeps its PIN before the key has it. */
export function observerOf(
  { context, show, recognized }: Pick<KeyRunParts, 'context' | 'show' | 'recognized'>,
  row: Row,
  own: OwnPin,
): EnrollmentObserver {
  const { store, pins, log } = context;
  const showHandOver = (profile: Profile | null) => show({ pinHandOver: profile?.pinHandOver ?? 'keep' });
  return {
    begun: ({ id, whom }) => {
      const begun = { enrollment_id: id, key_product: whom?.product ?? null };
      const update = store.database.updateTable('batch_row').set(begun).where('id', '=', row.id);
      void update.execute().catch((error: unknown) => log(`batch: ${String(error)}`));
    },
    pinDrawn: async (pin, profile) => {
      // The key may refuse a PIN, and get another one.
      if (!own.drawn) await setAside(context, row);
      own.drawn = true;
      await pins.keep(row.id, pin, profile?.pinDays ?? PIN_DAYS.usual);
      showHandOver(profile);
      return pins.lasting ? 'lasting' : undefined;
    },
    keptPin: ({ identity }) =>
      keptPinFor(context, row, { identity, recognized }, profile => {
        own.accepted = true;
        showHandOver(profile);
      }),
  };
}

export async function completed(
  context: BatchContext,
  row: Row,
  { key, method, enrollmentId, profile }: EnrollmentResult,
  { drawn, accepted }: OwnPin,
): Promise<KeyRunEnd> {
  const { pins, store } = context;
  const { database } = store;
  // The PIN of another key that was cut off. A finished enrollment of this key keeps its own.
  if (!drawn && !accepted && enrollmentId !== row.enrollment_id) {
    await setAside(context, row);
    await pins.forget(row.id);
  }
  const unapplied = profile?.unapplied ?? [];
  await moveRow(database, row.id, 'done', {
    instance: '',
    enrollment_id: enrollmentId,
    method_id: method.id,
    name: method.displayName,
    key_product: key.product ?? null,
    key_serial: key.serial ?? null,
    key_aaguid: key.aaguid,
    ended_at: isoNow(database),
    error: unapplied.length === 0 ? null : { code: 'profile-unapplied', params: { what: unapplied.join(' ') } },
  });
  await deleteReplaced(context, row.id);
  return { kind: 'done' };
}

async function failed(
  context: BatchContext,
  row: Row,
  { error, pin, journalState }: EnrollmentFailure,
  { drawn }: OwnPin,
): Promise<KeyRunEnd> {
  const { pins, store } = context;
  const { database } = store;
  // A key that got a random PIN without a passkey keeps it: the PIN stays with the row, and the same key can be used again.
  if (drawn && pin?.random === undefined) await pins.forget(row.id);
  const kind = kindOf(error);
  // An enrollment that was cleaned up has left nothing on its key. If nobody typed the PIN, or the key was taken out, the row can get another
  // key.
  const isCleared = journalState === 'cleaned-up' && mayBeTakenAgain(error);
  const begun = journalState !== null && !isCleared;
  // A person who cancels, a Keydesk that ends, and a key that was refused before anything was written say nothing about the user. But a row
  // whose profile or policy refuses the models of two keys would refuse all keys of the desk.
  const before = storedFailure(row.error);
  const again = before !== null && refusesModel(before) && refusesModel(error);
  const waits = kind === 'server' || kind === 'cancelled' || (kind === 'key' && !begun && !again);
  if (waits) {
    await moveRow(database, row.id, 'waiting-for-key', { instance: '', error });
    return { kind, failure: error };
  }
  const left = errorSubjectOf(error.code) === 'key-left' ? await unprovenRow(context, row.id) : undefined;
  const reason = left ?? error;
  await moveRow(database, row.id, 'failed', { instance: '', error: reason, ended_at: isoNow(database) });
  return { kind, failure: reason };
}

function mayBeTakenAgain({ code }: Failure): boolean {
  return code === 'pin-required' || errorSubjectOf(code) === 'key-left';
}

/** Returns whether another key of the same model would be refused, too. */
function refusesModel({ code }: Failure): boolean {
  return sameForModel.has(code) || code.startsWith('attestation-');
}

const sameForModel: ReadonlySet<Failure['code']> = new Set<Failure['code']>([
  'key-lacks-capability',
  'key-model-refused',
  'aaguid-refused',
  'policy-model-not-allowed',
  'policy-attestation-required',
]);

function kindOf({ code }: Failure): 'key' | 'user' | 'server' | 'cancelled' {
  if (code === 'cancelled') return code;
  const subject = errorSubjectOf(code);
  if (subject === 'server' || subject === 'desk') return 'server';
  return subject === 'user' ? 'user' : 'key';
}
