import { type Command, Option } from 'commander';
import type { Assignment } from '../../contract/assignments/schema.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import {
  type InventoryFilter,
  type InventoryKey,
  type InventoryState,
  inventoryStates,
} from '../../contract/inventory/schema.ts';
import { identityWords, inventoryKeyName, inventoryStateWords, lostKeyAdvice } from '../../contract/inventory/words.ts';
import { parseLimit } from '../arguments.ts';
import { exportFormat } from '../exportFile.ts';
import { otherTenants } from '../otherTenants.ts';
import { print } from '../output.ts';
import { type Session, withCore } from '../session.ts';
import { listTable } from '../table.ts';
import { writeTo } from '../writeTo.ts';

interface FilterOptions {
  state?: InventoryState[];
  user?: string;
  text?: string;
}

/** `keydesk inventory list`, `report-lost`, `retire`, `restore`, `finish` and `export`. */
export function addInventory(program: Command): void {
  const inventory = program.command('inventory').description('every security key that was ever plugged in');

  withFilter(inventory.command('list').description('list them, those seen last first'))
    .option('--limit <count>', 'at most so many', parseLimit, 100)
    .action((options: FilterOptions & { limit: number }, command: Command) =>
      withCore(command, {}, async session => {
        const page = await session.client.inventory.list({ ...filterOf(options), limit: options.limit });
        const otherTenant = await otherTenants(session);
        const rows = page.keys.map(key => row(key, otherTenant(key.tenant)));
        print(session.json, { ok: true, ...page }, () => [
          ...(rows.length === 0 ? ['No key was seen yet.'] : listTable(HEADINGS, rows)),
          ...(page.deletionsDue === 0 ? [] : [stillDue(page.deletionsDue)]),
          ...page.deletionsElsewhere.map(({ tenant, count }) => dueElsewhere(count, otherTenant(tenant) ?? tenant)),
        ]);
      }),
    );

  withId(
    inventory.command('report-lost').description('mark a key as lost, revoke its passkeys and delete them in Entra'),
  ).action(({ id }: { id: string }, command: Command) =>
    withCore(command, {}, session => mark(session, id, 'reportLost', lostKeyAdvice())),
  );
  withId(
    inventory.command('retire').description('take a key out of use; its passkeys are revoked and deleted in Entra'),
  ).action(({ id }: { id: string }, command: Command) =>
    withCore(command, {}, session => mark(session, id, 'retire', [])),
  );
  withId(inventory.command('restore').description('let a lost or retired key be used again')).action(
    ({ id }: { id: string }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const key = await client.inventory.restore({ id });
        print(json, { ok: true, key }, () => [`${inventoryKeyName(key)}: ${inventoryStateWords[key.state]}`]);
      }),
  );

  inventory
    .command('finish')
    .description('delete in Microsoft Entra ID what is still due')
    .action((_options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const deletions = await client.inventory.finish();
        if (deletions.due > 0) process.exitCode = 1;
        print(json, { ok: deletions.due === 0, ...deletions }, () => [
          `${deletions.done} deleted.`,
          ...(deletions.due === 0 ? [] : [stillDue(deletions.due)]),
          ...(deletions.failure === null ? [] : [wordsFor(deletions.failure).message]),
        ]);
      }),
    );

  withFilter(inventory.command('export').description('write them to a file'))
    .requiredOption('--to <file>', 'the file; one that is there already is kept')
    .addOption(
      new Option('--format <format>', 'kind of file; without it the ending of the file says, else csv').choices([
        'csv',
        'json',
      ]),
    )
    .action((options: FilterOptions & { to: string; format?: 'csv' | 'json' }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { to } = options;
        const format = exportFormat(to, options.format, ['csv', 'json']);
        await writeTo(to, await client.inventory.export({ filter: filterOf(options), format }));
        print(json, { ok: true, file: to }, () => [`Written to ${to}.`]);
      }),
    );
}

async function mark(
  session: Session,
  id: string,
  how: 'reportLost' | 'retire',
  advice: readonly string[],
): Promise<void> {
  const { key, revoked } = await session.client.inventory[how]({ id });
  const otherTenant = await otherTenants(session);
  print(session.json, { ok: true, key, revoked, advice }, () => [
    `${inventoryKeyName(key)}: ${inventoryStateWords[key.state]}`,
    ...revoked.map(assignment => revokedLine(assignment, otherTenant(assignment.tenant))),
    ...(key.deletionsDue === 0 ? [] : [stillDue(key.deletionsDue)]),
    ...advice.map(line => `- ${line}`),
  ]);
}

function revokedLine({ user, deletion }: Assignment, other: string | undefined): string {
  const whose = `The passkey of ${user.userPrincipalName}${other === undefined ? '' : ` in ${other}`}`;
  if (deletion?.done === true) return `${whose} is revoked and deleted in Microsoft Entra ID.`;
  const revoked = `${whose} is revoked here, but NOT yet deleted in Microsoft Entra ID.`;
  if (other !== undefined) return `${revoked} Connect to that tenant, then run keydesk inventory finish.`;
  return `${revoked} ${deletion?.failure ? wordsFor(deletion.failure).message : ''}`;
}

function dueElsewhere(count: number, tenant: string): string {
  return `${count === 1 ? 'One passkey has' : `${count} passkeys have`} still to be deleted in ${tenant}; connect to that tenant, then run keydesk inventory finish.`;
}

function stillDue(count: number): string {
  return `${count === 1 ? 'One passkey has' : `${count} passkeys have`} still to be deleted in Microsoft Entra ID; keydesk inventory finish tries again.`;
}

function withId(command: Command): Command {
  return command.requiredOption('--id <id>', 'the id that `inventory list` shows');
}

function withFilter(command: Command): Command {
  return command
    .addOption(new Option('--state <state...>', 'only in these states').choices(inventoryStates))
    .option('--user <user>', 'of this user: object id or user principal name')
    .option('--text <text>', 'with this text in names, serial number, AAGUID or user');
}

function filterOf({ state, user, text }: FilterOptions): InventoryFilter {
  const all = { states: state, user, text };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const HEADINGS = ['Id', 'Key', 'State', 'User', 'Last seen', 'Known by'];

function row(key: InventoryKey, other: string | undefined): string[] {
  const user = key.user?.userPrincipalName ?? '';
  return [
    key.id,
    inventoryKeyName(key),
    inventoryStateWords[key.state],
    other === undefined ? user : `${user} in ${other}`,
    key.lastSeenAt,
    key.identifiedBy === 'serial' ? '' : identityWords[key.identifiedBy],
  ];
}
