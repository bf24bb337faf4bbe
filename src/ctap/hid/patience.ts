import { ctap2Commands } from '../ctap2/call.ts';
import { kindOf } from './requests.ts';

/**
 * How long a request may stay without a word from the key, in multiples of the channel's silence. After the first silence
 * the key is asked on the broadcast channel whether it lives (exchange.ts).
 */
export interface Patience {
  /** As long as the key answers that. */
  readonly alive: number;
  /** When it answers nothing: it may compute or write flash memory without looking at USB meanwhile. */
  readonly dead: number;
}

/** For CTAPHID's own commands, getInfo and the tries that are left, which no key has to think about. */
export const IMPATIENT: Patience = { alive: 1, dead: 1 };
/** For whatever a key may need time for: half a minute, and the outcome of a change is not left unknown for a slow key. */
const PATIENT: Patience = { alive: 10, dead: 4 };
/** For what waits for a person, who has 30 s (CTAP 2.3, 6.1.2), on a key that may send no keep-alives meanwhile. */
const WAITS_FOR_USER: Patience = { alive: 40, dead: 10 };

/** getPINRetries and getUVRetries (CTAP 2.3, 6.5.5). */
const TRIES_LEFT: readonly (number | undefined)[] = [0x01, 0x07];

/** The patience for a CTAP2 request. */
export function patienceFor(request: Uint8Array): Patience {
  const { touch, clientPin } = kindOf(request);
  if (request[0] === ctap2Commands.getInfo || TRIES_LEFT.includes(clientPin)) return IMPATIENT;
  // A key that lives may wait for a touch all the same; one that shows nothing has no reason to.
  if (touch === 'never') return PATIENT;
  return touch === 'always' ? WAITS_FOR_USER : { ...WAITS_FOR_USER, dead: PATIENT.dead };
}
