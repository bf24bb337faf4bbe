import type { KeySummary } from '../../../contract/keys/schema.ts';
import { usableSerial } from '../../services/keys/serials.ts';
import { toldSerial } from './identity.ts';
import { type KeyLookup, type KeyLookupParts, refusal } from './keyLookup.ts';
import { addByCredential, noteSeen, rowByIdentity, type SecurityKeyRow } from './records.ts';
import { isShared } from './sharedSerials.ts';

/** A key that got a passkey on another computer, and is not plugged in. */
export interface AbsentKey extends Omit<KeySummary, 'id'> {
  readonly aaguid: string;
  readonly firmwareVersion: number | undefined;
}

/** Looks up such a key by its serial number alone. A key without one gets its row with its new passkey, as at the desk. */
export function createAbsentLookup(
  parts: Pick<KeyLookupParts, 'records' | 'tenant'>,
  { aaguid, firmwareVersion, ...key }: AbsentKey,
): KeyLookup {
  const { database } = parts.records;
  const identity = usableSerial(key.serial) === undefined ? undefined : toldSerial({ id: '', ...key });
  let added: Promise<SecurityKeyRow> | undefined;
  const usable = async () => identity !== undefined && !(await isShared(database, identity));
  const objection: KeyLookup['objection'] = async userId => {
    if (identity === undefined || !(await usable())) return undefined;
    return refusal(parts, userId, { row: await rowByIdentity(database, identity) });
  };
  return {
    keyOpened: () => undefined,
    objection,
    objectionNow: objection,
    erasure: async () => undefined,
    heldBy: async newPasskey => {
      if (identity === undefined || !(await usable())) {
        if (newPasskey) added ??= addByCredential(database, key, { aaguid, firmwareVersion });
        return (await added)?.id ?? null;
      }
      const row = await noteSeen(database, { identity, identifiedBy: 'serial' }, key, { aaguid, firmwareVersion });
      return row.id;
    },
  };
}
