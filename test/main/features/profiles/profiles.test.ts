import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ProfileInput, profileDraftSchema } from '../../../../src/contract/profiles/schema.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { openDocuments } from '../../../../src/main/base/store/documents.ts';
import { createProfiles, type Profiles } from '../../../../src/main/features/profiles/profiles.ts';
import { boundTenant, openTestActivity, type TestActivity } from '../../services/tenant/bound.ts';

const USER = 'u-1';

let folder: string;
let store: Store;
let activity: TestActivity;
let profiles: Profiles;
/** The groups of every user, and how often they were asked for. */
let own: string[];
let asked: number;
const log: string[] = [];

function of(tenant: string): Profiles {
  return createProfiles({
    database: store.database,
    tenant: boundTenant(tenant),
    documents: openDocuments(store).of(() => tenant),
    activity,
    groupsOf: async () => {
      asked++;
      return new Set(own);
    },
    log: message => void log.push(message),
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-profiles-'));
  store = openRecord(folder);
  activity = openTestActivity({ folder, store });
  [own, asked] = [[], 0];
  profiles = of('contoso');
});
afterEach(async () => {
  await activity.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const draft = (name: string, settings: Partial<ProfileInput> = {}) => profileDraftSchema.parse({ name, ...settings });
const group = (id: string) => ({ id, name: `Group ${id}` });
const names = async () => (await profiles.list()).map(({ name }) => name);
const kinds = async () =>
  (await store.database.selectFrom('activity').select(['kind', 'result']).orderBy('seq').execute()).map(
    ({ kind, result }) => `${kind} ${result}`,
  );

describe('a profile', () => {
  test('is created with all its settings, and found by id and by name in any case', async () => {
    const settings = {
      reset: 'if-pin',
      pin: { kind: 'random-letters', length: 10 },
      minPinLength: 8,
      forcePinChange: true,
      alwaysUv: true,
      enterpriseAttestation: true,
      nameTemplate: '{model} {n}',
      isDefault: true,
      groups: [group('g')],
    } as const;
    const made = await profiles.create(draft('Front desk', { ...settings, groups: [group('g')] }));
    expect(made).toMatchObject({ name: 'Front desk', ...settings });
    expect(await profiles.show(made.id)).toEqual(made);
    expect(await profiles.show('FRONT DESK')).toEqual(made);
    expect(await profiles.list()).toEqual([made]);
  });

  test('without settings changes nothing on a key', async () => {
    expect(await profiles.create(draft('Plain'))).toMatchObject({
      ...{ reset: 'never', pin: { kind: 'typed' }, minPinLength: null, forcePinChange: false, alwaysUv: false },
      ...{ enterpriseAttestation: false, nameTemplate: null, isDefault: false, groups: [] },
    });
  });

  test('is changed as a whole', async () => {
    const { id, createdAt } = await profiles.create(draft('A', { alwaysUv: true, minPinLength: 8 }));
    const changed = await profiles.change(id, draft('B', { forcePinChange: true }));
    expect(changed).toMatchObject({
      id,
      createdAt,
      name: 'B',
      alwaysUv: false,
      minPinLength: null,
      forcePinChange: true,
    });
    expect(await names()).toEqual(['B']);
  });

  test('is deleted by name or id', async () => {
    await profiles.create(draft('A'));
    const { id } = await profiles.create(draft('B'));
    await profiles.delete('a');
    await profiles.delete(id);
    expect(await names()).toEqual([]);
  });

  test.each([
    ['shown', (id: string) => profiles.show(id)],
    ['changed', (id: string) => profiles.change(id, draft('X'))],
    ['deleted', (id: string) => profiles.delete(id)],
    ['used', (id: string) => profiles.forUser(USER, id)],
  ])('that does not exist is not %s', async (_, work) => {
    await expect(work('nothing')).rejects.toMatchObject({ code: 'profile-not-found' });
    expect(await names()).toEqual([]);
  });

  test('with an unknown placeholder is refused, and the known ones are named', async () => {
    await expect(profiles.create(draft('A', { nameTemplate: '{model} {user}' }))).rejects.toMatchObject({
      code: 'invalid-input',
      params: { part: '{user}', known: '{model} {serial} {date} {n}' },
    });
    expect(await names()).toEqual([]);
  });

  test('is in the activity log when it is created, changed and deleted, also if that fails', async () => {
    const { id } = await profiles.create(draft('A', { alwaysUv: true }));
    await profiles.change(id, draft('B'));
    await expect(profiles.create(draft('b'))).rejects.toThrow();
    await profiles.delete('B');
    expect(await kinds()).toEqual([
      'profile-created done',
      'profile-changed done',
      'profile-created failed',
      'profile-deleted done',
    ]);
  });
});

describe('a name', () => {
  test.each(['Desk', 'desk', 'DESK', '  Desk '])('is taken as %j', async name => {
    await profiles.create(draft('Desk'));
    await expect(profiles.create(draft(name))).rejects.toMatchObject({ code: 'profile-name-taken' });
    expect(await names()).toEqual(['Desk']);
  });

  test('with another accent is another one', async () => {
    await profiles.create(draft('Zurich'));
    await profiles.create(draft('Zürich'));
    expect(await names()).toEqual(['Zurich', 'Zürich']);
  });

  test('stays with its profile when that is changed, and is free when it is deleted', async () => {
    const { id } = await profiles.create(draft('Desk'));
    await profiles.change(id, draft('DESK'));
    const other = await profiles.create(draft('Other'));
    await expect(profiles.change(other.id, draft('desk'))).rejects.toMatchObject({ code: 'profile-name-taken' });
    await profiles.delete(id);
    expect((await profiles.change(other.id, draft('desk'))).name).toBe('desk');
  });
});

describe('the default', () => {
  test('is one profile: the last that was made it', async () => {
    const first = await profiles.create(draft('A', { isDefault: true }));
    const second = await profiles.create(draft('B', { isDefault: true }));
    expect((await profiles.list()).map(({ isDefault }) => isDefault)).toEqual([false, true]);
    await profiles.change(first.id, draft('A', { isDefault: true }));
    expect((await profiles.list()).map(({ isDefault }) => isDefault)).toEqual([true, false]);
    await profiles.change(first.id, draft('A'));
    expect((await profiles.list()).map(({ isDefault }) => isDefault)).toEqual([false, false]);
    expect(second.isDefault).toBe(true);
  });

  test('is still the default after a change that is refused', async () => {
    await profiles.create(draft('A', { isDefault: true }));
    await expect(profiles.create(draft('a', { isDefault: true }))).rejects.toThrow();
    expect((await profiles.list()).map(({ isDefault }) => isDefault)).toEqual([true]);
  });
});

describe('a group', () => {
  test('belongs to one profile: the last that got it', async () => {
    await profiles.create(draft('A', { groups: [group('g1'), group('g2')] }));
    await profiles.create(draft('B', { groups: [group('g2')] }));
    expect((await profiles.list()).map(({ groups }) => groups.map(({ id }) => id))).toEqual([['g1'], ['g2']]);
  });
});

describe('the profile of a user', () => {
  const forUser = async (chosen?: string | null) => (await profiles.forUser(USER, chosen))?.name ?? null;

  test('is none without profiles, and Graph is not asked', async () => {
    expect([await forUser(), asked]).toEqual([null, 0]);
  });

  test('is the default, and Graph is not asked if no group has a profile', async () => {
    await profiles.create(draft('Other'));
    await profiles.create(draft('Default', { isDefault: true }));
    expect([await forUser(), asked]).toEqual(['Default', 0]);
  });

  test('is the one of the group before the default', async () => {
    await profiles.create(draft('Default', { isDefault: true }));
    await profiles.create(draft('Sales', { groups: [group('sales')] }));
    await profiles.create(draft('Board', { groups: [group('board')] }));
    own = ['x', 'board'];
    expect(await forUser()).toBe('Board');
    own = ['board', 'sales'];
    expect(await forUser()).toBe('Sales');
    own = ['x'];
    expect(await forUser()).toBe('Default');
  });

  test('is the chosen one, by name or id, or none', async () => {
    const { id } = await profiles.create(draft('Default', { isDefault: true, groups: [group('g')] }));
    await profiles.create(draft('Chosen'));
    own = ['g'];
    expect([await forUser('chosen'), await forUser(id), await forUser(null), asked]).toEqual([
      'Chosen',
      'Default',
      null,
      0,
    ]);
  });

  test('is remembered when it is chosen, until it is deleted', async () => {
    const { id } = await profiles.create(draft('A'));
    expect(await profiles.last()).toBeNull();
    await profiles.remember(id);
    expect(await profiles.last()).toBe(id);
    await profiles.delete(id);
    expect(await profiles.last()).toBeNull();
  });
});

test('the profiles of a tenant are its own', async () => {
  const fabrikam = of('fabrikam');
  const { id } = await profiles.create(draft('Desk', { isDefault: true, groups: [group('g')] }));
  const other = await fabrikam.create(draft('Desk', { isDefault: true, groups: [group('g')] }));
  await fabrikam.remember(other.id);
  expect(await profiles.list()).toMatchObject([{ id, isDefault: true, groups: [{ id: 'g' }] }]);
  expect(await fabrikam.list()).toMatchObject([{ id: other.id, isDefault: true }]);
  expect(await profiles.last()).toBeNull();
  await expect(fabrikam.show(id)).rejects.toMatchObject({ code: 'profile-not-found' });
  await expect(fabrikam.change(id, draft('Mine'))).rejects.toMatchObject({ code: 'profile-not-found' });
  await expect(fabrikam.delete(id)).rejects.toMatchObject({ code: 'profile-not-found' });
  expect((await profiles.show(id)).isDefault).toBe(true);
});

test('profiles of a tenant whose id is learned go with it', async () => {
  await profiles.create(draft('Desk', { isDefault: true }));
  const tenant = '0f6bbd3e-4c43-4bd7-9d5c-8f1d8c1f3a10';
  await store.database
    .insertInto('tenant_name')
    .values({ name: 'contoso', id: tenant, learned_at: new Date().toISOString() })
    .execute();
  expect((await of(tenant).list()).map(({ name }) => name)).toEqual(['Desk']);
  // Another window of Keydesk may still know the earlier name.
  await profiles.create(draft('Late'));
  expect((await of(tenant).list()).map(({ name }) => name)).toEqual(['Desk', 'Late']);
});

describe('settings of a later version', () => {
  const write = (settings: object) =>
    store.database
      .updateTable('profile')
      .set({ settings: JSON.stringify(settings) })
      .execute();

  test('that this one does not know are left out', async () => {
    await profiles.create(draft('Desk'));
    await write({ alwaysUv: true, sealedPin: { days: 3 } });
    const [found] = await profiles.list();
    expect(found).toMatchObject({ name: 'Desk', alwaysUv: true, reset: 'never' });
    expect(found).not.toHaveProperty('sealedPin');
  });

  test('with an unknown value stop the profile from being used, but not from being deleted', async () => {
    await profiles.create(draft('Desk', { isDefault: true }));
    await write({ pin: { kind: 'by-post' } });
    const unreadable = { code: 'profile-unreadable', params: { profile: 'Desk' } };
    await expect(profiles.forUser(USER, undefined)).rejects.toMatchObject(unreadable);
    await expect(profiles.list()).rejects.toMatchObject(unreadable);
    expect(await profiles.forUser(USER, null)).toBeNull();
    await profiles.delete('desk');
    expect(await names()).toEqual([]);
  });
});
