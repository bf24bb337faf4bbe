import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { PolicyAnswer, PolicyCheck } from '../../../contract/policy/schema.ts';
import type { Keys, OpenKey } from '../../services/keys/keys.ts';
import { type Directory, refuseGuest } from '../directory/directory.ts';
import type { Policies } from './policies.ts';

/** Knows the users of keys. The inventory implements it. */
export interface KeyObjections {
  /** Call when the key is open. */
  keyOpened(key: OpenKey): void;
  /** Returns why the opened key must not be given to this user; undefined if nothing forbids it. */
  objection(userId: string): Promise<Failure | undefined>;
}

export interface PolicyCheckParts {
  readonly directory: Pick<Directory, 'recent'>;
  readonly policies: Pick<Policies, 'judge' | 'keyFacts'>;
  readonly keys: Pick<Keys, 'open'>;
  readonly objections: KeyObjections;
}

/**
 * Checks in advance whether the tenant would accept a registration and whether the inventory allows the key for this user. Writes nothing
 * to the key or the tenant. `key` is a plugged-in key, a model, or missing.
 * @throws KeydeskError user-…, key-…; invalid-input for both a key and a model
 */
export async function checkPolicy(
  { directory, policies, keys, objections }: PolicyCheckParts,
  { user: name, keyId, aaguid, refresh }: PolicyCheck,
  signal?: AbortSignal,
): Promise<PolicyAnswer> {
  if (keyId !== undefined && aaguid !== undefined) {
    throw new KeydeskError('invalid-input', { detail: 'key-or-model' });
  }
  const asked = directory.recent(name, signal).then(user => {
    refuseGuest(user);
    return user;
  });
  const opened =
    keyId === undefined
      ? undefined
      : keys.open(keyId, signal).then(key => {
          objections.keyOpened(key);
          return key;
        });
  const model = aaguid === undefined ? undefined : { aaguid };
  const presented =
    opened?.then(({ session: { info } }) => ({ aaguid: info.aaguid, attestationFormats: info.attestationFormats })) ??
    Promise.resolve(model);
  // An abandoned check must close the key, because the window continues with an enrollment that needs it.
  const leave = () => void opened?.then(key => key.close()).catch(() => undefined);
  signal?.addEventListener('abort', leave, { once: true });
  try {
    const [judged, user, key, objection] = await Promise.all([
      policies.judge(asked, presented, { refresh }),
      asked,
      presented,
      Promise.all([asked, presented]).then(([{ id }]) => objections.objection(id)),
    ]);
    const known = key === undefined ? null : (policies.keyFacts(key).model?.name ?? null);
    const verdict = objection === undefined ? judged : { verdict: 'refused' as const, reason: objection };
    return { user, aaguid: key?.aaguid ?? null, model: known, verdict };
  } finally {
    signal?.removeEventListener('abort', leave);
    // If the key could not be opened, the answer already has the error.
    (await opened?.catch(() => undefined))?.close();
  }
}
