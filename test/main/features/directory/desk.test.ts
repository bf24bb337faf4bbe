import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Assignment } from '../../../../src/contract/assignments/schema.ts';
import { type UserFilter, userFilterSchema } from '../../../../src/contract/directory/schema.ts';
import type { Passkey } from '../../../../src/contract/users/schema.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import type { Transaction } from '../../../../src/main/base/store/transactions.ts';
import { insertAssignment, moveAssignment } from '../../../../src/main/features/assignments/moves.ts';
import type { AssignmentRow } from '../../../../src/main/features/assignments/records.ts';
import { DeskTables } from '../../../../src/main/features/directory/database/desk.ts';
import { openDirectoryDatabase } from '../../../../src/main/features/directory/database/open.ts';
import { DirectoryReader } from '../../../../src/main/features/directory/database/reader.ts';
import { DirectoryWriter } from '../../../../src/main/features/directory/database/writer.ts';
import { createPasskeyLists } from '../../../../src/main/features/directory/passkeyLists.ts';
import { differencesOf } from '../../../../src/main/features/passkeys/review.ts';

const TENANT = 'tenant';
let folder: string;
let store: Store;
let database: DatabaseSync;
let reader: DirectoryReader;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-join-'));
  store = openRecord(folder);
  database = openDirectoryDatabase(folder);
  reader = new DirectoryReader(database, new DeskTables(database, join(folder, 'keydesk.db')));
  const writer = new DirectoryWriter(database);
  writer.begin(TENANT, true);
  const user = (n: number) => ({ id: `id-${n}`, userPrincipalName: `u${n}@contoso.example`, displayName: `User ${n}` });
  const items = Array.from({ length: 20 }, (_, n) => user(n));
  writer.write(TENANT, { phase: 'users', items }, { next: undefined, delta: 'later' });
  const group = {
    id: 'group',
    displayName: 'Group',
    'members@delta': [{ '@odata.type': '#microsoft.graph.user', id: 'id-3' }],
  };
  writer.write(TENANT, { phase: 'groups', items: [group] }, { next: undefined, delta: 'later' });
});
afterEach(async () => {
  database.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const assign = async (n: number, purpose: 'primary' | 'backup' = 'primary') => {
  const known = { tenant: TENANT, user_id: `id-${n}`, user_principal_name: `u${n}`, display_name: `User ${n}` };
  const insert = (transaction: Transaction) => insertAssignment(transaction, { ...known, purpose, source: 'desk' });
  return (await store.database.write(insert)).row;
};
const move = (row: AssignmentRow, to: 'cancelled' | 'expired', reason: 'cancelled-by-staff' | 'expired') =>
  store.database.write(transaction => moveAssignment(transaction, row, to, { reason }));
const find = (part: Partial<UserFilter> = {}) => reader.page(TENANT, userFilterSchema.parse(part), 0, 50);
const ids = (part: Partial<UserFilter>) => find(part).rows.map(({ id }) => id);

describe('assignments in the list of all users', () => {
  test('stand in the rows, the primary one before the backup, and change with the next look', async () => {
    const primary = await assign(3);
    await assign(4, 'backup');
    const states = () => find().rows.flatMap(({ id, assignment }) => (assignment === null ? [] : [[id, assignment]]));
    expect(states()).toEqual([
      ['id-3', 'pending'],
      ['id-4', 'pending'],
    ]);
    await move(primary, 'cancelled', 'cancelled-by-staff');
    expect(states()).toEqual([['id-4', 'pending']]);
  });

  test('are filtered by, with other filters, and those without one too', async () => {
    const three = await assign(3);
    await assign(7);
    expect(ids({ assignment: 'pending' })).toEqual(['id-3', 'id-7']);
    expect(ids({ assignment: 'pending', search: 'u7' })).toEqual(['id-7']);
    expect(ids({ assignment: 'pending', descending: true })).toEqual(['id-7', 'id-3']);
    expect(find({ assignment: 'none' }).rows).toHaveLength(18);
    await move(three, 'expired', 'expired');
    expect(ids({ assignment: 'pending' })).toEqual(['id-7']);
    expect(ids({ assignment: 'expired' })).toEqual(['id-3']);
    expect(find({ assignment: 'none' }).rows).toHaveLength(19);
  });

  test('are those of the same tenant alone', async () => {
    const known = { tenant: 'other', user_id: 'id-3', user_principal_name: 'u3', display_name: 'User 3' };
    await store.database.write(transaction =>
      insertAssignment(transaction, { ...known, purpose: 'primary', source: 'desk' }),
    );
    expect(ids({ assignment: 'pending' })).toEqual([]);
    expect(find({ assignment: 'none' }).rows).toHaveLength(20);
  });

  test('and who of some users is in a group', () => {
    expect(reader.membersAmong(TENANT, 'group', ['id-2', 'id-3', 'nobody'])).toEqual(['id-3']);
    expect(reader.group(TENANT, 'group')).toMatchObject({ displayName: 'Group', members: 1 });
  });
});

const passkey = (id: string, lastUsedDateTime: string | null = null): Passkey => ({
  id,
  displayName: id,
  createdDateTime: null,
  aaGuid: null,
  model: null,
  attestationLevel: null,
  passkeyType: null,
  lastUsedDateTime,
  lastUsedFrom: 'v1.0',
  credentialId: null,
});

test('a kept list of passkeys tells how many there are and when one was used last; a deleted one leaves it', async () => {
  const lists = createPasskeyLists(store, () => TENANT);
  await lists.keep('id-5', [passkey('a', '2026-01-01T00:00:00Z'), passkey('b', '2026-03-01T00:00:00Z'), passkey('c')]);
  expect(find({ search: 'u5' }).rows[0]).toMatchObject({ passkeys: 3, lastUsedAt: '2026-03-01T00:00:00Z' });
  const { fetchedAt } = (await lists.get('id-5')) ?? {};
  await lists.drop('id-5', 'b');
  expect(await lists.get('id-5')).toMatchObject({ passkeys: [{ id: 'a' }, { id: 'c' }], fetchedAt });
  expect(find({ search: 'u5' }).rows[0]).toMatchObject({ passkeys: 2, lastUsedAt: '2026-01-01T00:00:00Z' });
  await lists.add('id-5', passkey('d'));
  expect(find({ search: 'u5' }).rows[0]).toMatchObject({ passkeys: 3 });
  await lists.add('id-6', passkey('d'));
  expect(await lists.get('id-6')).toBeUndefined();
});

test('a last use that Graph could not be asked for is the one that it told before', async () => {
  const lists = createPasskeyLists(store, () => TENANT);
  const used = { ...passkey('a', '2026-01-01T00:00:00Z'), lastUsedFrom: 'beta' as const };
  await lists.keep('id-5', [used]);
  await lists.keep('id-5', [
    { ...passkey('a'), lastUsedFrom: null },
    { ...passkey('b'), lastUsedFrom: null },
  ]);
  expect((await lists.get('id-5'))?.passkeys).toMatchObject([used, { id: 'b', lastUsedFrom: null }]);
  expect(find({ search: 'u5' }).rows[0]).toMatchObject({ lastUsedAt: '2026-01-01T00:00:00Z' });
  // Asked again, Graph may know of no use.
  await lists.keep('id-5', [{ ...passkey('a'), lastUsedFrom: 'beta' }]);
  expect((await lists.get('id-5'))?.passkeys[0]?.lastUsedDateTime).toBeNull();
});

test('a list that was kept before there was a source is still read', async () => {
  const { lastUsedFrom: _, ...old } = passkey('a', '2026-01-01T00:00:00Z');
  await store.database
    .insertInto('passkey_list')
    .values({
      tenant: TENANT,
      user_id: 'id-5',
      json: JSON.stringify([old]),
      count: 1,
      last_used_at: null,
      fetched_at: '',
    })
    .execute();
  const lists = createPasskeyLists(store, () => TENANT);
  expect((await lists.get('id-5'))?.passkeys).toEqual([{ ...old, lastUsedFrom: null }]);
});

describe('differences between Entra and the own record', () => {
  const own = (part: Partial<Assignment>) =>
    ({ id: 'one', state: 'active', methodId: 'a', activatedAt: '2026-01-01', deletion: null, ...part }) as Assignment;
  const kept = (...found: string[]) => ({ passkeys: found.map(id => passkey(id)), fetchedAt: '2026-02-01' });

  test('are none where both agree, and where something became active since', () => {
    expect(differencesOf(kept('a'), [own({})])).toEqual([]);
    expect(differencesOf(kept(), [own({ activatedAt: '2026-03-01' })])).toEqual([]);
  });

  test('are what is gone from Entra, what is not recorded, and what is still to be deleted', () => {
    expect(differencesOf(kept(), [own({})])).toEqual([{ kind: 'not-in-entra', assignmentId: 'one' }]);
    expect(differencesOf(kept('z'), [])).toEqual([{ kind: 'not-recorded', passkeyId: 'z' }]);
    const due = own({ state: 'revoked', deletion: { done: false, failure: null } });
    expect(differencesOf(kept('a'), [due])).toEqual([{ kind: 'deletion-due', passkeyId: 'a' }]);
  });
});
