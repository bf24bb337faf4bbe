import type { Command } from 'commander';
import type { Assignment } from '../../contract/assignments/schema.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { type InventoryFilter, type InventoryKey, inventoryStates } from '../../contract/inventory/schema.ts';
import {
  identityWords,
  inventoryKeyName,
  inventoryStateWords,
  lostKeyAdvice,
  resetAdvice,
} from '../../contract/inventory/words.ts';
import { timeText } from '../../contract/text/times.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { parseLimit } from '../arguments.ts';
import { defined } from '../defined.ts';
import { exportFormat, exportTakes, printWritten } from '../exportFile.ts';
import { noRows } from '../noRows.ts';
import { inTenant, otherTenants } from '../otherTenants.ts';
import { print } from '../output.ts';
import type { Session } from '../session.ts';
import { listOr } from '../table.ts';
import { type Given, manyOf, needed, parsed, text, withDefault } from '../takes.ts';
import { writeTo } from '../writeTo.ts';

const words = wordsOf('commands').inventory;

/** Adds `keydesk inventory list`, `report-lost`, `retire`, `take-back`, `restore`, `finish` and `export`. */
export function addInventory(program: Command): void {
  const inventory = program.command('inventory').description(words.description);
  const takesId = { takes: { id: needed('<id>', words.id) } };
  addList(inventory);

  addCommand(inventory, 'report-lost', words.reportLost, takesId, (session, { id }) =>
    mark(session, id, 'reportLost', lostKeyAdvice()),
  );
  addCommand(inventory, 'retire', words.retire, takesId, (session, { id }) => mark(session, id, 'retire', []));
  addCommand(inventory, 'take-back', words.takeBack, takesId, (session, { id }) =>
    mark(session, id, 'takeBack', [resetAdvice()]),
  );
  addCommand(inventory, 'restore', words.restore, takesId, async ({ client, json }, { id }) => {
    const key = await client.inventory.restore({ id });
    print(json, { ok: true, key }, () => [stateLine(key)]);
  });

  addCommand(inventory, 'finish', words.finish, {}, async ({ client, json }) => {
    const deletions = await client.inventory.finish();
    if (deletions.due > 0) process.exitCode = 1;
    print(json, { ok: deletions.due === 0, ...deletions }, () => [
      words.finished({ count: deletions.done }),
      ...(deletions.due === 0 ? [] : [words.due({ count: deletions.due })]),
      ...(deletions.failure === null ? [] : [wordsFor(deletions.failure, 'command').message]),
    ]);
  });

  const takesExport = { ...filterTakes(), ...exportTakes(['csv', 'json']) };
  addCommand(inventory, 'export', words.export, { takes: takesExport }, async ({ client, json }, given) => {
    const format = exportFormat(given.to, given.format, ['csv', 'json']);
    await writeTo(given.to, await client.inventory.export({ filter: filterOf(given), format }));
    printWritten(json, given.to);
  });
}

function addList(inventory: Command): void {
  const limit = withDefault(parsed('<count>', wordsOf('commandLine').limit, parseLimit), 100);
  const takes = { ...filterTakes(), limit };
  addCommand(inventory, 'list', words.list, { takes }, async (session, given, command) => {
    const page = await session.client.inventory.list({ ...filterOf(given), limit: given.limit });
    const otherTenant = await otherTenants(session);
    const rows = page.keys.map(key => row(key, otherTenant(key.tenant)));
    print(session.json, { ok: true, ...page }, () => [
      ...listOr(noRows(command, words.none), words.headings, rows),
      ...(page.deletionsDue === 0 ? [] : [words.due({ count: page.deletionsDue })]),
      ...page.deletionsElsewhere.map(({ tenant, count }) =>
        words.dueElsewhere({ count, tenant: otherTenant(tenant) ?? tenant }),
      ),
    ]);
  });
}

async function mark(
  session: Session,
  id: string,
  how: 'reportLost' | 'retire' | 'takeBack',
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
  return words.notDeleted({ ...about, why: deletion?.failure ? wordsFor(deletion.failure, 'command').message : null });
}

function stateLine(key: InventoryKey): string {
  return words.state({ key: inventoryKeyName(key), state: inventoryStateWords[key.state] });
}

function filterTakes() {
  return {
    state: manyOf('<state...>', words.stateOption, inventoryStates),
    user: text('<user>', words.user),
    text: text('<text>', words.text),
  };
}

function filterOf({ state, user, text }: Given<ReturnType<typeof filterTakes>>): InventoryFilter {
  return defined({ states: state, user, text });
}

function row(key: InventoryKey, other: string | undefined): string[] {
  const user = key.user?.userPrincipalName ?? '';
  return [
    key.id,
    inventoryKeyName(key),
    inventoryStateWords[key.state],
    inTenant(user, other),
    timeText(key.lastSeenAt),
    key.identifiedBy === 'serial' ? '' : identityWords[key.identifiedBy],
  ];
}
