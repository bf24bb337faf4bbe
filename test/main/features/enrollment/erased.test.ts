import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CeremonyState } from '../../../../src/main/features/enrollment/ceremonyState.ts';
import {
  closeErased,
  replacedBy,
  unansweredOn,
  unfinishedOn,
} from '../../../../src/main/features/enrollment/erased.ts';
import type { JournalEntry } from '../../../../src/main/features/enrollment/journalEntry.ts';
import type { CreationOptions } from '../../../../src/main/services/graph/creationOptions.ts';
import type { OpenKey } from '../../../../src/main/services/keys/keys.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type Bench, openBench, PIN } from './bench.ts';

const ANOTHER_MODEL = '00000000-0000-0000-0000-000000000000';
const [GET_ASSERTION, INVALID_LENGTH] = [0x02, 0x03];

let bench: Bench;
let key: SoftwareKey;
let keyId: string;
beforeEach(async () => {
  bench = await openBench();
  ({ key, keyId } = await bench.plug());
  bench.identities.set(keyId, 'serial:1');
});
afterEach(() => bench.close());

const use = <T>(work: (key: OpenKey) => Promise<T>) => bench.here.keys.use(keyId, work);
const ids = (entries: readonly { id: string }[]) => entries.map(({ id }) => id);

describe('unfinished enrollments on a key', () => {
  const found = () => use(async open => ids(await unfinishedOn(bench.parts, open)));

  test.each<[string, Partial<JournalEntry>, boolean]>([
    ['whose credential the key shows', { key_identity: 'serial:2' }, true],
    ['of the key’s identity', { credential_id: Uint8Array.of(1) }, true],
    ['of the key’s identity, without a credential', { credential_id: null }, true],
    ['of another key', { key_identity: 'serial:2', credential_id: Uint8Array.of(1) }, false],
    ['of another key, without a credential', { key_identity: 'serial:2', credential_id: null }, false],
    ['of another website', { key_identity: 'serial:2', rp_id: 'another.example' }, false],
    ['of another model', { key_aaguid: ANOTHER_MODEL }, false],
    ['that is done', { state: 'done' }, false],
  ])('an entry %s', async (_, row, is) => {
    const { id } = await bench.leave(row);
    expect(await found()).toEqual(is ? [id] : []);
    expect(bench.log).toEqual([]);
  });

  test('ask a key nothing where its identity tells, or where no entry could be on it', async () => {
    await bench.leave();
    await bench.leave({ credential_id: null, key_identity: 'serial:2' }, false, { user: 'user3@contoso.example' });
    const silent = { ...bench.parts, nameOf: () => Promise.reject(new Error('it is not asked')) };
    key.faults.statusOnCommand = { command: GET_ASSERTION, status: INVALID_LENGTH };
    await found();
    expect(bench.log).toEqual([]);
    await bench.store.database.deleteFrom('journal').execute();
    expect(await use(open => unfinishedOn(silent, open))).toEqual([]);
  });

  test('are found by identity alone where the key shows nothing, and the log says why', async () => {
    const other = await bench.leave({ key_identity: 'serial:2', state: 'credential-created' });
    const own = await bench.leave({ state: 'registered', method_id: 'method' }, false, {
      user: 'user3@contoso.example',
    });
    key.faults.statusOnCommand = { command: GET_ASSERTION, status: INVALID_LENGTH };
    expect(await found()).toEqual([own.id]);
    delete key.faults.statusOnCommand;
    expect(bench.log).toEqual([expect.stringContaining(`journal: the passkeys of ${keyId}: `)]);
    expect((await found()).sort()).toEqual([own.id, other.id].sort());
  });
});

describe('what an enrollment without an answer has made', () => {
  const unanswered = { credential_id: null, creating: 1 } as const;
  const found = (matches?: (entry: JournalEntry) => boolean) =>
    use(open => unansweredOn(bench.parts, open, PIN, matches));

  test('is a credential of its user that no enrollment has on record', async () => {
    const { id } = await bench.leave(unanswered);
    expect(await found()).toMatchObject([{ entry: { id }, credentialId: expect.any(Uint8Array) }]);
    expect(await found(entry => entry.id === id)).toHaveLength(1);
    expect(await found(() => false)).toEqual([]);
  });

  test.each<[string, Partial<JournalEntry>]>([
    ['another user', { user_handle: Uint8Array.of(9) }],
    ['another website', { rp_id: 'another.example' }],
    ['another model', { key_aaguid: ANOTHER_MODEL }],
    ['nothing that was sent to the key', { creating: 0 }],
  ])('is not found for an entry of %s', async (_, row) => {
    await bench.leave({ ...unanswered, ...row });
    expect(await found()).toEqual([]);
  });

  test('is not looked for where nothing can be found, which would cost an attempt of a wrong PIN', async () => {
    await bench.leave();
    expect(await use(open => unansweredOn(bench.parts, open, '000000'))).toEqual([]);
    expect((await use(({ session }) => session.pinRetries())).retries).toBe(8);
  });

  test('is not that of an entry that knows its credential, nor one that another entry has', async () => {
    const entry = await bench.leave();
    expect(await found()).toEqual([]);
    const { credential_id, user_handle } = entry;
    const other = await bench.leave(unanswered, false, { user: 'user3@contoso.example' });
    // The two are of one user: what the key holds for that user is on record.
    await bench.store.database.updateTable('journal').set({ user_handle }).where('id', '=', other.id).execute();
    await bench.store.database.updateTable('journal').set({ credential_id }).where('id', '=', entry.id).execute();
    expect(await found()).toEqual([]);
  });
});

