import { CtapFailure } from './failure.ts';
import type { Presence } from './presence.ts';

/** lastEnrollSampleStatus (CTAP 2.3, 6.7.4), in the order of its values. */
export const sampleStatuses = [
  'good',
  'tooHigh',
  'tooLow',
  'tooLeft',
  'tooRight',
  'tooFast',
  'tooSlow',
  'poorQuality',
  'tooSkewed',
  'tooShort',
  'mergeFailure',
  'exists',
  'unused',
  'noUserActivity',
  'noUserPresenceTransition',
] as const;
export type SampleStatus = (typeof sampleStatuses)[number];

/**
 * A fingerprint sensor instead of the button. Every touch produces one sample: the next prepared one, or a good one.
 * For user verification a good sample is an enrolled finger, and any other is not.
 */
export class Sensor {
  /** The results of the next touches. */
  upcoming: SampleStatus[] = [];
  readonly #presence: Presence;

  constructor(presence: Presence) {
    this.#presence = presence;
  }

  /** Waits for a touch, at most `timeout` ms if given. Returns `noUserActivity` after a timeout. */
  async sample(signal: AbortSignal, timeout?: number): Promise<SampleStatus> {
    try {
      await this.#presence.wait(signal, timeout);
    } catch (error) {
      if (error instanceof CtapFailure && error.is('CTAP2_ERR_USER_ACTION_TIMEOUT')) return 'noUserActivity';
      throw error;
    }
    return this.upcoming.shift() ?? 'good';
  }
}
