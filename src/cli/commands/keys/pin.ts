import type { Command } from 'commander';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { wordsOf } from '../../../words/say.ts';
import { readLines } from '../../lines.ts';
import { print } from '../../output.ts';
import { askHidden, canAsk, readPin } from '../../pinInput.ts';
import { type Session, withCore } from '../../session.ts';
import { keyOption, type PinOptions, pinToAskFor, refOf } from './options.ts';

const words = wordsOf('commands').keys;

/** Adds `keydesk keys pin set` and `keydesk keys pin change`. */
export function addPin(keys: Command): void {
  const pin = keys.command('pin').description(words.pin);

  pin
    .command('set')
    .description(words.setPin)
    .addOption(keyOption())
    .option('--pin-stdin', words.newPinStdin)
    .action((options: PinOptions, command: Command) =>
      withCore(command, { key: options.key }, async session => {
        await session.client.keys.setPin({ ...refOf(options), pin: await newPin(session, options) });
        print(session.json, { ok: true }, () => [words.pinIsSet]);
      }),
    );

  pin
    .command('change')
    .description(words.changePin)
    .addOption(keyOption())
    .option('--pin-stdin', words.bothPinsStdin)
    .action((options: PinOptions, command: Command) =>
      withCore(command, { key: options.key }, async session => {
        const pins =
          options.pinStdin === true
            ? await readLines(process.stdin, 2, session.signal)
            : await askBoth(session, options);
        const [current, next] = pins;
        if (current === undefined || next === undefined) throw new KeydeskError('pin-required');
        await session.client.keys.changePin({ ...refOf(options), pin: current, newPin: next });
        print(session.json, { ok: true }, () => [words.pinIsChanged]);
      }),
    );
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
