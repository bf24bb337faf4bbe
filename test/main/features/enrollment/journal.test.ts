import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { type Instance, registerInstance } from '../../../../src/main/base/store/instance.ts';
import { createJournal } from '../../../../src/main/features/enrollment/journal.ts';
import {
  failureOfEntry,
  isSettled,
  type JournalEntry,
  logSubjectOf,
  toUnfinished,
} from '../../../../src/main/features/enrollment/journalEntry.ts';
import { entry } from './journalEntry.ts';
import { failWrites } from './journalWrites.ts';

const failure = { code: 'cancelled', params: {} } as const;

describe('an entry of the journal', () => {
  let folder: string;
  let store: Store;
  let mine: Instance;
  let other: Instance;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keydesk-journal-'));
    store = openRecord(folder);
    mine = registerInstance(folder);
    other = registerInstance(folder);
  });
  afterEach(async () => {
    await store.close();
    mine.close();
    other.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is changed by the Keydesk that works on it alone', async () => {
    const [journal, others] = [createJournal(store, mine), createJournal(store, other)];
    const id = await journal.begin(entry);
    await journal.release(id);
    const [abandoned] = await others.abandoned();
    expect(abandoned !== undefined && (await others.claim(abandoned))).toBe(true);
    await expect(journal.advance(id, 'registered')).rejects.toMatchObject({ code: 'unfinished-in-use' });
    await expect(journal.finish(id, async () => undefined)).rejects.toMatchObject({ code: 'unfinished-in-use' });
    await journal.fail(id, 'needs-attention', failure);
    await journal.release(id);
    expect(await journal.get(id)).toMatchObject({ state: 'options-fetched', instance: other.id });
  });

  test('that another Keydesk has moved on since it was read is not claimed: it would be settled twice', async () => {
    const [journal, others] = [createJournal(store, mine), createJournal(store, other)];
    const id = await journal.begin(entry);
    await journal.release(id);
    const [before] = await journal.abandoned();
    const [same] = await others.abandoned();
    if (before === undefined || same === undefined) throw new Error('no entry is abandoned');
    expect(await others.claim(same)).toBe(true);
    await others.advance(id, 'registered');
    await others.release(id);
    expect(await journal.claim(before)).toBe(false);
    expect(await journal.abandoned()).toMatchObject([{ id, state: 'registered' }]);
  });

  test('tells another Keydesk that its user is being enrolled, until it is registered, or its Keydesk has ended', async () => {
    const ending = registerInstance(folder);
    const [journal, others] = [createJournal(store, ending), createJournal(store, other)];
    const { tenant, user_id } = entry;
    const told = () => others.runsElsewhere(tenant, user_id);
    expect(await told()).toBe(false);
    const id = await journal.begin(entry);
    expect(await told()).toBe(true);
    expect(await journal.runsElsewhere(tenant, user_id)).toBe(false);
    expect(await others.runsElsewhere(tenant, 'someone else')).toBe(false);
    expect(await others.runsElsewhere('another tenant', user_id)).toBe(false);
    await journal.advance(id, 'registered');
    expect(await told()).toBe(false);
    await journal.begin(entry);
    expect(await told()).toBe(true);
    ending.close();
    expect(await told()).toBe(false);
  });

  test('whose end cannot be written is left alone, and written as soon as that is possible', async () => {
    const journal = createJournal(store, mine);
    const id = await journal.begin(entry);
    const makeRoom = failWrites(folder, "'needs-attention'");
    await journal.fail(id, 'needs-attention', failure, { submission: 'refused' });
    await journal.release(id);
    expect([await journal.abandoned(), journal.owes()]).toEqual([[], true]);
    await makeRoom();
    expect(await journal.abandoned()).toMatchObject([{ id, state: 'needs-attention', submission: 'refused' }]);
    expect(journal.owes()).toBe(false);
  });

  test('is abandoned once no living Keydesk works on it; those that are settled are not, and the oldest comes first', async () => {
    const ending = registerInstance(folder);
    const [journal, others] = [createJournal(store, ending), createJournal(store, other)];
    const ids: string[] = [];
    for (const at of ['2026-01-02', '2026-01-01', '2026-01-03', '2026-01-04']) {
      const id = await journal.begin(entry);
      await store.database.updateTable('journal').set({ started_at: at }).where('id', '=', id).execute();
      ids.push(id);
    }
    const [second = '', first = '', done = '', cleanedUp = ''] = ids;
    const listed = async (of = others) => (await of.abandoned()).map(({ id }) => id);
    expect([await listed(journal), await listed()]).toEqual([[], []]);
    await journal.close(done, 'done', {}, async () => undefined);
    await journal.close(cleanedUp, 'cleaned-up', {}, async () => undefined);
    await journal.release(second);
    expect([await listed(journal), await listed()]).toEqual([[second], [second]]);
    ending.close();
    expect(await listed()).toEqual([first, second]);
  });

  test('is claimed once, by a Keydesk that does not work on it yet', async () => {
    const [journal, others] = [createJournal(store, mine), createJournal(store, other)];
    const id = await journal.begin(entry);
    const own = await journal.get(id);
    if (own === undefined) throw new Error('no entry');
    expect([await journal.claim(own), await others.claim(own)]).toEqual([false, false]);
    await journal.release(id);
    const [free] = await journal.abandoned();
    if (free === undefined) throw new Error('no entry is abandoned');
    expect(free.instance).toBe('');
    const answers = await Promise.all([journal.claim(free), others.claim(free)]);
    expect(answers.filter(Boolean)).toHaveLength(1);
    const [winner, loser] = answers[0] ? [journal, others] : [others, journal];
    await winner.advance(id, 'registered');
    await winner.release(id);
    const [again] = await loser.abandoned();
    expect(again !== undefined && (await loser.claim(again))).toBe(true);
  });

  test('that is claimed is this process’s work until it is released, also between its failure and that', async () => {
    const journal = createJournal(store, mine);
    const id = await journal.begin(entry);
    await journal.fail(id, 'needs-attention', failure);
    expect(await journal.abandoned()).toEqual([]);
    await journal.release(id);
    const [free] = await journal.abandoned();
    if (free === undefined) throw new Error('no entry is abandoned');
    expect(await journal.claim(free)).toBe(true);
    expect(await journal.abandoned()).toEqual([]);
    const claimed = await journal.get(id);
    expect(claimed !== undefined && (await journal.claim(claimed))).toBe(false);
  });

  test('that recovery finished can be claimed by the same process, for a person who comes again', async () => {
    const journal = createJournal(store, mine);
    const id = await journal.begin(entry);
    await journal.finish(id, async () => undefined, { recovered: true });
    const [done] = await journal.recovered(entry.tenant, 'u');
    expect(done !== undefined && (await journal.claim(done))).toBe(true);
  });

  test('that could neither be released nor claimed because the store failed can be claimed later', async () => {
    const journal = createJournal(store, mine);
    const id = await journal.begin(entry);
    const makeRoom = failWrites(folder, "'options-fetched'");
    await journal.release(id);
    const [left] = await journal.abandoned();
    if (left === undefined) throw new Error('no entry is abandoned');
    await expect(journal.claim(left)).rejects.toThrow('no room');
    await makeRoom();
    expect(await journal.abandoned()).toMatchObject([{ id, instance: mine.id }]);
    expect(await journal.claim(left)).toBe(true);
  });

  test('that could not be claimed because the store failed can be claimed later', async () => {
    const journal = createJournal(store, mine);
    const id = await journal.begin(entry);
    await journal.release(id);
    const [free] = await journal.abandoned();
    if (free === undefined) throw new Error('no entry is abandoned');
    const makeRoom = failWrites(folder, "'options-fetched'");
    await expect(journal.claim(free)).rejects.toThrow('no room');
    await makeRoom();
    expect(await journal.abandoned()).toMatchObject([{ id }]);
    expect(await journal.claim(free)).toBe(true);
  });

  test('that cannot be released is logged, and this process takes it up all the same', async () => {
    const log: string[] = [];
    const journal = createJournal(store, mine, message => log.push(message));
    const id = await journal.begin(entry);
    const makeRoom = failWrites(folder, "'done'");
    await journal.release(id);
    await makeRoom();
    expect(log).toEqual([expect.stringMatching(`${id} is not released: .*no room`)]);
    expect(await journal.abandoned()).toMatchObject([{ id, instance: mine.id }]);
    expect(await createJournal(store, other).abandoned()).toEqual([]);
  });

  test('keeps the words of its failure until it moves on, and is let go of once it is cleaned up', async () => {
    const log: string[] = [];
    const journal = createJournal(store, mine, message => log.push(message));
    const id = await journal.begin(entry);
    const read = async () => {
      const row = await journal.get(id);
      return row && [row.state, failureOfEntry(row), row.submission];
    };
    expect(await read()).toEqual(['options-fetched', null, 'none']);
    await journal.fail(id, 'credential-created', failure, { submission: 'unknown' });
    expect(await read()).toEqual(['credential-created', failure, 'unknown']);
    await journal.advance(id, 'key-prepared', { submission: 'refused' });
    expect(await read()).toEqual(['key-prepared', null, 'refused']);
    await journal.fail(id, 'needs-attention', failure);
    await journal.registered(id, 'method');
    expect(await read()).toEqual(['registered', null, 'refused']);
    expect(await journal.get(id)).toMatchObject({ method_id: 'method' });
    await journal.fail(id, 'cleaned-up', failure);
    expect(await read()).toEqual(['cleaned-up', failure, 'refused']);
    expect([log, journal.owes()]).toEqual([[], false]);
  });

  test('that another Keydesk has taken over is not owed, and a failure to write is logged', async () => {
    const log: string[] = [];
    const journal = createJournal(store, mine, message => log.push(message));
    const id = await journal.begin(entry);
    await store.database.updateTable('journal').set({ instance: other.id }).execute();
    await journal.fail(id, 'needs-attention', failure);
    expect([log, journal.owes()]).toEqual([
      [expect.stringMatching(`${id} cannot be written: .*unfinished-in-use`)],
      false,
    ]);
  });

  test.each(['done', 'cleaned-up'] as const)('ends as %s with what `within` writes, or not at all', async state => {
    const journal = createJournal(store, mine);
    const id = await journal.begin(entry);
    await journal.fail(id, 'credential-created', failure, {
      client_data_json: Uint8Array.of(1),
      attestation_object: Uint8Array.of(2),
    });
    const broken = journal.close(id, state, { method_id: 'm' }, async () => {
      throw new Error('the log is full');
    });
    await expect(broken).rejects.toThrow('the log is full');
    expect(await journal.get(id)).toMatchObject({ state: 'credential-created', method_id: null });
    let inside: string | undefined;
    await journal.close(id, state, { method_id: 'm' }, async transaction => {
      inside = (await transaction.selectFrom('journal').select('state').executeTakeFirst())?.state;
    });
    expect(inside).toBe(state);
    const ended = { state, method_id: 'm', error: null, client_data_json: null, attestation_object: null };
    expect(await journal.get(id)).toMatchObject(ended);
  });

  test('says whether recovery finished it, of this user and this tenant alone', async () => {
    const journal = createJournal(store, mine);
    const add = async (change: object, options?: { recovered?: boolean }) => {
      const id = await journal.begin({ ...entry, ...change });
      await journal.finish(id, async () => undefined, options);
      return id;
    };
    const id = await add({}, { recovered: true });
    await add({});
    await add({}, { recovered: false });
    await add({ user_id: 'another' }, { recovered: true });
    await add({ tenant: 'https://another.example' }, { recovered: true });
    const closed = await journal.begin(entry);
    await journal.close(closed, 'cleaned-up', { recovered: 1 }, async () => undefined);
    expect((await journal.recovered(entry.tenant, 'u')).map(row => row.id)).toEqual([id]);
  });

  test('has a credential on record unless it is the asking one or is cleaned up', async () => {
    const journal = createJournal(store, mine);
    const credential_id = Uint8Array.of(7, 7);
    const [id, another, cleanedUp] = [
      await journal.begin(entry),
      await journal.begin(entry),
      await journal.begin(entry),
    ];
    await journal.advance(id, 'credential-created', { credential_id });
    expect(await journal.isOnRecord(credential_id, id)).toBe(false);
    expect(await journal.isOnRecord(credential_id, another)).toBe(true);
    expect(await journal.isOnRecord(Uint8Array.of(7), another)).toBe(false);
    await journal.close(cleanedUp, 'cleaned-up', { credential_id: Uint8Array.of(8) }, async () => undefined);
    expect(await journal.isOnRecord(Uint8Array.of(8), another)).toBe(false);
    await journal.finish(id, async () => undefined);
    expect(await journal.isOnRecord(credential_id, another)).toBe(true);
  });

  test('gives the credentials of a user that were registered since a time, while their assignment lives', async () => {
    const journal = createJournal(store, mine);
    const since = Date.parse('2026-01-02T00:00:00.000Z');
    const add = async (byte: number, change: object, state = 'active', at = '2026-01-02T00:00:00.000Z') => {
      const id = await journal.begin({ ...entry, ...change });
      const known = byte === 0 ? {} : { credential_id: Uint8Array.of(byte) };
      await journal.advance(id, 'registered', known);
      await store.database.updateTable('journal').set({ updated_at: at }).where('id', '=', id).execute();
      const about = { tenant: 't', user_id: 'u', user_principal_name: 'u', display_name: 'u', source: 'desk' };
      const row = { id, enrollment_id: id, purpose: 'additional', state, reason: 'assigned', instance: '', ...about };
      await store.database
        .insertInto('assignment')
        .values({ ...row, created_at: at, updated_at: at } as never)
        .execute();
    };
    await add(1, {});
    await add(2, {}, 'revoked');
    await add(3, {}, 'active', '2026-01-01T23:59:59.999Z');
    await add(4, { user_id: 'another' });
    await add(5, { tenant: 'https://another.example' });
    await add(0, {});
    expect(await journal.registeredSince(entry.tenant, 'u', since)).toEqual([Uint8Array.of(1)]);
  });

  test('is listed with what a person may know of it', async () => {
    const journal = createJournal(store, mine);
    const id = await journal.begin(entry);
    await journal.fail(id, 'needs-attention', failure, { submission: 'unknown' });
    const row = await journal.get(id);
    if (row === undefined) throw new Error('no entry');
    expect(toUnfinished(row, true)).toStrictEqual({
      enrollmentId: id,
      startedAt: row.started_at,
      state: 'needs-attention',
      submission: 'unknown',
      tenant: entry.tenant,
      userId: 'u',
      userPrincipalName: 'user@contoso.example',
      keyAaguid: '00000000-0000-0000-0000-000000000000',
      keyNamed: false,
      pinLost: true,
      error: failure,
    });
    const aaguid = '00000000-0000-0000-0000-000000000000';
    expect(logSubjectOf(row)).toStrictEqual({
      tenant: entry.tenant,
      user: { id: 'u', userPrincipalName: 'user@contoso.example' },
      key: { id: 'practice', aaguid },
    });
    // An error that only a newer Keydesk knows is none here.
    expect(failureOfEntry({ ...row, error: '{"code":"of-a-newer-keydesk","params":{}}' })).toBe(null);
    expect(
      ['done', 'cleaned-up', 'proven', 'needs-attention'].map(state => isSettled({ state } as JournalEntry)),
    ).toEqual([true, true, false, false]);
  });
});
