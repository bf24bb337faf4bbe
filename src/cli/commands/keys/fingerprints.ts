import type { Command } from 'commander';
import { wordsFor } from '../../../contract/errors/words.ts';
import type { FingerprintEvent } from '../../../contract/keys/management.ts';
import { sampleWords } from '../../../contract/keys/sampleWords.ts';
import { print, printFailure, tell } from '../../output.ts';
import { type Session, withCore } from '../../session.ts';
import { listTable } from '../../table.ts';
import { keyOption, type PinOptions, pinOf, pinOption, refOf } from './options.ts';

/** `keydesk keys fingerprints list|add|rename|remove`. */
export function addFingerprints(keys: Command): void {
  const fingerprints = keys.command('fingerprints').description('the fingers that a key with a sensor knows');
  const command = (name: string) => fingerprints.command(name).addOption(keyOption()).addOption(pinOption());

  command('list')
    .description('list them')
    .action((options: PinOptions, self: Command) =>
      withCore(self, { key: options.key }, async session => {
        const list = await session.client.keys.fingerprints.list(await pinned(session, options));
        print(session.json, { ok: true, fingerprints: list }, () =>
          list.length === 0
            ? ['The key knows no finger.']
            : listTable(
                ['Id', 'Name'],
                list.map(({ id, name }) => [id, name ?? '']),
              ),
        );
      }),
    );

  command('add')
    .description('let the key learn a finger; touch its sensor as it asks')
    .option('--name <name>', 'what to call it')
    .action((options: PinOptions & { name?: string }, self: Command) =>
      withCore(self, { key: options.key, cleansUp: true }, async session => {
        const name = options.name === undefined ? {} : { name: options.name };
        const request = { ...(await pinned(session, options)), ...name };
        const events = await session.client.keys.fingerprints.enroll(request, { signal: session.signal });
        for await (const event of events) follow(session, event);
      }),
    );

  command('rename')
    .description('give one another name')
    .requiredOption('--id <id>', 'as fingerprints list shows it')
    .requiredOption('--name <name>', 'its new name')
    .action((options: PinOptions & { id: string; name: string }, self: Command) =>
      withCore(self, { key: options.key }, async session => {
        const { id, name } = options;
        await session.client.keys.fingerprints.rename({ ...(await pinned(session, options)), id, name });
        print(session.json, { ok: true }, () => ['The finger has its new name.']);
      }),
    );

  command('remove')
    .description('let the key forget one')
    .requiredOption('--id <id>', 'as fingerprints list shows it')
    .action((options: PinOptions & { id: string }, self: Command) =>
      withCore(self, { key: options.key }, async session => {
        await session.client.keys.fingerprints.remove({ ...(await pinned(session, options)), id: options.id });
        print(session.json, { ok: true }, () => ['The key knows that finger no longer.']);
      }),
    );
}

async function pinned(session: Session, options: PinOptions): Promise<{ keyId?: string; pin: string }> {
  return { ...refOf(options), pin: await pinOf(session, options) };
}

function follow({ json }: Session, event: FingerprintEvent): void {
  switch (event.type) {
    case 'touch':
      return tell('Put the finger on the sensor of the key.');
    case 'sample':
      return tell(`${sampleWords(event.status)} ${event.remaining} to go.`);
    case 'completed':
      return print(json, { ok: true, ...completed(event) }, () => [
        'The key knows the finger now.',
        ...(event.nameRefused === undefined ? [] : [`Its name was not taken: ${wordsFor(event.nameRefused).message}`]),
      ]);
    case 'failed':
      process.exitCode = 1;
      return printFailure(json, event.failure);
  }
}

function completed({ fingerprint, nameRefused }: Extract<FingerprintEvent, { type: 'completed' }>) {
  return { fingerprint, ...(nameRefused === undefined ? {} : { nameRefused }) };
}
