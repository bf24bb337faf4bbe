import { equal } from '../../ctap/bytes.ts';
import { sha256 } from '../../ctap/crypto.ts';
import type { CredentialManagement } from '../../ctap/ctap2/credentialManagement.ts';
import { hasCtapCode } from '../../ctap/errors.ts';
import { isComparable, isIdOf } from '../graph/encoding.ts';
import type { Fido2Method } from '../graph/fido2Methods.ts';
import type { OpenKey } from '../keys/keys.ts';
import { type Journal, type JournalEntry, subjectOf } from './journal.ts';
import type { CeremonyParts } from './parts.ts';

type Resident = Awaited<ReturnType<CredentialManagement['credentials']>>[number];

/** Deletes a credential that Entra does not have; false where the key is gone, has no such command, or the PIN is not known. */
export async function deleteOrphan(key: OpenKey, pin: string | undefined, credentialId: Uint8Array): Promise<boolean> {
  if (pin === undefined) return false;
  try {
    await (await key.session.credentialManagement(pin)).delete(credentialId);
    return true;
  } catch (error) {
    return hasCtapCode(error, 'CTAP2_ERR_NO_CREDENTIALS');
  }
}

/**
 * Deletes what a makeCredential without an answer may have left on a key that is still open: the credential of this user that
 * Entra neither lists nor told the key to exclude. Returns whether the key is known to hold nothing of the enrollment.
 */
export async function deleteUnanswered(
  parts: CeremonyParts,
  key: OpenKey,
  pin: string | undefined,
  made: {
    readonly userId: string;
    readonly rpId: string;
    readonly userHandle: Uint8Array;
    readonly known: readonly Uint8Array[];
  },
): Promise<boolean> {
  if (pin === undefined || key.gone.aborted) return false;
  try {
    const management = await key.session.credentialManagement(pin);
    const resident = await management.credentials(sha256(new TextEncoder().encode(made.rpId)));
    const own = resident.find(({ userHandle }) => equal(userHandle, made.userHandle));
    if (own === undefined && management.oddities().length > 0) return false;
    if (own === undefined || made.known.some(id => equal(id, own.credentialId))) return true;
    const listed = await lookUp(parts, made.userId, own.credentialId);
    if (listed === 'unknown') return false;
    if (listed !== undefined) return true;
    await management.delete(own.credentialId);
    return true;
  } catch {
    // Whatever the key or Entra could not say stays in the journal.
    return false;
  }
}

/**
 * Returns entries of earlier enrollments whose credential may be on this key and may be deleted: Entra never got it, or refused
 * it. A credential whose submission has an unknown outcome is never an orphan, however often a read does not find it.
 * An entry without a credential id belongs to this key only if the key's identity says so: a port is not a key.
 */
export async function possibleOrphans(parts: CeremonyParts, key: OpenKey): Promise<JournalEntry[]> {
  const entries = (await parts.journal.abandoned()).filter(
    entry =>
      entry.state === 'needs-attention' &&
      entry.submission !== 'unknown' &&
      entry.connection === parts.connection() &&
      entry.key_aaguid === key.session.info.aaguid &&
      entry.method_id === null,
  );
  if (entries.length === 0) return entries;
  const identity = await parts.nameOf(key.summary);
  return entries.filter(entry => entry.credential_id !== null || isSameKey(entry, identity));
}

/** Deletes such credentials from a key whose PIN is known. What cannot be settled stays for the next time. */
export async function sweepOrphans(
  parts: CeremonyParts,
  key: OpenKey,
  pin: string,
  entries: readonly JournalEntry[],
): Promise<void> {
  try {
    const identity = await parts.nameOf(key.summary);
    const management = await key.session.credentialManagement(pin);
    for (const entry of entries) {
      // Another Keydesk may be recovering it at the same moment.
      if (!(await parts.journal.claim(entry))) continue;
      try {
        await sweep(parts, management, entry, { sameKey: isSameKey(entry, identity), decided: false });
      } finally {
        await parts.journal.release(entry.id);
      }
    }
  } catch {
    // The enrollment that is running matters more than what an old one left; that stays in the journal.
  }
}

/** Whether a key is the one of an entry, by its identity: a port is not a key. */
export function isSameKey(entry: JournalEntry, identity: string | undefined): boolean {
  return identity !== undefined && entry.key_identity === identity;
}

