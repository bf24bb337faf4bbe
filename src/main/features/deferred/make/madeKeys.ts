import { sha256 } from '../../../../ctap/crypto.ts';
import type { OpenKey } from '../../../services/keys/keys.ts';
import type { PackageContent, PackageRow } from '../package/content.ts';

/** Number of credential ids in one request, if the key does not say how many it accepts. */
const IN_LIST = 8;

/** A key that was made, and that only its passkey identifies. */
interface UnnumberedKey {
  readonly row: PackageRow;
  readonly rpId: string;
  readonly credentialId: Uint8Array;
}

/** Returns the row whose key this is by its serial number. */
export function madeWithSerial({ rows }: PackageContent, serial: string): PackageRow | undefined {
  return rows.find(({ made }) => made?.enrolled.serial === serial);
}

/** Returns the made keys without a serial number. */
export function unnumberedKeys({ rows }: PackageContent): UnnumberedKey[] {
  return rows.flatMap(row => {
    if (row.made === null || row.made.enrolled.serial !== undefined) return [];
    const attempt = row.attempts.find(({ id }) => id === row.made?.attempt);
    return attempt?.credential_id ? [{ row, rpId: attempt.rp_id, credentialId: attempt.credential_id }] : [];
  });
}

/**
 * Returns the row whose passkey is on this key. Asks the key without PIN and touch. A key that shows its passkeys only with the PIN is not
 * recognized.
 */
export async function madeAmong(made: readonly UnnumberedKey[], { session }: OpenKey): Promise<PackageRow | undefined> {
  const most = session.info.maxCredentialCountInList ?? IN_LIST;
  for (let at = 0; at < made.length; at += most) {
    const part = made.slice(at, at + most);
    try {
      const { credentialId } = await session.getAssertion(undefined, {
        rpId: part[0]?.rpId ?? '',
        clientDataHash: sha256(Buffer.from('keydesk')),
        allowList: part.map(({ credentialId: id }) => ({ type: 'public-key', id })),
        up: false,
      });
      const found = part.find(
        one => credentialId === undefined || Buffer.compare(one.credentialId, credentialId) === 0,
      );
      if (found !== undefined) return found.row;
    } catch {
      // It has none of them, or does not say so without a PIN.
    }
  }
  return undefined;
}
