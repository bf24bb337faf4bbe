import type { KeySummary } from '../../../contract/keys/schema.ts';
import { usableSerial } from '../../services/keys/serials.ts';
import { toldSerial } from './identity.ts';
import { type KeyLookup, type KeyLookupParts, refusal } from './keyLookup.ts';
import { noteSeen, rowByIdentity } from './records.ts';
import { isShared } from './sharedSerials.ts';

/** A key that got a passkey on another computer, and is not plugged in. */
export interface AbsentKey extends Omit<KeySummary, 'id'> {
  readonly aaguid: string;
  readonly firmwareVersion: number | undefined;
}

/** Looks up such a key by its serial number alone. A key without one gets its row when it is plugged in. */
export function createAbsentLookup(
  parts: Pick<KeyLookupParts, 'records' | 'tenant'>,
  { aaguid, firmwareVersion, ...key }: AbsentKey,
): KeyLookup {
  const { database } = parts.records;
  const identity = usableSerial(key.serial) === undefined ? undefined : toldSerial({ id: '', ...key });
  const usable = async () => identity !== undefined && !(await isShared(database, identity));
  return {
    keyOpened: () => undefined,
    objection: async userId => {
      if (identity === undefined || !(await usable())) return undefined;
      return refusal(parts, userId, { row: await rowByIdentity(database, identity) });
    },
    erasure: async () => undefined,
    heldBy: async () => {
      if (identity === undefined || !(await usable())) return null;
      const row = await noteSeen(database, { identity, identifiedBy: 'serial' }, key, { aaguid, firmwareVersion });
      return row.id;
    },
  };
}