/** What a key with its PIN shows about an entry: see `sweep`. */
export type Swept = 'removed' | 'registered' | 'nothing-left' | 'not-here' | 'older-passkey' | 'unlisted-passkey';

/**
 * Settles an entry whose credential Entra never got or refused, as far as this key can:
 * `removed` the credential was on the key and is deleted; `registered` Entra has it after all; `nothing-left` this is the very
 * key, and it holds nothing of the enrollment; `not-here` another key may hold it; `older-passkey` and `unlisted-passkey` the key
 * holds a passkey of the user that may not be the entry's. Only the first three settle the entry.
 * @param sameKey whether the key's identity is the entry's
 * @param decided whether a person brought the key to have the entry settled
 * @throws CtapError, KeydeskError graph-…
 */
export async function sweep(
  parts: CeremonyParts,
  management: CredentialManagement,
  entry: JournalEntry,
  { sameKey, decided }: { readonly sameKey: boolean; readonly decided: boolean },
): Promise<Swept> {
  const resident = await management.credentials(sha256(new TextEncoder().encode(entry.rp_id)));
  const own = resident.find(found => isOwn(entry, found));
  if (own === undefined) {
    // Only the very key of the entry can show that nothing is left; another one of its model shows nothing.
    // A list that contradicts itself may lack one.
    if (!sameKey || management.oddities().length > 0) return 'not-here';
    await settle(parts, entry, 'cleaned-up');
    return 'nothing-left';
  }
  const { credentialId } = own;
  if (entry.credential_id === null && (await parts.journal.isOnRecord(credentialId, entry.id))) {
    // The passkey of another enrollment of this user. A key keeps one for a user, so it took the place of the entry's.
    if (!sameKey && !decided) return 'not-here';
    await settle(parts, entry, 'cleaned-up');
    return 'nothing-left';
  }
  const method = await lookUp(parts, entry.user_id, credentialId);
  // A credential that is known by its id was never submitted, or refused: whatever Entra lists is not it.
  if (method === 'unknown' && entry.credential_id === null) return 'unlisted-passkey';
  if (method === undefined || method === 'unknown') {
    // Known only by its user, it may be the passkey of another enrollment on another key of the model, which Entra does not
    // list yet: only a person who brings the key can say that it is the one.
    if (entry.credential_id === null && !sameKey && !decided) return 'unlisted-passkey';
    await management.delete(credentialId);
    await settle(parts, entry, 'cleaned-up');
    return 'removed';
  }
  const created = Date.parse(method.createdDateTime ?? '');
  // A passkey that is older than the enrollment is not its own; without a date nobody can tell.
  if (entry.credential_id === null && !(created >= Date.parse(entry.started_at))) return 'older-passkey';
  await settle(parts, entry, 'done', { credential_id: credentialId, method_id: method.id });
  return 'registered';
}

/**
 * Returns Entra's method of a credential; undefined where it lists none, and `unknown` where it lists methods whose ids name no
 * credential, so that any of them may be the one.
 * @throws KeydeskError graph-…
 */
async function lookUp(
  parts: CeremonyParts,
  userId: string,
  credentialId: Uint8Array,
): Promise<Fido2Method | 'unknown' | undefined> {
  const methods = await parts.graph().fido2Methods.list(userId);
  const found = methods.find(({ id }) => isIdOf(id, credentialId));
  return found ?? (methods.some(({ id }) => !isComparable(id)) ? 'unknown' : undefined);
}

/** By its id where that is known; else by the user, of whom a key holds one credential for a website. */
function isOwn({ credential_id, user_handle }: JournalEntry, found: Resident): boolean {
  return credential_id === null ? equal(found.userHandle, user_handle) : equal(found.credentialId, credential_id);
}

async function settle(
  { journal, activity }: CeremonyParts,
  entry: JournalEntry,
  state: 'cleaned-up' | 'done',
  change: Parameters<Journal['close']>[2] = {},
): Promise<void> {
  const facts = { enrollmentId: entry.id, to: state };
  await journal.close(entry.id, state, change, transaction =>
    activity.recordIn(transaction, { kind: 'leftover-removed', ...subjectOf(entry), facts }),
  );
  activity.note();
}
