import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PinAnswer, PinTask } from '../../../../src/contract/activation/schema.ts';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import type { InventoryKey } from '../../../../src/contract/inventory/schema.ts';
import { createActivationRecords } from '../../../../src/main/features/activation/records.ts';
import { type StayedKeys, watchStayedKeys } from '../../../../src/main/features/activation/stayedKeys.ts';
import { type ActivatedKey, activateThis } from '../../../../src/main/features/activation/thisKey.ts';
import { newPinRule } from '../../../../src/main/services/keys/newPinRule.ts';
import { createSoftwareKey, type SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type KeysHere, openKeysHere } from '../../services/keys/keysHere.ts';
import { openSharedDesk, type SharedDesk, TENANT } from '../assignments/sharedFolder.ts';

const STAFF = '271828';
const OWN = '846193';
const OTHER = '750284';
const user = { id: 'mia', userPrincipalName: 'mia@contoso.example', displayName: 'Mia' };
const sitting = { user, proof: 'code', codeId: 'code' } as const;

type Answer = Omit<PinAnswer, 'sitting'>;

let folder: string;
let desk: SharedDesk;
let here: KeysHere;
let key: SoftwareKey;
let keyId: string;
let stayed: StayedKeys;
let givePin: (keyId: string) => void;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-this-key-'));
  desk = openSharedDesk(folder);
  here = openKeysHere();
  ({ key, keyId } = await here.plug());
  stayed = watchStayedKeys(here.host, listener => {
    givePin = listener;
    return () => undefined;
  });
});
afterEach(async () => {
  stayed.close();
  await here.close();
  await desk.activity.close();
  await desk.store.close();
  desk.instance.close();
  rmSync(folder, { recursive: true, force: true });
});

const inventoryKey = (identifiedBy: InventoryKey['identifiedBy']) =>
  ({ id: 'row', keyId, identifiedBy, aaguid: 'a', serial: null, product: 'Key' }) as InventoryKey & { keyId: string };
const setPin = (pin: string) => here.keys.use(keyId, ({ session }) => session.setPin(pin));
const takes = (pin: string) =>
  here.keys
    .use(keyId, ({ session }) => session.pinToken(pin, { permissions: 2, rpId: 'r' }))
    .then(
      () => true,
      () => false,
    );
const activations = () => desk.store.database.selectFrom('activation').selectAll().execute();
const continued = async () =>
  (await desk.store.database.selectFrom('activity').select('facts').execute()).filter(
    ({ facts }) => JSON.parse(facts).continued === true,
  ).length;

/** Activates the plugged-in key for a user who answers in this order. Returns what was asked, too. */
async function activate(
  identifiedBy: InventoryKey['identifiedBy'],
  answers: Answer[],
  before?: ActivatedKey,
  confirmNow: () => Promise<void> = async () => undefined,
) {
  const asked: PinTask[] = [];
  const activated = await activateThis(
    {
      keys: here.keys,
      newPinRule: newPinRule({ get: () => ({ weakPins: 'refused' }) as never }, []),
      records: createActivationRecords({ database: desk.store.database, activity: desk.activity }),
      stayed,
      tenant: TENANT,
      station: 'station',
      confirm: async () => undefined,
      confirmNow,
      ask: async task => {
        asked.push(task);
        const answer = answers.shift();
        if (answer === undefined) throw new Error('asked too often');
        return answer;
      },
    },
    sitting,
    inventoryKey(identifiedBy),
    before,
  );
  return {
    ...activated,
    asked: asked.map(({ kind, refused }) => [kind, refused?.code]),
    states: asked.map(t => t.state),
  };
}

const first = { chosen: OWN };
const another = { present: OWN, chosen: OTHER };

