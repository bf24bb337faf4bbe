import type { Command } from 'commander';
import type { ConfigRequest } from '../../../contract/keys/management.ts';
import { wordsOf } from '../../../words/say.ts';
import { addCommand } from '../../addCommand.ts';
import { wholeFrom } from '../../arguments.ts';
import { defined } from '../../defined.ts';
import { print } from '../../output.ts';
import type { Session } from '../../session.ts';
import { argumentOf, parsedArgument, texts } from '../../takes.ts';
import { type PinOptions, pinOf, refOf, takesPin } from './options.ts';

const words = wordsOf('commands').keyConfig;

type Change = ConfigRequest['change'];

/** Adds `keydesk keys config …`: the settings that are stored on a key. */
export function addConfig(keys: Command): void {
  const config = keys.command('config').description(words.description);

  const takesLength = {
    length: parsedArgument(words.length, wholeFrom(4, 63)),
    ...takesPin(),
    rpId: texts('<id...>', words.rpId),
  };
  addCommand(
    config,
    'min-pin-length',
    words.minPinLength,
    { takes: takesLength },
    (session, { length, rpId, ...given }) =>
      change(session, given, { kind: 'setMinPINLength', length, ...defined({ rpIds: rpId }) }),
  );

  const takesState = { state: argumentOf(['on', 'off']), ...takesPin() };
  addCommand(config, 'always-uv', words.alwaysUv, { takes: takesState }, (session, { state, ...given }) =>
    change(session, given, { kind: 'setAlwaysUv', on: state === 'on' }),
  );

  const spec = { takes: takesPin() };
  addCommand(config, 'force-pin-change', words.forcePinChange, spec, (session, given) =>
    change(session, given, { kind: 'forcePINChange' }),
  );
  addCommand(config, 'enterprise-attestation', words.enterpriseAttestation, spec, (session, given) =>
    change(session, given, { kind: 'enableEnterpriseAttestation' }),
  );
}

async function change(session: Session, options: PinOptions, wanted: Change): Promise<void> {
  const { pin: state } = await session.client.keys.info(refOf(options));
  const pin = state.set ? { pin: await pinOf(session, options) } : {};
  const key = await session.client.keys.configure({ ...refOf(options), ...pin, change: wanted });
  print(session.json, { ok: true, key }, () => [words.done]);
}
