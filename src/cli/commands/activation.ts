import { type Command, InvalidArgumentError } from 'commander';
import type { ActivationCode } from '../../contract/activation/schema.ts';
import { print, printOnce } from '../output.ts';
import { withCore } from '../session.ts';
import { listTable, table } from '../table.ts';

/** `keydesk activation …`: the codes with which users who cannot sign in activate their own keys. */
export function addActivation(program: Command): void {
  const activation = program.command('activation').description('one-time codes for users who activate their own keys');
  activation
    .command('code')
    .description('make a code for a user; it is shown this once, and earlier ones are withdrawn')
    .requiredOption('--user <user>', 'user principal name or object id')
    .option('--hours <hours>', 'until it expires; 72 without', parseHours)
    .action(({ user, hours }: { user: string; hours?: number }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const code = await client.activation.codes.make({ user, ...(hours === undefined ? {} : { hours }) });
        await printOnce(json, { ok: true, ...code }, () => [
          ...table([
            ['Code', `${code.code}  (shown this once)`],
            ['User', code.user.userPrincipalName],
            ['Expires', code.expiresAt],
          ]),
          'Hand it to the user in person, or over a way that you know to be theirs.',
        ]);
      }),
    );
  activation
    .command('list')
    .description('the codes that were made, without the codes themselves')
    .action((_options: unknown, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const codes = await client.activation.codes.list();
        print(json, { ok: true, codes }, () =>
          codes.length === 0 ? ['No codes were made.'] : listTable(CODE_HEADINGS, codes.map(rowOf)),
        );
      }),
    );
  activation
    .command('withdraw')
    .description('make an open code useless')
    .requiredOption('--id <id>', 'as the list tells it')
    .action(({ id }: { id: string }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const code = await client.activation.codes.withdraw({ id });
        print(json, { ok: true, ...code }, () => [`The code of ${code.user.userPrincipalName} is withdrawn.`]);
      }),
    );
}

const CODE_HEADINGS = ['State', 'User', 'Made', 'Expires', 'Id'];

function rowOf({ id, user, state, createdAt, expiresAt }: ActivationCode): string[] {
  return [state, user.userPrincipalName, createdAt, expiresAt, id];
}

function parseHours(text: string): number {
  const hours = Number(text);
  if (!Number.isInteger(hours) || hours < 1 || hours > 720)
    throw new InvalidArgumentError('Give a number from 1 to 720.');
  return hours;
}
