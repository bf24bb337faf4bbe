import type { CredentialList } from '../../../contract/keyManagement.ts';
import { fromBase64url, toBase64url, toHex } from '../../../ctap/bytes.ts';
import type { OpenKey } from '../keys.ts';
import { withPin } from '../pinErrors.ts';

/** Every resident credential of a key, by RP. A key that keeps no name of an RP shows its hash. @throws KeydeskError */
export function listCredentials({ session }: OpenKey, pin: string): Promise<CredentialList> {
  return withPin(session, async () => {
    const management = await session.credentialManagement(pin);
    const { maxRemaining } = await management.metadata();
    const credentials: CredentialList['credentials'] = [];
    for (const rp of await management.relyingParties()) {
      for (const found of await management.credentials(rp.rpIdHash)) {
        credentials.push({
          id: toBase64url(found.credentialId),
          rpId: rp.id ?? toHex(rp.rpIdHash),
          userHandle: toBase64url(found.userHandle),
          ...(found.userName === undefined ? {} : { userName: found.userName }),
          ...(found.userDisplayName === undefined ? {} : { userDisplayName: found.userDisplayName }),
          ...(found.credProtect === undefined ? {} : { credProtect: found.credProtect }),
        });
      }
    }
    return { credentials, remaining: maxRemaining };
  });
}

/** @throws KeydeskError credential-not-found, pin-… */
export function deleteCredential({ session }: OpenKey, pin: string, credentialId: string): Promise<void> {
  return withPin(session, async () => (await session.credentialManagement(pin)).delete(fromBase64url(credentialId)));
}
