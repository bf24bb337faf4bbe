import type { Command } from 'commander';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { readLines } from '../../lines.ts';
import { print } from '../../output.ts';
import { askHidden, canAsk, readPin } from '../../pinInput.ts';
import { type Session, withCore } from '../../session.ts';
import { keyOption, type PinOptions, pinToAskFor, refOf } from './options.ts';

/** `keydesk keys pin set` and `keydesk keys pin change`. */
export function addPin(keys: Command): void {
  const pin = keys.command('pin').description('the PIN of a key');

  pin
    .command('set')
    .description('give a key without a PIN its first one')
    .addOption(keyOption())
    .option('--pin-stdin', 'read the new PIN from the first line of stdin')
    .action((options: PinOptions, command: Command) =>
      withCore(command, { key: options.key }, async session => {
        await session.client.keys.setPin({ ...refOf(options), pin: await newPin(session, options) });
        print(session.json, { ok: true }, () => ['The key has a PIN now.']);
      }),
    );

  pin
    .command('change')
    .description('replace the PIN of a key')
    .addOption(keyOption())
    .option('--pin-stdin', 'read the present PIN from the first line of stdin and the new one from the second')
    .action((options: PinOptions, command: Command) =>
      withCore(command, { key: options.key }, async session => {
        const pins =
          options.pinStdin === true
            ? await readLines(process.stdin, 2, session.signal)
            : await askBoth(session, options);
        const [present, next] = pins;
        if (present === undefined || next === undefined) throw new KeydeskError('pin-required');
        await session.client.keys.changePin({ ...refOf(options), pin: present, newPin: next });
        print(session.json, { ok: true }, () => ['The PIN of the key was changed.']);
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
