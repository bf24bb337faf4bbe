import { passkeyNameFrom } from '../../contract/deviceText.ts';
import { KeydeskError } from '../../contract/errors.ts';
import type { User } from '../../contract/users.ts';
import type { CreationOptions } from '../graph/creationOptions.ts';
import type { OpenKey } from '../keys/keys.ts';
import type { NewEntry } from './journal.ts';

/** Graph's longest name for a passkey, in characters; there is no call to change it later (graph.md, 3). */
const MAX_DISPLAY_NAME = 30;

export interface FetchedOptions {
  creationOptions: CreationOptions;
  displayName: string;
}

/**
 * Holds Entra's creationOptions against the key. Asking for them was also the cheapest proof that role, permission and
 * policy are right, and without side effect, so it comes before the key is written to.
 * @throws KeydeskError graph-…, invalid-input for a display name Graph would refuse, key-lacks-capability
 */
export async function acceptOptions(
  pending: Promise<CreationOptions>,
  key: OpenKey,
  displayName: string | undefined,
): Promise<FetchedOptions> {
  const name = displayName?.trim() ?? passkeyNameFrom(key.summary.product);
  if (name.length < 1 || name.length > MAX_DISPLAY_NAME) {
    throw new KeydeskError('invalid-input', {
      detail: `the name of a passkey has 1 to ${MAX_DISPLAY_NAME} characters`,
    });
  }
  const creationOptions = await pending;
  checkAlgorithms(creationOptions, key);
  return { creationOptions, displayName: name };
}

/** A key tells its algorithms from CTAP 2.1 on; an older one can only be tried. */
function checkAlgorithms(options: CreationOptions, key: OpenKey): void {
  const { algorithms } = key.session.info;
  if (algorithms.length === 0) return;
  if (!options.pubKeyCredParams.some(wanted => algorithms.some(own => own.alg === wanted.alg))) {
    throw new KeydeskError('key-lacks-capability', { what: 'none of the signature algorithms asked for' });
  }
}

/** The journal entry that these options begin. */
export function entryOf(fetched: FetchedOptions, connection: string, user: User, key: OpenKey): NewEntry {
  const { creationOptions: options, displayName } = fetched;
  return {
    connection,
    user_id: user.id,
    user_principal_name: user.userPrincipalName,
    key_id: key.summary.id,
    key_aaguid: key.session.info.aaguid,
    rp_id: options.rp.id,
    user_handle: options.user.id,
    challenge_expires_at: new Date(options.expiresAt).toISOString(),
    display_name: displayName,
  };
}
