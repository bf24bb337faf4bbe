import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { PinState } from '../../../contract/keys/schema.ts';
import { refuseBlocked } from '../../../main/services/keys/pinErrors.ts';
import { wordsOf } from '../../../words/say.ts';
import { askHidden, canAsk, readPin } from '../../pinInput.ts';
import type { Session } from '../../session.ts';
import { flag, pluggedKey } from '../../takes.ts';

export interface KeyOptions {
  readonly key?: string;
}

export interface PinOptions extends KeyOptions {
  readonly pinStdin?: boolean;
}

/** The options of a command that opens a key and needs its PIN. */
export function takesPin(about: string = wordsOf('commandLine').pinStdin) {
  return { key: pluggedKey(), pinStdin: flag(about) };
}

/** Returns the key in the form of the contract. */
export function refOf({ key }: KeyOptions): { keyId?: string } {
  return key === undefined ? {} : { keyId: key };
}

/**
 * Returns the PIN of a key, from stdin or from the person at the terminal.
 * @throws KeydeskError pin-required, pin-not-set, pin-blocked, pin-soft-blocked, cancelled
 */
export async function pinOf(session: Session, options: PinOptions): Promise<string> {
  const { signal } = session;
  if (options.pinStdin === true) return readPin(process.stdin, signal);
  return askHidden({ kind: 'pin', state: await pinToAskFor(session, options) }, signal);
}

/** Returns the key and its PIN in the form of the contract. @throws as pinOf does */
export async function keyAndPin(session: Session, options: PinOptions): Promise<{ keyId?: string; pin: string }> {
  return { ...refOf(options), pin: await pinOf(session, options) };
}

/**
 * Returns the state of the PIN if the person at the terminal can be asked for it. The errors of the key take
 * precedence: no PIN helps if the key has none or is blocked.
 * @throws KeydeskError pin-not-set, pin-blocked, pin-soft-blocked, pin-required if there is no terminal
 */
export async function pinToAskFor({ client }: Session, options: KeyOptions): Promise<PinState> {
  const { pin: state } = await client.keys.info(refOf(options));
  if (!state.set) throw new KeydeskError('pin-not-set');
  refuseBlocked(state);
  if (!canAsk()) throw new KeydeskError('pin-required');
  return state;
}
