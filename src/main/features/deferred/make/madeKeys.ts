import { sha256 } from '../../../../ctap/crypto.ts';
import type { OpenKey } from '../../../services/keys/keys.ts';
import type { PackageContent, PackageRow } from '../package/content.ts';

/** Number of credential ids in one request, if the key does not say how many it accepts. */
const IN_LIST = 8;

/** Returns the row whose key this is by its serial number; undefined if it is none's, or has no number. */
export function madeWithSerial({ rows }: PackageContent, serial: string | undefined): PackageRow | undefined {
  if (serial === undefined) return undefined;
  return rows.find(({ made }) => made?.enrolled.serial === serial);
}

/**
 * Returns the row whose passkey is on this key. Asks the key without PIN and touch, and only if neither it nor the made key has a serial
 * number. A key that shows its passkeys only with the PIN is not recognized; creating a second passkey for another user does not harm it.
 */
export async function madeOn(content: PackageContent, { summary, session }: OpenKey): Promise<PackageRow | undefined> {
  const numbered = madeWithSerial(content, summary.serial);
  if (numbered !== undefined) return numbered;
  const made = content.rows.flatMap(row => {
    const attempt = row.attempts.find(({ id }) => id === row.made?.attempt);
    const unnumbered = row.made !== null && row.made.enrolled.serial === undefined;
    return unnumbered && summary.serial === undefined && attempt?.credential_id
      ? [{ row, attempt, id: attempt.credential_id }]
      : [];
  });
  const most = session.info.maxCredentialCountInList ?? IN_LIST;
  for (let at = 0; at < made.length; at += most) {
    const part = made.slice(at, at + most);
    const rpId = part[0]?.attempt.rp_id ?? '';
    try {
      const { credentialId } = await session.getAssertion(undefined, {
        rpId,
        clientDataHash: sha256(Buffer.from('keydesk')),
        allowList: part.map(({ id }) => ({ type: 'public-key', id })),
        up: false,
      });
      const found = part.find(({ id }) => credentialId === undefined || Buffer.compare(id, credentialId) === 0);
      if (found !== undefined) return found.row;
    } catch {
      // It has none of them, or does not say so without a PIN.
    }
  }
  return undefined;
}
