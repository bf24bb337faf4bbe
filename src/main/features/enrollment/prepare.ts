import type { PinChoice } from '../../../contract/enrollment/schema.ts';
import { type Failure, hasCode, toFailure } from '../../../contract/errors/failure.ts';
import type { TokenRequest } from '../../../ctap/ctap2/clientPin.ts';
import type { PinUvAuthToken } from '../../../ctap/ctap2/pinAuth.ts';
import { pinState } from '../../services/keys/details.ts';
import { isUnanswered, withKeyErrors } from '../../services/keys/keyErrors.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { randomPin } from './randomPin.ts';
import { arrivals, type Stage } from './stage.ts';
import type { UserVerification } from './userVerification.ts';

/** How often a random PIN is drawn again that the key refuses by a rule of its own. */
const MAX_DRAWS = 10;

/** The user is known to the key: a token that permits the makeCredential, and the way to another one if that ends too early. */
export interface Prepared {
  readonly token: PinUvAuthToken;
  readonly renew: () => Promise<PinUvAuthToken>;
}

/**
 * Makes sure of the user: sets a PIN where the key has none, else verifies the given one, or asks for finger or PIN, by taking
 * the token that makeCredential needs anyway.
 * @throws KeydeskError pin-…, fingerprint-…, cancelled
 */
export async function prepareKey(
  key: OpenKey,
  verification: UserVerification,
  wanted: TokenRequest,
  choice: PinChoice | undefined,
  stage: Stage,
): Promise<Prepared> {
  if (key.session.info.options.clientPin !== true) verification.use(await setFirstPin(key, choice, stage));
  const token = await verification.token(wanted);
  if (verification.pin !== undefined) stage.state.secretPin = verification.pin;
  return { token, renew: () => verification.token(wanted) };
}

async function setFirstPin(
  key: OpenKey,
  first: PinChoice | undefined,
  { state, attendant, parts }: Stage,
): Promise<string> {
  let choice = first;
  let refused: Failure | undefined;
  for (let draws = 1; ; ) {
    choice ??= await attendant.askPin({
      kind: 'new-pin',
      state: await pinState(key.session),
      ...(refused === undefined ? {} : { refused }),
    });
    const { minPINLength, maxPINLength } = key.session.info;
    const random =
      choice.kind === 'random' ? randomPin(Math.min(Math.max(choice.length, minPINLength), maxPINLength)) : undefined;
    const pin = choice.kind === 'given' ? choice.pin : (random ?? '');
    const told = random === undefined ? {} : { random };
    // At this step the command line finds out whether it can show a random PIN, and cancels if it cannot.
    if (random !== undefined) await arrivals();
    attendant.signal.throwIfAborted();
    if (random !== undefined && state.journalId !== undefined) await parts.unseenPins.made(state.journalId);
    try {
      if (choice.kind === 'given') parts.newPinRule(pin);
      await withKeyErrors(() => key.session.setPin(pin));
      state.pin = { set: true, ...told };
      return pin;
    } catch (error) {
      // Without an answer nobody knows whether the key took the PIN: the person gets it, so that the key is not lost.
      if (isUnanswered(error)) state.pin = { set: true, uncertain: true, ...told };
      else if (random !== undefined && state.journalId !== undefined) await parts.unseenPins.forget(state.journalId);
      if (!hasCode(error, 'pin-breaks-rule')) throw error;
      // Keys have rules that they do not tell, against 123456 or against a digit three times: another draw may pass.
      if (random !== undefined && draws++ < MAX_DRAWS) continue;
      if (!attendant.interactive) throw error;
      refused = toFailure(error);
      choice = undefined;
    }
  }
}
