import type { EnrollmentRequest } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { Profile } from '../../../contract/profiles/schema.ts';
import type { User } from '../../../contract/users/schema.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { refuseGuest } from '../directory/directory.ts';
import type { Look } from './look.ts';
import { erasuresBy } from './observer.ts';
import { possibleOrphans } from './orphans.ts';
import type { CeremonyParts } from './parts.ts';
import { lackingFor, resetDue } from './profileOnKey.ts';

/** Clock difference from which on a person is warned, in ms. */
const CLOCK_TOLERANCE = 60_000;

/** Returns all errors for which an enrollment does not begin, in the order in which a person can do something about them. */
export async function* refusalsOf(
  parts: CeremonyParts,
  request: EnrollmentRequest,
  { user, key, profile, policy, objection, kept }: Look,
): AsyncGenerator<unknown> {
  if (user.status === 'rejected') yield user.reason;
  else {
    yield* thrown(() => refuseGuest(user.value));
    if (await parts.journal.runsElsewhere(parts.tenant(), user.value.id)) yield new KeydeskError('enrollment-running');
  }
  const told = new Set<unknown>(user.status === 'rejected' ? [user.reason] : []);
  /** The same error may have ended several parts. */
  const untold = (...found: readonly PromiseSettledResult<unknown>[]) =>
    found.flatMap(part =>
      part.status === 'rejected' && !told.has(part.reason) ? [told.add(part.reason) && part.reason] : [],
    );
  yield* untold(key, profile);
  // Before the PIN of the key, whose advice is to reset it: that would erase a passkey that somebody uses.
  if (objection.status === 'fulfilled' && objection.value !== undefined) yield refused(objection.value);
  if (key.status === 'fulfilled' && profile.status === 'fulfilled') {
    const known = request.pin !== undefined || kept !== undefined;
    // The key may finish an earlier enrollment. The ceremony refuses it if it does not.
    const hasPin = known || (user.status === 'fulfilled' && (await mayFinish(parts, user.value, key.value)));
    yield* keyRefusals(parts, key.value, profile.value, hasPin);
  }
  yield* untold(policy, objection);
  if (policy.status === 'fulfilled' && policy.value.verdict === 'refused') yield refused(policy.value.reason);
}

/** Returns the warnings of a look, for example about an unknown policy or a wrong clock. */
export async function warningsOf(parts: CeremonyParts, { policy, key, profile }: Look): Promise<Failure[]> {
  return [
    ...(policy.status === 'fulfilled' && policy.value.verdict === 'unknown' ? [policy.value.reason] : []),
    ...clockWarning(parts),
    ...(key.status === 'fulfilled' && profile.status === 'fulfilled'
      ? await keyWarnings(parts, key.value, profile.value)
      : []),
  ];
}

/**
 * Returns why a key cannot hold the passkey, or cannot do what the profile says. A reset makes room and removes the PIN.
 * @param hasPin whether a PIN of the key is known, or not needed yet
 */
async function* keyRefusals(
  parts: CeremonyParts,
  key: OpenKey,
  profile: Profile | null,
  hasPin: boolean,
): AsyncGenerator<KeydeskError> {
  const { info } = key.session;
  const blank = resetDue(profile, info);
  if (!blank && info.forcePINChange) yield new KeydeskError('pin-change-required');
  // The sweep is about to delete an orphan, which frees a slot.
  if (!blank && info.remainingDiscoverableCredentials === 0 && (await possibleOrphans(parts, key)).length === 0) {
    yield new KeydeskError('key-full');
  }
  if (!hasPin) yield* pinRefusals(parts, key, profile);
  for (const what of lackingFor(profile, info)) yield new KeydeskError('key-lacks-capability', { what });
}

/** Returns why a key with a PIN that Keydesk does not know cannot get the random one of a profile. */
export async function* pinRefusals(
  parts: CeremonyParts,
  key: OpenKey,
  profile: Profile | null,
): AsyncGenerator<KeydeskError> {
  const { info } = key.session;
  const draws = profile !== null && 'length' in profile.pin;
  if (!draws || resetDue(profile, info) || info.options.clientPin !== true) return;
  const code = (await isPinLeft(parts, key)) ? 'profile-pin-left' : 'profile-key-has-pin';
  yield new KeydeskError(code, { profile: profile.name });
}

/** Returns whether a key is, or may be, the one of an unproven passkey of the user. */
async function mayFinish({ journal, tenant, nameOf }: CeremonyParts, user: User, key: OpenKey): Promise<boolean> {
  const entries = await journal.unproven(tenant(), user.id);
  if (entries.length === 0) return false;
  const identity = (await nameOf(key.summary)) ?? null;
  return entries.some(entry => entry.key_identity === identity && entry.key_aaguid === key.session.info.aaguid);
}

/** Returns whether Keydesk itself has set the PIN of a key, in an enrollment that did not end, and nobody has it any more. */
async function isPinLeft({ journal, unseenPins, nameOf }: CeremonyParts, key: OpenKey): Promise<boolean> {
  const identity = await nameOf(key.summary);
  if (identity === undefined) return false;
  if (await journal.leftPin(identity)) return true;
  return (await unseenPins.lostOn(identity, key.session.info.aaguid)) === 'pin-never-seen';
}

function* thrown(check: () => void): Generator<unknown> {
  try {
    check();
  } catch (error) {
    yield error;
  }
}

function refused({ code, params, cause }: Failure): KeydeskError {
  return new KeydeskError(code, params, { cause: cause?.join('; ') });
}

/** Returns a warning if perhaps nobody knows the PIN of the key, so that the person does not use up the remaining attempts. */
async function lostPinWarning({ unseenPins, nameOf }: CeremonyParts, key: OpenKey): Promise<Failure[]> {
  const { aaguid, options } = key.session.info;
  if (options.clientPin !== true) return [];
  const code = await unseenPins.lostOn(await nameOf(key.summary), aaguid);
  return code === undefined ? [] : [{ code, params: {} }];
}

/** A reset removes the PIN, and everything else. */
function keyWarnings(parts: CeremonyParts, key: OpenKey, profile: Profile | null): Promise<Failure[]> {
  return resetDue(profile, key.session.info) ? erasuresBy(parts.observers) : lostPinWarning(parts, key);
}

function clockWarning({ graph }: CeremonyParts): Failure[] {
  const offset = graph().clock.offset();
  if (Math.abs(offset) <= CLOCK_TOLERANCE) return [];
  return [{ code: 'clock-off', params: { seconds: Math.round(offset / 1000) } }];
}
