import { KeydeskError } from '../../../contract/errors/errors.ts';
import {
  cleanDeviceText,
  isPasskeyName,
  MAX_PASSKEY_NAME,
  passkeyNameFrom,
} from '../../../contract/text/deviceText.ts';
import type { User } from '../../../contract/users/schema.ts';
import { isKnownAlgorithm } from '../../../ctap/webauthn/coseKey.ts';
import type { CreationOptions } from '../../services/graph/creationOptions.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { NewJournalEntry } from './journalEntry.ts';

export interface FetchedOptions {
  readonly creationOptions: CreationOptions;
  readonly displayName: string;
}

/**
 * Returns the passkey's name in Entra: the typed name without invisible characters, or the key's product name.
 * @throws KeydeskError invalid-input for a name that Graph would refuse
 */
export function passkeyName(key: OpenKey, typed: string | undefined): string {
  const name = typed === undefined ? passkeyNameFrom(key.summary.product) : (cleanDeviceText(typed) ?? '');
  if (!isPasskeyName(name)) {
    throw new KeydeskError('invalid-input', {
      detail: 'passkey-name',
      max: MAX_PASSKEY_NAME,
    });
  }
  return name;
}

/**
 * Checks that Entra, the key and Keydesk have a common algorithm. A key lists its algorithms from CTAP 2.1 on; an older key can only be
 * tried.
 * @throws KeydeskError key-lacks-capability
 */
export function checkAlgorithms(options: CreationOptions, key: OpenKey): void {
  const { algorithms } = key.session.info;
  const verifiable = options.pubKeyCredParams.filter(({ alg }) => isKnownAlgorithm(alg));
  const common = verifiable.filter(wanted => algorithms.length === 0 || algorithms.some(own => own.alg === wanted.alg));
  if (common.length === 0) {
    throw new KeydeskError('key-lacks-capability', { what: 'algorithms' });
  }
}

/** Returns the journal entry for an enrollment with these creation options. */
export function entryOf(
  fetched: FetchedOptions,
  tenant: string,
  user: User,
  key: OpenKey,
  key_identity: string | null,
): NewJournalEntry {
  const { creationOptions: options, displayName } = fetched;
  return {
    tenant,
    user_id: user.id,
    user_principal_name: user.userPrincipalName,
    key_id: key.summary.id,
    key_aaguid: key.session.info.aaguid,
    rp_id: options.rp.id,
    user_handle: options.user.id,
    challenge_expires_at: new Date(options.expiresAt).toISOString(),
    display_name: displayName,
    key_identity,
  };
}
