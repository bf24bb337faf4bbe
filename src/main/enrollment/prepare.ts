import type { PinChoice } from '../../contract/enrollment.ts';
import { type Failure, hasCode, toFailure } from '../../contract/failure.ts';
import type { TokenRequest } from '../../ctap/ctap2/clientPin.ts';
import type { PinUvAuthToken } from '../../ctap/ctap2/pinAuth.ts';
import { pinState } from '../keys/details.ts';
import { withKeyErrors } from '../keys/keyErrors.ts';
import type { OpenKey } from '../keys/keys.ts';
import type { Conductor } from './conductor.ts';
import type { CeremonyState } from './parts.ts';
import { randomPin } from './randomPin.ts';
import { UserVerification } from './userVerification.ts';

/** The user is known to the key, by the token that makeCredential needs anyway. */
export interface Prepared {
  readonly verification: UserVerification;
  readonly token: PinUvAuthToken;
}

/**
 * Makes sure of the user: sets a PIN where the key has none, else proves the given one, or asks for finger or PIN, by taking
 * the token that makeCredential needs anyway.
 * @throws KeydeskError pin-…, fingerprint-…, cancelled
 */
export async function prepareKey(
  key: OpenKey,
  wanted: TokenRequest,
  choice: PinChoice | undefined,
  state: CeremonyState,
  conductor: Conductor,
): Promise<Prepared> {
  const pin =
    key.session.info.options.clientPin === true ? undefined : await setFirstPin(key, choice, state, conductor);
  const verification = new UserVerification(key, conductor, pin ?? givenPin(choice));
  const token = await verification.token(wanted);
  if (verification.pin !== undefined) state.secretPin = verification.pin;
  return { verification, token };
}

async function setFirstPin(
  key: OpenKey,
  first: PinChoice | undefined,
  state: CeremonyState,
  conductor: Conductor,
): Promise<string> {
  let choice = first;
  let refused: Failure | undefined;
  for (;;) {
    choice ??= await conductor.askPin({
      kind: 'new-pin',
      state: await pinState(key.session),
      ...(refused === undefined ? {} : { refused }),
    });
    const pin =
      choice.kind === 'given' ? choice.pin : randomPin(Math.max(choice.length, key.session.info.minPINLength));
    try {
      await withKeyErrors(() => key.session.setPin(pin));
      state.pin = choice.kind === 'given' ? { set: true } : { set: true, random: pin };
      return pin;
    } catch (error) {
      if (!conductor.interactive || !hasCode(error, 'pin-breaks-rule')) throw error;
      refused = toFailure(error);
      choice = undefined;
    }
  }
}

/** A random PIN is for a key without one: whoever asked for it does not know the PIN that this key has. */
function givenPin(choice: PinChoice | undefined): string | undefined {
  return choice?.kind === 'given' ? choice.pin : undefined;
}
