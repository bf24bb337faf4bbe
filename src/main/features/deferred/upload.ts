import type { DeferredEvent } from '../../../contract/deferred/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import { errorSubjectOf } from '../../../contract/errors/subjects.ts';
import { PIN_DAYS } from '../../../contract/profiles/schema.ts';
import type { DeferredContext } from './context.ts';
import { batchOf } from './fetch.ts';
import { refuseForged } from './knownPackages.ts';
import type { Attempt, LeftPasskey, Made, PackageRow } from './package/content.ts';
import type { OpenPackage } from './package/packageFile.ts';
import { madePasskeyOf, toDeferredRow, toShown } from './rows.ts';
import { refuseOtherTenant } from './sameTenant.ts';

/** Number of passkeys that are registered at the same time. */
const AT_ONCE = 4;

/**
 * Registers the keys that were made. Each row is a row of the batch of the package, so sheets, lists and PINs of batches follow. Everything
 * is asked again that was checked at the fetch. Rows that are uploaded already are recognized, also those of another copy of the package.
 * @throws KeydeskError deferred-other-tenant, deferred-unknown-sender, not-connected
 */
export async function uploadPackage(
  context: DeferredContext,
  held: OpenPackage,
  tell: (event: DeferredEvent) => void,
  signal: AbortSignal,
): Promise<DeferredEvent> {
  const { activity, batches } = context;
  const { content } = held;
  return activity.during('deferred-uploaded', async subject => {
    refuseOtherTenant(context, content);
    await refuseForged(context, held);
    await batches.restore(batchOf(content));
    tell({ type: 'opened', ...toShown(held) });
    try {
      await uploadRows(context, held, tell, signal);
      await listLeft(context, held, signal);
    } finally {
      await batches.registered(content.batch.id);
      const { rows } = toShown(held);
      const count = (state: string) => rows.filter(row => row.state === state).length;
      subject.facts = { batch: content.batch.name, uploaded: count('uploaded'), failed: count('failed') };
    }
    return { type: 'ended', ...toShown(held), pinsLast: batches.pinsLast };
  });
}

async function uploadRows(
  context: DeferredContext,
  held: OpenPackage,
  tell: (event: DeferredEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const queue = held.content.rows.filter(row => row.uploaded === null && (row.made !== null || isUnproven(row)));
  const work = async () => {
    for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
      signal.throwIfAborted();
      await uploadRow(context, held, row, signal);
      await held.save();
      tell({ type: 'row', row: toDeferredRow(row) });
      const stops = row.error !== null && stopsAll(row.error);
      if (stops) throw new KeydeskError(row.error?.code ?? 'internal', row.error?.params ?? {});
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** Whether no other row can be uploaded either, for example without a network. */
function stopsAll({ code }: Failure): boolean {
  const stopping: readonly string[] = [
    'graph-unreachable',
    'graph-timeout',
    'graph-unauthorized',
    'graph-throttled',
    'graph-unavailable',
    'not-connected',
    'cancelled',
  ];
  return stopping.includes(code) || errorSubjectOf(code) === 'desk';
}

function isUnproven({ made, attempts }: PackageRow): boolean {
  return made === null && attempts.some(({ state, credential_id }) => credential_id !== null && state !== 'cleaned-up');
}

async function uploadRow(
  context: DeferredContext,
  { content }: OpenPackage,
  row: PackageRow,
  signal: AbortSignal,
): Promise<void> {
  const { batches, enrollments } = context;
  const { made } = row;
  const attempt = row.attempts.find(({ id }) => id === made?.attempt);
  const passkey = made === null || attempt === undefined ? undefined : madePasskeyOf(row.options, attempt, made);
  if (made === null || passkey === undefined) return fail(row, 'deferred-unproven');
  const known = await enrollments.outcomeOf(passkey.credential.credentialId);
  if (known?.state === 'done' || known?.state === 'proven') {
    await batches.noteRegistered(row.id, { enrollmentId: known.id, methodId: known.methodId });
    return keep(context, row, known.methodId);
  }
  let methodId: string | null = null;
  const end = await batches.registerRow(content.batch.id, row.id, {
    pin: made.pin ?? undefined,
    pinDays: row.profile?.pinDays ?? PIN_DAYS.usual,
    register: observers =>
      enrollments.registerMade(passkey, {
        signal,
        observers: [
          ...observers,
          {
            ended: ({ state }) => {
              methodId = state.method?.id ?? null;
            },
          },
        ],
      }),
  });
  if ('state' in end) {
    // The row got another key: from another copy of the package, or with a network.
    if (end.state === 'done') return takenBy(context, row, attempt, made, signal);
    return fail(row, 'batch-row-changed');
  }
  if (end.failure !== null) {
    row.error = end.failure;
    return;
  }
  const registered = methodId ?? (await enrollments.outcomeOf(passkey.credential.credentialId))?.methodId ?? null;
  keep(context, row, registered);
}

/** Records the end. SECURITY: the package loses the PINs of a key as soon as they are sealed in the record. */
function keep({ batches }: DeferredContext, row: PackageRow, methodId: string | null): void {
  row.uploaded = { at: new Date().toISOString(), methodId };
  row.error = null;
  if (!batches.pinsLast || row.made === null) return;
  row.made.pin = null;
  row.pins = [];
}

async function takenBy(
  context: DeferredContext,
  row: PackageRow,
  attempt: Attempt | undefined,
  made: Made,
  signal: AbortSignal,
): Promise<void> {
  const error = toFailure(new KeydeskError('deferred-row-taken'));
  row.error = error;
  if (attempt !== undefined)
    await giveUp(context, { options: row.options, attempt, made, error }, row.profile?.pinDays, signal);
}

function fail(row: PackageRow, code: 'deferred-unproven' | 'batch-row-changed'): void {
  row.error = toFailure(new KeydeskError(code));
}

/** Lists the passkeys that were left on keys, so that they are deleted when these keys are plugged in. */
async function listLeft(context: DeferredContext, held: OpenPackage, signal: AbortSignal): Promise<void> {
  for (const left of [...held.content.left]) {
    const row = held.content.rows.find(({ user }) => user.id === left.user.id);
    await giveUp(context, left, row?.profile?.pinDays, signal);
    held.content.left = held.content.left.filter(other => other !== left);
    await held.save();
  }
}

/**
 * Lists a passkey as an unfinished enrollment, unless the journal knows it already. Keeps the PIN of its key, because the clean-up needs it.
 * @param pinDays how many days the PIN is kept. Default: as usual
 */
async function giveUp(
  { enrollments, batches }: DeferredContext,
  { options, attempt, made, error }: Omit<LeftPasskey, 'user'>,
  pinDays: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const passkey = madePasskeyOf(options, attempt, made);
  if (passkey === undefined) return;
  const keepPin = async () => {
    const entry = await enrollments.outcomeOf(passkey.credential.credentialId);
    const isOpen = entry !== undefined && entry.state !== 'done' && entry.state !== 'cleaned-up';
    if (isOpen && made.pin !== null) await batches.keepLeftPin(entry.id, made.pin, pinDays ?? PIN_DAYS.usual);
    return entry !== undefined;
  };
  if (await keepPin()) return;
  for await (const event of enrollments.registerMade(passkey, { signal, refusal: error })) {
    if (event.type === 'failed' && event.failure.error.code !== error.code) {
      const { code, params } = event.failure.error;
      throw new KeydeskError(code, params);
    }
  }
  await keepPin();
}
