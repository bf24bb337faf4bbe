import { type Command, Option } from 'commander';
import { userFilterSchema } from '../../contract/directory.ts';
import { type PasskeyKind, passkeyKinds, passkeyKindsText } from '../../contract/passkeyKinds.ts';
import type { User } from '../../contract/users.ts';
import { print, table } from '../output.ts';
import { type Session, withCore } from '../session.ts';

interface ExportOptions {
  search: string;
  passkeyKind?: PasskeyKind;
  format: 'csv' | 'json';
}

/** `keydesk users list` and `keydesk users export`. */
export function addUsers(program: Command): void {
  const users = program.command('users').description('the people of the tenant');

  users
    .command('list')
    .description('list them, or those that match; with the kinds of passkey that the last import found')
    .option('--search <text>', 'part of a name, user principal name or mail address', '')
    .action((options: { search: string }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const page = await client.users.search({ query: options.search });
        const rows = await Promise.all(page.users.map(user => withKinds(client, user)));
        print(json, { ok: true, ...page, users: rows }, () => [
          ...table(rows.map(row)),
          ...(page.next === undefined ? [] : ['(there are more; search to narrow them down)']),
        ]);
      }),
    );

  users
    .command('export')
    .description('write the imported users to stdout, with the kinds of passkey that each has')
    .option('--search <text>', 'beginnings of words of name, user name, mail, employee id and department', '')
    .addOption(new Option('--passkey-kind <kind>', 'those with a passkey of that kind').choices([...passkeyKinds]))
    .addOption(new Option('--format <format>', 'form of the list').choices(['csv', 'json']).default('csv'))
    .action(({ search, passkeyKind, format }: ExportOptions, command: Command) =>
      withCore(command, {}, async ({ client, signal }) => {
        const filter = userFilterSchema.parse({ search, passkeyKind });
        for await (const part of await client.directory.export({ filter, format }, { signal })) {
          process.stdout.write(part);
        }
      }),
    );
}

type ListedUser = User & { readonly passkeyKinds: readonly PasskeyKind[] | null };

/** Null kinds for somebody of whom no report has told. */
async function withKinds(client: Session['client'], user: User): Promise<ListedUser> {
  const imported = await client.directory.user({ user: user.id });
  return { ...user, passkeyKinds: imported?.passkeyKinds ?? null };
}

function row(user: ListedUser): string[] {
  const marks = [user.guest ? 'guest' : '', user.accountEnabled ? '' : 'disabled'].filter(mark => mark !== '');
  const kinds = passkeyKindsText(user.passkeyKinds ?? []);
  return [user.userPrincipalName, user.displayName, user.department ?? '', marks.join(', '), kinds];
}
