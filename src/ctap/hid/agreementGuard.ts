import { CtapError } from '../errors.ts';
import { commands, type Packet } from './packets.ts';
import { kindOf } from './requests.ts';

/** Subcommands of clientPIN (CTAP 2.3, 6.5.5): the one that begins a key agreement, and those that depend on it. */
const GET_KEY_AGREEMENT = 0x02;
const UNDER_AGREEMENT: readonly unknown[] = [0x03, 0x04, 0x05, 0x06, 0x09];

/**
 * Prevents sending a PIN under a key agreement that the key may have discarded. A key creates a new key pair after
 * every wrong PIN from any program (6.5.5.7.2). It then treats a right PIN under the old key agreement as wrong, which
 * costs an attempt. Every program that has opened a key receives the answers to all others, so the channel can detect
 * this.
 */
export class AgreementGuard {
  #stale = false;

  /** Call with every packet for another channel. Only an answer of CTAP2 or U2F can be the answer to a PIN. */
  hearForeign(packet: Packet): void {
    if (packet.kind === 'init' && (packet.command === commands.CBOR || packet.command === commands.MSG)) this.expire();
  }

  /** Call if the key no longer knows this channel, because the key may have lost power. */
  expire(): void {
    this.#stale = true;
  }

  /** Call before a CTAP2 request is sent. @throws CtapError agreement-stale, and the request must then not be sent */
  check(request: Uint8Array): void {
    const { clientPin } = kindOf(request);
    if (clientPin === GET_KEY_AGREEMENT) this.#stale = false;
    else if (this.#stale && UNDER_AGREEMENT.includes(clientPin)) throw new CtapError('agreement-stale');
  }
}
