import type { Failure } from '../errors/failure.ts';
import type { PinState } from './schema.ts';

type PinAttempts = Pick<PinState, 'set' | 'retries' | 'powerCycleNeeded'>;

/**
 * Returns why a key takes no PIN now; null where it takes one. Without attempts it is blocked until a reset, whatever else it says;
 * with attempts left it wants to be taken out and plugged in again first (CTAP 2.3, 6.5.5.3: powerCycleState).
 */
export function pinBlock({ set, retries, powerCycleNeeded }: PinAttempts): Failure | null {
  if (!set) return null;
  if (retries === 0) return { code: 'pin-blocked', params: {} };
  return powerCycleNeeded === true ? { code: 'pin-soft-blocked', params: { retries: retries ?? null } } : null;
}