describe('a key that has an identity of its own', () => {
  test('gets its first PIN and an activation', async () => {
    const { id, pin, activation, asked, states } = await activate('serial', [first]);
    expect({ id, pin, asked }).toEqual({ id: 'row', pin: OWN, asked: [['choose', undefined]] });
    expect(states).toMatchObject([{ set: false }]);
    expect(await activations()).toEqual([activation]);
    expect(activation).toMatchObject({ security_key_id: 'row', station: 'station', tenant: TENANT });
    expect([await takes(OWN), await continued()]).toEqual([true, 0]);
  });

  test('that staff gave a PIN gets another one', async () => {
    await setPin(STAFF);
    const { pin, asked } = await activate('serial', [{ present: STAFF, chosen: OWN }]);
    expect({ pin, asked }).toEqual({ pin: OWN, asked: [['replace', undefined]] });
    expect([await takes(OWN), (await activations()).length]).toEqual([true, 1]);
  });

  test('is asked for nothing when it comes back in the sitting', async () => {
    const before = await activate('serial', [first]);
    expect(await activate('serial', [], before)).toMatchObject({ pin: OWN, activation: before.activation, asked: [] });
  });

  test('is asked for nothing in the sitting, also where its PIN has changed: it is the same key', async () => {
    const before = await activate('serial', [first]);
    await here.keys.use(keyId, ({ session }) => session.changePin(OWN, STAFF));
    expect(await activate('serial', [], before)).toMatchObject({ asked: [] });
  });

  test('begins an activation of its own beside an unfinished one of its model', async () => {
    const before = await activate('model', [first]);
    const { activation, asked } = await activate('serial', [another]);
    expect(activation.id).not.toBe(before.activation.id);
    expect([asked, (await activations()).length, await continued()]).toEqual([[['replace', undefined]], 2, 0]);
  });

  test('is asked for its PIN in a later sitting, and keeps its activation', async () => {
    const { activation } = await activate('serial', [first]);
    const later = await activate('serial', [{ present: OWN }]);
    expect(later).toMatchObject({ pin: OWN, activation: { id: activation.id }, asked: [['enter', undefined]] });
    expect([(await activations()).length, await continued()]).toEqual([1, 0]);
  });

  test('must get another PIN where it says so, also of its own user', async () => {
    const { activation } = await activate('serial', [first]);
    await here.keys.use(keyId, ({ session }) =>
      session.configure(OWN, { kind: 'setMinPINLength', forceChangePin: true }),
    );
    const later = await activate('serial', [another]);
    expect(later).toMatchObject({ pin: OTHER, activation: { id: activation.id }, asked: [['replace', undefined]] });
  });

  test('is another key than the one from before in the sitting', async () => {
    const before = { ...(await activate('serial', [first])), id: 'another row' };
    expect((await activate('serial', [{ present: OWN }], before)).asked).toEqual([['enter', undefined]]);
  });
});

describe('a key that looks like every other one of its model', () => {
  test('is the one from before in the sitting if it takes the PIN that was chosen there', async () => {
    const before = await activate('model', [first]);
    expect(before.activation).toMatchObject({ security_key_id: null });
    expect(await activate('model', [], before)).toMatchObject({ pin: OWN, asked: [] });
    expect([(await activations()).length, await continued()]).toEqual([1, 0]);
  });

  test('with another PIN may be the one from before: it gets a new PIN, and the log names it', async () => {
    const before = await activate('model', [first]);
    await here.keys.use(keyId, ({ session }) => session.changePin(OWN, STAFF));
    const after = await activate('model', [{ present: STAFF, chosen: OTHER }], before);
    expect(after).toMatchObject({
      pin: OTHER,
      activation: { id: before.activation.id },
      asked: [['replace', undefined]],
    });
    expect([(await activations()).length, await continued()]).toEqual([1, 1]);
  });

  test('that comes in a later sitting gets a new PIN, even if it has the right one', async () => {
    const before = await activate('model', [first]);
    const later = await activate('model', [another]);
    expect(later).toMatchObject({
      pin: OTHER,
      activation: { id: before.activation.id },
      asked: [['replace', undefined]],
    });
    expect(await continued()).toBe(1);
  });

  test('that has stayed plugged in since is asked for its PIN in a later sitting', async () => {
    const before = await activate('model', [first]);
    stayed.note(await here.keys.choose(keyId), before.activation);
    const later = await activate('model', [{ present: OWN }]);
    expect(later).toMatchObject({ pin: OWN, activation: before.activation, asked: [['enter', undefined]] });
    expect([(await activations()).length, await continued()]).toEqual([1, 0]);
  });

  test.each([
    ['left and came back', async () => here.replug(keyId)],
    ['got another PIN from staff', async () => givePin(keyId)],
  ])('that %s gets a new PIN in a later sitting', async (_, happens) => {
    const before = await activate('model', [first]);
    stayed.note(await here.keys.choose(keyId), before.activation);
    await happens();
    expect((await activate('model', [another])).asked).toEqual([['replace', undefined]]);
  });

  test('that has stayed plugged in, but was reset, begins an activation of its own', async () => {
    const before = await activate('model', [first]);
    const summary = await here.keys.choose(keyId);
    await here.unplug(keyId);
    await here.replug(keyId, await createSoftwareKey({ profile: 'full' }));
    stayed.note(summary, before.activation);
    const after = await activate('model', [first]);
    expect([after.asked, after.activation.id === before.activation.id]).toEqual([[['choose', undefined]], false]);
  });

  test('that has stayed plugged in is not known to another user', async () => {
    const { activation } = await activate('model', [first]);
    stayed.note(await here.keys.choose(keyId), activation);
    expect(stayed.find(TENANT, user.id, keyId)).toEqual(activation);
    expect(stayed.find(TENANT, 'another', keyId)).toBeUndefined();
    expect(stayed.find('another', user.id, keyId)).toBeUndefined();
  });

  test('without a PIN is certainly another one, and begins an activation of its own', async () => {
    const before = await activate('model', [first]);
    ({ key, keyId } = await here.plug());
    const other = await activate('model', [{ chosen: OTHER }], before);
    expect(other.asked).toEqual([['choose', undefined]]);
    expect(other.activation.id).not.toBe(before.activation.id);
    expect([(await activations()).length, await continued()]).toEqual([2, 0]);
  });

  test('is asked for a new PIN where it wants its PIN changed', async () => {
    const before = await activate('model', [first]);
    await here.keys.use(keyId, ({ session }) =>
      session.configure(OWN, { kind: 'setMinPINLength', forceChangePin: true }),
    );
    expect((await activate('model', [another], before)).asked).toEqual([['replace', undefined]]);
  });

  test('is not asked for anything more once its PIN is blocked', async () => {
    const before = await activate('model', [first]);
    key.faults.blockedPin = true;
    await expect(activate('model', [], before)).rejects.toMatchObject({ code: 'pin-blocked' });
    await expect(activate('model', [])).rejects.toMatchObject({ code: 'pin-blocked' });
  });
});

