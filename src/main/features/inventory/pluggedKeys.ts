import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import { withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { type BeforeReset, beforeReset } from './beforeReset.ts';
import { type InventoryContext, type InventoryParts, readKey } from './context.ts';
import { noteRecognized } from './keyLookup.ts';
import { recognize } from './recognize.ts';
import { type KeyRecords, noteSeen } from './records.ts';
import { ownSerial } from './sharedSerials.ts';

/** Returns the inventory's row of a plugged-in key, and records that it was seen. @throws KeydeskError key-… */
export async function pluggedKey(
  context: InventoryContext,
  keyId: string | undefined,
  signal: AbortSignal | undefined,
): Promise<InventoryKey> {
  const { assignments, keys, records } = context;
  await assignments.written();
  const row = await keys.ask(
    keyId,
    async key => {
      const look = () => withKeyErrors(() => recognize(records, keys, key));
      // Undefined if the number was found to be shared in the meantime. The second lookup ignores the number.
      const noted = await noteRecognized(records.database, key, await look());
      return noted ?? noteRecognized(records.database, key, await look());
    },
    signal,
  );
  if (row === undefined) throw new KeydeskError('inventory-key-not-found', { id: keyId ?? null });
  return readKey(context, row.id);
}

/**
 * Returns the id of an open key; undefined if nothing distinguishes it from others.
 * @throws CtapError if only its passkeys could identify it, and reading them fails
 */
export async function idOfKey({ records, keys }: InventoryContext, key: OpenKey): Promise<string | undefined> {
  const found = await recognize(records, keys, key);
  return found.identity.identifiedBy === 'model' ? undefined : found.row?.id;
}

/** Looks up a key that is about to be reset. Never rejects. */
export async function lookBeforeReset(context: InventoryContext, key: OpenKey): Promise<BeforeReset> {
  const { records, keys, assignments, log } = context;
  await assignments.written();
  // If the key has an error, the reset reports it.
  const found = await recognize(records, keys, key).catch(error => {
    log(`inventory: ${String(error)}`);
    return undefined;
  });
  return beforeReset(records, keys, assignments, found);
}

/** Records each key that is plugged in. Returns a function that stops this. */
export function notePluggedKeys({
  store,
  references,
  keyHost,
  log,
}: Pick<InventoryParts, 'store' | 'references' | 'keyHost' | 'log'>): () => void {
  const { database } = store;
  const records: KeyRecords = { database, references };
  /** A key that reports its serial number is recorded without opening it. */
  const noteAll = async (newcomers: readonly KeySummary[], plugged: readonly KeySummary[]) => {
    for (const key of newcomers) {
      try {
        const identity = await ownSerial(records, key, plugged);
        if (identity !== undefined) await noteSeen(database, identity, key, undefined);
      } catch (error) {
        log(`inventory: ${String(error)}`);
      }
    }
  };
  let known = new Set<string>();
  return keyHost.onKeys(plugged => {
    const newcomers = plugged.filter(({ id }) => !known.has(id));
    known = new Set(plugged.map(({ id }) => id));
    void noteAll(newcomers, plugged);
  });
}
