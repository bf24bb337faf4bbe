import { resolve } from 'node:path';
import type { Command } from 'commander';
import { print } from '../output.ts';
import { withCore } from '../session.ts';

interface Options {
  to: string;
  force?: boolean;
}

/** `keydesk backup --to FILE`: one file with all that Keydesk keeps, while windows and other commands go on. */
export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('copy all that Keydesk keeps into one file (tar), also while Keydesk is running')
    .requiredOption('--to <file>', 'the file to write')
    .option('--force', 'replace the file if it is there')
    .action(({ to, force = false }: Options, command: Command) =>
      withCore(command, {}, async ({ client, json, signal }) => {
        const backup = await client.backup.make({ to: resolve(to), force }, { signal });
        print(json, { ok: true, ...backup }, () => [
          `Backup written to ${backup.file} (${megabytes(backup.size)}), read again and whole.`,
          ...backup.files.map(({ name, size }) => `  ${name}  ${megabytes(size)}`),
          ...backup.leftOut.map(name => `Left out, because it is damaged: ${name}. Import the users again.`),
          'Sign-ins and client secrets are not in it: sign in again after restoring.',
        ]);
      }),
    );
}

function megabytes(size: number): string {
  return size < 100_000 ? `${(size / 1000).toFixed(1)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}