describe('an answer about the PIN', () => {
  test('that is no good is asked for again, with the reason', async () => {
    await setPin(STAFF);
    const { asked, pin } = await activate('serial', [
      { present: STAFF, chosen: '123456' },
      { present: OTHER, chosen: OWN },
      { present: STAFF, chosen: STAFF },
      { present: STAFF },
      { present: STAFF, chosen: OWN },
    ]);
    expect(asked).toEqual([
      ['replace', undefined],
      ['replace', 'pin-breaks-rule'],
      ['replace', 'pin-wrong'],
      ['replace', 'pin-unchanged'],
      ['replace', 'pin-breaks-rule'],
    ]);
    expect(pin).toBe(OWN);
  });

  test('that is empty breaks a rule, also as a first PIN', async () => {
    const { asked } = await activate('serial', [{}, { present: '', chosen: '' }, first]);
    expect(asked).toEqual([
      ['choose', undefined],
      ['choose', 'pin-breaks-rule'],
      ['choose', 'pin-breaks-rule'],
    ]);
  });

  test('is the present PIN also where its letters are composed another way', async () => {
    await setPin('caf\u00e9 \u00fcber');
    const same = { present: 'caf\u00e9 \u00fcber', chosen: 'cafe\u0301 u\u0308ber' };
    const { asked } = await activate('serial', [same, { present: same.present, chosen: OWN }]);
    expect(asked.at(-1)).toEqual(['replace', 'pin-unchanged']);
  });

  test('of the user for their own PIN is held against the key', async () => {
    await activate('serial', [first]);
    const { asked } = await activate('serial', [{ present: OTHER }, {}, { present: OWN }]);
    expect(asked).toEqual([
      ['enter', undefined],
      ['enter', 'pin-wrong'],
      ['enter', 'pin-wrong'],
    ]);
  });

  test('that comes when the sitting is over reaches no key', async () => {
    const over = async () => {
      throw new KeydeskError('activation-sitting-over');
    };
    await expect(activate('serial', [first], undefined, over)).rejects.toMatchObject({
      code: 'activation-sitting-over',
    });
    expect([key.state().pinSet, await activations()]).toEqual([false, []]);
  });

  test('ends the run where the key fails in another way', async () => {
    const before = await activate('serial', [first]);
    key.faults.statusOnCommand = { command: 0x06, status: 0x02 };
    await expect(activate('model', [], before)).rejects.toMatchObject({ code: 'key-status' });
    await expect(activate('serial', [{ present: OWN }])).rejects.toMatchObject({ code: 'key-status' });
  });

  test('ends the run where the key refuses more than the PIN', async () => {
    await setPin(STAFF);
    const wrong = { present: OTHER, chosen: OWN };
    await expect(activate('serial', [wrong, wrong, wrong, wrong])).rejects.toMatchObject({ code: 'pin-soft-blocked' });
    expect(await activations()).toEqual([]);
  });
});
