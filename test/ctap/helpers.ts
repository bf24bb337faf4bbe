import { type CborValue, encode } from '../../src/ctap/cbor.ts';
import type { CallOptions, CborTransport } from '../../src/ctap/ctap2/call.ts';
import { CtapError } from '../../src/ctap/errors.ts';

/** Returns the CtapError that `act` throws. */
export function thrown(act: () => unknown): CtapError {
  try {
    act();
  } catch (error) {
    return asCtapError(error);
  }
  throw new Error('nothing was thrown');
}

/** Returns the CtapError that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<CtapError> {
  return promise.then(
    () => {
      throw new Error('nothing was thrown');
    },
    (error: unknown) => asCtapError(error),
  );
}

function asCtapError(error: unknown): CtapError {
  if (error instanceof CtapError) return error;
  throw error;
}

/** Returns a copy with one bit of one byte flipped. */
export function corrupt(bytes: Uint8Array, index: number): Uint8Array {
  return bytes.with(index < 0 ? bytes.length + index : index, (bytes.at(index) ?? 0) ^ 1);
}

/** A key with prepared responses: records each request and returns the next response, status byte first. */
export class ScriptedTransport implements CborTransport {
  readonly requests: Uint8Array[] = [];
  readonly options: (CallOptions | undefined)[] = [];
  readonly #responses: Uint8Array[];

  constructor(...responses: Uint8Array[]) {
    this.#responses = responses;
  }

  async cbor(payload: Uint8Array, options?: CallOptions): Promise<Uint8Array> {
    this.requests.push(payload);
    this.options.push(options);
    const response = this.#responses.shift();
    if (response === undefined) throw new Error('one request too many');
    return response;
  }
}

/** Returns a successful response: status 0 and the encoded value, or the status alone. */
export function ok(value?: CborValue): Uint8Array {
  return value === undefined ? new Uint8Array(1) : Uint8Array.of(0, ...encode(value));
}
