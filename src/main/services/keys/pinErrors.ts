import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { pinBlock } from '../../../contract/keys/pinBlock.ts';
import type { PinState } from '../../../contract/keys/schema.ts';
import type { KeySession } from '../../../ctap/session.ts';
import { withKeyErrors } from './keyErrors.ts';

/**
 * Runs work that changes the key's PIN. Adds the retries left to the errors pin-wrong and pin-soft-blocked, or null if
 * the key does not report them. Some keys answer the last attempt, or the third in a row, with an ordinary error: then
 * the retries decide the error code.
 */
export async function withNewPin<T>(session: Pick<KeySession, 'pinRetries'>, work: () => Promise<T>): Promise<T> {
  try {
    return await withKeyErrors(work);
  } catch (error) {
    if (!hasCode(error, 'pin-wrong', 'pin-soft-blocked')) throw error;
    // The PIN error matters more. If this read fails, the retries left stay unknown.
    const left = await session.pinRetries().catch(() => undefined);
    const block = left && pinBlock({ set: true, retries: left.retries, powerCycleNeeded: left.powerCycleState });
    const params = { ...error.params, retries: left?.retries ?? null };
    throw new KeydeskError(block?.code ?? error.code, params, { cause: error.cause });
  }
}

/**
 * Runs work that uses the key's PIN. A policy error for a current PIN can only mean that the PIN must be changed first
 * (CTAP 2.3, 6.5.5.7.1).
 */
export async function withPin<T>(session: Pick<KeySession, 'pinRetries'>, work: () => Promise<T>): Promise<T> {
  try {
    return await withNewPin(session, work);
  } catch (error) {
    if (!hasCode(error, 'pin-breaks-rule')) throw error;
    throw new KeydeskError('pin-change-required', error.params, { cause: error });
  }
}

/**
 * Checks that a key accepts a PIN before a person is asked for it.
 * @throws KeydeskError pin-blocked, pin-soft-blocked
 */
export function refuseBlocked(state: PinState): void {
  const block = pinBlock(state);
  if (block !== null) throw new KeydeskError(block.code, block.params);
}
