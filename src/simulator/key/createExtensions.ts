import type { CborMap } from '../../ctap/cbor.ts';
import type { Authenticator } from './authenticator.ts';
import { demand } from './failure.ts';
import { type HmacSecret, prepareHmacSecret } from './hmacSecret.ts';
import type { Parameters } from './parameters.ts';
import type { StoredCredential } from './state.ts';

/** Extension inputs of makeCredential that this key supports (CTAP 2.3, 12). It ignores others. */
export interface CreateInputs {
  readonly credProtect: 1 | 2 | 3 | undefined;
  readonly hmacSecret: boolean;
  readonly hmacSecretMc: HmacSecret | undefined;
  readonly minPinLength: boolean;
  readonly pinComplexityPolicy: boolean;
  /** The value to store; undefined if it is absent, or if the key cannot store it. */
  readonly credBlob: Uint8Array | undefined;
  readonly credBlobAsked: boolean;
  readonly largeBlobKey: boolean;
  readonly thirdPartyPayment: boolean;
}

/** Reads and checks the inputs. `rk` is whether the credential will be discoverable. */
export function readCreateInputs(
  authenticator: Authenticator,
  inputs: Parameters | undefined,
  rk: boolean,
): CreateInputs {
  const { extensions, maxCredBlobLength } = authenticator.profile;
  const given = (id: string) => (extensions.includes(id) ? inputs : undefined);
  const credProtect = readCredProtect(authenticator, given('credProtect'));
  const hmacSecret = given('hmac-secret')?.boolean('hmac-secret') ?? false;
  const mc = given('hmac-secret-mc')?.inner('hmac-secret-mc');
  demand(mc === undefined || hmacSecret, 'CTAP2_ERR_MISSING_PARAMETER');
  const credBlob = given('credBlob')?.bytes('credBlob');
  const largeBlobKey = given('largeBlobKey')?.boolean('largeBlobKey');
  demand(largeBlobKey === undefined || (largeBlobKey && rk), 'CTAP2_ERR_INVALID_OPTION');
  return {
    credProtect,
    hmacSecret,
    hmacSecretMc: mc && prepareHmacSecret(authenticator, mc),
    minPinLength: given('minPinLength')?.boolean('minPinLength') ?? false,
    pinComplexityPolicy: given('pinComplexityPolicy')?.boolean('pinComplexityPolicy') ?? false,
    credBlob: credBlob !== undefined && rk && credBlob.length <= maxCredBlobLength ? credBlob : undefined,
    credBlobAsked: credBlob !== undefined,
    largeBlobKey: largeBlobKey ?? false,
    thirdPartyPayment: given('thirdPartyPayment')?.boolean('thirdPartyPayment') ?? false,
  };
}

/**
 * Reads the level: 1, 2 or 3 (CTAP 2.3, 12.1). For 0 and all other numbers 12.1 defines neither a meaning nor a status.
 * A current key rejects them, since a host that sends one is wrong, with the status of 12.3 for a wrong value of an
 * extension. A first-generation key ignores them: the credential has level 1, and no output contains a level.
 */
function readCredProtect(
  { profile, faults }: Authenticator,
  inputs: Parameters | undefined,
): CreateInputs['credProtect'] {
  if (faults.ignoresCredProtect === true) return undefined;
  const level = inputs?.integer('credProtect');
  if (level === undefined || level === 1 || level === 2 || level === 3) return level;
  demand(profile.name === 'legacy', 'CTAP2_ERR_INVALID_OPTION');
  return undefined;
}

/** Returns the extension outputs for authenticator data. The largeBlobKey is a separate member of the response. */
export function createOutputs(
  { state }: Authenticator,
  inputs: CreateInputs,
  credential: StoredCredential,
  uv: boolean,
): CborMap {
  const outputs: CborMap = new Map();
  const policyMayBeTold = state.minPinLengthRpIds.includes(credential.rpId);
  if (inputs.credBlobAsked) outputs.set('credBlob', inputs.credBlob !== undefined);
  if (inputs.credProtect !== undefined) outputs.set('credProtect', inputs.credProtect);
  if (inputs.hmacSecret) outputs.set('hmac-secret', true);
  const secret = inputs.hmacSecretMc?.(credential, uv);
  if (secret !== undefined) outputs.set('hmac-secret-mc', secret);
  if (inputs.minPinLength && policyMayBeTold) outputs.set('minPinLength', state.minPinLength);
  if (inputs.pinComplexityPolicy && policyMayBeTold) outputs.set('pinComplexityPolicy', state.pinComplexityPolicy);
  return outputs;
}
