import type { Command } from 'commander';
import { userFilterSchema } from '../../contract/directory/schema.ts';
import { type PasskeyKind, passkeyKinds, passkeyKindsText } from '../../contract/passkeys/kinds.ts';
import { escapeHidden } from '../../contract/text/visibleText.ts';
import type { User } from '../../contract/users/schema.ts';
import { commas, wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { exportFormat, printWritten } from '../exportFile.ts';
import { noRows } from '../noRows.ts';
import { print } from '../output.ts';
import type { Session } from '../session.ts';
import { listOr } from '../table.ts';
import { oneOf, text, withDefault } from '../takes.ts';
import { writeTo } from '../writeTo.ts';
import { terminalLine, writeOut } from '../writing.ts';

const words = wordsOf('commands').users;

/** Adds `keydesk users list` and `keydesk users export`. */
export function addUsers(program: Command): void {
  const users = program.command('users').description(words.description);

  const takesList = { search: withDefault(text('<text>', words.search), '') };
  addCommand(users, 'list', words.list, { takes: takesList }, async ({ client, json }, { search }, command) => {
    const page = await client.users.search({ query: search });
    const rows = await Promise.all(page.users.map(user => withKinds(client, user)));
    print(json, { ok: true, ...page, users: rows }, () => [
      ...listOr(noRows(command, words.none), words.headings, rows.map(row)),
      ...(page.next === undefined ? [] : [words.more]),
    ]);
  });

  const takesExport = {
    to: text('<file>', wordsOf('commandLine').toFile),
    search: withDefault(text('<text>', words.searchExport), ''),
    passkeyKind: oneOf('<kind>', words.passkeyKind, passkeyKinds),
    format: oneOf('<format>', wordsOf('commandLine').format, ['csv', 'json']),
  };
  addCommand(users, 'export', words.export, { takes: takesExport }, async ({ client, json, signal }, given) => {
    const { to, search, passkeyKind } = given;
    const format = exportFormat(to, given.format, ['csv', 'json']);
    const filter = userFilterSchema.parse({ search, passkeyKind });
    const parts = await client.directory.export({ filter, format }, { signal });
    if (to === undefined) return writeAll(parts, format);
    await writeTo(to, parts);
    printWritten(json, to);
  });
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
