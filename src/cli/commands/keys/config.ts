import { Argument, type Command, InvalidArgumentError } from 'commander';
import type { ConfigRequest } from '../../../contract/keys/management.ts';
import { print } from '../../output.ts';
import { withCore } from '../../session.ts';
import { keyOption, type PinOptions, pinOf, pinOption, refOf } from './options.ts';

type Change = ConfigRequest['change'];

/** `keydesk keys config …`: the settings that a key keeps itself. */
export function addConfig(keys: Command): void {
  const config = keys.command('config').description('the settings that a key keeps itself');

  withPin(config.command('min-pin-length'))
    .description('let the key take no PIN shorter than this; it never shrinks again but by a reset')
    .addArgument(new Argument('<length>', 'code points, 4 to 63').argParser(parseLength))
    .option('--rp-id <id...>', 'websites that may learn this length, in place of those that may now')
    .action((length: number, options: PinOptions & { rpId?: string[] }, command: Command) => {
      const rpIds = options.rpId === undefined ? {} : { rpIds: options.rpId };
      return change(options, command, { kind: 'setMinPINLength', length, ...rpIds });
    });

  withPin(config.command('always-uv'))
    .description('ask for the PIN or a finger at every sign-in, or no longer')
    .addArgument(new Argument('<state>').choices(['on', 'off']))
    .action((state: string, options: PinOptions, command: Command) =>
      change(options, command, { kind: 'setAlwaysUv', on: state === 'on' }),
    );

  withPin(config.command('force-pin-change'))
    .description('do nothing more until the PIN was changed')
    .action((options: PinOptions, command: Command) => change(options, command, { kind: 'forcePINChange' }));

  withPin(config.command('enterprise-attestation'))
    .description('let the key tell its serial number to the organizations it was made for')
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
    print(session.json, { ok: true, key }, () => ['The key keeps that from now on.']);
  });
}

function parseLength(text: string): number {
  const length = Number(text);
  if (!Number.isInteger(length) || length < 4 || length > 63)
    throw new InvalidArgumentError('Give a number from 4 to 63.');
  return length;
}
