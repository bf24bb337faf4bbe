import type { Command } from 'commander';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { wordsOf } from '../../../words/say.ts';
import { addCommand } from '../../addCommand.ts';
import { readLines } from '../../lines.ts';
import { print } from '../../output.ts';
import { askHidden, canAsk, readPin } from '../../pinInput.ts';
import type { Session } from '../../session.ts';
import { type PinOptions, pinToAskFor, refOf, takesPin } from './options.ts';

const words = wordsOf('commands').keys;

/** Adds `keydesk keys pin set` and `keydesk keys pin change`. */
export function addPin(keys: Command): void {
  const pin = keys.command('pin').description(words.pin);

  addCommand(pin, 'set', words.setPin, { takes: takesPin(words.newPinStdin) }, async (session, given) => {
    await session.client.keys.setPin({ ...refOf(given), pin: await newPin(session, given) });
    print(session.json, { ok: true }, () => [words.pinIsSet]);
  });

  addCommand(pin, 'change', words.changePin, { takes: takesPin(words.bothPinsStdin) }, async (session, given) => {
    const fromStdin = given.pinStdin === true;
    const pins = fromStdin ? await readLines(process.stdin, 2, session.signal) : await askBoth(session, given);
    const [current, next] = pins;
    if (current === undefined || next === undefined) throw new KeydeskError('pin-required');
    await session.client.keys.changePin({ ...refOf(given), pin: current, newPin: next });
    print(session.json, { ok: true }, () => [words.pinIsChanged]);
  });
}

async function newPin({ client, signal }: Session, options: PinOptions): Promise<string> {
  if (options.pinStdin === true) return readPin(process.stdin, signal);
  const { pin: state } = await client.keys.info(refOf(options));
  if (state.set) throw new KeydeskError('pin-already-set');
  if (!canAsk()) throw new KeydeskError('pin-required');
  return askHidden({ kind: 'new-pin', state }, signal);
}

async function askBoth(session: Session, options: PinOptions): Promise<string[]> {
  const { signal } = session;
  const state = await pinToAskFor(session, options);
  return [await askHidden({ kind: 'pin', state }, signal), await askHidden({ kind: 'new-pin', state }, signal)];
}
