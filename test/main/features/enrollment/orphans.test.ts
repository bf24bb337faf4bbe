import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { JournalEntry } from '../../../../src/main/features/enrollment/journalEntry.ts';
import {
  deleteOrphan,
  holdsNothing,
  isSameKey,
  possibleOrphans,
  type Swept,
  sweep,
  sweepOrphans,
} from '../../../../src/main/features/enrollment/orphans.ts';
import type { OpenKey } from '../../../../src/main/services/keys/keys.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type Bench, openBench, PIN } from './bench.ts';

const [CREDENTIAL_MANAGEMENT, OTHER] = [0x0a, 0x7f];

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
const failing = () => {
  key.faults.statusOnCommand = { command: CREDENTIAL_MANAGEMENT, status: OTHER };
};
const stateOf = async ({ id }: JournalEntry) => (await bench.journal.get(id))?.state;
const change = (entry: JournalEntry, row: Partial<JournalEntry>) =>
  bench.store.database.updateTable('journal').set(row).where('id', '=', entry.id).execute();

describe('deleting a credential that Entra does not have', () => {
  test('needs the PIN, and is done once', async () => {
    const { credential_id } = await bench.leave();
    const id = credential_id ?? new Uint8Array();
    expect(await use(open => deleteOrphan(bench.parts, open, undefined, id))).toBe(false);
    expect(key.state().credentialCount).toBe(1);
    expect(await use(open => deleteOrphan(bench.parts, open, PIN, id))).toBe(true);
    expect(key.state().credentialCount).toBe(0);
    // What is gone is gone.
    expect(await use(open => deleteOrphan(bench.parts, open, PIN, id))).toBe(true);
    expect(bench.log).toEqual([]);
  });

  test('that fails is logged, and the credential stays', async () => {
    const { credential_id } = await bench.leave();
    failing();
    expect(await use(open => deleteOrphan(bench.parts, open, PIN, credential_id ?? new Uint8Array()))).toBe(false);
    expect(bench.log).toEqual([expect.stringContaining(`orphan on ${keyId}: it stays in the journal: `)]);
  });
});

describe('whether a key holds nothing of a user', () => {
  const asked = { rpId: 'login.microsoft.com', userHandle: Uint8Array.of(9) };

  test('is known by its list of credentials', async () => {
    const entry = await bench.leave();
    expect(await use(open => holdsNothing(bench.parts, open, PIN, asked))).toBe(true);
    const theirs = { rpId: entry.rp_id, userHandle: entry.user_handle };
    expect(await use(open => holdsNothing(bench.parts, open, PIN, theirs))).toBe(false);
    expect(await use(open => holdsNothing(bench.parts, open, PIN, { ...theirs, rpId: 'another.example' }))).toBe(true);
  });

  test('is not known without the PIN, of a key that has left, where its list contradicts itself or cannot be read', async () => {
    await bench.leave();
    const ask = (pin: string | undefined = PIN) => use(open => holdsNothing(bench.parts, open, pin, asked));
    expect(await use(open => holdsNothing(bench.parts, open, undefined, asked))).toBe(false);
    const gone = AbortSignal.abort();
    expect(await use(open => holdsNothing(bench.parts, { ...open, gone }, PIN, asked))).toBe(false);
    key.faults.totalTooHigh = true;
    expect(await ask()).toBe(false);
    delete key.faults.totalTooHigh;
    expect(await ask()).toBe(true);
    expect(bench.log).toEqual([]);
    failing();
    expect(await ask()).toBe(false);
    expect(bench.log).toEqual([expect.stringContaining(`what ${keyId} holds: `)]);
  });
});

describe('entries that may have left an orphan on a key', () => {
  const found = () => use(async open => (await possibleOrphans(bench.parts, open)).map(({ id }) => id));

  test.each<[string, Partial<JournalEntry>, boolean]>([
    ['refused by Entra', {}, true],
    ['never submitted', { submission: 'none' }, true],
    ['whose submission has an unknown outcome', { submission: 'unknown' }, false],
    ['that is still to be registered', { state: 'credential-created' }, false],
    ['that is registered', { method_id: 'method' }, false],
    ['of another tenant', { tenant: 'there' }, false],
    ['of another model', { key_aaguid: '00000000-0000-0000-0000-000000000000' }, false],
    ['without a credential, of another key', { credential_id: null, key_identity: 'serial:2' }, false],
    ['without a credential, of this key', { credential_id: null, key_identity: 'serial:1' }, true],
    ['with a credential, of another key', { key_identity: 'serial:2' }, true],
  ])('an entry %s', async (_, row, is) => {
    const entry = await bench.leave(row);
    expect(await found()).toEqual(is ? [entry.id] : []);
  });

  test('a key without an identity is no entry’s', () => {
    const entry = { key_identity: null } as JournalEntry;
    expect(isSameKey(entry, undefined)).toBe(false);
    expect(isSameKey({ key_identity: 'a' } as JournalEntry, undefined)).toBe(false);
    expect([
      isSameKey({ key_identity: 'a' } as JournalEntry, 'a'),
      isSameKey({ key_identity: 'a' } as JournalEntry, 'b'),
    ]).toEqual([true, false]);
  });
});

