import { uptime } from 'node:os';
import { toFailure } from '../../contract/failure.ts';
import { decodeFirst } from '../../ctap/cbor.ts';
import { parseCoseKey } from '../../ctap/webauthn/coseKey.ts';
import type { NewEntry } from '../activity/activity.ts';
import { correlated } from '../correlation.ts';
import { recordDone } from './done.ts';
import { type JournalEntry, subjectOf } from './journal.ts';
import type { CeremonyParts } from './parts.ts';
import { register } from './register.ts';
import { signInWith, verifySignIn } from './signIn.ts';

/**
 * Finishes or cleans up what an earlier run left unfinished, as far as that goes without a person: an entry whose
 * credential was made is registered while its challenge lives, with no new touch; a registered one is proven when its key
 * is plugged in. Anything else is put down as needing attention. Entries of other tenants and of other running Keydesks are
 * left alone.
 */
export async function recoverAll(parts: CeremonyParts, log: (message: string) => void): Promise<void> {
  for (const entry of await parts.journal.abandoned()) {
    if (entry.connection !== parts.connection() || !(await parts.journal.claim(entry))) continue;
    try {
      await correlated(async correlation => {
        const end = await recoverEntry(parts, entry);
        const recovered = { ...recoveredEntry(entry, end), correlation };
        if (end === 'done') await recordDone(parts, entry.id, recovered);
        else if (end !== entry.state) parts.activity.record(recovered);
        log(`enrolment ${entry.id}: ${entry.state} -> ${end}`);
      });
    } catch (error) {
      log(`enrolment ${entry.id}: still ${entry.state}, ${toFailure(error).code}`);
    } finally {
      await parts.journal.release(entry.id);
    }
  }
}

function recoveredEntry(entry: JournalEntry, end: JournalEntry['state']): NewEntry {
  return {
    kind: 'enrollment-recovered',
    result: end === 'done' || end === 'cleaned-up' ? 'done' : 'failed',
    ...subjectOf(entry),
    facts: { enrollmentId: entry.id, from: entry.state, to: end },
  };
}

/** The state to which it came; that of a finished one is left to be written together with its entry in the log. */
async function recoverEntry(parts: CeremonyParts, entry: JournalEntry): Promise<JournalEntry['state']> {
  switch (entry.state) {
    case 'options-fetched':
    case 'key-prepared':
      // Cut off before makeCredential was sent, nothing is on the key; after it, only the key and its PIN can tell.
      return advance(parts, entry, mayHaveCreated(entry) ? 'needs-attention' : 'cleaned-up');
    case 'credential-created':
      return registerAgain(parts, entry);
    case 'registered':
      return proveLater(parts, entry);
    case 'proven':
      return 'done';
    case 'needs-attention':
      return entry.credential_id === null ? entry.state : lookAgain(parts, entry, entry.credential_id);
    default:
      return entry.state;
  }
}

/** A computer that went down may have lost what the journal said last; that the enrolment began is never lost. */
function mayHaveCreated(entry: JournalEntry): boolean {
  const startedUp = Date.now() - uptime() * 1000;
  return entry.creating === 1 || Date.parse(entry.updated_at) < startedUp;
}

async function registerAgain(parts: CeremonyParts, entry: JournalEntry): Promise<JournalEntry['state']> {
  const { credential_id, client_data_json, attestation_object } = entry;
  if (credential_id === null || client_data_json === null || attestation_object === null) {
    return advance(parts, entry, 'needs-attention');
  }
  const methods = parts.graph().fido2Methods;
  const known = await methods.find(entry.user_id, credential_id);
  const registration = {
    displayName: entry.display_name,
    credentialId: credential_id,
    clientDataJSON: client_data_json,
    attestationObject: attestation_object,
  };
  const { clock, sleep } = parts;
  const expiresAt = Date.parse(entry.challenge_expires_at);
  try {
    const signal = AbortSignal.timeout(Math.max(0, expiresAt - clock()) + 1000);
    const method = known ?? (await register({ methods, clock, sleep }, entry.user_id, registration, expiresAt, signal));
    await parts.journal.registered(entry.id, method.id);
    return proveLater(parts, { ...entry, state: 'registered', method_id: method.id });
  } catch (error) {
    await parts.journal.fail(entry.id, 'needs-attention', toFailure(error));
    return 'needs-attention';
  }
}

/** Entra has the passkey; its key may be plugged in now, in a minute, or in another country. */
async function proveLater(parts: CeremonyParts, entry: JournalEntry): Promise<JournalEntry['state']> {
  const { credential_id: credentialId, public_key: publicKeyBytes, rp_id: rpId } = entry;
  if (credentialId === null || publicKeyBytes === null) return entry.state;
  const map = decodeFirst(publicKeyBytes).value;
  if (!(map instanceof Map)) return entry.state;
  const publicKey = parseCoseKey(map);
  for (const { id } of await parts.keys.list()) {
    const proven = await withKey(parts, id, entry.key_aaguid, async key => {
      const evidence = await signInWith(key, rpId, credentialId)(undefined);
      verifySignIn(evidence, { rpId, publicKey, userVerified: false });
    });
    if (proven) return 'done';
  }
  return entry.state;
}

/** An orphan on record that turns out to be registered is none. */
async function lookAgain(
  parts: CeremonyParts,
  entry: JournalEntry,
  credentialId: Uint8Array,
): Promise<JournalEntry['state']> {
  if (entry.method_id !== null) return entry.state;
  const method = await parts.graph().fido2Methods.find(entry.user_id, credentialId);
  if (method === undefined) return entry.state;
  await parts.journal.registered(entry.id, method.id);
  return proveLater(parts, { ...entry, state: 'registered', method_id: method.id });
}

/** False where the key is of another make, or does not do the work. */
async function withKey(
  parts: CeremonyParts,
  keyId: string,
  aaguid: string,
  work: (key: Awaited<ReturnType<CeremonyParts['keys']['open']>>) => Promise<unknown>,
): Promise<boolean> {
  const key = await parts.keys.open(keyId).catch(() => undefined);
  if (key === undefined) return false;
  try {
    if (key.session.info.aaguid !== aaguid) return false;
    await work(key);
    return true;
  } catch {
    return false;
  } finally {
    key.close();
  }
}

async function advance(
  parts: CeremonyParts,
  entry: JournalEntry,
  state: JournalEntry['state'],
): Promise<JournalEntry['state']> {
  await parts.journal.advance(entry.id, state);
  return state;
}
