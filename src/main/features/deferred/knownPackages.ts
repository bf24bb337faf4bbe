import { KeydeskError } from '../../../contract/errors/errors.ts';
import { sealNamed, unsealNamed } from '../../services/auth/sealed.ts';
import type { DeferredContext } from './context.ts';
import { keyHash } from './package/locks.ts';
import type { KeptKeys, OpenPackage } from './package/packageFile.ts';

/** How long this Keydesk knows a package after its last fetch, in ms: challenges last 30 days, and uploads may be late. */
const KNOWN = 90 * 24 * 3600_000;
const DAY = 24 * 3600_000;

type Parts = Pick<DeferredContext, 'store' | 'sealer' | 'log'>;

/** Remembers a package that was fetched, so that this Keydesk opens it by itself and recognizes it. Call before its file is written. */
export async function rememberPackage(
  { store: { database }, sealer }: Parts,
  { id, key, content }: Pick<OpenPackage, 'id' | 'key' | 'content'>,
): Promise<void> {
  const sealed = sealer === null ? null : await sealNamed(sealer, nameOf(id), key.toString('base64'));
  const { batch, days } = content;
  const now = Date.now();
  const row = {
    key_hash: keyHash(key),
    sealed,
    expires_at: now + KNOWN,
    batch_id: batch.id,
    ends_at: now + days * DAY,
  };
  await database
    .insertInto('deferred_package')
    .values({ id, ...row })
    .onConflict(conflict => conflict.column('id').doUpdateSet(row))
    .execute();
}

/** Returns until when the keys of a batch may be made with a package that this Keydesk has fetched, in ms since the epoch; undefined if there is none. */
export async function packagedUntil({ store: { database } }: Pick<Parts, 'store'>, batchId: string) {
  const row = await database
    .selectFrom('deferred_package')
    .select(({ fn }) => fn.max('ends_at').as('until'))
    .where('batch_id', '=', batchId)
    .executeTakeFirst();
  return row?.until != null && row.until > Date.now() ? row.until : undefined;
}

/** Returns how to find the sealed key of a package that this Keydesk has fetched. */
export function keptKeys({ store: { database }, sealer, log }: Parts): KeptKeys {
  return async id => {
    const row = await database.selectFrom('deferred_package').selectAll().where('id', '=', id).executeTakeFirst();
    if (row?.sealed == null || sealer === null) return undefined;
    try {
      return Buffer.from(await unsealNamed(sealer, nameOf(id), row.sealed), 'base64');
    } catch (error) {
      // Another user or computer has sealed it. The passphrase or the private key opens the package.
      log(`deferred: the key of a package cannot be unsealed: ${String(error)}`);
      return undefined;
    }
  };
}

/**
 * Checks that a package is the one that was fetched. SECURITY: everybody who has a certificate can encrypt for it, so a package that only a
 * private key has opened proves nothing about its sender: it might register the keys of an attacker. Whoever knows the passphrase, or the key
 * of the content, is trusted.
 * @throws KeydeskError deferred-unknown-sender
 */
export async function refuseForged(
  { store: { database } }: Parts,
  { id, key, by }: Pick<OpenPackage, 'id' | 'key' | 'by'>,
): Promise<void> {
  const known = await database
    .selectFrom('deferred_package')
    .select('key_hash')
    .where('id', '=', id)
    .executeTakeFirst();
  const genuine = known === undefined ? by === 'passphrase' : known.key_hash === keyHash(key);
  if (!genuine) throw new KeydeskError('deferred-unknown-sender');
}

function nameOf(id: string): string {
  return `deferred-package/${id}`;
}
