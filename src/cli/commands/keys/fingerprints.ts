import type { Command } from 'commander';
import { wordsFor } from '../../../contract/errors/words.ts';
import type { FingerprintEvent } from '../../../contract/keys/management.ts';
import { sampleWords } from '../../../contract/keys/sampleWords.ts';
import { wordsOf } from '../../../words/say.ts';
import { print, printFailure, tell } from '../../output.ts';
import { type Session, withCore } from '../../session.ts';
import { listTable } from '../../table.ts';
import { keyOption, type PinOptions, pinOf, pinOption, refOf } from './options.ts';

const words = wordsOf('commands').fingerprints;

/** Adds `keydesk keys fingerprints list|add|rename|remove`. */
export function addFingerprints(keys: Command): void {
  const fingerprints = keys.command('fingerprints').description(words.description);
  const command = (name: string) => fingerprints.command(name).addOption(keyOption()).addOption(pinOption());

  command('list')
    .description(words.list)
    .action((options: PinOptions, self: Command) =>
      withCore(self, { key: options.key }, async session => {
        const list = await session.client.keys.fingerprints.list(await pinned(session, options));
        print(session.json, { ok: true, fingerprints: list }, () =>
          list.length === 0
            ? [words.none]
            : listTable(
                words.headings,
                list.map(({ id, name }) => [id, name ?? '']),
              ),
        );
      }),
    );

  command('add')
    .description(words.add)
    .option('--name <name>', words.name)
    .action((options: PinOptions & { name?: string }, self: Command) =>
      withCore(self, { key: options.key, cleansUp: true }, async session => {
        const name = options.name === undefined ? {} : { name: options.name };
        const request = { ...(await pinned(session, options)), ...name };
        const events = await session.client.keys.fingerprints.enroll(request, { signal: session.signal });
        for await (const event of events) follow(session, event);
      }),
    );

  command('rename')
    .description(words.rename)
    .requiredOption('--id <id>', words.id)
    .requiredOption('--name <name>', words.newName)
    .action((options: PinOptions & { id: string; name: string }, self: Command) =>
      withCore(self, { key: options.key }, async session => {
        const { id, name } = options;
        await session.client.keys.fingerprints.rename({ ...(await pinned(session, options)), id, name });
        print(session.json, { ok: true }, () => [words.renamed]);
      }),
    );

  command('remove')
    .description(words.remove)
    .requiredOption('--id <id>', words.id)
    .action((options: PinOptions & { id: string }, self: Command) =>
      withCore(self, { key: options.key }, async session => {
        await session.client.keys.fingerprints.remove({ ...(await pinned(session, options)), id: options.id });
        print(session.json, { ok: true }, () => [words.removed]);
      }),
    );
}

async function pinned(session: Session, options: PinOptions): Promise<{ keyId?: string; pin: string }> {
  return { ...refOf(options), pin: await pinOf(session, options) };
}

function follow({ json }: Session, event: FingerprintEvent): void {
  switch (event.type) {
    case 'touch':
      return tell(words.touch);
    case 'sample':
      return tell(words.sample({ advice: sampleWords(event.status), remaining: event.remaining }));
    case 'completed':
      return print(json, { ok: true, ...completed(event) }, () => [
        words.added,
        ...(event.nameRefused === undefined
          ? []
          : [words.nameRefused({ message: wordsFor(event.nameRefused).message })]),
      ]);
    case 'failed':
      process.exitCode = 1;
      return printFailure(json, event.failure);
  }
}

function completed({ fingerprint, nameRefused }: Extract<FingerprintEvent, { type: 'completed' }>) {
  return { fingerprint, ...(nameRefused === undefined ? {} : { nameRefused }) };
}
