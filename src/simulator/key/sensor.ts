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
 * A fingerprint sensor in place of the button. Every touch gives one sample: the next of those laid ready, or a good one.
 * For user verification a good sample is an enrolled finger, and any other is not.
 */
export class Sensor {
  /** What the next touches will give. */
  upcoming: SampleStatus[] = [];
  readonly #presence: Presence;

  constructor(presence: Presence) {
    this.#presence = presence;
  }

  /** Waits for a touch, at most `timeout` ms if given. Nobody touching it is `noUserActivity`. */
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
