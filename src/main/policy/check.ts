import { KeydeskError } from '../../contract/errors.ts';
import type { PolicyAnswer, PolicyCheck } from '../../contract/policy.ts';
import type { Desk } from '../desk.ts';
import { refuseGuest } from '../directory/directory.ts';
import type { CoreServices } from '../services.ts';

/**
 * What the tenant will say to a registration of a user's key, without anything being written: for a plugged-in key, for a
 * model, or for the user alone.
 * @throws KeydeskError user-…, key-…, invalid-input for both a key and a model
 */
export async function checkPolicy(
  { directory, keys, policies }: Pick<Desk, 'directory' | 'policies'> & Pick<CoreServices, 'keys'>,
  { user: name, keyId, aaguid, refresh }: PolicyCheck,
  signal?: AbortSignal,
): Promise<PolicyAnswer> {
  if (keyId !== undefined && aaguid !== undefined) {
    throw new KeydeskError('invalid-input', { detail: 'a key or a model, not both' });
  }
  const asked = directory.recent(name, signal).then(user => {
    refuseGuest(user);
    return user;
  });
  const presented = presentedKey();
  const [verdict, user, key] = await Promise.all([policies.judge(asked, presented, { refresh }), asked, presented]);
  const model = key === undefined ? null : (policies.keyFacts(key).model?.name ?? null);
  return { user, aaguid: key?.aaguid ?? null, model, verdict };

  async function presentedKey() {
    if (aaguid !== undefined) return { aaguid };
    if (keyId === undefined) return undefined;
    return keys.use(
      keyId,
      async ({ session: { info } }) => ({ aaguid: info.aaguid, attestationFormats: info.attestationFormats }),
      signal,
    );
  }
}
