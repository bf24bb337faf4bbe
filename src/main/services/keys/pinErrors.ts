import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { pinBlock } from '../../../contract/keys/pinBlock.ts';
import type { PinState } from '../../../contract/keys/schema.ts';
import type { KeySession } from '../../../ctap/session.ts';
import { withKeyErrors } from './keyErrors.ts';

/**
 * Runs what changes the key's PIN. Attempts left belong to every refusal of a PIN; a key that does not tell them must not
 * hide the refusal. Some keys answer the last attempt, or the third in a row, like any other: then what they say of the
 * attempts counts.
 */
export async function withNewPin<T>(session: Pick<KeySession, 'pinRetries'>, work: () => Promise<T>): Promise<T> {
  try {
    return await withKeyErrors(work);
  } catch (error) {
    if (!hasCode(error, 'pin-wrong', 'pin-soft-blocked')) throw error;
    // The refusal is the news. Without an answer the attempts left are unknown.
    const left = await session.pinRetries().catch(() => undefined);
    const block = left && pinBlock({ set: true, retries: left.retries, powerCycleNeeded: left.powerCycleState });
    const params = { ...error.params, retries: left?.retries ?? null };
    throw new KeydeskError(block?.code ?? error.code, params, { cause: error.cause });
  }
}

/** Runs what takes the key's PIN. A policy speaks against a PIN in use only where it must be changed first (CTAP 2.3, 6.5.5.7.1). */
export async function withPin<T>(session: Pick<KeySession, 'pinRetries'>, work: () => Promise<T>): Promise<T> {
  try {
    return await withNewPin(session, work);
  } catch (error) {
    if (!hasCode(error, 'pin-breaks-rule')) throw error;
    throw new KeydeskError('pin-change-required', error.params, { cause: error });
  }
}

/** Checks that a key takes a PIN before a person is asked for it. @throws KeydeskError pin-blocked, pin-soft-blocked */
export function refuseBlocked(state: PinState): void {
  const block = pinBlock(state);
  if (block !== null) throw new KeydeskError(block.code, block.params);
}
