import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import type { Fingerprint, FingerprintEvent } from '../../../contract/keys/management.ts';
import { cleanDeviceText } from '../../../contract/text/deviceText.ts';
import { fromBase64url, toBase64url } from '../../../ctap/bytes.ts';
import type { Fingerprints } from '../../../ctap/ctap2/bioEnrollment.ts';
import { hasCtapCode, isStatus } from '../../../ctap/errors.ts';
import { withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { withPin } from '../../services/keys/pinErrors.ts';

export function listFingerprints({ session }: OpenKey, pin: string): Promise<Fingerprint[]> {
  return withPin(session, async () => {
    const templates = await (await session.fingerprints(pin)).list();
    return templates.map(({ templateId, friendlyName }) => {
      const name = cleanDeviceText(friendlyName);
      return { id: toBase64url(templateId), ...(name === undefined ? {} : { name }) };
    });
  });
}

/**
 * Enrolls a fingerprint, sample by sample. Calls `tell` with a `touch` whenever the key waits for the finger. Checks the name against the
 * sensor's limit before the first sample.
 */
export function enrollFingerprint(
  { session }: OpenKey,
  { pin, name }: { pin: string; name?: string | undefined },
  tell: (event: FingerprintEvent) => void,
  signal: AbortSignal,
): Promise<FingerprintEvent> {
  return withPin(session, async () => {
    const fingerprints = await session.fingerprints(pin);
    if (name !== undefined) await checkName(fingerprints, name);
    const templateId = await fingerprints.enroll(sample => tell({ type: 'sample', ...sample }), {
      signal,
      onKeepAlive: status => status === 'upneeded' && tell({ type: 'touch' }),
    });
    const fingerprint = { id: toBase64url(templateId) };
    if (name === undefined) return { type: 'completed', fingerprint };
    try {
      await withKeyErrors(() => fingerprints.rename(templateId, name));
    } catch (error) {
      // The key has enrolled the fingerprint, even if it refused the name.
      return { type: 'completed', fingerprint, nameRefused: toFailure(error) };
    }
    return { type: 'completed', fingerprint: { ...fingerprint, name } };
  });
}

export function renameFingerprint({ session }: OpenKey, pin: string, id: string, name: string): Promise<void> {
  return withPin(session, async () => {
    const fingerprints = await session.fingerprints(pin);
    await checkName(fingerprints, name);
    await fingerprints.rename(fromBase64url(id), name);
  });
}

export function removeFingerprint({ session }: OpenKey, pin: string, id: string): Promise<void> {
  return withPin(session, async () => (await session.fingerprints(pin)).remove(fromBase64url(id)));
}

/**
 * Checks a name against the sensor's limit, which is in bytes (CTAP 2.3, 6.7.3: maxTemplateFriendlyName). Older sensors report no limit;
 * then the key itself checks the name.
 * @throws KeydeskError invalid-input
 */
async function checkName(fingerprints: Fingerprints, name: string): Promise<void> {
  const sensor = await fingerprints.sensor().catch((error: unknown) => {
    if (!isStatus(error) && !hasCtapCode(error, 'response-malformed')) throw error;
    return undefined;
  });
  const length = new TextEncoder().encode(name).length;
  const limit = sensor?.maxFriendlyNameLength ?? Number.POSITIVE_INFINITY;
  if (length > limit) {
    throw new KeydeskError('invalid-input', {
      detail: 'finger-name',
      limit,
      length,
    });
  }
}
