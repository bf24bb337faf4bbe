import { type Command, Option } from 'commander';
import { userFilterSchema } from '../../contract/directory/schema.ts';
import { type PasskeyKind, passkeyKinds, passkeyKindsText } from '../../contract/passkeys/kinds.ts';
import { escapeHidden } from '../../contract/text/visibleText.ts';
import type { User } from '../../contract/users/schema.ts';
import { commas, wordsOf } from '../../words/say.ts';
import { exportFormat } from '../exportFile.ts';
import { noRows } from '../noRows.ts';
import { print } from '../output.ts';
import { type Session, withCore } from '../session.ts';
import { listTable } from '../table.ts';
import { writeTo } from '../writeTo.ts';
import { terminalLine, writeOut } from '../writing.ts';

const words = wordsOf('commands').users;

interface ExportOptions {
  search: string;
  passkeyKind?: PasskeyKind;
  format?: 'csv' | 'json';
  to?: string;
}

/** Adds `keydesk users list` and `keydesk users export`. */
export function addUsers(program: Command): void {
  const users = program.command('users').description(words.description);

  users
    .command('list')
    .description(words.list)
    .option('--search <text>', words.search, '')
    .action((options: { search: string }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const page = await client.users.search({ query: options.search });
        const rows = await Promise.all(page.users.map(user => withKinds(client, user)));
        print(json, { ok: true, ...page, users: rows }, () => [
          ...(rows.length === 0 ? [noRows(command, words.none)] : listTable(words.headings, rows.map(row))),
          ...(page.next === undefined ? [] : [words.more]),
        ]);
      }),
    );

  users
    .command('export')
    .description(words.export)
    .option('--to <file>', wordsOf('commandLine').toFile)
    .option('--search <text>', words.searchExport, '')
    .addOption(new Option('--passkey-kind <kind>', words.passkeyKind).choices([...passkeyKinds]))
    .addOption(new Option('--format <format>', wordsOf('commandLine').format).choices(['csv', 'json']))
    .action(({ search, passkeyKind, to, format: named }: ExportOptions, command: Command) =>
      withCore(command, {}, async ({ client, json, signal }) => {
        const format = exportFormat(to, named, ['csv', 'json']);
        const filter = userFilterSchema.parse({ search, passkeyKind });
        const parts = await client.directory.export({ filter, format }, { signal });
        if (to === undefined) return writeAll(parts, format);
        await writeTo(to, parts);
        print(json, { ok: true, file: to }, () => [wordsOf('commandLine').written({ file: to })]);
      }),
    );
}

/** Stops when the reader has ended, so that the rest of a large tenant is not read. */
async function writeAll(parts: AsyncIterable<string>, format: 'csv' | 'json'): Promise<void> {
  for await (const part of parts) {
    const written = await (format === 'csv' ? writeCsv(part) : writeOut(escapeHidden(part)));
    if (!written) return;
  }
}

/**
 * Writes a part of a CSV. SECURITY: a file or a program gets the cells unchanged; a terminal would run their control
 * characters.
 */
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

/** Adds the kinds of methods. They are null for a user who is not in the report. */
async function withKinds(client: Session['client'], user: User): Promise<ListedUser> {
  const imported = await client.directory.user({ user: user.id });
  return { ...user, passkeyKinds: imported?.passkeyKinds ?? null };
}

function row(user: ListedUser): string[] {
  const marks = [user.guest ? words.guest : '', user.accountEnabled ? '' : words.disabled].filter(mark => mark !== '');
  const kinds = passkeyKindsText(user.passkeyKinds ?? []);
  return [user.userPrincipalName, user.displayName, user.department ?? '', commas(marks), kinds];
}
