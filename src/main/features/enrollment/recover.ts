import { uptime } from 'node:os';
import { toFailure } from '../../../contract/errors/failure.ts';
import { correlated } from '../../base/correlation.ts';
import type { NewLogEntry } from '../../services/activity/activity.ts';
import { recordDone } from './done.ts';
import { type JournalEntry, logSubjectOf } from './journalEntry.ts';
import type { CeremonyParts } from './parts.ts';
import { register } from './register.ts';
import { isCanceled, registrationOf, submittedOf } from './resume.ts';
import { signInWith, verifySignIn } from './signIn.ts';

type State = JournalEntry['state'];

/**
 * Settles unfinished enrollments as far as no person is needed. Claims each entry, so that only one Keydesk works on it. Logs failures, and
 * leaves the entry for the next recovery.
 * @param signal ends the recovery. Entries stay as the journal has them
 */
export async function recoverAll(parts: CeremonyParts, signal: AbortSignal): Promise<void> {
  const { log } = parts;
  for (const entry of await parts.journal.abandoned()) {
    if (signal.aborted) return;
    if (entry.tenant !== parts.tenant() || !(await parts.journal.claim(entry))) continue;
    try {
      await correlated(async correlation => {
        const end = await recoverEntry(parts, entry, signal);
        const recovered = { ...recoveredEntry(entry, end), correlation };
        if (end === 'done') await recordDone(parts, entry.id, recovered, { recovered: true });
        else if (end !== entry.state) parts.activity.record(recovered);
        log(`enrollment ${entry.id}: ${entry.state} -> ${end}`);
      });
    } catch (error) {
      log(`enrollment ${entry.id}: still ${entry.state}, ${toFailure(error).code}`);
    } finally {
      await parts.journal.release(entry.id);
    }
  }
}

function recoveredEntry(entry: JournalEntry, end: State): NewLogEntry {
  return {
    kind: 'enrollment-recovered',
    result: end === 'done' || end === 'cleaned-up' ? 'done' : 'failed',
    ...logSubjectOf(entry),
    facts: { enrollmentId: entry.id, from: entry.state, to: end },
  };
}

/** Recovers one entry and returns the new state. The caller writes `done`, together with the entry in the activity log. */
async function recoverEntry(parts: CeremonyParts, entry: JournalEntry, signal: AbortSignal): Promise<State> {
  switch (entry.state) {
    case 'options-fetched':
    case 'key-prepared':
      // If makeCredential was not sent, nothing is on the key. Otherwise only the key and its PIN can show it.
      return advance(parts, entry, mayHaveCreated(entry) ? 'needs-attention' : 'cleaned-up');
    case 'credential-created':
      return lookOrRegister(parts, entry, signal);
    case 'registered':
      return proveLater(parts, entry, signal);
    case 'proven':
      return 'done';
    case 'needs-attention':
      return lookAgain(parts, entry, signal);
    default:
      return entry.state;
  }
}

/**
 * Returns whether the key may have created a credential. A computer that lost power may have lost the latest journal writes, but never the
 * beginning of the enrollment.
 */
function mayHaveCreated(entry: JournalEntry): boolean {
  const startedUp = Date.now() - uptime() * 1000;
  return entry.creating === 1 || Date.parse(entry.updated_at) < startedUp;
}

/**
 * Looks for the registration of a credential. If there is none, registers it, unless the challenge has expired or a person has canceled.
 */
