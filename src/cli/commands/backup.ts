import { resolve } from 'node:path';
import type { Command } from 'commander';
import { sizeText, wordsOf } from '../../words/say.ts';
import { print } from '../output.ts';
import { withCore } from '../session.ts';

const words = wordsOf('commands').backup;

interface Options {
  to: string;
  force?: boolean;
}

/**
 * Adds `keydesk backup --to FILE`, which writes all data of Keydesk to one file while windows and other commands run.
 */
export function addBackup(program: Command): void {
  program
    .command('backup')
    .description(words.description)
    .requiredOption('--to <file>', words.to)
    .option('--force', words.force)
    .action(({ to, force = false }: Options, command: Command) =>
      withCore(command, {}, async ({ client, json, signal }) => {
        const backup = await client.backup.make({ to: resolve(to), force }, { signal });
        print(json, { ok: true, ...backup }, () => [
          words.written({ file: backup.file, size: sizeText(backup.size) }),
          ...backup.files.map(({ name, size }) => words.part({ name, size: sizeText(size) })),
          ...backup.leftOut.map(name => words.leftOut({ name })),
          words.withoutSecrets,
        ]);
      }),
    );
}
