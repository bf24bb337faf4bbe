import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Assignment } from '../../../../src/contract/assignments/schema.ts';
import { offersDeletion } from '../../../../src/contract/assignments/schema.ts';
import { reasonWords } from '../../../../src/contract/assignments/words.ts';
import type { ResetEvent } from '../../../../src/contract/keys/management.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';
import { enrollAt, finishAt, PIN, USER } from '../enrollment/desk.ts';

const pin = { kind: 'given', pin: PIN } as const;
const POST = { method: 'POST', path: 'fido2Methods' } as const;

let desk: BusDesk;
let key: SoftwareKey;
let keyId: string;
beforeEach(async () => {
  desk = await openBusDesk();
  key = await desk.key();
});
afterEach(() => desk.close());

async function reset(serial?: string, unfinished: string[] = []): Promise<Extract<ResetEvent, { type: 'completed' }>> {
  for await (const event of await desk.client.keys.reset({ keyId, confirm: 'Key', unfinished })) {
    if (event.type === 'completed') return event;
    if (event.type === 'failed') throw new Error(event.failure.code);
    if (event.step === 'remove') {
      key.powerOff();
      desk.bus.plugged.clear();
    }
    if (event.step === 'insert') {
      key.powerOn();
      desk.bus.plug('/dev/hidraw1', key, { product: 'Key', ...(serial === undefined ? {} : { serialNumber: serial }) });
    }
  }
  throw new Error('the reset had no end');
}

test('a reset ends what a window was to be shown of the key: neither passkey nor PIN is there any more', async () => {
  keyId = await desk.plug(key, '4711');
  const enrollmentId = crypto.randomUUID();
  const user = { id: USER, userPrincipalName: USER, displayName: 'Ines' };
  await desk.client.enrollment.begin({ enrollmentId, user, keyId, pin: { kind: 'random', length: 6 } });
  await expect.poll(() => desk.client.enrollment.showPin({ enrollmentId }).catch(() => null)).not.toBe(null);
  await reset('4711');
  for await (const runs of await desk.client.enrollment.runs()) {
    expect(runs).toEqual([]);
    break;
  }
  const shown = desk.client.enrollment.showPin({ enrollmentId });
  await expect(shown).rejects.toMatchObject({ data: { code: 'pin-forgotten' } });
  // The next enrollment of the user is not held up by a PIN that is gone.
  await desk.client.enrollment.begin({ enrollmentId: crypto.randomUUID(), user, keyId });
});

describe('a key that nothing names, whose random PIN no one has seen', () => {
  const user = { id: USER, userPrincipalName: USER, displayName: 'Ines' };
  const unfinished = () => desk.client.enrollment.unfinished();
  const pinLostAt = async () => (await desk.client.inventory.plugged({})).pinLostAt;
  /** It is taken out while it waits for the touch, and Keydesk ends. */
  const cutOff = async () => {
    key = await desk.key();
    key.setTouch('manual');
    keyId = await desk.plug(key);
    const enrollmentId = crypto.randomUUID();
    await desk.client.enrollment.begin({ enrollmentId, user, keyId, pin: { kind: 'random', length: 6 } });
    await expect.poll(() => key.state().waitingForTouch).toBe(true);
    await desk.unplug();
    await expect.poll(unfinished).toHaveLength(1);
    key.setTouch('auto');
    await desk.restart();
    keyId = await desk.plug(key);
  };

  test('warns when a key of its model is plugged in, and at *Finish*', async () => {
    await cutOff();
    const [entry] = await unfinished();
    expect(entry).toMatchObject({ keyNamed: false, pinLost: true });
    expect(await pinLostAt()).toEqual(expect.any(String));
    const { events } = await finishAt(desk, { enrollmentId: entry?.enrollmentId ?? '', pin: PIN });
    expect(events).toContainEqual({ type: 'warning', warning: { code: 'pin-never-seen', params: {} } });
  });

  test('is settled by a reset of which a person says that it is the key', async () => {
    await cutOff();
    const [entry] = await unfinished();
    await reset(undefined, [entry?.enrollmentId ?? '']);
    expect(await unfinished()).toEqual([]);
    expect(await pinLostAt()).toBe(null);
  });

  test('is left unfinished by a reset of which nobody says so; the warning goes with the key that was perhaps meant', async () => {
    await cutOff();
    await reset();
    expect(await unfinished()).toHaveLength(1);
    expect(await pinLostAt()).toBe(null);
  });

  test('is not settled by a key of another model, nor by an enrollment that is none', async () => {
    await cutOff();
    await expect(reset(undefined, ['no such entry'])).rejects.toThrow('unfinished-not-found');
    const [entry] = await unfinished();
    key = await desk.key({ profile: 'legacy' });
    await desk.unplug();
    keyId = await desk.plug(key);
    await expect(reset(undefined, [entry?.enrollmentId ?? ''])).rejects.toThrow('unfinished-other-key');
    expect(await unfinished()).toHaveLength(1);
  });
});

