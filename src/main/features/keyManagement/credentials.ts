import type { CredentialList, ListOddity } from '../../../contract/keys/management.ts';
import { cleanDeviceText, isCleanDeviceText } from '../../../contract/text/deviceText.ts';
import { fromBase64url, toBase64url, toHex } from '../../../ctap/bytes.ts';
import type { CredentialManagement, ResidentRp } from '../../../ctap/ctap2/credentialManagement.ts';
import { type CtapErrorCode, hasCtapCode, isStatus } from '../../../ctap/errors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { withPin } from '../../services/keys/pinErrors.ts';

type Resident = Awaited<ReturnType<CredentialManagement['credentials']>>[number];

/** Maximum length of an RP ID, which is a domain name (RFC 1035, 2.3.4), and of a displayed user name, in UTF-16 units. */
const MOST_RP_ID = 253;
const MOST_USER_NAME = 256;

/** Errors about the PIN or the token. With them, the rest of the list would fail too. */
const aboutPin: readonly CtapErrorCode[] = [
  'CTAP2_ERR_PIN_INVALID',
  'CTAP2_ERR_PIN_BLOCKED',
  'CTAP2_ERR_PIN_AUTH_INVALID',
  'CTAP2_ERR_PIN_AUTH_BLOCKED',
  'CTAP2_ERR_PIN_TOKEN_EXPIRED',
  'CTAP2_ERR_PUAT_REQUIRED',
];

/**
 * Lists all discoverable credentials of a key, by RP. If a key does not store the name of an RP, shows its hash. Contradictions in the
 * key's answers are listed as `inconsistent`, and the rest of the list is kept.
 * @throws KeydeskError key-cannot-list, pin-…, key-…
 */
export function listCredentials({ session }: OpenKey, pin: string): Promise<CredentialList> {
  return withPin(session, async () => {
    const management = await session.credentialManagement(pin);
    const inconsistent = new Set<ListOddity>();
    const metadata = await unlessRefused(management.metadata());
    const credentials: CredentialList['credentials'] = [];
    for (const rp of await management.relyingParties()) {
      const residents = await unlessRefused(management.credentials(rp.rpIdHash));
      if (residents === undefined || residents.length === 0) inconsistent.add('count-differs');
      for (const found of residents ?? []) credentials.push(entryOf(found, shownId(rp)));
    }
    if (metadata !== undefined && metadata.existing !== credentials.length) inconsistent.add('count-differs');
    const remaining = metadata?.maxRemaining ?? session.info.remainingDiscoverableCredentials ?? null;
    return { credentials, remaining, inconsistent: [...new Set([...management.oddities(), ...inconsistent])] };
  });
}

/** Deletes a credential from a key. @throws KeydeskError credential-not-found, key-cannot-list, pin-… */
export function deleteCredential({ session }: OpenKey, pin: string, credentialId: string): Promise<void> {
  return withPin(session, async () => (await session.credentialManagement(pin)).delete(fromBase64url(credentialId)));
}

/** Returns a part of the list; undefined if the key refuses only that part. */
async function unlessRefused<T>(part: Promise<T>): Promise<T | undefined> {
  try {
    return await part;
  } catch (error) {
    if (!isStatus(error) && !hasCtapCode(error, 'unsupported', 'response-malformed')) throw error;
    if (hasCtapCode(error, ...aboutPin)) throw error;
    return undefined;
  }
}

/** Returns the RP ID to show. SECURITY: an RP ID with hidden characters could look like another one, so its hash is shown. */
function shownId({ id, rpIdHash }: ResidentRp): string {
  return id !== undefined && isCleanDeviceText(id, MOST_RP_ID) ? id : toHex(rpIdHash);
}

function entryOf(found: Resident, rpId: string): CredentialList['credentials'][number] {
  const userName = cleanDeviceText(found.userName, MOST_USER_NAME);
  const userDisplayName = cleanDeviceText(found.userDisplayName, MOST_USER_NAME);
  return {
    id: toBase64url(found.credentialId),
    rpId,
    userHandle: toBase64url(found.userHandle),
    ...(userName === undefined ? {} : { userName }),
    ...(userDisplayName === undefined ? {} : { userDisplayName }),
    ...(Number.isSafeInteger(found.credProtect) ? { credProtect: found.credProtect } : {}),
  };
}
