import { concat } from '../bytes.ts';
import { type CborMap, type CborValue, decode, encode } from '../cbor.ts';
import { CtapError, statusError } from '../errors.ts';

/** CTAP2 command bytes (CTAP 2.3, 6). The preview bytes are those of CTAP 2.1 drafts, in keys from 2019 to 2021. */
export const ctap2Commands = {
  makeCredential: 0x01,
  getAssertion: 0x02,
  getInfo: 0x04,
  clientPIN: 0x06,
  reset: 0x07,
  getNextAssertion: 0x08,
  bioEnrollment: 0x09,
  credentialManagement: 0x0a,
  selection: 0x0b,
  largeBlobs: 0x0c,
  authenticatorConfig: 0x0d,
  bioEnrollmentPreview: 0x40,
  credentialManagementPreview: 0x41,
} as const;
export type Ctap2Command = keyof typeof ctap2Commands;

export interface CallOptions {
  signal?: AbortSignal;
  /** Called once per change of the keep-alive status. `upneeded` means that the user must touch the key. */
  onKeepAlive?: (status: string) => void;
}

/** Sends a CTAP2 request to a key and returns the answer: a CTAPHID channel, or one in another process. */
export interface CborTransport {
  cbor(payload: Uint8Array, options?: CallOptions): Promise<Uint8Array>;
}

/**
 * Sends one CTAP2 command (CTAP 2.3, 8.1) and returns the decoded response, or undefined if the response is empty.
 * @throws CtapError with the status that the key returned, cancelled by the signal, cbor-malformed, response-malformed,
 * or any error of the transport
 */
export async function call(
  transport: CborTransport,
  command: Ctap2Command,
  parameters?: CborMap,
  options?: CallOptions,
): Promise<CborValue> {
  const code = Uint8Array.of(ctap2Commands[command]);
  const request = parameters === undefined ? code : concat(code, encode(parameters));
  const response = await transport.cbor(request, options);
  const [status] = response;
  if (status === undefined) throw new CtapError('response-malformed', { member: 'status' });
  if (status !== 0) {
    const error = statusError(status);
    if (error.code === 'CTAP2_ERR_KEEPALIVE_CANCEL' && options?.signal?.aborted) {
      throw new CtapError('cancelled', {}, { cause: error });
    }
    throw error;
  }
  return response.length === 1 ? undefined : decode(response.subarray(1));
}

/** Returns the command's name for the first byte of a request. Statistics use it. */
export function commandName(payload: Uint8Array): string {
  const known = Object.entries(ctap2Commands).find(([, code]) => code === payload[0]);
  return known?.[0] ?? `0x${(payload[0] ?? 0).toString(16).padStart(2, '0')}`;
}
