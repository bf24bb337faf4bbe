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

/** A key that was activated in this sitting, with the PIN that its user chose for it there. */
export interface ActivatedKey {
  /** The inventory's row: of this key, or of its model. */
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
  /** Throws where nothing may be written any more. */
  readonly confirmNow: () => Promise<void>;
  readonly ask: OwnPinParts['ask'];
}

/**
 * Sees to it that this very key has a PIN of its user and an activation, and returns both. A key that came back in the same
 * sitting is asked for neither.
 *
 * SECURITY: a model says nothing about which key it is. Where no serial number and no passkey tells the key, only the PIN that
 * the user chose for it in this sitting proves that it is the one from before, or that it has not left its port since. A key
 * without a PIN is certainly another one and begins an activation of its own. A key with another PIN, or one that comes in a later
 * sitting, may be either: it gets a new PIN, because staff may know the one that it has, and the activity log names it, because it
 * may be another key.
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

/** Whether a key accepts a PIN. A wrong PIN uses up one attempt; the next right PIN restores all of them. */
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
