import type { Failure } from '../errors/failure.ts';
import type { PinState } from './schema.ts';

type PinAttempts = Pick<PinState, 'set' | 'retries' | 'powerCycleNeeded'>;

/**
 * Returns why a key accepts no PIN now, or null if it accepts one. Without attempts left, the PIN is blocked until a
 * reset, whatever else the key reports. With attempts left, the key must be unplugged and plugged in again first (CTAP
 * 2.3, 6.5.5.3: powerCycleState).
 */
export function pinBlock({ set, retries, powerCycleNeeded }: PinAttempts): Failure | null {
  if (!set) return null;
  if (retries === 0) return { code: 'pin-blocked', params: {} };
  return powerCycleNeeded === true ? { code: 'pin-soft-blocked', params: { retries: retries ?? null } } : null;
}
