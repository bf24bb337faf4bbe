import type { Command } from 'commander';
import type { User } from '../../contract/users.ts';
import { print, table } from '../output.ts';
import { withCore } from '../session.ts';

/** `keydesk users list`. */
export function addUsers(program: Command): void {
  program
    .command('users')
    .description('the people of the tenant')
    .command('list')
    .description('list them, or those that match')
    .option('--search <text>', 'part of a name, user principal name or mail address', '')
    .action((options: { search: string }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const page = await client.users.search({ query: options.search });
        print(json, { ok: true, ...page }, () => [
          ...table(page.users.map(row)),
          ...(page.next === undefined ? [] : ['(there are more; search to narrow them down)']),
        ]);
      }),
    );
}

function row(user: User): string[] {
  const marks = [user.guest ? 'guest' : '', user.accountEnabled ? '' : 'disabled'].filter(mark => mark !== '');
  return [user.userPrincipalName, user.displayName, user.department ?? '', marks.join(', ')];
}
