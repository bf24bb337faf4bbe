import type { EnrollmentRequest } from '../../contract/enrollment.ts';
import { KeydeskError } from '../../contract/errors.ts';
import type { Failure } from '../../contract/failure.ts';
import type { User } from '../../contract/users.ts';
import type { AuthenticatorInfo } from '../../ctap/ctap2/getInfo.ts';
import { refuseGuest } from '../directory/directory.ts';
import type { CreationOptions } from '../graph/creationOptions.ts';
import type { OpenKey } from '../keys/keys.ts';
import type { CeremonyParts, CeremonyState } from './parts.ts';

export interface Cleared {
  readonly user: User;
  readonly key: OpenKey;
  /** On its way already; its failure is told when the step that needs it comes. */
  readonly creationOptions: Promise<CreationOptions>;
  /** Why nobody can tell whether the tenant's policy lets the key in. */
  readonly warning?: Failure;
}

/**
 * Finds out all that can be known before anything is asked for or written: is there such a user who may have a passkey,
 * is there one key, can that key hold it, and does the tenant's policy let it in. Entra's answers and the key's are waited
 * for side by side; where user and policy are known, creationOptions are all that is asked for.
 * @throws KeydeskError user-…, no-key, several-keys, key-…, policy-…
 */
export async function preflight(
  parts: CeremonyParts,
  request: EnrollmentRequest,
  state: CeremonyState,
  signal: AbortSignal,
): Promise<Cleared> {
  // The choice costs nothing and its refusal is the likeliest, so it is made before Graph is asked.
  await parts.keys.choose(request.keyId);
  const early = new AbortController();
  const creationOptions = parts.graph().fido2Methods.creationOptions(request.user, {
    signal: AbortSignal.any([signal, early.signal]),
  });
  creationOptions.catch(() => undefined);
  try {
    const asked = parts.directory.recent(request.user, signal);
    const opened = openReady(parts, request.keyId, state, signal);
    const [user, key, policy] = await Promise.allSettled([
      asked,
      opened,
      parts.policies.judge(asked, opened.then(presentedKey)),
    ]);
    if (user.status === 'rejected') throw user.reason;
    state.user = user.value;
    refuseGuest(user.value);
    if (key.status === 'rejected') throw key.reason;
    if (policy.status === 'rejected') throw policy.reason;
    const verdict = policy.value;
    if (verdict.verdict === 'refused') throw new KeydeskError(verdict.reason.code, verdict.reason.params);
    const warning = verdict.verdict === 'unknown' ? { warning: verdict.reason } : {};
    return { user: user.value, key: key.value, creationOptions, ...warning };
  } catch (error) {
    early.abort();
    throw error;
  }
}

/** What a key tells of itself that the tenant's policy is about. */
function presentedKey({ session: { info } }: OpenKey) {
  return { aaguid: info.aaguid, attestationFormats: info.attestationFormats };
}

/** Opens the key and begins to agree with it on a secret, which every way on needs. */
async function openReady(
  { keys, metadata }: CeremonyParts,
  keyId: string | undefined,
  state: CeremonyState,
  signal: AbortSignal,
): Promise<OpenKey> {
  const key = await keys.open(keyId, signal);
  state.key = key;
  checkKey(key.session.info);
  metadata.checkModel(key.session.info.aaguid);
  void key.session.agree();
  return key;
}

/** Whether a key can hold a Microsoft passkey at all: resident credentials, a PIN, room for one more. */
function checkKey(info: AuthenticatorInfo): void {
  if (!info.versions.some(version => version.startsWith('FIDO_2_'))) throw new KeydeskError('key-not-fido2');
  if (info.options.rk !== true) throw new KeydeskError('key-lacks-capability', { what: 'resident credentials' });
  if (info.options.clientPin === undefined) throw new KeydeskError('key-lacks-capability', { what: 'a PIN' });
  if (info.forcePINChange) throw new KeydeskError('pin-change-required');
  if (info.remainingDiscoverableCredentials === 0) throw new KeydeskError('key-full');
}
