import { resolve } from 'node:path';
import type { Command } from 'commander';
import { sizeText, wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { print } from '../output.ts';
import { flag, needed } from '../takes.ts';

const words = wordsOf('commands').backup;

/**
 * Adds `keydesk backup --to FILE`, which writes all data of Keydesk to one file while windows and other commands run.
 */
export function addBackup(program: Command): void {
  const takes = { to: needed('<file>', words.to), force: flag(words.force) };
  addCommand(program, 'backup', words.description, { takes }, async ({ client, json, signal }, given) => {
    const { to, force = false } = given;
    const backup = await client.backup.make({ to: resolve(to), force }, { signal });
    print(json, { ok: true, ...backup }, () => [
      words.written({ file: backup.file, size: sizeText(backup.size) }),
      ...backup.files.map(({ name, size }) => words.part({ name, size: sizeText(size) })),
      ...backup.leftOut.map(name => words.leftOut({ name })),
      words.withoutSecrets,
    ]);
  });
}
