import type { Fingerprint, FingerprintEvent } from '../../../contract/keyManagement.ts';
import { fromBase64url, toBase64url } from '../../../ctap/bytes.ts';
import type { OpenKey } from '../keys.ts';
import { withPin } from '../pinErrors.ts';

export function listFingerprints({ session }: OpenKey, pin: string): Promise<Fingerprint[]> {
  return withPin(session, async () => {
    const templates = await (await session.fingerprints(pin)).list();
    return templates.map(({ templateId, friendlyName }) => ({
      id: toBase64url(templateId),
      ...(friendlyName ? { name: friendlyName } : {}),
    }));
  });
}

/** Leads through the samples; `tell` gets a `touch` whenever the key waits for the finger. */
export function enrollFingerprint(
  { session }: OpenKey,
  { pin, name }: { pin: string; name?: string | undefined },
  tell: (event: FingerprintEvent) => void,
  signal: AbortSignal,
): Promise<FingerprintEvent> {
  return withPin(session, async () => {
    const fingerprints = await session.fingerprints(pin);
    const templateId = await fingerprints.enroll(sample => tell({ type: 'sample', ...sample }), {
      signal,
      onKeepAlive: status => status === 'upneeded' && tell({ type: 'touch' }),
    });
    if (name !== undefined) await fingerprints.rename(templateId, name);
    const fingerprint = { id: toBase64url(templateId), ...(name === undefined ? {} : { name }) };
    return { type: 'completed', fingerprint };
  });
}

export function renameFingerprint({ session }: OpenKey, pin: string, id: string, name: string): Promise<void> {
  return withPin(session, async () => (await session.fingerprints(pin)).rename(fromBase64url(id), name));
}

export function removeFingerprint({ session }: OpenKey, pin: string, id: string): Promise<void> {
  return withPin(session, async () => (await session.fingerprints(pin)).remove(fromBase64url(id)));
}
