import { equal } from '../bytes.ts';
import { randomBytes } from '../crypto.ts';
import { CtapError, hasCtapCode } from '../errors.ts';
import type { AnswerOptions } from './exchange.ts';
import { BROADCAST } from './packets.ts';

/** The result of CTAPHID_INIT (CTAP 2.3, 11.2.9.1.3). */
export interface Allocation {
  readonly id: number;
  /** Protocol version, device version (major, minor, build), capability bits. */
  readonly info: {
    readonly protocolVersion: number;
    readonly deviceVersion: readonly number[];
    readonly capabilities: number;
  };
}

const NONCE_SIZE = 8;
const RESPONSE_SIZE = 17;
/**
 * Some keys miss or reject the first INIT after they were plugged in, or after a program left them in the middle of a
 * message.
 */
const ATTEMPTS = 3;

export function newNonce(): Uint8Array {
  return randomBytes(NONCE_SIZE);
}

/**
 * Accepts only answers to these nonces. Another program may request a channel at the same time, and every program
 * receives the broadcast answer.
 */
export function answersTo(nonces: readonly Uint8Array[]): (payload: Uint8Array) => boolean {
  return payload => nonces.some(nonce => equal(payload.subarray(0, NONCE_SIZE), nonce));
}

/**
 * Requests a channel, several times within one `silence`. `ask` sends CTAPHID_INIT on the broadcast channel.
 * @throws CtapError no-answer, response-malformed, any error of `ask`
 */
export async function allocate(
  ask: (nonce: Uint8Array, answer: AnswerOptions) => Promise<Uint8Array>,
  silence: number,
  answer: AnswerOptions,
): Promise<Allocation> {
  const nonces: Uint8Array[] = [];
  // A late answer to an earlier attempt is valid, too.
  const own = { ...answer, accepts: answersTo(nonces), silence: silence / ATTEMPTS };
  for (;;) {
    const nonce = newNonce();
    nonces.push(nonce);
    try {
      return allocationOf(await ask(nonce, own));
    } catch (error) {
      const again = hasCtapCode(error, 'no-answer', 'hid-error', 'response-malformed');
      if (!again || nonces.length === ATTEMPTS) throw error;
    }
  }
}

function allocationOf(response: Uint8Array): Allocation {
  const view = new DataView(response.buffer, response.byteOffset, response.length);
  const id = response.length < RESPONSE_SIZE ? 0 : view.getUint32(NONCE_SIZE);
  if (id === 0 || id === BROADCAST) throw new CtapError('response-malformed', { member: 'CTAPHID_INIT' });
  const info = {
    protocolVersion: view.getUint8(12),
    deviceVersion: [view.getUint8(13), view.getUint8(14), view.getUint8(15)],
    capabilities: view.getUint8(16),
  };
  return { id, info };
}
