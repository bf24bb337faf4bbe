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
import { wordsOf } from '../../words/say.ts';
import { parseLimit } from '../arguments.ts';
import { exportFormat } from '../exportFile.ts';
import { noRows } from '../noRows.ts';
import { inTenant, otherTenants } from '../otherTenants.ts';
import { print } from '../output.ts';
import { type Session, withCore } from '../session.ts';
import { listTable } from '../table.ts';
import { writeTo } from '../writeTo.ts';

const words = wordsOf('commands').inventory;

interface FilterOptions {
  state?: InventoryState[];
  user?: string;
  text?: string;
}

/** Adds `keydesk inventory list`, `report-lost`, `retire`, `restore`, `finish` and `export`. */
export function addInventory(program: Command): void {
  const inventory = program.command('inventory').description(words.description);

  withFilter(inventory.command('list').description(words.list))
    .option('--limit <count>', wordsOf('commandLine').limit, parseLimit, 100)
    .action((options: FilterOptions & { limit: number }, command: Command) =>
      withCore(command, {}, async session => {
        const page = await session.client.inventory.list({ ...filterOf(options), limit: options.limit });
        const otherTenant = await otherTenants(session);
        const rows = page.keys.map(key => row(key, otherTenant(key.tenant)));
        print(session.json, { ok: true, ...page }, () => [
          ...(rows.length === 0 ? [noRows(command, words.none)] : listTable(words.headings, rows)),
          ...(page.deletionsDue === 0 ? [] : [words.due({ count: page.deletionsDue })]),
          ...page.deletionsElsewhere.map(({ tenant, count }) =>
            words.dueElsewhere({ count, tenant: otherTenant(tenant) ?? tenant }),
          ),
        ]);
      }),
    );

  withId(inventory.command('report-lost').description(words.reportLost)).action(
    ({ id }: { id: string }, command: Command) =>
      withCore(command, {}, session => mark(session, id, 'reportLost', lostKeyAdvice())),
  );
  withId(inventory.command('retire').description(words.retire)).action(({ id }: { id: string }, command: Command) =>
    withCore(command, {}, session => mark(session, id, 'retire', [])),
  );
  withId(inventory.command('restore').description(words.restore)).action(({ id }: { id: string }, command: Command) =>
    withCore(command, {}, async ({ client, json }) => {
      const key = await client.inventory.restore({ id });
      print(json, { ok: true, key }, () => [stateLine(key)]);
    }),
  );

  inventory
    .command('finish')
    .description(words.finish)
    .action((_options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const deletions = await client.inventory.finish();
        if (deletions.due > 0) process.exitCode = 1;
        print(json, { ok: deletions.due === 0, ...deletions }, () => [
          words.finished({ count: deletions.done }),
          ...(deletions.due === 0 ? [] : [words.due({ count: deletions.due })]),
          ...(deletions.failure === null ? [] : [wordsFor(deletions.failure).message]),
        ]);
      }),
    );

  withFilter(inventory.command('export').description(words.export))
    .requiredOption('--to <file>', wordsOf('commandLine').toFile)
    .addOption(new Option('--format <format>', wordsOf('commandLine').format).choices(['csv', 'json']))
    .action((options: FilterOptions & { to: string; format?: 'csv' | 'json' }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { to } = options;
        const format = exportFormat(to, options.format, ['csv', 'json']);
        await writeTo(to, await client.inventory.export({ filter: filterOf(options), format }));
        print(json, { ok: true, file: to }, () => [wordsOf('commandLine').written({ file: to })]);
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
    stateLine(key),
    ...revoked.map(assignment => revokedLine(assignment, otherTenant(assignment.tenant))),
    ...(key.deletionsDue === 0 ? [] : [words.due({ count: key.deletionsDue })]),
    ...advice.map(line => words.advice({ advice: line })),
  ]);
}

function revokedLine({ user, deletion }: Assignment, other: string | undefined): string {
  const isDone = deletion?.done === true;
  const about = { user: user.userPrincipalName };
  if (other !== undefined) {
    return (isDone ? words.revokedElsewhere : words.notDeletedElsewhere)({ ...about, tenant: other });
  }
  if (isDone) return words.revoked(about);
  return words.notDeleted({ ...about, why: deletion?.failure ? wordsFor(deletion.failure).message : null });
}

function stateLine(key: InventoryKey): string {
  return words.state({ key: inventoryKeyName(key), state: inventoryStateWords[key.state] });
}

function withId(command: Command): Command {
  return command.requiredOption('--id <id>', words.id);
}

function withFilter(command: Command): Command {
  return command
    .addOption(new Option('--state <state...>', words.stateOption).choices(inventoryStates))
    .option('--user <user>', words.user)
    .option('--text <text>', words.text);
}

function filterOf({ state, user, text }: FilterOptions): InventoryFilter {
  const all = { states: state, user, text };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function row(key: InventoryKey, other: string | undefined): string[] {
  const user = key.user?.userPrincipalName ?? '';
  return [
    key.id,
    inventoryKeyName(key),
    inventoryStateWords[key.state],
    inTenant(user, other),
    key.lastSeenAt,
    key.identifiedBy === 'serial' ? '' : identityWords[key.identifiedBy],
  ];
}
