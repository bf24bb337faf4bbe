import { ctap2Commands } from '../ctap2/call.ts';
import { kindOf } from './requests.ts';

/**
 * How long a request may go without any packet from the key, in multiples of the channel's silence. After the first
 * silence, exchange.ts checks on the broadcast channel whether the key responds.
 */
export interface Patience {
  /** Limit while the key answers the check. */
  readonly alive: number;
  /** Limit while the key does not answer: it may compute or write flash memory without handling USB. */
  readonly dead: number;
}

/** For CTAPHID's own commands, getInfo and the remaining attempts, which every key answers immediately. */
export const IMPATIENT: Patience = { alive: 1, dead: 1 };
/**
 * For commands that take a key longer: half a minute, so that the outcome of a change does not stay unknown on a slow
 * key.
 */
const PATIENT: Patience = { alive: 10, dead: 4 };
/** For commands that wait for the user, who has 30 s (CTAP 2.3, 6.1.2), on a key that may send no keep-alives. */
const WAITS_FOR_USER: Patience = { alive: 40, dead: 10 };

/** getPINRetries and getUVRetries (CTAP 2.3, 6.5.5). */
const TRIES_LEFT: readonly (number | undefined)[] = [0x01, 0x07];

/** Returns the patience for a CTAP2 request. */
export function patienceFor(request: Uint8Array): Patience {
  const { touch, clientPin } = kindOf(request);
  if (request[0] === ctap2Commands.getInfo || TRIES_LEFT.includes(clientPin)) return IMPATIENT;
  // A key that responds may be waiting for a touch. One that does not respond is not.
  if (touch === 'never') return PATIENT;
  return touch === 'always' ? WAITS_FOR_USER : { ...WAITS_FOR_USER, dead: PATIENT.dead };
}
