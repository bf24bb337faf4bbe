import { fromHex } from '../../ctap/bytes.ts';
import type { CborMap } from '../../ctap/cbor.ts';
import type { Authenticator } from './authenticator.ts';
import { demand } from './failure.ts';
import { type HmacSecret, prepareHmacSecret } from './hmacSecret.ts';
import type { Parameters } from './parameters.ts';
import type { StoredCredential } from './state.ts';

/** Extension inputs of getAssertion that this key supports (CTAP 2.3, 12). It ignores others. */
export interface AssertInputs {
  readonly hmacSecret: HmacSecret | undefined;
  readonly credBlob: boolean;
  readonly largeBlobKey: boolean;
  readonly thirdPartyPayment: boolean;
}

/** Reads and checks the inputs. `up` is whether the user will touch the key. */
export function readAssertInputs(
  authenticator: Authenticator,
  inputs: Parameters | undefined,
  up: boolean,
): AssertInputs {
  const given = (id: string) => (authenticator.profile.extensions.includes(id) ? inputs : undefined);
  const hmacSecret = given('hmac-secret')?.inner('hmac-secret');
  demand(hmacSecret === undefined || up, 'CTAP2_ERR_UNSUPPORTED_OPTION');
  const largeBlobKey = given('largeBlobKey')?.boolean('largeBlobKey');
  demand(largeBlobKey !== false, 'CTAP2_ERR_INVALID_OPTION');
  return {
    hmacSecret: hmacSecret && prepareHmacSecret(authenticator, hmacSecret),
    credBlob: given('credBlob')?.boolean('credBlob') ?? false,
    largeBlobKey: largeBlobKey ?? false,
    thirdPartyPayment: given('thirdPartyPayment')?.boolean('thirdPartyPayment') ?? false,
  };
}

/** Returns the extension outputs for authenticator data. The largeBlobKey is a separate member of the response. */
export function assertOutputs(inputs: AssertInputs, credential: StoredCredential, uv: boolean): CborMap {
  const outputs: CborMap = new Map();
  if (inputs.credBlob) outputs.set('credBlob', fromHex(credential.credBlob ?? ''));
  const secret = inputs.hmacSecret?.(credential, uv);
  if (secret !== undefined) outputs.set('hmac-secret', secret);
  if (inputs.thirdPartyPayment) outputs.set('thirdPartyPayment', credential.thirdPartyPayment);
  return outputs;
}
