import type { Command } from 'commander';
import type { CredentialList } from '../../../contract/keys/management.ts';
import { credentialCountWords, inconsistentWords } from '../../../contract/keys/words.ts';
import { print } from '../../output.ts';
import { withCore } from '../../session.ts';
import { listTable } from '../../table.ts';
import { erasedLines } from './erased.ts';
import { keyOption, type PinOptions, pinOf, pinOption, refOf } from './options.ts';

const HEADINGS = ['Website', 'User', 'Id'];

/** `keydesk keys credentials list` and `keydesk keys credentials delete`. */
export function addCredentials(keys: Command): void {
  const credentials = keys.command('credentials').description('the passkeys that a key holds');

  credentials
    .command('list')
    .description('list them')
    .addOption(keyOption())
    .addOption(pinOption())
    .action((options: PinOptions, command: Command) =>
      withCore(command, { key: options.key }, async session => {
        const pin = await pinOf(session, options);
        const list = await session.client.keys.credentials.list({ ...refOf(options), pin });
        print(session.json, { ok: true, ...list }, () => [
          ...(list.credentials.length === 0 ? [] : listTable(HEADINGS, list.credentials.map(row))),
          credentialCountWords(list.credentials.length, list.remaining),
          ...(list.inconsistent.length > 0 ? [inconsistentWords(list.inconsistent)] : []),
        ]);
      }),
    );

  credentials
    .command('delete')
    .description('delete one from the key; it stays registered wherever it was')
    .requiredOption('--id <id>', 'credential id, as credentials list shows it')
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
        print(session.json, { ok: true, revoked }, () => ['The passkey was deleted from the key.', ...lines]);
      }),
    );
}

function row({ id, rpId, userName, userDisplayName }: CredentialList['credentials'][number]): string[] {
  return [rpId, userName ?? userDisplayName ?? '', id];
}
