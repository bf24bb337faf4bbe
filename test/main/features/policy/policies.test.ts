import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { policySentences } from '../../../../src/contract/policy/words.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { type DocumentStore, type Documents, openDocuments } from '../../../../src/main/base/store/documents.ts';
import { groupsOfUsers } from '../../../../src/main/features/directory/groups.ts';
import type { ImportedDirectories, ImportedDirectory } from '../../../../src/main/features/directory/imported.ts';
import { openImported } from '../../../../src/main/features/directory/importedDirectories.ts';
import { createPolicies, type Policies } from '../../../../src/main/features/policy/policies.ts';
import { nameTargets } from '../../../../src/main/features/policy/targetNames.ts';
import { openMetadata } from '../../../../src/main/services/metadata/metadata.ts';
import { startTenant, type TestTenant } from '../../services/graph/tenant.ts';
import { boundTenant, openTestActivity, type TestActivity } from '../../services/tenant/bound.ts';

const MINUTE = 60_000;
let folder: string;
let store: Store;
let documents: Documents;
let documentStore: DocumentStore;
let tenant: TestTenant;
let activity: TestActivity;
let directories: ImportedDirectories;
let imported: ImportedDirectory;
let now: number;
let policies: Policies;

/** What the tenant was asked for, by the last parts of the paths. */
const asked: string[] = [];