const assignments = async () => (await desk.client.assignments.list({})).assignments;
const inEntra = async () => (await desk.client.passkeys.list({ user: USER })).length;
const only = ([first, ...more]: readonly Assignment[]): Assignment => {
  if (first === undefined || more.length > 0) throw new Error(`${more.length} assignments too many`);
  return first;
};
async function deleteFromKey() {
  const { credentials } = await desk.client.keys.credentials.list({ keyId, pin: PIN });
  return desk.client.keys.credentials.delete({ keyId, pin: PIN, credentialId: credentials[0]?.id ?? '' });
}

describe.each([
  ['a reset of a key with a serial number', '4711', 'key-reset'],
  ['a reset of a key without one', undefined, 'key-reset'],
  ['deleting the passkey from its key', undefined, 'credential-deleted'],
] as const)('%s', (_, serial, reason) => {
  beforeEach(async () => {
    keyId = await desk.plug(key, serial);
    expect((await enrollAt(desk, { user: USER, pin })).failure).toBeUndefined();
  });
  const erase = () => (reason === 'key-reset' ? reset(serial) : deleteFromKey());

  test('ends the assignment, and says that Entra still has the passkey', async () => {
    const { revoked } = await erase();
    expect(revoked).toMatchObject([{ user: { userPrincipalName: USER }, state: 'revoked', reason, deletion: null }]);
    const ended = only(await assignments());
    expect(offersDeletion(ended)).toBe(true);
    expect(reasonWords(ended)).toMatch(/If Microsoft Entra ID still has it, delete it there, too/);
    // One key, and nobody's: also on the tab of the user whose it was.
    const keyBlank = { state: 'blank', user: null };
    await desk.client.inventory.plugged({});
    expect((await desk.client.inventory.list({})).keys).toMatchObject([keyBlank]);
    expect((await desk.client.inventory.list({ user: USER })).keys).toEqual([]);
    const { id } = await desk.client.users.get({ user: USER });
    expect((await desk.client.passkeys.review({ user: id, refresh: true })).differences).toEqual([
      { kind: 'erased', passkeyId: ended.methodId },
    ]);
  });

  test('deletes nothing in Entra by itself, and there once a person says so', async () => {
    await erase();
    await desk.restart();
    await desk.client.inventory.finish();
    expect(await inEntra()).toBe(1);
    const { id } = only(await assignments());
    expect(await desk.client.assignments.deleteErased({ id })).toMatchObject({ deletion: { done: true } });
    expect(await inEntra()).toBe(0);
    await expect(desk.client.assignments.deleteErased({ id })).rejects.toMatchObject({
      data: { code: 'assignment-changed' },
    });
  });

  test('is settled by deleting the passkey on the Passkeys tab', async () => {
    const [ended] = (await erase()).revoked;
    await desk.client.passkeys.delete({ user: USER, id: ended?.methodId ?? '' });
    expect(only(await assignments())).toMatchObject({ reason, deletion: { done: true } });
  });

  test('leaves the deletion due where Entra cannot be asked', async () => {
    const [ended] = (await erase()).revoked;
    desk.graph.faults.add({ method: 'DELETE', path: 'fido2Methods', status: 503, times: 4 });
    const due = await desk.client.assignments.deleteErased({ id: ended?.id ?? '' });
    expect(due).toMatchObject({ deletion: { done: false, failure: { code: 'graph-unavailable' } } });
    const mine = await desk.client.inventory.list({ user: USER });
    expect(mine).toMatchObject({ keys: [{ state: 'blank', user: null }], deletionsDue: 1 });
  });
});

