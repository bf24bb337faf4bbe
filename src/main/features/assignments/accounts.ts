import { setImmediate as afterWhatIsDue } from 'node:timers/promises';
import type { ActivityFacts } from '../../../contract/activity/schema.ts';
import { liveStates } from '../../../contract/assignments/schema.ts';
import { isoNow, type Transaction } from '../../base/store/transactions.ts';
import type { NewLogEntry } from '../../services/activity/activity.ts';
import type { AccountNews } from '../directory/imported.ts';
import { type AssignmentContext, tenantOf } from './context.ts';

/**
 * Lets the assignments follow the directory, after an import is complete: they get the current names, and a mark if the user has left or is
 * disabled. A user who comes back loses the mark. Changes no state: what happens to the passkey and the key is a person's decision.
 */
export async function followAccounts(context: AssignmentContext): Promise<void> {
  const { scope, ledger, end } = context;
  const done = new Set<string>();
  while (!end.aborted) {
    const news = (await scope.accountNews()).filter(({ id }) => !done.has(id));
    if (news.length === 0) return;
    for (const { id } of news) done.add(id);
    await ledger.inTurn(() => write(context, news));
    // Thousands of users must not delay other work.
    await afterWhatIsDue();
  }
}

async function write(context: AssignmentContext, news: readonly AccountNews[]): Promise<void> {
  const { scope, ledger } = context;
  const tenant = tenantOf(context);
  await ledger.database.write(async transaction => {
    const entries: NewLogEntry[] = [];
    for (const user of news) entries.push(...(await writeUser(transaction, tenant, user)));
    if (entries.length > 0) await scope.activity.recordIn(transaction, ...entries);
  });
  scope.activity.note();
}

/** Writes the name and the mark of one user. Returns the entries of the activity log. */
async function writeUser(transaction: Transaction, tenant: string, news: AccountNews): Promise<NewLogEntry[]> {
  const user = { id: news.id, userPrincipalName: news.userPrincipalName };
  const renamed = await rename(transaction, tenant, news);
  const marked = await mark(transaction, tenant, news);
  const entry = (facts: ActivityFacts): NewLogEntry => ({ kind: 'assignment-user-changed', tenant, user, facts });
  return [
    ...(renamed === undefined ? [] : [entry({ change: 'renamed', before: renamed })]),
    ...(marked === 0 ? [] : [entry({ change: news.account ?? 'returned', assignments: marked })]),
  ];
}

/** Gives all assignments of a user the current name. Returns the earlier one; undefined if the name is the same. */
async function rename(transaction: Transaction, tenant: string, news: AccountNews): Promise<string | undefined> {
  const { id, userPrincipalName, displayName } = news;
  const before = await transaction
    .selectFrom('assignment')
    .select(['user_principal_name', 'display_name'])
    .where('tenant', '=', tenant)
    .where('user_id', '=', id)
    .where(of => of.or([of('user_principal_name', '<>', userPrincipalName), of('display_name', '<>', displayName)]))
    .orderBy('updated_at', 'desc')
    .executeTakeFirst();
  if (before === undefined) return undefined;
  // The time of the last change stays: a name is no change of the assignment, and lists keep their order.
  await transaction
    .updateTable('assignment')
    .set({ user_principal_name: userPrincipalName, display_name: displayName })
    .where('tenant', '=', tenant)
    .where('user_id', '=', id)
    .execute();
  return before.user_principal_name === userPrincipalName ? before.display_name : before.user_principal_name;
}

/** Sets or removes the mark of a user's assignments that have not ended. Returns the number of changed assignments. */
async function mark(transaction: Transaction, tenant: string, { id, account }: AccountNews): Promise<number> {
  const at = isoNow(transaction);
  const { numUpdatedRows } = await transaction
    .updateTable('assignment')
    .set({ account, account_at: account === null ? null : at, updated_at: at })
    .where('tenant', '=', tenant)
    .where('user_id', '=', id)
    .where('state', 'in', [...liveStates])
    .where('account', 'is not', account)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
