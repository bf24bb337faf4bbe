import type { Command } from 'commander';
import type { Passkey } from '../../contract/users/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';
import { listTable } from '../table.ts';

const words = wordsOf('commands').passkeys;

/** Adds `keydesk passkeys list` and `keydesk passkeys delete`. */
export function addPasskeys(program: Command): void {
  const passkeys = program.command('passkeys').description(words.description);

  passkeys
    .command('list')
    .description(words.list)
    .requiredOption('--user <user>', wordsOf('commandLine').user)
    .action((options: { user: string }, command: Command) =>
      withCore(command, { recover: true }, async ({ client, json }) => {
        const list = await client.passkeys.list(options);
        print(json, { ok: true, passkeys: list }, () =>
          list.length === 0 ? [words.none] : [...listTable(words.headings, list.map(row)), usedFrom(list)],
        );
      }),
    );

  passkeys
    .command('delete')
    .description(words.delete)
    .requiredOption('--user <user>', wordsOf('commandLine').user)
    .requiredOption('--id <id>', words.id)
    .action((options: { user: string; id: string }, command: Command) =>
      withCore(command, { recover: true }, async ({ client, json }) => {
        await client.passkeys.delete(options);
        print(json, { ok: true, id: options.id }, () => [words.deleted]);
      }),
    );
}

function row(passkey: Passkey): string[] {
  const { lastUsedDateTime, lastUsedFrom } = passkey;
  const used = lastUsedDateTime ?? (lastUsedFrom === null ? words.lastUseUnknown : words.neverUsed);
  return [passkey.id, passkey.displayName, passkey.model ?? '', passkey.createdDateTime ?? '', used];
}

/** Returns which version of Graph returned the times of last use. */
function usedFrom(list: readonly Passkey[]): string {
  const version = list.find(({ lastUsedFrom }) => lastUsedFrom !== null)?.lastUsedFrom;
  return version ? words.usedFrom({ version }) : words.useUnknown;
}
