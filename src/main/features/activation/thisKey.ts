import { hasCode } from '../../../contract/errors/failure.ts';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import { pinState } from '../../services/keys/details.ts';
import type { Keys } from '../../services/keys/keys.ts';
import type { NewPinRule } from '../../services/keys/newPinRule.ts';
import { checkPin, type OwnPinParts, ownPin } from './ownPin.ts';
import type { Permit } from './permit.ts';
import type { ActivationRecords, ActivationRow } from './records.ts';
import type { Sitting } from './sittings.ts';
import type { StayedKeys } from './stayedKeys.ts';

/** A key that was activated in this sitting, with the PIN that its user chose. */
export interface ActivatedKey {
  /** The id in the inventory: of this key, or of its model. */
  readonly id: string;
  readonly pin: string;
  readonly activation: ActivationRow;
}

export interface ThisKeyParts {
  readonly keys: Keys;
  readonly newPinRule: NewPinRule;
  readonly records: Pick<ActivationRecords, 'find' | 'unfinished' | 'goOn' | 'begin'>;
  readonly stayed: Pick<StayedKeys, 'find'>;
  readonly tenant: string;
  readonly station: string;
  readonly confirm: Permit['confirm'];
  /** Throws if nothing may be written any more. */
  readonly confirmNow: () => Promise<void>;
  readonly ask: OwnPinParts['ask'];
}

/**
 * Ensures that this key has a PIN of its user and an activation, and returns both. Asks for neither if the key was activated in the same
 * sitting before.
 *
 * SECURITY: the model does not identify a key. Without a serial number or a passkey, only two things prove that it is the key from before:
 * the PIN that the user chose for it in this sitting, or that it has not left its port since. A key without a PIN is certainly another key
 * and gets its own activation. A key with another PIN, or in a later sitting, may be either. It gets a new PIN, because staff may know the
 * present one, and an entry in the activity log, because it may be another key.
 * @param before what was activated in this sitting
 * @throws KeydeskError pin-…, key-…, activation-…
 */
export async function activateThis(
  parts: ThisKeyParts,
  sitting: Sitting,
  key: InventoryKey & { readonly keyId: string },
  before: ActivatedKey | undefined,
): Promise<ActivatedKey> {
  const { keys, records, stayed, newPinRule, confirm, confirmNow, ask } = parts;
  const { id, keyId } = key;
  if (before?.id === id && (key.identifiedBy !== 'model' || (await hasPin(keys, keyId, before.pin)))) return before;
  const place = { tenant: parts.tenant, station: parts.station };
  const known = await records.find(place.tenant, sitting.user.id, key);
  const blank = !(await keys.use(keyId, ({ session }) => pinState(session))).set;
  const own = known ?? (blank ? undefined : stayed.find(place.tenant, sitting.user.id, keyId));
  const perhaps =
    own === undefined && key.identifiedBy === 'model' && !blank
      ? await records.unfinished(place.tenant, sitting.user.id, key)
      : undefined;
  const pin = await ownPin({ keys, keyId, newPinRule, theirs: own !== undefined, confirm: confirmNow, ask });
  if (perhaps !== undefined) await records.goOn(perhaps, key, place, sitting.proof, confirm);
  return { id, pin, activation: own ?? perhaps ?? (await records.begin(sitting, key, place, confirm)) };
}

/** Returns whether a key accepts a PIN. A wrong PIN uses up one attempt; the next right PIN restores all of them. */
async function hasPin(keys: Keys, keyId: string, pin: string): Promise<boolean> {
  return keys.use(keyId, async ({ session }) => {
    const state = await pinState(session);
    if (!state.set || state.changeRequired) return false;
    try {
      await checkPin(session, pin);
      return true;
    } catch (error) {
      if (hasCode(error, 'pin-wrong')) return false;
      throw error;
    }
  });
}
