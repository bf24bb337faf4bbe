import type { EnrollmentRequest } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { Verdict } from '../../../contract/policy/schema.ts';
import type { Profile } from '../../../contract/profiles/schema.ts';
import type { User } from '../../../contract/users/schema.ts';
import { permissions, pinPermits } from '../../../ctap/ctap2/clientPin.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { CeremonyState } from './ceremonyState.ts';
import { keptPinOf } from './keptPin.ts';
import { firstObjection, type KeptPin } from './observer.ts';
import type { CeremonyParts } from './parts.ts';
import { knowsFinger } from './userVerification.ts';

/** What a look at user, key and policy has found. Each part may have failed by itself. */
export interface Look {
  readonly user: PromiseSettledResult<User>;
  readonly key: PromiseSettledResult<OpenKey>;
  readonly profile: PromiseSettledResult<Profile | null>;
  /** The PIN that Keydesk has set on the key before, and kept. */
  readonly kept: KeptPin | undefined;
  readonly policy: PromiseSettledResult<Verdict>;
  readonly objection: PromiseSettledResult<Failure | undefined>;
}

/**
 * Asks Entra and the key at the same time, and writes nothing. The user's object id is resolved here once and used for every later call,
 * because a name may pass to another account at any time. Creation options are not fetched yet, because each such call is written to the
 * tenant's audit log.
 * @throws KeydeskError no-key, several-keys, key-not-found
 */
export async function look(
  parts: CeremonyParts,
  request: EnrollmentRequest,
  state: CeremonyState,
  signal: AbortSignal,
): Promise<Look> {
  // The choice of the key fails most often and needs no request, so it comes before Graph.
  await parts.keys.choose(request.keyId);
  const asked = parts.user(request.user, signal);
  const opened = openReady(parts, request.keyId, state, signal);
  const profiled = asked.then(({ id }) => parts.profiles.forUser(id, request.profile));
  const kept = request.pin === undefined ? opened.then(key => keptPinOf(parts, key)) : undefined;
  const [user, key, profile, policy, objection, pin] = await Promise.allSettled([
    asked,
    opened,
    profiled,
    parts.policies.judge(
      asked,
      opened.then(key => presentedKey(key.session.info)),
    ),
    Promise.all([asked, opened]).then(([{ id }]) => firstObjection(parts.observers, id)),
    kept,
  ]);
  if (user.status === 'fulfilled') state.user = user.value;
  return { user, key, profile, policy, objection, kept: pin.status === 'fulfilled' ? pin.value : undefined };
}

/** Returns the properties of a key that the tenant's policy refers to. */
export function presentedKey(info: Pick<AuthenticatorInfo, 'aaguid' | 'attestationFormats'>) {
  return { aaguid: info.aaguid, attestationFormats: info.attestationFormats };
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
  parts.metadata.checkModel(info.aaguid, info.firmwareVersion);
  void key.session.agree();
  return key;
}

/**
 * Checks that a key can hold a Microsoft passkey: FIDO2, discoverable credentials, and a PIN or an enrolled fingerprint that gives tokens.
 * @throws KeydeskError key-…, fingerprint-required
 */
function checkKey(info: AuthenticatorInfo): void {
  if (!info.versions.some(version => version.startsWith('FIDO_2_'))) throw new KeydeskError('key-not-fido2');
  if (info.options.rk !== true) throw new KeydeskError('key-lacks-capability', { what: 'rk' });
  if (info.options.clientPin === undefined) throw new KeydeskError('key-lacks-capability', { what: 'clientPin' });
  const byPin = pinPermits(info, permissions.makeCredential | permissions.getAssertion);
  // Do not set a PIN on such a key: it would still be unable to create a passkey.
  if (!byPin && !knowsFinger(info)) throw new KeydeskError('fingerprint-required');
}
