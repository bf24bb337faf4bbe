import type { PinChoice } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, hasCode, toFailure } from '../../../contract/errors/failure.ts';
import type { Profile } from '../../../contract/profiles/schema.ts';
import type { TokenRequest } from '../../../ctap/ctap2/clientPin.ts';
import type { PinUvAuthToken } from '../../../ctap/ctap2/pinAuth.ts';
import { pinState } from '../../services/keys/details.ts';
import { isUnanswered, withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { CeremonyParts } from './parts.ts';
import { randomLetters, randomPin } from './randomPin.ts';
import { arrivals, type Stage } from './stage.ts';
import type { UserVerification } from './userVerification.ts';

/** Maximum number of random PINs to try if the key refuses them by its own rules. */
const MAX_DRAWS = 10;

/** The result of user verification: a token that permits makeCredential, and a function that gets another one if it expires. */
export interface Prepared {
  readonly token: PinUvAuthToken;
  readonly renew: () => Promise<PinUvAuthToken>;
}

/** The PIN that a key without one gets. */
export interface FirstPin {
  /** Undefined: the person is asked. */
  readonly choice: PinChoice | undefined;
  /** The shortest PIN that the key or the profile allows, in code points. */
  readonly minLength: number;
  readonly profile: Profile | null;
}

/**
 * Verifies the user: sets a PIN if the key has none, otherwise verifies the given PIN or asks for a fingerprint or PIN. Does so by getting
 * the token that makeCredential needs.
 * @throws KeydeskError pin-…, fingerprint-…, cancelled
 */
export async function prepareKey(
  key: OpenKey,
  verification: UserVerification,
  wanted: TokenRequest,
  first: FirstPin,
  stage: Stage,
): Promise<Prepared> {
  if (key.session.info.options.clientPin !== true) verification.use(await setFirstPin(key, first, stage));
  const token = await verification.token(wanted);
  if (verification.pin !== undefined) stage.state.secretPin = verification.pin;
  return { token, renew: () => verification.token(wanted) };
}

async function setFirstPin(
  key: OpenKey,
  { choice: first, minLength, profile }: FirstPin,
  { state, attendant, parts }: Stage,
): Promise<string> {
  let choice = first;
  let refused: Failure | undefined;
  for (let draws = 1; ; ) {
    choice ??= await attendant.askPin({
      kind: 'new-pin',
      state: { ...(await pinState(key.session)), minLength },
      ...(refused === undefined ? {} : { refused }),
    });
    const { maxPINLength } = key.session.info;
    const random = choice.kind === 'random' ? drawPin(choice, minLength, maxPINLength) : undefined;
    const pin = choice.kind === 'given' ? choice.pin : (random ?? '');
    const told = random === undefined ? {} : { random };
    // In this step the command line checks whether it can show a random PIN, and cancels if it cannot.
    if (random !== undefined) await arrivals();
    attendant.signal.throwIfAborted();
    if (random !== undefined) await noteDrawn(random, profile, state.journalId, parts);
    try {
      if (choice.kind === 'given') checkPin(pin, minLength, parts);
      await withKeyErrors(() => key.session.setPin(pin));
      state.pin = { set: true, ...told };
      return pin;
    } catch (error) {
      // Without an answer it is unknown whether the key accepted the PIN. The person gets the PIN, so that the key stays usable.
      if (isUnanswered(error)) state.pin = { set: true, uncertain: true, ...told };
      else if (random !== undefined && state.journalId !== undefined) await parts.unseenPins.forget(state.journalId);
      if (!hasCode(error, 'pin-breaks-rule')) throw error;
      // Keys have undocumented rules, for example against 123456 or a digit three times. Another random PIN may be accepted.
      if (random !== undefined && draws++ < MAX_DRAWS) continue;
      if (!attendant.interactive) throw error;
      refused = toFailure(error);
      choice = undefined;
    }
  }
}

/** Lets others keep a random PIN before the key has it, and records that it may be lost otherwise. */
async function noteDrawn(
  pin: string,
  profile: Profile | null,
  journalId: string | undefined,
  { observers, unseenPins }: CeremonyParts,
): Promise<void> {
  const kept: unknown[] = [];
  for (const observer of observers) kept.push(await observer.pinDrawn?.(pin, profile));
  // Comes last: it waits until both are on the disk.
  if (journalId !== undefined) await unseenPins.made(journalId, kept.includes('lasting'));
}

function drawPin({ length, letters = false }: PinChoice & { kind: 'random' }, minLength: number, most: number): string {
  const wanted = Math.min(Math.max(length, minLength), most);
  return letters ? randomLetters(wanted) : randomPin(wanted);
}

/** @throws KeydeskError pin-breaks-rule */
function checkPin(pin: string, minLength: number, { newPinRule }: Pick<CeremonyParts, 'newPinRule'>): void {
  // The key checks its own minimum. The one of the profile is set on the key only after the PIN.
  if ([...pin].length < minLength) throw new KeydeskError('pin-breaks-rule', { rule: 'too-short', minLength });
  newPinRule(pin);
}
