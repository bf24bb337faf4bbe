import type { FinishRequest } from '../../../contract/enrollment/schema.ts';
import { type ErrorCode, KeydeskError } from '../../../contract/errors/errors.ts';
import { permissions } from '../../../ctap/ctap2/clientPin.ts';
import { withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { Attendant } from './attendant.ts';
import { toEnd } from './ceremony.ts';
import type { CeremonyEnd } from './ceremonyState.ts';
import { isSettled, type JournalEntry } from './journalEntry.ts';
import { leftPinOf } from './keptPin.ts';
import { isSameKey, type Swept, sweep } from './orphans.ts';
import type { CeremonyParts } from './parts.ts';
import { finishSubmitted, signInHere, submittedOf } from './resume.ts';
import { Stage } from './stage.ts';
import { UserVerification } from './userVerification.ts';

/**
 * Finishes one unfinished enrollment with its key: registers (if still possible) and proves a passkey that Entra has or may have, or
 * deletes a credential that Entra never accepted from the key. Never rejects, like an enrollment. Looks the user up by the object id in the
 * journal (`parts.user`).
 */
export async function finish(parts: CeremonyParts, request: FinishRequest, attendant: Attendant): Promise<CeremonyEnd> {
  const stage = new Stage(parts, attendant);
  const { journal } = parts;
  let entry: JournalEntry | undefined;
  const end = await toEnd(stage, async () => {
    const found = await claimed(parts, request.enrollmentId);
    entry = found;
    const key = await stage.step('preflight', () => openFor(stage, found, request.keyId));
    const kept =
      request.pin === undefined ? await stage.step('preflight', () => leftPinOf(parts, found, key)) : undefined;
    const pinLost = kept === undefined && (await parts.unseenPins.lostAmong([found.id])).has(found.id);
    if (pinLost) stage.attendant.warn({ code: 'pin-never-seen', params: {} });
    const verification = new UserVerification(key, stage.attendant, request.pin ?? kept);
    const submitted = submittedOf(found);
    if (submitted === undefined) throw await swept(stage, found, key, verification);
    const user = await parts.user(found.user_id, stage.signal);
    stage.state.user = user;
    const evidence = await signInHere(stage, key, verification, submitted);
    if (evidence === undefined) throw new KeydeskError('unfinished-other-key');
    return finishSubmitted(stage, submitted, user, key, evidence);
  });
  if (entry === undefined || end.ok || stage.state.journalId !== undefined) return end;
  // Nothing has begun: the entry is unchanged, or the sweep has closed it.
  await journal.release(entry.id);
  const { state } = (await journal.get(entry.id)) ?? entry;
  return { ...end, failure: { ...end.failure, cleanedUp: state === 'cleaned-up', journalState: state } };
}

/** Claims the entry. @throws KeydeskError unfinished-not-found, unfinished-in-use, unfinished-other-tenant */
async function claimed({ journal, tenant, nameTenant }: CeremonyParts, id: string): Promise<JournalEntry> {
  const entry = (await journal.abandoned()).find(found => found.id === id);
  if (entry?.tenant === tenant() && (await journal.claim(entry))) return entry;
  const known = await journal.get(id);
  if (known === undefined || isSettled(known)) throw new KeydeskError('unfinished-not-found');
  // Keydesk cannot look for the passkey in another tenant. Not finding it in this one proves nothing.
  if (known.tenant !== tenant()) {
    throw new KeydeskError('unfinished-other-tenant', { tenant: nameTenant(known.tenant) });
  }
  throw new KeydeskError('unfinished-in-use');
}

/** Opens the key of the entry. @throws KeydeskError unfinished-other-key, unfinished-not-here, no-key, several-keys, key-… */
async function openFor(stage: Stage, entry: JournalEntry, keyId: string | undefined): Promise<OpenKey> {
  const key = await stage.parts.keys.open(keyId, stage.signal);
  stage.bindKey(key);
  const { aaguid, options } = key.session.info;
  if (aaguid !== entry.key_aaguid) throw new KeydeskError('unfinished-other-key');
  // A key without PIN and fingerprint was reset, or is another key. Either way it has no credential of this enrollment.
  if (options.clientPin !== true && options.uv !== true) throw notHere(entry, await stage.parts.nameOf(key.summary));
  return key;
}

/** Sweeps an entry whose passkey Entra does not have. Returns the result as an error for the person. */
async function swept(
  stage: Stage,
  entry: JournalEntry,
  key: OpenKey,
  verification: UserVerification,
): Promise<KeydeskError> {
  const { parts } = stage;
  const identity = await parts.nameOf(key.summary);
  const outcome = await stage.step('prepare', async () => {
    const token = await verification.token({ permissions: permissions.credentialManagement });
    return withKeyErrors(async () =>
      sweep(parts, await key.session.credentialManagement(token), entry, {
        sameKey: isSameKey(entry, identity),
        decided: true,
      }),
    );
  });
  return outcome === 'not-here' ? notHere(entry, identity) : new KeydeskError(answers[outcome]);
}

/**
 * Returns the error for a key that has no credential of an enrollment. A key without a serial number may still be the right one. If Entra
 * may have the passkey, the error does not suggest to discard the entry.
 */
function notHere(entry: JournalEntry, identity: string | undefined): KeydeskError {
  const mayBeIt = entry.key_identity === null && identity === undefined && submittedOf(entry) === undefined;
  return new KeydeskError(mayBeIt ? 'unfinished-not-here' : 'unfinished-other-key');
}

const answers: Record<Exclude<Swept, 'not-here'>, ErrorCode> = {
  removed: 'unfinished-removed',
  registered: 'unfinished-registered',
  'nothing-left': 'unfinished-nothing-left',
  'unknown-passkey': 'unfinished-left',
};

/** Closes an entry because a person decided to. Changes neither key nor Entra. @throws KeydeskError unfinished-… */
export async function discard(parts: CeremonyParts, id: string): Promise<void> {
  const { journal, activity } = parts;
  const entry = await claimed(parts, id);
  const facts = { enrollmentId: entry.id, from: entry.state, submission: entry.submission };
  const user = { id: entry.user_id, userPrincipalName: entry.user_principal_name };
  try {
    await journal.close(entry.id, 'cleaned-up', {}, transaction =>
      activity.recordIn(transaction, { kind: 'leftover-discarded', user, key: { aaguid: entry.key_aaguid }, facts }),
    );
    activity.note();
  } finally {
    await journal.release(entry.id);
  }
}
