import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type UserFilter, userFilterSchema } from '../../../../../src/contract/directory/schema.ts';
import { type DirectoryCalls, directoryCalls } from '../../../../../src/main/features/directory/database/calls.ts';
import { openDirectoryDatabase } from '../../../../../src/main/features/directory/database/open.ts';
import { filledFolder, TENANT } from './filled.ts';
import { expectPlans, type List, openToExplain, type Statistics, statisticsOf } from './steps.ts';

let folder: string;
let statistics: Statistics;
beforeAll(async () => {
  folder = await filledFolder();
  statistics = statisticsOf(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Calls = List<DirectoryCalls>;
type Reasons = Readonly<Record<string, string>>;

const users = (filter: Partial<UserFilter>, walks: readonly string[], but: Reasons = {}, offset = 0): Calls => ({
  ask: calls => calls.page(TENANT, userFilterSchema.parse(filter), offset, 50),
  walks,
  but,
});
const answer = (ask: Calls['ask'], but: Reasons = {}): Calls => ({ ask, but });

const BY_NAME = 'users_present (tenant=?)';
/** Decision 12: the directory has a thread of its own, which works a list out once and keeps it until the directory changes. */
const ASKED = 'each user in order is asked, until the page is full';
const SORTED = 'only the orders by name and by user principal name have an index';
const FEW = '4,001 users are gathered at most, and sorted';
const sorted = { 'users_upn (tenant=?)': SORTED, 'USE TEMP B-TREE FOR ORDER BY': SORTED };
/** Decision 70: numbers of all users have a thread that no list waits for. */
const ALL = 'every user is counted';
const INSIDE = 'the members of one group are counted, along the index alone';

const lists = {
  users: {
    state: users({ state: 'left' }, []),
    'offset, far': users({}, [BY_NAME], {}, 5000),
    enabled: users({ enabled: false }, [], { [BY_NAME]: ASKED }),
    guest: users({ guest: true }, [], { [BY_NAME]: ASKED }),
    passkey: users({ passkey: true }, [], { [BY_NAME]: ASKED }),
    passkeyKind: users({ passkeyKind: 'security-key' }, [], { [BY_NAME]: ASKED }),
    securityKey: users({ securityKey: true }, [], { [BY_NAME]: ASKED }),
    'securityKey, none': users({ securityKey: false }, [], { [BY_NAME]: ASKED }),
    department: users({ department: 'Sales' }, [], { [BY_NAME]: ASKED }),
    assignment: users({ assignment: 'failed' }, [], {
      'assignment_state (tenant=? AND state=?)': FEW,
      'USE TEMP B-TREE FOR DISTINCT': FEW,
    }),
    'assignment, none': users({ assignment: 'none' }, [], { [BY_NAME]: ASKED }),
    sort: users({ sort: 'userPrincipalName' }, ['users_upn (tenant=?)']),
    'sort, department': users({ sort: 'department' }, [], sorted),
    'sort, employee id': users({ sort: 'employeeId' }, [], sorted),
    'sort, first seen': users({ sort: 'firstSeen' }, [], sorted),
    descending: users({ descending: true }, [BY_NAME]),
    search: users({ search: 'user77' }, []),
    'search, of many': users({ search: 'contoso' }, [], { [BY_NAME]: ASKED }),
    group: users({ group: 'group 9' }, [], { 'group_users (group_n=?)': FEW }),
    'group, of many': users({ group: 'group 1' }, [], { 'group_users (group_n=?)': FEW, [BY_NAME]: ASKED }),
  } satisfies Readonly<Record<keyof UserFilter, Calls>> & Readonly<Record<string, Calls>>,
  others: {
    'the first users': users({}, [BY_NAME]),
    'a user': answer(calls => calls.user(TENANT, 'u1@contoso.example')),
    groups: answer(calls => calls.groups(TENANT, 'gr', 10), { 'group_users (group_n=?)': INSIDE }),
    'a group': answer(calls => calls.group(TENANT, 'group 1'), { 'group_users (group_n=?)': INSIDE }),
    'groups of a user': answer(calls => calls.groupsOf(TENANT, 'x'), { 'group_users (group_n=?)': INSIDE }),
    'members among some users': answer(calls => calls.membersAmong(TENANT, 'group 1', ['a', 'b'])),
    departments: answer(calls => calls.departments(TENANT, 200), {
      [BY_NAME]: ALL,
      'USE TEMP B-TREE FOR GROUP BY': ALL,
      'USE TEMP B-TREE FOR ORDER BY': ALL,
    }),
    coverage: answer(calls => calls.coverage(TENANT, ['group 1']), {
      [BY_NAME]: ALL,
      'assignment_state (tenant=? AND state=?)': ALL,
      'USE TEMP B-TREE FOR DISTINCT': ALL,
      group_users: ALL,
      'group_users (group_n=?)': ALL,
    }),
    imports: answer(calls => calls.imports(TENANT, 10)),
    'the state': answer(calls => calls.state(TENANT)),
    'users by their numbers': answer(calls => calls.byNumbers(TENANT, Int32Array.from([1, 2]))),
  },
};

describe.each(Object.entries(lists))('the directory: %s', (_, ways: Readonly<Record<string, Calls>>) => {
  test.each(Object.entries(ways))('by %s', async (_, way) => {
    const database = openDirectoryDatabase(folder);
    const sqlite = openToExplain(folder, 'directory');
    await expectPlans(way, directoryCalls(folder, database), sqlite, statistics);
    sqlite.close();
    database.close();
  });
});
