import type { EnrollmentRequest } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { User } from '../../../contract/users/schema.ts';
import { permissions, pinPermits } from '../../../ctap/ctap2/clientPin.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { refuseGuest } from '../directory/directory.ts';
import type { CeremonyState } from './ceremonyState.ts';
import { firstObjection } from './observer.ts';
import { possibleOrphans } from './orphans.ts';
import type { CeremonyParts } from './parts.ts';
import { knowsFinger } from './userVerification.ts';

export interface Cleared {
  readonly user: User;
  readonly key: OpenKey;
  /** What the person should know before going on: an unknown policy, a wrong clock. */
  readonly warnings: readonly Failure[];
}

/** A clock may be off by so much, in ms, before a person is told. */
const CLOCK_TOLERANCE = 60_000;

/**
 * Finds out all that can be known before anything is asked for or written: does the user exist and may have a passkey, is
 * there one key that can hold it, and does the tenant's policy allow it. Entra and the key are asked side by side. The user's
 * object id is resolved here, once, and used for every later call: a name may pass to another account at any time.
 * creationOptions are not fetched yet, because each such call is written to the tenant's audit log.
 * @throws KeydeskError user-…, enrollment-running, no-key, several-keys, key-…, policy-…
 */
export async function preflight(
  parts: CeremonyParts,
  request: EnrollmentRequest,
  state: CeremonyState,
  signal: AbortSignal,
): Promise<Cleared> {
  // The choice costs nothing and its refusal is the likeliest, so it is made before Graph is asked.
  await parts.keys.choose(request.keyId);
  const asked = parts.user(request.user, signal);
  const opened = openReady(parts, request.keyId, state, signal);
  const [user, key, policy, objection] = await Promise.allSettled([
    asked,
    opened,
    parts.policies.judge(
      asked,
      opened.then(key => presentedKey(key.session.info)),
    ),
    Promise.all([asked, opened]).then(([{ id }]) => firstObjection(parts.observers, id)),
  ]);
  if (user.status === 'rejected') throw user.reason;
  state.user = user.value;
  refuseGuest(user.value);
  if (await parts.journal.runsElsewhere(parts.connection(), user.value.id))
    throw new KeydeskError('enrollment-running');
  if (key.status === 'rejected') throw key.reason;
  if (policy.status === 'rejected') throw policy.reason;
  if (objection.status === 'rejected') throw objection.reason;
  const verdict = policy.value;
  if (objection.value !== undefined) throw refused(objection.value);
  if (verdict.verdict === 'refused') throw refused(verdict.reason);
  const warnings = [
    ...(verdict.verdict === 'unknown' ? [verdict.reason] : []),
    ...clockWarning(parts),
    ...(await lostPinWarning(parts, key.value)),
  ];
  return { user: user.value, key: key.value, warnings };
}

function refused({ code, params, cause }: Failure): KeydeskError {
  return new KeydeskError(code, params, { cause: cause?.join('; ') });
}

/** What a key tells of itself that the tenant's policy is about. */
export function presentedKey(info: AuthenticatorInfo) {
  return { aaguid: info.aaguid, attestationFormats: info.attestationFormats };
}

/** A person who is asked for a PIN that perhaps no one knows should not use up the attempts that are left. */
async function lostPinWarning({ unseenPins, nameOf }: CeremonyParts, key: OpenKey): Promise<Failure[]> {
  const { aaguid, options } = key.session.info;
  if (options.clientPin !== true) return [];
  const code = await unseenPins.lostOn(await nameOf(key.summary), aaguid);
  return code === undefined ? [] : [{ code, params: {} }];
}

function clockWarning({ graph }: CeremonyParts): Failure[] {
  const offset = graph().clock.offset();
  if (Math.abs(offset) <= CLOCK_TOLERANCE) return [];
  return [{ code: 'clock-off', params: { seconds: Math.round(offset / 1000) } }];
}

/** Opens the key and begins to agree with it on a secret, which every way on needs. */
async function openReady(
  parts: CeremonyParts,
  keyId: string | undefined,
  state: CeremonyState,
  signal: AbortSignal,
): Promise<OpenKey> {
  const key = await parts.keys.open(keyId, signal);
  state.key = key;
  for (const observer of parts.observers) observer.keyOpened?.(key);
  const { info } = key.session;
  checkKey(info);
  // The place of an orphan that the sweep is about to delete is free.
  if (info.remainingDiscoverableCredentials === 0 && (await possibleOrphans(parts, key)).length === 0) {
    throw new KeydeskError('key-full');
  }
  parts.metadata.checkModel(info.aaguid, info.firmwareVersion);
  void key.session.agree();
  return key;
}

/** Whether a key can hold a Microsoft passkey at all: resident credentials, a PIN, a finger where the PIN makes none. */
function checkKey(info: AuthenticatorInfo): void {
  if (!info.versions.some(version => version.startsWith('FIDO_2_'))) throw new KeydeskError('key-not-fido2');
  if (info.options.rk !== true) throw new KeydeskError('key-lacks-capability', { what: 'rk' });
  if (info.options.clientPin === undefined) throw new KeydeskError('key-lacks-capability', { what: 'clientPin' });
  if (info.forcePINChange) throw new KeydeskError('pin-change-required');
  const byPin = pinPermits(info, permissions.makeCredential | permissions.getAssertion);
  // Such a key must not get a PIN here: it would have a PIN and still make no passkey.
  if (!byPin && !knowsFinger(info)) throw new KeydeskError('fingerprint-required');
}
