import { concat } from '../../../ctap/bytes.ts';
import { type CborMap, type CborValue, encode } from '../../../ctap/cbor.ts';
import type { Authenticator } from '../authenticator.ts';
import { demand } from '../failure.ts';
import { needed, Parameters, texts } from '../parameters.ts';
import { permission } from '../pinToken.ts';
import { MAX_PIN_LENGTH } from '../state.ts';
import { verifyToken } from '../userVerification.ts';

/** Maximum number of relying parties that may read the minimum PIN length. */
export const MAX_RP_IDS = 4;

const TOGGLE_ALWAYS_UV = 0x02;
const subCommands: ReadonlyMap<number, (authenticator: Authenticator, parameters: Parameters) => void> = new Map([
  [0x01, enableEnterpriseAttestation],
  [TOGGLE_ALWAYS_UV, toggleAlwaysUv],
  [0x03, setMinPinLength],
]);

/** The subcommands in getInfo. */
export const configCommands: readonly number[] = [...subCommands.keys()];

/** authenticatorConfig (CTAP 2.3, 6.11). */
export function authenticatorConfig(authenticator: Authenticator, request: CborValue): CborValue {
  const parameters = new Parameters(needed(request));
  const subCommand = needed(parameters.integer(0x01));
  const inner = parameters.map(0x02);
  const run = subCommands.get(subCommand);
  demand(run !== undefined, 'CTAP2_ERR_INVALID_SUBCOMMAND');
  const { alwaysUv } = authenticator.state;
  // Without a PIN, alwaysUv could not be disabled if its own toggle required a token.
  if (authenticator.isProtected || (alwaysUv && subCommand !== TOGGLE_ALWAYS_UV)) {
    verify(authenticator, parameters, subCommand, inner);
  }
  run(authenticator, new Parameters(inner ?? new Map()));
  authenticator.save();
  return undefined;
}

function verify(
  authenticator: Authenticator,
  parameters: Parameters,
  subCommand: number,
  inner: CborMap | undefined,
): void {
  const param = parameters.bytes(0x04);
  demand(param !== undefined, 'CTAP2_ERR_PUAT_REQUIRED');
  const encoded = inner === undefined ? new Uint8Array() : encode(inner);
  const message = concat(new Uint8Array(32).fill(0xff), Uint8Array.of(0x0d, subCommand), encoded);
  verifyToken(authenticator, needed(parameters.integer(0x03)), message, param, permission.acfg);
}

function enableEnterpriseAttestation({ state }: Authenticator): void {
  state.enterpriseAttestation = true;
}

function toggleAlwaysUv({ state }: Authenticator): void {
  state.alwaysUv = !state.alwaysUv;
}

/**
 * Runs setMinPINLength (6.11.4): length and complexity can only increase. The PIN must be changed if it is too short
 * now, or if the key does not know whether it is complex enough.
 */
function setMinPinLength(authenticator: Authenticator, parameters: Parameters): void {
  const { state } = authenticator;
  const length = parameters.integer(0x01) ?? state.minPinLength;
  const rpIds = texts(parameters.list(0x02));
  const force = parameters.boolean(0x03) ?? false;
  const complexity = parameters.boolean(0x04) ?? state.pinComplexityPolicy;
  demand(length >= state.minPinLength && length <= MAX_PIN_LENGTH, 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  demand(complexity || !state.pinComplexityPolicy, 'CTAP2_ERR_PIN_POLICY_VIOLATION');
  demand(!force || state.pin !== null, 'CTAP2_ERR_PIN_NOT_SET');
  demand(rpIds === undefined || rpIds.length <= MAX_RP_IDS, 'CTAP2_ERR_KEY_STORE_FULL');
  const doubtful = state.pin !== null && (state.pin.codePoints < length || (complexity && !state.pinComplexityPolicy));
  state.minPinLength = length;
  state.minPinLengthRpIds = rpIds ?? state.minPinLengthRpIds;
  state.pinComplexityPolicy = complexity;
  state.forcePinChange ||= force || doubtful;
  if (state.forcePinChange) authenticator.resetTokens();
}
