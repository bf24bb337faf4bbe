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
  /** Warnings for the person, for example about an unknown policy or a wrong clock. */
  readonly warnings: readonly Failure[];
}

/** Clock difference from which on a person is warned, in ms. */
const CLOCK_TOLERANCE = 60_000;

/**
 * Checks everything that can be checked before anything is asked for or written: the user exists and may have a passkey, exactly one key is
 * plugged in and can hold it, and the tenant's policy allows it. Entra and the key are asked in parallel. The user's object id is resolved
 * here once and used for every later call, because a name may pass to another account at any time. Creation options are not fetched yet,
 * because each such call is written to the tenant's audit log.
 * @throws KeydeskError user-…, enrollment-running, no-key, several-keys, key-…, policy-…
 */
export async function preflight(
  parts: CeremonyParts,
  request: EnrollmentRequest,
  state: CeremonyState,
  signal: AbortSignal,
): Promise<Cleared> {
  // The choice of the key fails most often and needs no request, so it comes before Graph.
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
  if (await parts.journal.runsElsewhere(parts.tenant(), user.value.id)) throw new KeydeskError('enrollment-running');
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

/** Returns the properties of a key that the tenant's policy refers to. */
export function presentedKey(info: AuthenticatorInfo) {
  return { aaguid: info.aaguid, attestationFormats: info.attestationFormats };
}

/** Returns a warning if perhaps nobody knows the PIN of the key, so that the person does not use up the remaining attempts. */
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

/** Opens the key and starts the key agreement, which each way of user verification needs. */
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
  // The sweep is about to delete an orphan, which frees a slot.
  if (info.remainingDiscoverableCredentials === 0 && (await possibleOrphans(parts, key)).length === 0) {
    throw new KeydeskError('key-full');
  }
  parts.metadata.checkModel(info.aaguid, info.firmwareVersion);
  void key.session.agree();
  return key;
}

/**
 * Checks that a key can hold a Microsoft passkey: FIDO2, discoverable credentials, and a PIN or an enrolled fingerprint that gives tokens.
 * @throws KeydeskError key-…, pin-change-required, fingerprint-required
 */
function checkKey(info: AuthenticatorInfo): void {
  if (!info.versions.some(version => version.startsWith('FIDO_2_'))) throw new KeydeskError('key-not-fido2');
  if (info.options.rk !== true) throw new KeydeskError('key-lacks-capability', { what: 'rk' });
  if (info.options.clientPin === undefined) throw new KeydeskError('key-lacks-capability', { what: 'clientPin' });
  if (info.forcePINChange) throw new KeydeskError('pin-change-required');
  const byPin = pinPermits(info, permissions.makeCredential | permissions.getAssertion);
  // Do not set a PIN on such a key: it would still be unable to create a passkey.
  if (!byPin && !knowsFinger(info)) throw new KeydeskError('fingerprint-required');
}
