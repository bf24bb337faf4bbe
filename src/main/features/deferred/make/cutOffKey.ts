import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../../contract/errors/failure.ts';
import type { KeySummary } from '../../../../contract/keys/schema.ts';
import type { OpenKey } from '../../../services/keys/keys.ts';
import { acceptedPin } from '../../enrollment/keptPin.ts';
import type { DeferredContext } from '../context.ts';
import type { PackageContent } from '../package/content.ts';
import { type Busy, type Claim, type CutOffPin, cutOffPins } from './claims.ts';

/** A key with a PIN that may be one of those that were cut off. */
export interface CutOff {
  /** The row whose PIN the key has accepted, with that PIN. Undefined if it has accepted none. */
  readonly claim: Claim | undefined;
  /** The users whose key it may be. */
  readonly perhaps: readonly string[];
}

/**
 * Finds the row of a key that nothing identifies, by the PINs in the package, as a batch does (batches/cutOffKey.ts). Returns undefined for a key
 * that cannot be such a key. Call it only for a key without the passkey of a made row.
 */
export async function findCutOff(
  { keys, inventory }: Pick<DeferredContext, 'keys' | 'inventory'>,
  content: PackageContent,
  key: KeySummary,
  busy: Pick<Busy, 'taken'>,
  signal: AbortSignal,
): Promise<CutOff | undefined> {
  const left = cutOffPins(content, key, busy);
  if (left.length === 0) return undefined;
  return keys.ask(key.id, open => tryPins(inventory, open, left), signal);
}

async function tryPins(
  inventory: DeferredContext['inventory'],
  open: OpenKey,
  left: readonly CutOffPin[],
): Promise<CutOff | undefined> {
  const { aaguid, options } = open.session.info;
  if (options.clientPin !== true) return undefined;
  // SECURITY: the key may be somebody's, and known to this computer.
  const lookup = inventory.lookUp();
  lookup.keyOpened(open);
  const objections = await Promise.all(left.map(({ row }) => lookup.objection(row.user.id)));
  const own = left.filter((one, n) => (one.aaguid ?? aaguid) === aaguid && objections[n] === undefined);
  if (own.length === 0) return undefined;
  const found = await acceptedPin(open, own);
  const users = own.map(({ row }) => row.user.userPrincipalName);
  return { claim: found && { row: found.row, pin: found.pin }, perhaps: [...new Set(users)] };
}

/** Returns why a key was refused. A key that may be one of those that were cut off must not be reset at once. */
export function orPerhaps(failure: Failure, cutOff: Pick<CutOff, 'perhaps'> | undefined): Failure {
  if (cutOff === undefined || failure.code !== 'profile-key-has-pin') return failure;
  return toFailure(new KeydeskError('deferred-key-perhaps-of', { users: cutOff.perhaps.join(', ') }));
}