describe('sweeping an entry', () => {
  async function swept(entry: JournalEntry, sameKey = false, decided = false): Promise<Swept> {
    if (!(await bench.journal.claim(entry))) throw new Error('not claimed');
    const end = await use(async open =>
      sweep(bench.parts, await open.session.credentialManagement(PIN), entry, { sameKey, decided }),
    );
    await bench.journal.release(entry.id);
    return end;
  }

  test('deletes the credential that Entra does not have, and says so in the log', async () => {
    const entry = await bench.leave();
    const note = vi.spyOn(bench.parts.activity, 'note');
    expect(await swept(entry)).toBe('removed');
    expect(note).toHaveBeenCalledTimes(1);
    expect([key.state().credentialCount, await stateOf(entry)]).toEqual([0, 'cleaned-up']);
    expect((await bench.activity()).at(-1)).toMatchObject({
      ...{ kind: 'leftover-removed', facts: { enrollmentId: entry.id, to: 'cleaned-up' } },
    });
  });

  test('keeps a credential that Entra has after all', async () => {
    const entry = await bench.leave({ state: 'needs-attention', submission: 'refused', method_id: null }, true);
    expect(await swept(entry)).toBe('registered');
    expect([key.state().credentialCount, await stateOf(entry)]).toEqual([1, 'done']);
    expect((await bench.journal.get(entry.id))?.method_id).toEqual(expect.any(String));
  });

  test('changes nothing where Entra cannot be asked', async () => {
    const entry = await bench.leave();
    bench.graph.faults.add({ method: 'GET', path: 'fido2Methods', status: 403, times: 9 });
    await expect(swept(entry)).rejects.toMatchObject({ code: expect.stringMatching(/^graph-/) });
    expect([key.state().credentialCount, await stateOf(entry)]).toEqual([1, 'needs-attention']);
  });

  const elsewhere = { credential_id: Uint8Array.of(1, 2, 3) };
  test.each<[string, Partial<JournalEntry>, boolean, boolean, Swept]>([
    ['a credential that is not here, on the very key', elsewhere, true, false, 'nothing-left'],
    ['a credential that is not here, on another key', elsewhere, false, true, 'not-here'],
    ['no credential id, a passkey of the user', { credential_id: null }, true, true, 'unknown-passkey'],
    [
      'no credential id, another user',
      { credential_id: null, user_handle: Uint8Array.of(9) },
      true,
      false,
      'nothing-left',
    ],
    [
      'no credential id, another user and key',
      { credential_id: null, user_handle: Uint8Array.of(9) },
      false,
      true,
      'not-here',
    ],
    ['a credential for another website', { rp_id: 'another.example' }, true, false, 'nothing-left'],
  ])('%s', async (_, row, sameKey, decided, end) => {
    const entry = await bench.leave(row);
    expect(await swept(entry, sameKey, decided)).toBe(end);
    expect([key.state().credentialCount, await stateOf(entry)]).toEqual([
      1,
      end === 'nothing-left' ? 'cleaned-up' : 'needs-attention',
    ]);
  });

  test.each([
    [true, false, 'nothing-left'],
    [false, true, 'nothing-left'],
    [false, false, 'not-here'],
  ] as const)('of which another entry has the passkey: same key %s, decided %s', async (sameKey, decided, end) => {
    const { id } = await bench.leave({ credential_id: null });
    // The user is enrolled again on the key: its passkey replaces that of the entry, whatever that was.
    expect((await bench.enroll()).ok).toBe(true);
    const entry = await bench.journal.get(id);
    if (entry === undefined) throw new Error('no entry');
    expect(await swept(entry, sameKey, decided)).toBe(end);
    expect(key.state().credentialCount).toBe(1);
  });

  test('proves nothing by a list that contradicts itself', async () => {
    const entry = await bench.leave(elsewhere);
    key.faults.totalTooHigh = true;
    expect(await swept(entry, true, true)).toBe('not-here');
  });
});

describe('before an enrollment', () => {
  const sweepAll = (entries: JournalEntry[]) => use(open => sweepOrphans(bench.parts, open, PIN, entries));

  test('orphans are swept, and their entries let go of', async () => {
    const entry = await bench.leave();
    const other = await bench.leave({ credential_id: Uint8Array.of(1), key_identity: 'serial:2' });
    await sweepAll([entry, other]);
    expect([await stateOf(entry), await stateOf(other)]).toEqual(['cleaned-up', 'needs-attention']);
    expect(await bench.journal.abandoned()).toMatchObject([{ id: other.id, instance: '' }]);
  });

  test('the key shows that nothing is left of an entry only if it is the very key', async () => {
    const own = await bench.leave({ credential_id: Uint8Array.of(1) });
    const other = await bench.leave({ credential_id: Uint8Array.of(2), key_identity: 'serial:2' });
    await sweepAll([own, other]);
    expect([await stateOf(own), await stateOf(other)]).toEqual(['cleaned-up', 'needs-attention']);
  });

  test('an entry of another key is not closed because this one holds a newer passkey of its user', async () => {
    const { id } = await bench.leave({ credential_id: null, key_identity: 'serial:2' });
    expect((await bench.enroll()).ok).toBe(true);
    const entry = await bench.journal.get(id);
    if (entry === undefined) throw new Error('no entry');
    await sweepAll([entry]);
    expect(await stateOf(entry)).toBe('needs-attention');
  });

  test('one that another Keydesk works on is left to it', async () => {
    const entry = await bench.leave();
    await change(entry, { state: 'credential-created' });
    await sweepAll([{ ...entry, instance: 'another' }]);
    expect([await stateOf(entry), key.state().credentialCount]).toEqual(['credential-created', 1]);
  });

  test('a sweep that fails is logged and leaves the entry to the next', async () => {
    const entry = await bench.leave();
    failing();
    await sweepAll([entry]);
    expect(bench.log).toEqual([expect.stringContaining(`orphans on ${keyId}: `)]);
    expect(await bench.unfinished()).toMatchObject({ id: entry.id, instance: '' });
  });

  test('a user’s passkey that is none of Keydesk’s is never deleted, also on the very key', async () => {
    const entry = await bench.leave({ credential_id: null, key_identity: 'serial:1' });
    await sweepAll([entry]);
    expect([key.state().credentialCount, await stateOf(entry)]).toEqual([1, 'needs-attention']);
  });
});
