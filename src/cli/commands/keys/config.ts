import { Argument, type Command } from 'commander';
import type { ConfigRequest } from '../../../contract/keys/management.ts';
import { wordsOf } from '../../../words/say.ts';
import { notInRange } from '../../arguments.ts';
import { print } from '../../output.ts';
import { withCore } from '../../session.ts';
import { keyOption, type PinOptions, pinOf, pinOption, refOf } from './options.ts';

const words = wordsOf('commands').keyConfig;

type Change = ConfigRequest['change'];

/** Adds `keydesk keys config …`: the settings that are stored on a key. */
export function addConfig(keys: Command): void {
  const config = keys.command('config').description(words.description);

  withPin(config.command('min-pin-length'))
    .description(words.minPinLength)
    .addArgument(new Argument('<length>', words.length).argParser(parseLength))
    .option('--rp-id <id...>', words.rpId)
    .action((length: number, options: PinOptions & { rpId?: string[] }, command: Command) => {
      const rpIds = options.rpId === undefined ? {} : { rpIds: options.rpId };
      return change(options, command, { kind: 'setMinPINLength', length, ...rpIds });
    });

  withPin(config.command('always-uv'))
    .description(words.alwaysUv)
    .addArgument(new Argument('<state>').choices(['on', 'off']))
    .action((state: string, options: PinOptions, command: Command) =>
      change(options, command, { kind: 'setAlwaysUv', on: state === 'on' }),
    );

  withPin(config.command('force-pin-change'))
    .description(words.forcePinChange)
    .action((options: PinOptions, command: Command) => change(options, command, { kind: 'forcePINChange' }));

  withPin(config.command('enterprise-attestation'))
    .description(words.enterpriseAttestation)
    .action((options: PinOptions, command: Command) =>
      change(options, command, { kind: 'enableEnterpriseAttestation' }),
    );
}

function withPin(command: Command): Command {
  return command.addOption(keyOption()).addOption(pinOption());
}

function change(options: PinOptions, command: Command, wanted: Change): Promise<void> {
  return withCore(command, { key: options.key }, async session => {
    const { pin: state } = await session.client.keys.info(refOf(options));
    const pin = state.set ? { pin: await pinOf(session, options) } : {};
    const key = await session.client.keys.configure({ ...refOf(options), ...pin, change: wanted });
    print(session.json, { ok: true, key }, () => [words.done]);
  });
}

function parseLength(text: string): number {
  const length = Number(text);
  if (!Number.isInteger(length) || length < 4 || length > 63) throw notInRange(4, 63);
  return length;
}
