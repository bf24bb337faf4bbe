import { type Command, Option } from 'commander';
import { userFilterSchema } from '../../contract/directory/schema.ts';
import { type PasskeyKind, passkeyKinds, passkeyKindsText } from '../../contract/passkeys/kinds.ts';
import { escapeHidden } from '../../contract/text/visibleText.ts';
import type { User } from '../../contract/users/schema.ts';
import { exportFormat } from '../exportFile.ts';
import { noRows } from '../noRows.ts';
import { print } from '../output.ts';
import { type Session, withCore } from '../session.ts';
import { listTable } from '../table.ts';
import { writeTo } from '../writeTo.ts';
import { terminalLine, writeOut } from '../writing.ts';

interface ExportOptions {
  search: string;
  passkeyKind?: PasskeyKind;
  format?: 'csv' | 'json';
  to?: string;
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
          ...(rows.length === 0 ? [noRows(command, 'There are no users.')] : listTable(HEADINGS, rows.map(row))),
          ...(page.next === undefined ? [] : ['(there are more; search to narrow them down)']),
        ]);
      }),
    );

  users
    .command('export')
    .description('write the imported users to stdout or to a file, with the kinds of passkey that each has')
    .option('--to <file>', 'the file; one that is there already is kept')
    .option('--search <text>', 'beginnings of words of name, user name, mail, employee id and department', '')
    .addOption(new Option('--passkey-kind <kind>', 'those with a passkey of that kind').choices([...passkeyKinds]))
    .addOption(
      new Option('--format <format>', 'kind of file; without it the ending of the file says, else csv').choices([
        'csv',
        'json',
      ]),
    )
    .action(({ search, passkeyKind, to, format: named }: ExportOptions, command: Command) =>
      withCore(command, {}, async ({ client, json, signal }) => {
        const format = exportFormat(to, named, ['csv', 'json']);
        const filter = userFilterSchema.parse({ search, passkeyKind });
        const parts = await client.directory.export({ filter, format }, { signal });
        if (to === undefined) return writeAll(parts, format);
        await writeTo(to, parts);
        print(json, { ok: true, file: to }, () => [`Written to ${to}.`]);
      }),
    );
}

/** Ends with the reader: the rest of a large tenant would be read for nothing. */
async function writeAll(parts: AsyncIterable<string>, format: 'csv' | 'json'): Promise<void> {
  for await (const part of parts) {
    const written = await (format === 'csv' ? writeCsv(part) : writeOut(escapeHidden(part)));
    if (!written) return;
  }
}

/** SECURITY: a file or a program gets the cells as they are; a terminal would obey them. */
function writeCsv(part: string): Promise<boolean> {
  if (process.stdout.isTTY !== true) return writeOut(part);
  return writeOut(
    part
      .replace(/^\ufeff/, '')
      .split('\n')
      .map(terminalLine)
      .join('\n'),
  );
}

type ListedUser = User & { readonly passkeyKinds: readonly PasskeyKind[] | null };

/** Null kinds for somebody of whom no report has told. */
async function withKinds(client: Session['client'], user: User): Promise<ListedUser> {
  const imported = await client.directory.user({ user: user.id });
  return { ...user, passkeyKinds: imported?.passkeyKinds ?? null };
}

const HEADINGS = ['User', 'Name', 'Department', 'Account', 'Passkeys'];

function row(user: ListedUser): string[] {
  const marks = [user.guest ? 'guest' : '', user.accountEnabled ? '' : 'disabled'].filter(mark => mark !== '');
  const kinds = passkeyKindsText(user.passkeyKinds ?? []);
  return [user.userPrincipalName, user.displayName, user.department ?? '', marks.join(', '), kinds];
}
