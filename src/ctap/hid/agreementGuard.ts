import { CtapError } from '../errors.ts';
import { commands, type Packet } from './packets.ts';
import { kindOf } from './requests.ts';

/** Subcommands of clientPIN (CTAP 2.3, 6.5.5): the one that begins an agreement, and those that rest on it. */
const GET_KEY_AGREEMENT = 0x02;
const UNDER_AGREEMENT: readonly unknown[] = [0x03, 0x04, 0x05, 0x06, 0x09];

/**
 * Keeps a PIN from being sent under a key agreement that the key may have given up. A key makes a new key pair after every
 * wrong PIN, whoever entered it (6.5.5.7.2), and then takes a right PIN under the old one for a wrong one, which costs an
 * attempt. Every program that has a key open hears the answers to all others, so the channel knows when that may be so.
 */
export class AgreementGuard {
  #stale = false;

  /** Call with every packet for another channel. Only an answer of CTAP2 or U2F can be one to a PIN. */
  hearForeign(packet: Packet): void {
    if (packet.kind === 'init' && (packet.command === commands.CBOR || packet.command === commands.MSG)) this.expire();
  }

  /** Call when the key has forgotten this channel, and so may have been without power. */
  expire(): void {
    this.#stale = true;
  }

  /** Call before a CTAP2 request is sent. @throws CtapError agreement-stale, and then it must not be sent */
  check(request: Uint8Array): void {
    const { clientPin } = kindOf(request);
    if (clientPin === GET_KEY_AGREEMENT) this.#stale = false;
    else if (this.#stale && UNDER_AGREEMENT.includes(clientPin)) throw new CtapError('agreement-stale');
  }
}