async function lookOrRegister(parts: CeremonyParts, entry: JournalEntry, signal: AbortSignal): Promise<State> {
  const { credential_id: credentialId } = entry;
  if (credentialId === null) return advance(parts, entry, 'needs-attention');
  const registration = registrationOf(entry, credentialId);
  const { fido2Methods: methods, clock } = parts.graph();
  const known = await methods.find(entry.user_id, credentialId, { signal });
  if (known !== undefined) return registered(parts, entry, known.id, signal);
  const expiresAt = Date.parse(entry.challenge_expires_at);
  const alive = () => clock.now() < expiresAt;
  if (registration === undefined || !alive()) return advance(parts, entry, 'needs-attention');
  if (isCanceled(entry)) return entry.state;
  try {
    const registering = { methods, clock: clock.now, sleep: parts.sleep, note: () => undefined, submitted: true };
    const method = await register(registering, entry.user_id, registration, expiresAt, signal);
    return await registered(parts, entry, method.id, signal);
  } catch (error) {
    // While the challenge is valid, a later recovery can retry. The credential stays on the key in any case.
    if (signal.aborted || alive()) throw error;
    await parts.journal.fail(entry.id, 'needs-attention', toFailure(error));
    return 'needs-attention';
  }
}

async function registered(
  parts: CeremonyParts,
  entry: JournalEntry,
  methodId: string,
  signal: AbortSignal,
): Promise<State> {
  await parts.journal.registered(entry.id, methodId);
  return proveLater(parts, { ...entry, state: 'registered', method_id: methodId }, signal);
}

/**
 * Proves a registered passkey with the keys that are plugged in, without PIN and touch. If that is not enough (a credential that needs the
 * PIN, a model that needs a touch), the entry waits for a person (finish.ts).
 */
async function proveLater(parts: CeremonyParts, entry: JournalEntry, signal: AbortSignal): Promise<State> {
  const submitted = submittedOf(entry);
  if (submitted === undefined) return entry.state;
  const { credentialId, publicKey } = submitted;
  for (const { id } of await parts.keys.list()) {
    const proven = await withKey(parts, id, entry, signal, async key => {
      const unasked = new AbortController();
      const silent = {
        signal: AbortSignal.any([signal, unasked.signal]),
        // Nobody is asked to touch the key. The entry waits for a person who finishes it.
        onTouchWanted: () => unasked.abort(),
      };
      const evidence = await signInWith(key, entry.rp_id, credentialId)(undefined, silent);
      verifySignIn(evidence, { rpId: entry.rp_id, publicKey, userVerified: false });
    });
    if (proven) return 'done';
  }
  return entry.state;
}

/** Looks for a passkey whose registration had no answer. Not finding it changes nothing, because Graph's reads lag behind its writes. */
async function lookAgain(parts: CeremonyParts, entry: JournalEntry, signal: AbortSignal): Promise<State> {
  const { credential_id: credentialId } = entry;
  if (credentialId === null || entry.method_id !== null) return entry.state;
  const method = await parts.graph().fido2Methods.find(entry.user_id, credentialId, { signal });
  return method === undefined ? entry.state : registered(parts, entry, method.id, signal);
}

/**
 * Runs work with a plugged-in key. Returns false if the key has another model, would need an unexpected touch, or the work fails, and logs
 * the reason.
 */
async function withKey(
  { keys, habits, log }: CeremonyParts,
  keyId: string,
  entry: JournalEntry,
  signal: AbortSignal,
  work: (key: Awaited<ReturnType<CeremonyParts['keys']['open']>>) => Promise<unknown>,
): Promise<boolean> {
  const failed = (error: unknown): undefined => {
    log(`enrollment ${entry.id}: key ${keyId} proves nothing: ${String(error)}`);
  };
  const key = await keys.open(keyId, signal).catch(failed);
  if (key === undefined) return false;
  try {
    const { info } = key.session;
    if (info.aaguid !== entry.key_aaguid || (await habits.has(info, 'touch-to-sign-in'))) return false;
    await work(key);
    return true;
  } catch (error) {
    // Another key may prove it, or a person who finishes the entry.
    failed(error);
    return false;
  } finally {
    key.close();
  }
}

async function advance(parts: CeremonyParts, entry: JournalEntry, state: State): Promise<State> {
  await parts.journal.advance(entry.id, state);
  return state;
}
