import type { Assignment } from '../../../contract/assignments/schema.ts';
import { offersDeletion } from '../../../contract/assignments/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { InventoryKey, LostReport } from '../../../contract/inventory/schema.ts';
import { inventoryKeyName } from '../../../contract/inventory/words.ts';
import type { MendRequest, MendResult } from '../../../contract/reconciliation/schema.ts';
import { deletePasskey } from '../passkeys/deletePasskey.ts';
import type { ReconciliationContext } from './context.ts';
import { isOf, placeOf } from './difference.ts';
import { compareKey } from './ofKey.ts';

type Of<Kind extends MendRequest['mend']> = Extract<MendRequest, { mend: Kind }>;

/**
 * Removes one difference. Reads the places again first: the list that a person sees may be old.
 * @throws KeydeskError difference-gone, mend-unproven, mend-not-confirmed, graph-…, key-…, pin-…
 */
export async function mendDifference(
  context: ReconciliationContext,
  request: MendRequest,
  signal: AbortSignal | undefined,
): Promise<MendResult> {
  switch (request.mend) {
    case 'adopt':
      return changed(await adopt(context, request, signal));
    case 'delete-in-entra':
      return deleteInEntra(context, request, signal);
    case 'delete-on-key':
      return deleteOnKey(context, request, signal);
    case 'close-assignment': {
      const { assignmentId, evenIfUnproven } = request;
      return changed(await context.assignments.closeGone(assignmentId, evenIfUnproven));
    }
    case 'mark-key-lost':
      return markKey(context, request, id => context.inventory.reportLost(id));
    case 'mark-key-returned':
      return markKey(context, request, id => context.inventory.takeBack(id));
  }
}

/** Records a passkey that was made elsewhere. Entra must list it now. */
async function adopt(
  { directory, assignments }: ReconciliationContext,
  { user: named, methodId }: Of<'adopt'>,
  signal: AbortSignal | undefined,
): Promise<Assignment> {
  const user = await directory.get(named, signal);
  const passkey = (await directory.passkeys(user.id, signal)).find(({ id }) => id === methodId);
  // A phone has no place in the inventory, and nobody could plug it in.
  if (passkey === undefined || placeOf(passkey.aaGuid) === 'platform') throw new KeydeskError('difference-gone');
  return assignments.adopt(user, passkey);
}

/** Deletes a passkey in Entra. The record follows as it does for any other deletion there. */
async function deleteInEntra(
  context: ReconciliationContext,
  { user, methodId, confirm }: Of<'delete-in-entra'>,
  signal: AbortSignal | undefined,
): Promise<MendResult> {
  const { assignments, imported, directory } = context;
  const known = await imported.user(user);
  const { id, userPrincipalName } = known ?? (await directory.get(user, signal));
  checkConfirmed(confirm, userPrincipalName);
  const own = (await assignments.list({ user: id, limit: 200 })).assignments.filter(each =>
    isOf(each, { id: methodId, credentialId: null }),
  );
  const active = own.find(({ state }) => state === 'active');
  if (active !== undefined) return changed(await assignments.revoke(active.id));
  const erased = own.find(offersDeletion);
  if (erased !== undefined) return changed(await assignments.deleteErased(erased.id));
  const due = own.find(({ deletion }) => deletion?.done === false);
  if (due !== undefined) {
    const { failure } = await assignments.finishDeletions([due.id]);
    return { ...changed(...(await assignments.byIds([due.id]))), failure };
  }
  await deletePasskey({ directory, assignments }, id, methodId, signal);
  return changed();
}

/**
 * Deletes a credential from a key. The key must hold it, and Entra must not list it, when both are read again. If that does not prove that
 * Entra does not have it, a person must have decided so.
 */
async function deleteOnKey(
  context: ReconciliationContext,
  { keyId, pin, credentialId, confirm, evenIfUnproven }: Of<'delete-on-key'>,
  signal: AbortSignal | undefined,
): Promise<MendResult> {
  const found = await compareKey(context, { keyId, pin }, signal);
  const difference = found.differences.find(each => each.kind === 'only-on-key' && each.credentialId === credentialId);
  if (difference === undefined) throw new KeydeskError('difference-gone');
  checkConfirmed(confirm, difference.user?.userPrincipalName ?? credentialId);
  if (difference.unproven && !evenIfUnproven) throw new KeydeskError('mend-unproven');
  const { revoked } = await context.keyManagement.deleteCredential({ keyId: found.keyId, pin, credentialId });
  // A person may have decided without proof. Then the record goes on offering to delete the passkey in Entra, too.
  if (difference.unproven) return changed(...revoked);
  for (const { methodId } of revoked) if (methodId !== null) await context.assignments.passkeyGone(methodId);
  return changed(...(await context.assignments.byIds(revoked.map(({ id }) => id))));
}

async function markKey(
  { inventory }: ReconciliationContext,
  { inventoryKey, confirm }: Of<'mark-key-lost' | 'mark-key-returned'>,
  mark: (id: string) => Promise<LostReport>,
): Promise<MendResult> {
  // The id in the inventory names a key without a serial number.
  if (confirm !== inventoryKey) checkConfirmed(confirm, nameOf(await inventory.get(inventoryKey)));
  const report = await mark(inventoryKey);
  const failure = report.revoked.find(({ deletion }) => deletion?.failure)?.deletion?.failure ?? null;
  return { assignments: report.revoked, failure, report };
}

/** Returns the name by which a person confirms a key: its serial number, or what a list shows for it. */
function nameOf(key: InventoryKey): string {
  return key.serial ?? inventoryKeyName(key);
}

/** @throws KeydeskError mend-not-confirmed */
function checkConfirmed(confirm: string, expected: string): void {
  if (confirm.toLowerCase() !== expected.toLowerCase()) throw new KeydeskError('mend-not-confirmed', { expected });
}

function changed(...assignments: Assignment[]): MendResult {
  const failure = assignments.find(({ deletion }) => deletion?.failure)?.deletion?.failure ?? null;
  return { assignments, failure, report: null };
}
