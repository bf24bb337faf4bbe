import type { Command } from 'commander';
import type { Passkey } from '../../contract/users/schema.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';
import { listTable } from '../table.ts';

/** `keydesk passkeys list` and `keydesk passkeys delete`. */
export function addPasskeys(program: Command): void {
  const passkeys = program.command('passkeys').description('the passkeys that Microsoft Entra ID holds for a user');

  passkeys
    .command('list')
    .description('list them')
    .requiredOption('--user <user>', 'user principal name or object id')
    .action((options: { user: string }, command: Command) =>
      withCore(command, { recover: true }, async ({ client, json }) => {
        const list = await client.passkeys.list(options);
        print(json, { ok: true, passkeys: list }, () =>
          list.length === 0 ? ['No passkey is registered.'] : [...listTable(HEADINGS, list.map(row)), usedFrom(list)],
        );
      }),
    );

  passkeys
    .command('delete')
    .description('delete one; what is on the key stays there')
    .requiredOption('--user <user>', 'user principal name or object id')
    .requiredOption('--id <id>', 'the id that `passkeys list` shows')
    .action((options: { user: string; id: string }, command: Command) =>
      withCore(command, { recover: true }, async ({ client, json }) => {
        await client.passkeys.delete(options);
        print(json, { ok: true, id: options.id }, () => ['Deleted.']);
      }),
    );
}

const HEADINGS = ['Id', 'Name', 'Model', 'Created', 'Last used'];

function row(passkey: Passkey): string[] {
  const { lastUsedDateTime, lastUsedFrom } = passkey;
  const used = lastUsedDateTime ?? (lastUsedFrom === null ? 'last use not known' : 'no use recorded');
  return [passkey.id, passkey.displayName, passkey.model ?? '', passkey.createdDateTime ?? '', used];
}

/** Which version of Graph told when the passkeys were used last. */
function usedFrom(list: readonly Passkey[]): string {
  const version = list.find(({ lastUsedFrom }) => lastUsedFrom !== null)?.lastUsedFrom;
  return version
    ? `The last column is the last use, as told by Microsoft Graph ${version}.`
    : 'Microsoft Graph could not be asked when these passkeys were used last.';
}
