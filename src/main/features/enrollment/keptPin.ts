import { permissions } from '../../../ctap/ctap2/clientPin.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { withPin } from '../../services/keys/pinErrors.ts';
import type { KeptPin } from './observer.ts';
import type { CeremonyParts } from './parts.ts';

/** Attempts that a key must have left. A key that may be another one is only asked if it has all 8 (CTAP 2.3, 6.5.2). */
const ATTEMPTS = { certain: 4, guessed: 8 };

/**
 * Returns the PIN that Keydesk has set on this key and kept. Undefined if it keeps none, or the key does not accept it.
 * SECURITY: a wrong PIN costs one attempt. It is tried only while the key has many left, so it is never tried on the same key again until
 * a person has entered the right one.
 */
export async function keptPinOf(
  { observers, nameOf, log }: Pick<CeremonyParts, 'observers' | 'nameOf' | 'log'>,
  key: OpenKey,
): Promise<KeptPin | undefined> {
  const { session, summary } = key;
  if (session.info.options.clientPin !== true) return undefined;
  const asked = observers.filter(({ keptPin }) => keptPin !== undefined);
  if (asked.length === 0) return undefined;
  const about = { identity: await nameOf(summary), aaguid: session.info.aaguid };
  for (const observer of asked) {
    const kept = await observer.keptPin?.(about);
    if (kept === undefined) continue;
    try {
      const { retries } = await session.pinRetries();
      if (retries < (kept.certain ? ATTEMPTS.certain : ATTEMPTS.guessed)) continue;
      const wanted = { permissions: permissions.makeCredential | permissions.getAssertion, rpId: RP_ID };
      await withPin(session, () => session.pinToken(kept.pin, wanted));
      return kept;
    } catch (error) {
      // Somebody has changed the PIN, or this is another key. The enrollment goes on as for any key with a PIN.
      log(`the kept PIN of ${summary.id}: ${String(error)}`);
    }
  }
  return undefined;
}

/** The website of Microsoft passkeys. The token is thrown away. */
const RP_ID = 'login.microsoft.com';
