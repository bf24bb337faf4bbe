import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActivationEvent, PinTask } from '../../../../src/contract/activation/schema.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';
import { enrollAt } from '../enrollment/desk.ts';

const USER = 'user1@contoso.example';
const OWN = '8264917350';
const OTHER_PIN = '5093817264';
const HANDED_OVER = '271828';

let desk: BusDesk;
beforeEach(async () => {
  desk = await openBusDesk();
});
afterEach(() => desk.close());

type Answer = { present?: string; chosen?: string };
const choose = ({ kind }: PinTask): Answer =>
  kind === 'enter' ? { present: OWN } : { present: HANDED_OVER, chosen: OWN };

async function activate(code: string, onEvent: (event: ActivationEvent) => unknown, answer = choose) {
  const { sitting } = await desk.client.activation.enterCode({ user: USER, code });
  const events: ActivationEvent[] = [];
  for await (const event of await desk.client.activation.run({ sitting })) {
    events.push(event);
    if ((await onEvent(event)) === 'leave') break;
    if (event.type === 'pin-wanted') await desk.client.activation.answerPin({ sitting, ...answer(event.task) });
  }
  return events;
}

const tasks = (events: readonly ActivationEvent[]) =>
  events.flatMap(event => (event.type === 'pin-wanted' ? [event.task.kind] : []));
const makeCode = async () => (await desk.client.activation.codes.make({ user: USER })).code;
const usedCodes = async () => (await desk.client.activation.codes.list({})).filter(({ state }) => state === 'used');
const activated = async () => (await desk.client.activity.list({ kinds: ['key-activated'] })).entries;

/** A key that waits for a touch in vain: it is pulled out then, and `next` is plugged in. */
function swapAtTouch(next: SoftwareKey, serial?: string) {
  let swapped = false;
  return async (event: ActivationEvent) => {
    if (swapped || event.type !== 'interaction' || event.interaction.kind !== 'touch') return;
    swapped = true;
    await desk.plug(next, serial);
  };
}

describe('a second key of the same model', () => {
  test.each([
    ['without serial numbers', undefined, undefined],
    ['with serial numbers', 'KD-0001', 'KD-0002'],
  ])('in one sitting (%s) gets a PIN and an activation of its own', async (_, one, two) => {
    const [first, second] = [await desk.key({ touch: 'never' }), await desk.key()];
    await desk.client.assignments.assign({ user: USER });
    await desk.plug(first, one);
    const pins = [OWN, OTHER_PIN];
    const events = await activate(await makeCode(), swapAtTouch(second, two), () => ({ chosen: pins.shift() ?? '' }));
    expect(tasks(events)).toEqual(['choose', 'choose']);
    expect(events.at(-1)).toMatchObject({ type: 'done', passkey: { displayName: expect.any(String) } });
    expect([first.state().credentialCount, second.state().credentialCount]).toEqual([0, 1]);
    const entries = await activated();
    expect(entries).toHaveLength(2);
    expect(new Set(entries.map(({ facts }) => facts?.activationId)).size).toBe(2);
    expect(await usedCodes()).toHaveLength(1);
  });

  test('is the one that the entries about its try name', async () => {
    const [first, second] = [await desk.key({ touch: 'never' }), await desk.key()];
    await desk.client.assignments.assign({ user: USER });
    await desk.plug(first, 'KD-0001');
    await activate(await makeCode(), swapAtTouch(second, 'KD-0002'));
    const changes = async () => {
      const { entries } = await desk.client.activity.list({ kinds: ['assignment-changed'] });
      return entries.toReversed().map(({ facts, key }) => [facts?.reason, key?.serial]);
    };
    await expect.poll(changes).toEqual([
      ['enrolment-started', 'KD-0001'],
      ['enrolment-failed', 'KD-0001'],
      ['retried', 'KD-0002'],
      ['enrolment-started', 'KD-0002'],
      ['registered', 'KD-0002'],
    ]);
  });

  test('that was handed over with a PIN does not keep it because of another key’s activation', async () => {
    const [first, second] = [await desk.key({ touch: 'never' }), await desk.key()];
    await desk.client.assignments.assign({ user: USER });
    await desk.plug(second);
    await desk.client.keys.setPin({ keyId: 'hid:/dev/hidraw0', pin: HANDED_OVER });
    await desk.plug(first);
    const code = await makeCode();
    await activate(code, event => (event.type === 'interaction' ? 'leave' : undefined));
    await desk.plug(second);
    const events = await activate(code, () => undefined);
    expect(tasks(events)).toEqual(['replace']);
    expect(events.at(-1)).toMatchObject({ type: 'done', passkey: { displayName: expect.any(String) } });
    const entries = await activated();
    expect(entries.map(({ facts }) => facts?.continued ?? false)).toEqual([true, false]);
    expect(await usedCodes()).toHaveLength(1);
  });

  test('that gets a passkey at the desk does not use up the code of the key that waits', async () => {
    const [first, second] = [await desk.key(), await desk.key()];
    await desk.plug(first);
    expect((await activate(await makeCode(), () => undefined)).at(-1)).toEqual({ type: 'done', passkey: null });
    await desk.plug(second);
    await enrollAt(desk, { user: USER, pin: { kind: 'given', pin: HANDED_OVER } });
    await expect
      .poll(async () => (await desk.client.assignments.list({})).assignments.map(({ state }) => state))
      .toEqual(['active']);
    expect(await usedCodes()).toEqual([]);
    const database = new DatabaseSync(join(desk.folder, 'keydesk.db'), { readOnly: true });
    expect(database.prepare('SELECT finished_at FROM activation').all()).toEqual([{ finished_at: null }]);
    database.close();
  });
});

describe('a key without a serial number whose window is loaded again at the touch', () => {
  const untilTouch = async (code: string) =>
    activate(code, event => (event.type === 'interaction' ? 'leave' : undefined));

  test('has the PIN of its user, who enters it', async () => {
    const key = await desk.key({ touch: 'never' });
    await desk.client.assignments.assign({ user: USER });
    await desk.plug(key);
    const code = await makeCode();
    expect(tasks(await untilTouch(code))).toEqual(['choose']);
    key.setTouch('auto');
    const events = await activate(code, () => undefined);
    expect(tasks(events)).toEqual(['enter']);
    expect(events.at(-1)).toMatchObject({ type: 'done', passkey: { displayName: expect.any(String) } });
    expect(await activated()).toHaveLength(1);
  });

  test('gets another PIN if staff may know the one that it has', async () => {
    const key = await desk.key({ touch: 'never' });
    await desk.client.assignments.assign({ user: USER });
    const keyId = await desk.plug(key);
    const code = await makeCode();
    await untilTouch(code);
    await desk.client.keys.changePin({ keyId, pin: OWN, newPin: HANDED_OVER });
    key.setTouch('auto');
    expect(tasks(await activate(code, () => undefined))).toEqual(['replace']);
  });
});

test('a key without a serial number that comes back in the same sitting is asked for nothing again', async () => {
  const key = await desk.key({ touch: 'never' });
  await desk.client.assignments.assign({ user: USER });
  await desk.plug(key);
  let touches = 0;
  const events = await activate(await makeCode(), async event => {
    if (event.type !== 'interaction' || event.interaction.kind !== 'touch') return;
    if (touches++ === 0) await desk.plug(key);
    else key.touch();
  });
  expect(tasks(events)).toEqual(['choose']);
  expect(events.at(-1)).toMatchObject({ type: 'done', passkey: { displayName: expect.any(String) } });
  expect(await activated()).toHaveLength(1);
});
