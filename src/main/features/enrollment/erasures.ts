import { equal } from '../../../ctap/bytes.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { type EnrollmentContext, noneFor, withoutRecovery } from './context.ts';
import type { BeforeErasure } from './enrollments.ts';
import { closeErased, type Erasure, namedOn, unansweredOn, unfinishedOn } from './erased.ts';
import type { JournalEntry } from './journalEntry.ts';

/**
 * Finds unfinished enrollments on a key that is about to be reset.
 * @param named the enrollments that, according to a person, used this key
 * @throws KeydeskError unfinished-not-found, unfinished-other-key for one of `named`
 */
export async function beforeReset(
  context: EnrollmentContext,
  key: OpenKey,
  named: readonly string[],
): Promise<BeforeErasure> {
  const { ceremony, journal } = context;
  const { aaguid, options } = key.session.info;
  const decided = await namedOn(journal, aaguid, named);
  const found = await unfinishedOn(ceremony, key).catch(noneFor(context, 'before a reset'));
  const names = await namesOf(context, key);
  return {
    erased: async () => {
      context.erased(key.summary.id);
      if (names !== undefined && isNamed(names)) await ceremony.unseenPins.known(names);
      // A key that could not be asked may still have an identity.
      else if (options.clientPin === true && (names !== undefined || named.length > 0))
        await ceremony.unseenPins.unnamedReset(aaguid, named);
      const others = decided.filter(entry => !found.some(({ id }) => id === entry.id));
      await close(context, [...found, ...others], 'key-reset');
    },
  };
}

/**
 * Finds the unfinished enrollment of a credential that is about to be deleted from its key.
 * @throws CtapError as the deletion would: a wrong PIN costs one attempt, not two
 */
export async function beforeDeletion(
  context: EnrollmentContext,
  key: OpenKey,
  pin: string,
  credentialId: Uint8Array,
): Promise<BeforeErasure> {
  const { ceremony, journal } = context;
  const known = (await journal.abandoned()).filter(
    entry => entry.credential_id !== null && equal(entry.credential_id, credentialId),
  );
  const unanswered = await unansweredOn(ceremony, key, pin);
  const made = unanswered.filter(found => equal(found.credentialId, credentialId)).map(({ entry }) => entry);
  return { erased: () => close(context, [...known, ...made], 'credential-deleted') };
}

/** Records that a person knows the PIN of a key, or that the key has none. Never rejects. */
export async function pinKnown(context: EnrollmentContext, key: OpenKey): Promise<void> {
  // A window must not show the key's earlier random PIN.
  context.erased(key.summary.id);
  const names = await namesOf(context, key);
  if (names !== undefined) await context.ceremony.unseenPins.known(names);
}

interface KeyNames {
  readonly identity: string | undefined;
  /** The id in the inventory. */
  readonly id: string | undefined;
}

/** Returns the identity of a key; undefined if it could not be read. */
async function namesOf({ scope, log }: EnrollmentContext, key: OpenKey): Promise<KeyNames | undefined> {
  try {
    return { identity: await scope.inventory.nameOf(key.summary), id: await scope.inventory.idOf(key) };
  } catch (error) {
    log(`inventory: ${String(error)}`);
    return undefined;
  }
}

function isNamed({ identity, id }: KeyNames): boolean {
  return identity !== undefined || id !== undefined;
}

async function close(context: EnrollmentContext, entries: readonly JournalEntry[], erasure: Erasure): Promise<void> {
  if (entries.length === 0) return;
  await withoutRecovery(context, () => closeErased(context.ceremony, entries, erasure));
}
