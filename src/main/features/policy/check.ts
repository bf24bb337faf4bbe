import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { PolicyAnswer, PolicyCheck } from '../../../contract/policy/schema.ts';
import type { Desk } from '../../app/desk.ts';
import type { CoreServices } from '../../app/services.ts';
import { refuseGuest } from '../directory/directory.ts';

/**
 * What the tenant will say to a registration of a user's key, and the inventory to giving it to them, without anything being written: for
 * a plugged-in key, for a model, or for the user alone.
 * @throws KeydeskError user-…, key-…, invalid-input for both a key and a model
 */
export async function checkPolicy(
  desk: Pick<Desk, 'directory' | 'policies' | 'inventory'> & Pick<CoreServices, 'keys'>,
  { user: name, keyId, aaguid, refresh }: PolicyCheck,
  signal?: AbortSignal,
): Promise<PolicyAnswer> {
  if (keyId !== undefined && aaguid !== undefined) {
    throw new KeydeskError('invalid-input', { detail: 'key-or-model' });
  }
  const asked = desk.directory.recent(name, signal).then(user => {
    refuseGuest(user);
    return user;
  });
  const { keys, policies } = desk.inventory.guard(desk);
  const opened = keyId === undefined ? undefined : keys.open(keyId, signal);
  const model = aaguid === undefined ? undefined : { aaguid };
  const presented =
    opened?.then(({ session: { info } }) => ({ aaguid: info.aaguid, attestationFormats: info.attestationFormats })) ??
    Promise.resolve(model);
  // The window goes on to an enrollment, which needs the key: a check that was given up must not hold it.
  const leave = () => void opened?.then(key => key.close()).catch(() => undefined);
  signal?.addEventListener('abort', leave, { once: true });
  try {
    const [verdict, user, key] = await Promise.all([policies.judge(asked, presented, { refresh }), asked, presented]);
    const known = key === undefined ? null : (desk.policies.keyFacts(key).model?.name ?? null);
    return { user, aaguid: key?.aaguid ?? null, model: known, verdict };
  } finally {
    signal?.removeEventListener('abort', leave);
    // Where it could not be opened, that is the answer.
    (await opened?.catch(() => undefined))?.close();
  }
}
