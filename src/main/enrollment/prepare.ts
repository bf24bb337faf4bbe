import type { PinChoice } from '../../contract/enrollment.ts';
import { KeydeskError } from '../../contract/errors.ts';
import { type Failure, hasCode, toFailure } from '../../contract/failure.ts';
import type { TokenRequest } from '../../ctap/ctap2/clientPin.ts';
import type { PinUvAuthToken } from '../../ctap/ctap2/pinAuth.ts';
import { pinState } from '../keys/details.ts';
import { withKeyErrors } from '../keys/keyErrors.ts';
import type { OpenKey } from '../keys/keys.ts';
import { withPin } from '../keys/pinErrors.ts';
import type { Conductor } from './conductor.ts';
import type { CeremonyState } from './parts.ts';
import { randomPin } from './randomPin.ts';

/** The key's PIN, known to be right, and the token for makeCredential that showed it. */
export interface PreparedPin {
  readonly pin: string;
  readonly token: PinUvAuthToken;
}

/**
 * Makes sure of the PIN: sets one where the key has none, else proves the given one by taking the token that
 * makeCredential needs anyway. A wrong PIN is never tried again by itself; where there is a person, the person is asked.
 * @throws KeydeskError pin-…, cancelled
 */
export async function prepareKey(
  key: OpenKey,
  wanted: TokenRequest,
  choice: PinChoice | undefined,
  state: CeremonyState,
  conductor: Conductor,
): Promise<PreparedPin> {
  const pin =
    key.session.info.options.clientPin === true ? undefined : await setFirstPin(key, choice, state, conductor);
  const known = pin ?? givenPin(choice);
  const prepared = await takeToken(key, wanted, known, conductor);
  state.secretPin = prepared.pin;
  return prepared;
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

async function takeToken(
  key: OpenKey,
  wanted: TokenRequest,
  first: string | undefined,
  conductor: Conductor,
): Promise<PreparedPin> {
  let pin = first;
  let refused: Failure | undefined;
  for (;;) {
    pin ??= await askForPin(key, refused, conductor);
    try {
      const token = await withPin(key.session, () => key.session.pinToken(pin ?? '', wanted));
      return { pin, token };
    } catch (error) {
      if (!conductor.interactive || !hasCode(error, 'pin-wrong')) throw error;
      refused = toFailure(error);
      pin = undefined;
    }
  }
}

async function askForPin(key: OpenKey, refused: Failure | undefined, conductor: Conductor): Promise<string> {
  const choice = await conductor.askPin({
    kind: 'pin',
    state: await pinState(key.session),
    ...(refused === undefined ? {} : { refused }),
  });
  if (choice.kind === 'given') return choice.pin;
  throw new KeydeskError('pin-required');
}