const open = () => {
  const clock = () => now;
  const connection = { graphUrl: tenant.simulator.url, tenantId: 't', version: 'v1.0' as const };
  const bound = boundTenant('t', { connection, graph: () => tenant.graph });
  directories = openImported({ folder });
  imported = directories.of(bound, activity, async () => undefined);
  documentStore = openDocuments(store, clock);
  documents = documentStore.of(() => 't');
  const groupsOf = groupsOfUsers(bound, imported, documents, clock);
  policies = createPolicies({
    tenant: bound,
    documents,
    metadata: openMetadata(folder),
    groupsOf,
    nameTargets: nameTargets(bound, imported, documents),
    membersAmong: imported.membersAmong,
    clock,
  });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-policy-'));
  store = openRecord(folder);
  tenant = await startTenant({ users: 20 });
  now = Date.now();
  activity = openTestActivity({ folder, store, tenant: 't' });
  open();
  asked.length = 0;
  const { take } = tenant.simulator.faults;
  vi.spyOn(tenant.simulator.faults, 'take').mockImplementation(function (
    this: typeof tenant.simulator.faults,
    ...args
  ) {
    asked.push(args[1].split('/').at(-1) ?? '');
    return take.apply(tenant.simulator.faults, args);
  });
});
afterEach(async () => {
  await documentStore.close();
  await directories.close();
  await activity.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const user = () => tenant.simulator.tenant.user(1);
const judge = () => policies.judge(Promise.resolve(user()), Promise.resolve({ aaguid: 'a' }));
const policy = () => tenant.simulator.state.policy;
const GROUPS = 'microsoft.graph.group';

describe('a verdict', () => {
  test('by an unknown state is none, and the registration shows the rest', async () => {
    policy().state = 'someday';
    expect(await judge()).toMatchObject({ verdict: 'unknown', reason: { code: 'policy-not-understood' } });
    expect((await policies.state({ refresh: false })).policy?.enabled).toBeNull();
  });

  test('holds targets of users against the object id, and asks for no groups', async () => {
    policy().includeTargets = [{ targetType: 'user', id: user().id, allowedPasskeyProfiles: [] }];
    expect((await judge()).verdict).toBe('allowed');
    policy().includeTargets = [{ targetType: 'group', id: 'all_users', allowedPasskeyProfiles: [] }];
    policy().excludeTargets = [{ targetType: 'user', id: user().id }];
    const verdict = await policies.judge(Promise.resolve(user()), Promise.resolve(undefined), { refresh: true });
    expect(verdict).toMatchObject({ verdict: 'refused', reason: { code: 'policy-user-excluded' } });
    expect(asked).not.toContain(GROUPS);
  });

  test('asks for the policy once, and for groups only where the policy is about them', async () => {
    expect((await judge()).verdict).toBe('allowed');
    expect((await judge()).verdict).toBe('allowed');
    expect(asked).toEqual(['fido2']);
  });

  test('knows nested groups', async () => {
    const everybody = tenant.simulator.tenant.groups.at(-1);
    const strangers = tenant.simulator.tenant.groups.find(({ department }) => department !== user().department);
    policy().includeTargets = [{ targetType: 'group', id: everybody?.id ?? '', allowedPasskeyProfiles: [] }];
    expect((await judge()).verdict).toBe('allowed');
    policy().includeTargets = [{ targetType: 'group', id: strangers?.id ?? '', allowedPasskeyProfiles: [] }];
    await policies.state({ refresh: true });
    expect(await judge()).toMatchObject({ verdict: 'refused', reason: { code: 'policy-user-not-targeted' } });
    expect(asked.filter(name => name === 'fido2' || name === GROUPS)).toEqual(['fido2', GROUPS, 'fido2']);
  });

  test('lasts over a restart', async () => {
    await judge();
    await documentStore.close();
    await directories.close();
    open();
    await judge();
    expect(asked).toEqual(['fido2']);
  });

  test('that says yes is taken at any age, and the policy read again for the next time', async () => {
    await judge();
    policy().state = 'disabled';
    now += 11 * MINUTE;
    expect((await judge()).verdict).toBe('allowed');
    await expect.poll(judge).toMatchObject({ verdict: 'refused', reason: { code: 'policy-method-disabled' } });
    expect(asked).toEqual(['fido2', 'fido2']);
  });

  test('that says no is never by a policy that was read before, however young it is', async () => {
    policy().state = 'disabled';
    expect((await judge()).verdict).toBe('refused');
    policy().state = 'enabled';
    now += 1;
    expect((await judge()).verdict).toBe('allowed');
    // The first refusal was by an answer to that very question, so it was not asked twice.
    expect(asked).toEqual(['fido2', 'fido2']);
  });

  test('that says no by a kept policy is unknown where the policy cannot be read now', async () => {
    policy().state = 'disabled';
    expect((await judge()).verdict).toBe('refused');
    await tenant.simulator.close();
    now += 1;
    expect(await judge()).toMatchObject({ verdict: 'unknown', reason: { code: 'graph-unreachable' } });
  });

  test('that says no names the groups that it is about, with their ids in the details', async () => {
    const [one, two] = tenant.simulator.tenant.groups.filter(({ department }) => department !== user().department);
    const target = (id = '') => ({ targetType: 'group', id, allowedPasskeyProfiles: [] });
    policy().includeTargets = [target(one?.id), target(two?.id)];
    expect(await judge()).toMatchObject({
      reason: {
        code: 'policy-user-not-targeted',
        params: { groups: `${one?.displayName}, ${two?.displayName}` },
        cause: [`group ${one?.displayName}: ${one?.id}`, `group ${two?.displayName}: ${two?.id}`],
      },
    });
    const everybody = tenant.simulator.tenant.groups.find(({ displayName }) => displayName === 'Everybody');
    policy().excludeTargets = [target(everybody?.id)];
    now += 1;
    const verdict = await judge();
    if (verdict.verdict !== 'refused') throw new Error(verdict.verdict);
    expect(wordsFor(verdict.reason).message).toContain('is in the group “Everybody”');
    expect(verdict.reason.cause).toEqual([`group Everybody: ${everybody?.id}`]);

    const state = await policies.state({ refresh: false });
    expect(state.names).toMatchObject({ [one?.id ?? '']: one?.displayName, [everybody?.id ?? '']: 'Everybody' });
    const sentences = policySentences(state.policy ?? expect.fail(), id => state.names[id] ?? id).join('\n');
    expect(sentences).toContain('Excluded: group “Everybody”.');
    expect(sentences).not.toContain(everybody?.id);
  });

  test('that says no does not wait for a name that cannot be had', async () => {
    policy().includeTargets = [{ targetType: 'group', id: 'gone', allowedPasskeyProfiles: [] }];
    expect(await judge()).toMatchObject({
      verdict: 'refused',
      reason: { code: 'policy-user-not-targeted', params: {} },
    });
  });

  test('that says no is never by old groups', async () => {
    const [, first] = tenant.simulator.tenant.groups;
    policy().excludeTargets = [{ targetType: 'group', id: first?.id ?? '' }];
    tenant.simulator.tenant.changeUser(user().id, { department: first?.displayName ?? '' });
    expect(await judge()).toMatchObject({ reason: { code: 'policy-user-excluded', params: { group: first?.id } } });
    tenant.simulator.tenant.changeUser(user().id, { department: 'elsewhere' });
    now += 1;
    expect((await judge()).verdict).toBe('allowed');
  });

  test('takes the groups of an import for a yes, and asks again for a no', async () => {
    const everybody = tenant.simulator.tenant.groups.find(({ displayName }) => displayName === 'Everybody');
    policy().excludeTargets = [{ targetType: 'group', id: everybody?.id ?? '' }];
    for await (const _ of imported.import(true, undefined));
    now = Date.now();
    asked.length = 0;
    // The name of the group is asked for beside the verdict, and may come later.
    const askedForVerdict = () => asked.filter(what => what !== everybody?.id);
    expect(await judge()).toMatchObject({ reason: { code: 'policy-user-excluded', params: { group: everybody?.id } } });
    expect(askedForVerdict()).toEqual(['fido2', GROUPS]);
    tenant.simulator.tenant.changeUser(user().id, { department: 'elsewhere' });
    now += 1;
    expect((await judge()).verdict).toBe('allowed');
    expect(askedForVerdict()).toEqual(['fido2', GROUPS, 'fido2', GROUPS]);
  });

  test('on demand is by a policy and groups of now', async () => {
    const [, first] = tenant.simulator.tenant.groups;
    policy().excludeTargets = [{ targetType: 'group', id: first?.id ?? '' }];
    tenant.simulator.tenant.changeUser(user().id, { department: first?.displayName ?? '' });
    expect((await judge()).verdict).toBe('refused');
    tenant.simulator.tenant.changeUser(user().id, { department: 'elsewhere' });
    now += 1;
    const anew = policies.judge(Promise.resolve(user()), Promise.resolve({ aaguid: 'a' }), { refresh: true });
    expect((await anew).verdict).toBe('allowed');
  });

  test('by a policy that may not be read is unknown, with Graph’s own words, and not asked for again at once', async () => {
    tenant.simulator.faults.add({ path: '/policies/', status: 403, message: 'No right.', times: 9 });
    for (let i = 0; i < 3; i++) {
      expect(await judge()).toMatchObject({
        verdict: 'unknown',
        reason: { code: 'policy-unreadable', params: { graphMessage: 'No right.', requestId: expect.any(String) } },
      });
    }
    // Twice at once: a 403 is tried again with a fresh token.
    expect(asked).toEqual(['fido2', 'fido2']);
    tenant.simulator.faults.clear();
    now += 2 * MINUTE;
    expect((await judge()).verdict).toBe('allowed');
  });

  test('by groups that may not be read is unknown', async () => {
    policy().includeTargets = [{ targetType: 'group', id: 'g', allowedPasskeyProfiles: [] }];
    tenant.simulator.faults.add({ path: 'transitiveMemberOf', status: 403, times: 9 });
    expect(await judge()).toMatchObject({ verdict: 'unknown', reason: { code: 'policy-groups-unreadable' } });
  });

  test('by an answer that is no policy is unknown', async () => {
    tenant.simulator.faults.add({ path: '/policies/', malformed: '[7]' });
    expect(await judge()).toMatchObject({ verdict: 'unknown', reason: { code: 'graph-malformed' } });
  });

  test('fails as the user and the key fail, while the policy is on its way', async () => {
    const nobody = policies.judge(Promise.reject(new Error('no such user')), Promise.resolve(undefined));
    await expect(nobody).rejects.toThrow('no such user');
  });
});

describe('the state', () => {
  test('tells the policy with its age, and is read again on demand', async () => {
    const first = await policies.state({ refresh: false });
    expect(first).toMatchObject({ policy: { enabled: true }, fetchedAt: new Date(now).toISOString(), failure: null });
    now += MINUTE;
    expect((await policies.state({ refresh: false })).fetchedAt).toBe(first.fetchedAt);
    policy().state = 'disabled';
    const second = await policies.state({ refresh: true });
    expect(second).toMatchObject({ policy: { enabled: false }, fetchedAt: new Date(now).toISOString() });
  });

  test('keeps the old one where no new one can be had, and says why', async () => {
    await policies.state({ refresh: false });
    const before = new Date(now).toISOString();
    await tenant.simulator.close();
    now += 60 * MINUTE;
    expect(await policies.state({ refresh: true })).toMatchObject({
      policy: { enabled: true },
      fetchedAt: before,
      failure: { code: 'graph-unreachable' },
    });
  });
});
