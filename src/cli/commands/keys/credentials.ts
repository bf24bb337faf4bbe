import type { Command } from 'commander';
import type { CredentialList } from '../../../contract/keys/management.ts';
import { credentialCountWords, inconsistentWords } from '../../../contract/keys/words.ts';
import { wordsOf } from '../../../words/say.ts';
import { print } from '../../output.ts';
import { withCore } from '../../session.ts';
import { listTable } from '../../table.ts';
import { erasedLines } from './erased.ts';
import { keyOption, type PinOptions, pinOf, pinOption, refOf } from './options.ts';

const words = wordsOf('commands').keys;

/** Adds `keydesk keys credentials list` and `keydesk keys credentials delete`. */
export function addCredentials(keys: Command): void {
  const credentials = keys.command('credentials').description(words.credentials);

  credentials
    .command('list')
    .description(words.credentialList)
    .addOption(keyOption())
    .addOption(pinOption())
    .action((options: PinOptions, command: Command) =>
      withCore(command, { key: options.key }, async session => {
        const pin = await pinOf(session, options);
        const list = await session.client.keys.credentials.list({ ...refOf(options), pin });
        print(session.json, { ok: true, ...list }, () => [
          ...(list.credentials.length === 0 ? [] : listTable(words.credentialHeadings, list.credentials.map(row))),
          credentialCountWords(list.credentials.length, list.remaining),
          ...(list.inconsistent.length > 0 ? [inconsistentWords(list.inconsistent)] : []),
        ]);
      }),
    );

  credentials
    .command('delete')
    .description(words.deleteCredential)
    .requiredOption('--id <id>', words.credentialId)
    .addOption(keyOption())
    .addOption(pinOption())
    .action((options: PinOptions & { id: string }, command: Command) =>
      withCore(command, { key: options.key }, async session => {
        const pin = await pinOf(session, options);
        const { revoked } = await session.client.keys.credentials.delete({
          ...refOf(options),
          pin,
          credentialId: options.id,
        });
        const lines = await erasedLines(session, revoked);
        print(session.json, { ok: true, revoked }, () => [words.credentialDeleted, ...lines]);
      }),
    );
}

function row({ id, rpId, userName, userDisplayName }: CredentialList['credentials'][number]): string[] {
  return [rpId, userName ?? userDisplayName ?? '', id];
}
