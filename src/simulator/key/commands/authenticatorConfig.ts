import { concat } from '../../../ctap/bytes.ts';
import { type CborValue, encode } from '../../../ctap/cbor.ts';
import type { Authenticator } from '../authenticator.ts';
import { CtapFailure, demand } from '../failure.ts';
import { needed, Parameters } from '../parameters.ts';
import { permission } from '../pinToken.ts';
import { verifyToken } from '../userVerification.ts';

const MAX_PIN_LENGTH = 63;
const MAX_RP_IDS = 4;

/** authenticatorConfig (CTAP 2.3, 6.11): toggleAlwaysUv and setMinPINLength. */
export function authenticatorConfig(authenticator: Authenticator, request: CborValue): CborValue {
  const parameters = new Parameters(needed(request));
  const subCommand = needed(parameters.integer(0x01));
  const raw = parameters.map(0x02);
  if (authenticator.state.pin !== null || authenticator.state.alwaysUv) {
    const param = parameters.bytes(0x04);
    demand(param !== undefined, 'CTAP2_ERR_PUAT_REQUIRED');
    const encoded = raw === undefined ? new Uint8Array() : encode(raw);
    const message = concat(new Uint8Array(32).fill(0xff), Uint8Array.of(0x0d, subCommand), encoded);
    verifyToken(authenticator, needed(parameters.integer(0x03)), message, param, permission.acfg);
  }
  switch (subCommand) {
    case 0x02:
      authenticator.state.alwaysUv = !authenticator.state.alwaysUv;
      break;
    case 0x03:
      setMinPinLength(authenticator, new Parameters(raw ?? new Map()));
      break;
    default:
      throw new CtapFailure('CTAP2_ERR_INVALID_SUBCOMMAND');
  }
  authenticator.save();
  return undefined;
}

/** setMinPINLength (6.11.4): the length only grows; a PIN that has become too short must be changed. */
function setMinPinLength(authenticator: Authenticator, parameters: Parameters): void {
  const { state } = authenticator;
  const length = parameters.integer(0x01) ?? state.minPinLength;
  const rpIds = parameters.list(0x02);
  const force = parameters.boolean(0x03) ?? false;
  demand(length >= state.minPinLength && length <= MAX_PIN_LENGTH, 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  demand(!force || state.pin !== null, 'CTAP2_ERR_PIN_NOT_SET');
  demand(rpIds === undefined || rpIds.length <= MAX_RP_IDS, 'CTAP2_ERR_KEY_STORE_FULL');
  const tooShort = state.pin !== null && state.pin.codePoints < length;
  state.minPinLength = length;
  state.forcePinChange ||= force || tooShort;
  if (rpIds !== undefined) {
    state.minPinLengthRpIds = rpIds.map(rpId => {
      demand(typeof rpId === 'string', 'CTAP2_ERR_CBOR_UNEXPECTED_TYPE');
      return rpId;
    });
  }
  if (state.forcePinChange) authenticator.token = undefined;
}
