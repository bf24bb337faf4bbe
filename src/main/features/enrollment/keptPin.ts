import { hasCode } from '../../../contract/errors/failure.ts';
import { permissions } from '../../../ctap/ctap2/clientPin.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { withPin } from '../../services/keys/pinErrors.ts';
import type { JournalEntry } from './journalEntry.ts';
import type { KeptPin } from './observer.ts';
import { isSameKey } from './orphans.ts';
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
      await prove(session, kept.pin);
      return kept;
    } catch (error) {
      // Somebody has changed the PIN, or this is another key. The enrollment goes on as for any key with a PIN.
      log(`the kept PIN of ${summary.id}: ${String(error)}`);
    }
  }
  return undefined;
}

/** How many kept PINs are tried on a key that may be another one. A key blocks its PIN after 3 wrong ones in a row, until it is unplugged. */
const GUESSES = 2;

/**
 * Returns the first of some kept PINs that a key without an identity accepts: then the key is the one that got this PIN. Undefined if it
 * accepts none, or is not asked. A key that has accepted a PIN has all its attempts again.
 * SECURITY: asks only a key that has all 8 attempts, and tries two PINs at most. So no key ever loses more than two attempts, whoever owns it.
 * @param kept the PINs that the key may have, the likeliest first
 */
export async function acceptedPin<Kept extends { readonly pin: string }>(
  { session }: Pick<OpenKey, 'session'>,
  kept: readonly Kept[],
): Promise<Kept | undefined> {
  if (session.info.options.clientPin !== true || kept.length === 0) return undefined;
  if ((await session.pinRetries()).retries < ATTEMPTS.guessed) return undefined;
  for (const one of kept.slice(0, GUESSES)) {
    try {
      await prove(session, one.pin);
      return one;
    } catch (error) {
      if (!hasCode(error, 'pin-wrong')) throw error;
    }
  }
  return undefined;
}

/**
 * Returns the PIN that Keydesk has kept for the key of an unfinished enrollment, so that nobody must know it. Undefined if it keeps none, or the key
 * does not accept it.
 * SECURITY: a key without an identity may be another one of its model. It is only asked if it has all its attempts.
 */
export async function leftPinOf(
  { pinOf, nameOf, log }: Pick<CeremonyParts, 'pinOf' | 'nameOf' | 'log'>,
  entry: JournalEntry,
  { session, summary }: OpenKey,
): Promise<string | undefined> {
  if (session.info.options.clientPin !== true) return undefined;
  try {
    const pin = await pinOf(entry.id);
    if (pin === undefined) return undefined;
    const identity = await nameOf(summary);
    const certain = isSameKey(entry, identity);
    // A key of another number is another key.
    if (!certain && (entry.key_identity !== null || identity !== undefined)) return undefined;
    if ((await session.pinRetries()).retries < (certain ? ATTEMPTS.certain : ATTEMPTS.guessed)) return undefined;
    await prove(session, pin);
    return pin;
  } catch (error) {
    // Somebody has changed the PIN, or this is another key. Then the person is asked for it.
    log(`the kept PIN of ${summary.id}: ${String(error)}`);
    return undefined;
  }
}

/** Gets a token, and throws it away. @throws KeydeskError pin-…, key-… */
async function prove(session: OpenKey['session'], pin: string): Promise<void> {
  const wanted = { permissions: permissions.makeCredential | permissions.getAssertion, rpId: RP_ID };
  await withPin(session, () => session.pinToken(pin, wanted));
}

/** The website of Microsoft passkeys. */
const RP_ID = 'login.microsoft.com';
