import type { Command } from 'commander';
import type { ActivationCode } from '../../contract/activation/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { notInRange } from '../arguments.ts';
import { print, printOnce } from '../output.ts';
import { withCore } from '../session.ts';
import { listTable, table } from '../table.ts';

const words = wordsOf('commands').activation;

/** Adds `keydesk activation …`: the codes with which users who cannot sign in activate their own keys. */
export function addActivation(program: Command): void {
  const activation = program.command('activation').description(words.description);
  activation
    .command('code')
    .description(words.code)
    .requiredOption('--user <user>', wordsOf('commandLine').user)
    .option('--hours <hours>', words.hours, parseHours)
    .action(({ user, hours }: { user: string; hours?: number }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const code = await client.activation.codes.make({ user, ...(hours === undefined ? {} : { hours }) });
        await printOnce(json, { ok: true, ...code }, () => [
          ...table([
            [words.codeLabel, words.shownOnce({ code: code.code })],
            [words.userLabel, code.user.userPrincipalName],
            [words.expiresLabel, code.expiresAt],
          ]),
          words.handOver,
        ]);
      }),
    );
  activation
    .command('list')
    .description(words.list)
    .action((_options: unknown, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const codes = await client.activation.codes.list();
        print(json, { ok: true, codes }, () =>
          codes.length === 0 ? [words.none] : listTable(words.headings, codes.map(rowOf)),
        );
      }),
    );
  activation
    .command('withdraw')
    .description(words.withdraw)
    .requiredOption('--id <id>', words.id)
    .action(({ id }: { id: string }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const code = await client.activation.codes.withdraw({ id });
        print(json, { ok: true, ...code }, () => [words.withdrawn({ user: code.user.userPrincipalName })]);
      }),
    );
}

function rowOf({ id, user, state, createdAt, expiresAt }: ActivationCode): string[] {
  return [state, user.userPrincipalName, createdAt, expiresAt, id];
}

function parseHours(text: string): number {
  const hours = Number(text);
  if (!Number.isInteger(hours) || hours < 1 || hours > 720) throw notInRange(1, 720);
  return hours;
}