describe('unfinished enrollments that a new one has replaced on its key', () => {
  const options = ({ rp_id, user_handle }: JournalEntry) =>
    ({ rp: { id: rp_id }, user: { id: user_handle } }) as CreationOptions;
  const replaced = (entry: JournalEntry, change: Partial<CeremonyState> = {}) =>
    use(async open => {
      const state: CeremonyState = {
        pin: { set: false },
        creating: true,
        submission: 'none',
        journalId: 'new',
        ...change,
      };
      return ids(await replacedBy(bench.parts, { key: open, options: options(entry), ...state }));
    });

  test('are those of its user and website, on the very key or seen there', async () => {
    const entry = await bench.leave();
    expect(await replaced(entry)).toEqual([entry.id]);
    bench.identities.set(keyId, 'serial:2');
    expect(await replaced(entry)).toEqual([]);
    expect(await replaced(entry, { replaces: [entry] })).toEqual([entry.id]);
    bench.identities.delete(keyId);
    expect(await replaced(entry)).toEqual([]);
  });

  test('are none where nothing was made, and never the new one itself', async () => {
    const entry = await bench.leave();
    expect(await replaced(entry, { journalId: entry.id })).toEqual([]);
    const bare: CeremonyState = { pin: { set: false }, creating: true, submission: 'none' };
    expect(await replacedBy(bench.parts, bare)).toEqual([]);
    expect(await replacedBy(bench.parts, { ...bare, options: options(entry) })).toEqual([]);
    expect(await use(open => replacedBy(bench.parts, { ...bare, key: open }))).toEqual([]);
  });

  test.each<[string, Partial<JournalEntry>]>([
    ['another user', { user_handle: Uint8Array.of(9) }],
    ['another website', { rp_id: 'another.example' }],
    ['another model', { key_aaguid: ANOTHER_MODEL }],
    ['a finished enrollment', { state: 'done' }],
  ])('are not those of %s', async (_, row) => {
    const entry = await bench.leave();
    await bench.store.database.updateTable('journal').set(row).execute();
    expect(await replaced(entry)).toEqual([]);
  });
});

describe('closing what was erased', () => {
  test('says why in the log, and lets go of nothing that it did not close', async () => {
    const entry = await bench.leave({ state: 'registered', submission: 'unknown', method_id: 'method' });
    const note = vi.spyOn(bench.parts.activity, 'note');
    await closeErased(bench.parts, [entry], 'key-reset');
    expect(note).toHaveBeenCalledTimes(1);
    expect(await bench.journal.get(entry.id)).toMatchObject({ state: 'cleaned-up', method_id: 'method', error: null });
    expect((await bench.activity()).filter(({ kind }) => kind === 'leftover-removed')).toMatchObject([
      { facts: { enrollmentId: entry.id, from: 'registered', submission: 'unknown', reason: 'key-reset' } },
    ]);
  });

  test('leaves settled entries, those of another Keydesk and those that are not there', async () => {
    const done = await bench.leave({ state: 'done' });
    const held = await bench.leave({}, false, { user: 'user3@contoso.example' });
    expect(await bench.journal.claim(held)).toBe(true);
    await closeErased(bench.parts, [done, held, { ...held, id: 'none' }], 'credential-deleted');
    expect([(await bench.journal.get(done.id))?.state, (await bench.journal.get(held.id))?.state]).toEqual([
      'done',
      'needs-attention',
    ]);
    expect((await bench.activity()).filter(({ kind }) => kind === 'leftover-removed')).toEqual([]);
  });

  test('takes an entry as it is now, not as it was read', async () => {
    const entry = await bench.leave();
    await bench.journal.claim(entry);
    await bench.journal.advance(entry.id, 'credential-created');
    await bench.journal.release(entry.id);
    await closeErased(bench.parts, [entry], 'key-enrolled-again');
    expect((await bench.journal.get(entry.id))?.state).toBe('cleaned-up');
  });

  test('that cannot be written leaves the entry to the next', async () => {
    const entry = await bench.leave();
    const activity = { ...bench.parts.activity, recordIn: () => Promise.reject(new Error('the log is full')) };
    await expect(closeErased({ ...bench.parts, activity }, [entry], 'key-reset')).rejects.toThrow('the log is full');
    expect(await bench.unfinished()).toMatchObject({ id: entry.id, state: 'needs-attention' });
  });
});