describe('an unfinished enrollment', () => {
  const unfinished = () => desk.client.enrollment.unfinished();
  async function enrollUnproven() {
    key.faults.badAssertionSignature = true;
    expect((await enrollAt(desk, { user: USER, pin })).failure?.error.code).toBe('proof-failed');
    delete key.faults.badAssertionSignature;
    expect(await unfinished()).toHaveLength(1);
  }

  test.each([
    ['by its serial number', '4711'],
    ['by the passkey that it shows', undefined],
  ])('is closed when its key is reset, known %s', async (_, serial) => {
    keyId = await desk.plug(key, serial);
    await enrollUnproven();
    await reset(serial);
    expect(await unfinished()).toEqual([]);
    const { entries } = await desk.client.activity.list({ kinds: ['leftover-removed'] });
    expect(entries).toMatchObject([{ user: { userPrincipalName: USER }, facts: { reason: 'key-reset' } }]);
  });

  test('stays when another key of the model is reset', async () => {
    await desk.plug(key, '4711');
    await enrollUnproven();
    await desk.unplug();
    key = await desk.key();
    keyId = await desk.plug(key, '4712');
    await reset('4712');
    expect(await unfinished()).toHaveLength(1);
  });

  async function enrollUnanswered(serial?: string) {
    key.faults.removedInMidMessage = true;
    expect((await enrollAt(desk, { user: USER, pin })).failure?.error.code).toBe('key-removed');
    delete key.faults.removedInMidMessage;
    keyId = await desk.plug(key, serial);
    expect(await unfinished()).toMatchObject([{ state: 'needs-attention' }]);
  }

  test('is closed when its credential is deleted from the key', async () => {
    keyId = await desk.plug(key);
    await enrollUnproven();
    await deleteFromKey();
    expect(await unfinished()).toEqual([]);
  });

  test('is closed when the credential that it never got an answer about is deleted from the key', async () => {
    keyId = await desk.plug(key);
    await enrollUnanswered();
    const wrong = desk.client.keys.credentials.delete({ keyId, pin: '999111', credentialId: 'AQ' });
    await expect(wrong).rejects.toMatchObject({ data: { code: 'pin-wrong', params: { retries: 7 } } });
    await deleteFromKey();
    expect(await unfinished()).toEqual([]);
  });

  test.each([
    ['with a serial number', '4711'],
    ['without one', undefined],
  ])('is closed when its key is enrolled again for the user, %s', async (_, serial) => {
    keyId = await desk.plug(key, serial);
    await enrollUnanswered(serial);
    expect((await enrollAt(desk, { user: USER, pin })).result?.proof.verified).toBe(true);
    await expect.poll(unfinished).toEqual([]);
    const { entries } = await desk.client.activity.list({ kinds: ['leftover-removed'] });
    expect(entries).toMatchObject([{ facts: { reason: 'key-enrolled-again' } }]);
  });

  test('stays when another key of the model is enrolled for the user', async () => {
    keyId = await desk.plug(key);
    await enrollUnanswered();
    keyId = await desk.plug(await desk.key());
    expect((await enrollAt(desk, { user: USER, pin })).result?.proof.verified).toBe(true);
    await desk.client.activity.list({});
    expect(await unfinished()).toHaveLength(1);
  });

  test('is finished although its key is pulled out while Entra registers it', async () => {
    keyId = await desk.plug(key, '4711');
    await enrollAt(desk, { user: USER, pin }, (event, enrollmentId) => {
      if (event.type === 'step' && event.step === 'register')
        desk.graph.faults.add({ ...POST, status: 503, times: 99 });
      if (event.type === 'interaction' && event.interaction.kind === 'wait')
        return desk.client.enrollment.cancel({ enrollmentId });
    });
    desk.graph.faults.clear();
    expect(await unfinished()).toMatchObject([{ state: 'credential-created' }]);
    const [entry] = await unfinished();
    desk.graph.faults.add({ ...POST, delayMs: 300 });
    const { result, failure } = await finishAt(desk, { enrollmentId: entry?.enrollmentId ?? '', pin: PIN }, event => {
      if (event.type === 'step' && event.step === 'register') void desk.unplug();
    });
    expect(failure).toBeUndefined();
    expect(result?.proof.verified).toBe(true);
    expect(await inEntra()).toBe(1);
    expect(await unfinished()).toEqual([]);
  });
});
