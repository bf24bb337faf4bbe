import { commands, fragment } from '../../ctap/hid/packets.ts';
import type { Faults } from './faults.ts';
import { spoiled } from './spoiled.ts';

const KEEPALIVE_PROCESSING = 1;
const KEEPALIVE_UPNEEDED = 2;
const MAKE_CREDENTIAL = 0x01;
const CLIENT_PIN = 0x06;

/** What sending needs from the rest of the key. */
export interface OutputParts {
  send(report: Uint8Array): void;
  readonly faults: Faults;
  waitingForTouch(): boolean;
  removePower(): void;
}

/** Sends responses, errors and keep-alives (CTAP 2.3, 11.2.9). The fault switches can damage the responses. */
export class DeviceOutput {
  readonly #parts: OutputParts;
  #stale: (() => void) | undefined;

  constructor(parts: OutputParts) {
    this.#parts = parts;
  }

  /** Sends a response. `ctap2` is the CTAP2 command that it answers. */
  send(channel: number, command: number, payload: Uint8Array, ctap2?: number): void {
    const { faults } = this.#parts;
    // Of the subcommands of clientPIN, only setPIN and changePIN return a status alone.
    const storedPin = ctap2 === CLIENT_PIN && payload.length === 1 && payload[0] === 0;
    if (storedPin && faults.removedAfterSetPin === true) return this.#parts.removePower();
    const isCbor = command === commands.CBOR;
    for (let i = 0; i < (faults.keepAliveFlood ?? 0); i++) this.keepAlive(channel);
    const reports = isCbor ? spoiled(channel, payload, faults) : fragment(channel, command, payload);
    const removed = isCbor && faults.removedInMidMessage === true && ctap2 === MAKE_CREDENTIAL;
    for (const report of removed ? reports.slice(0, 1) : reports) this.#parts.send(report);
    if (removed) this.#parts.removePower();
  }

  /** Holds a response back until sendStale(). */
  keep(channel: number, command: number, payload: Uint8Array): void {
    this.#stale = () => this.send(channel, command, payload);
  }

  sendStale(): void {
    this.#stale?.();
    this.#stale = undefined;
  }

  forget(): void {
    this.#stale = undefined;
  }

  keepAlive(channel: number): void {
    const { noKeepAlives, touchUnsaid } = this.#parts.faults;
    if (noKeepAlives === true) return;
    const touch = this.#parts.waitingForTouch() && touchUnsaid !== true;
    const status = touch ? KEEPALIVE_UPNEEDED : KEEPALIVE_PROCESSING;
    for (const report of fragment(channel, commands.KEEPALIVE, Uint8Array.of(status))) this.#parts.send(report);
  }

  error(channel: number, code: number): void {
    for (const report of fragment(channel, commands.ERROR, Uint8Array.of(code))) this.#parts.send(report);
  }
}
