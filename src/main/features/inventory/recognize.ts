import { hasCtapCode } from '../../../ctap/errors.ts';
import type { Store } from '../../base/store/database.ts';
import type { Keys, OpenKey } from '../../services/keys/keys.ts';
import { type Held, heldCredentials } from './held.ts';
import { type Identity, modelIdentity } from './identity.ts';
import {
  hasAssignments,
  hasNamesake,
  hasUnnumbered,
  type KeyRecords,
  learnSerial,
  noteShows,
  passkeysOf,
  recognizableBy,
  rowByCredentials,
  rowById,
  rowByIdentity,
  type SecurityKeyRow,
  type ToldByKey,
} from './records.ts';
import { learnShared, ownSerial } from './sharedSerials.ts';

type Database = Store['database'];

/** The row of an open key in the inventory. `row` is undefined for a key that was never seen. */
export interface Recognized {
  readonly identity: Identity;
  readonly row: SecurityKeyRow | undefined;
  readonly told: ToldByKey;
  /** The error of reading the key's passkeys, which might have shown that it is another key. */
  readonly trouble?: unknown;
}

/**
 * Identifies a key by its serial number, if that is unique, and by the passkeys that it shows without PIN and touch. A passkey is on one
 * key only, so passkeys take precedence over the number. This also reveals numbers that several keys share. The key is read only if the row
 * of its number, or any key of its model without a number, has live passkeys.
 * @throws CtapError if only its passkeys could identify the key, and reading them fails
 */
export async function recognize(records: KeyRecords, keys: Pick<Keys, 'list'>, key: OpenKey): Promise<Recognized> {
  const { summary, session } = key;
  const { database } = records;
  const told = { aaguid: session.info.aaguid, firmwareVersion: session.info.firmwareVersion };
  const serial = await numberOf(records, keys, key, told);
  const known = serial && (await rowByIdentity(database, serial.identity));
  const mayBeOld = serial !== undefined && (await mayBeUnnumbered(database, known, key));
  const asks = serial === undefined || mayBeOld || (known !== undefined && (await mayBeAnother(database, known)));
  const held = asks ? await allHeld(database, key, known) : NOTHING;

  const shown = await rowByCredentials(records, held.ids, summary, told);
  if (shown !== undefined) {
    if (mayBeOld && shown.identified_by === 'credential') await learnSerial(records, shown, serial.identity, summary);
    else if (known !== undefined && known.id !== shown.id) await learnShared(records, known.identity);
    await noteShows(database, shown);
    const row = known?.id === shown.id ? shown : ((await rowById(database, shown.id)) ?? shown);
    return { identity: { identity: row.identity, identifiedBy: identifiedBy(row) }, row, told };
  }
  if (serial !== undefined && !(known !== undefined && asks && (await isAnother(database, known, key, held)))) {
    return { identity: serial, row: known, told, trouble: held.trouble };
  }
  // A key with a temporary error must not count as another key of its model: that one may be lost.
  if (serial === undefined && held.trouble !== undefined) throw held.trouble;
  const identity = modelIdentity(summary, told.aaguid, told.firmwareVersion);
  return { identity, row: await rowByIdentity(database, identity.identity), told };
}

type AllHeld = Held & { readonly trouble?: unknown };

const NOTHING: AllHeld = { ids: [], complete: false };

/** Returns the identity by serial number; undefined if the number is shared, for example with a key of another model. */
async function numberOf(
  records: KeyRecords,
  keys: Pick<Keys, 'list'>,
  { summary }: OpenKey,
  { aaguid }: ToldByKey,
): Promise<Identity | undefined> {
  const serial = await ownSerial(records, summary, await keys.list());
  if (serial === undefined) return undefined;
  const known = await rowByIdentity(records.database, serial.identity);
  if (known === undefined || known.aaguid === null || known.aaguid === aaguid) return serial;
  await learnShared(records, serial.identity);
  return undefined;
}

/**
 * Returns whether a key without assignments under its number may be one whose passkey was created before its number was known. Then only
 * its passkeys can identify it.
 */
async function mayBeUnnumbered(
  database: Database,
  known: SecurityKeyRow | undefined,
  { summary, session }: OpenKey,
): Promise<boolean> {
  if (known !== undefined && (known.mark !== null || (await hasAssignments(database, known.id)))) return false;
  return hasUnnumbered(database, session.info.aaguid, summary.serial ?? null);
}

async function mayBeAnother(database: Database, known: SecurityKeyRow): Promise<boolean> {
  return (await passkeysOf(database, known.id)).length > 0 || (await hasNamesake(database, known));
}

async function allHeld(database: Database, key: OpenKey, known: SecurityKeyRow | undefined): Promise<AllHeld> {
  const ids: string[] = [];
  const rpIds = await recognizableBy(database, key.session.info.aaguid, known?.id);
  let complete = rpIds.length > 0;
  let trouble: unknown;
  for (const rpId of rpIds) {
    try {
      const held = await heldCredentials(key, rpId);
      ids.push(...held.ids);
      complete &&= held.complete;
    } catch (error) {
      if (hasCtapCode(error, 'transport-closed', 'cancelled')) throw error;
      // The serial number may still identify the key.
      trouble ??= error;
      complete = false;
    }
  }
  return { ids, complete, trouble };
}

/**
 * Returns whether a key that shows no passkeys of a row is certainly another key: one with the same number, or one that was erased
 * elsewhere. A key that hides its passkeys proves nothing. A retired key stays refused, because erasing it does not end its retirement.
 */
async function isAnother(
  database: Database,
  known: SecurityKeyRow,
  { session }: OpenKey,
  held: Held,
): Promise<boolean> {
  if (known.mark === 'retired' || (await passkeysOf(database, known.id)).length === 0) return false;
  const { clientPin, uv, alwaysUv } = session.info.options;
  // Entra's passkeys need user verification, and only a reset removes the PIN.
  const blank = clientPin === false && uv !== true;
  return blank || (held.complete && alwaysUv !== true && known.shows_passkeys === 1);
}

function identifiedBy({ identified_by }: SecurityKeyRow): Identity['identifiedBy'] {
  return identified_by === 'serial' ? 'serial' : 'credential';
}
