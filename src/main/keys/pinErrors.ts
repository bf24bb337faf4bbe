import { KeydeskError } from '../../contract/errors.ts';
import { hasCode } from '../../contract/failure.ts';
import type { KeySession } from '../../ctap/session.ts';
import { withKeyErrors } from './keyErrors.ts';

/**
 * Runs what changes the key's PIN. Attempts left belong to every refusal of a PIN; a key that does not tell them must not
 * hide the refusal.
 */
export async function withNewPin<T>(session: KeySession, work: () => Promise<T>): Promise<T> {
  try {
    return await withKeyErrors(work);
  } catch (error) {
    if (!hasCode(error, 'pin-wrong', 'pin-soft-blocked')) throw error;
    const left = await session.pinRetries().catch(() => undefined);
    throw new KeydeskError(error.code, { ...error.params, retries: left?.retries ?? null }, { cause: error.cause });
  }
}

/** Runs what takes the key's PIN. A policy speaks against a PIN in use only where it must be changed first (CTAP 2.3, 6.5.5.7.1). */
export async function withPin<T>(session: KeySession, work: () => Promise<T>): Promise<T> {
  try {
    return await withNewPin(session, work);
  } catch (error) {
    if (!hasCode(error, 'pin-breaks-rule')) throw error;
    throw new KeydeskError('pin-change-required', error.params, { cause: error });
  }
}
