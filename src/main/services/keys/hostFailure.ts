import { errorCodes, KeydeskError } from '../../../contract/errors/errors.ts';
import { CtapError, type CtapErrorCode } from '../../../ctap/errors.ts';
import type { HostFailure } from './protocol.ts';

/** Converts an error of the key host into the form that is sent to the core. */
export function toHostFailure(error: unknown): HostFailure {
  if (error instanceof CtapError || error instanceof KeydeskError) {
    const cause = error.cause === undefined ? null : String(error.cause);
    return { code: error.code, params: error.params, cause };
  }
  return { code: 'internal', params: {}, cause: String(error) };
}

/** Converts a failure of the key host back into an error, in the core. */
export function fromHostFailure(failure: HostFailure): Error {
  const options = failure.cause === null ? {} : { cause: failure.cause };
  const own = errorCodes.find(code => code === failure.code);
  if (own !== undefined) return new KeydeskError(own, failure.params, options);
  return new CtapError(failure.code as CtapErrorCode, failure.params, options);
}
