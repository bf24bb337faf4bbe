import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EnrollmentEvent } from '../../../../src/contract/enrollment/schema.ts';
import type { ProfileInput } from '../../../../src/contract/profiles/schema.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';
import { logCommands } from './commandLog.ts';
import { enrollAt, PIN, USER } from './desk.ts';

const OTHER = 'user2@contoso.example';
const pin = { kind: 'given', pin: PIN } as const;

let desk: BusDesk;
let key: SoftwareKey;
let keyId: string;
beforeEach(async () => {
  desk = await openBusDesk();
  key = await desk.key();
  keyId = await desk.plug(key, '4711');
});
afterEach(() => desk.close());

const create = (settings: Partial<ProfileInput>) => desk.client.profiles.create({ name: 'Desk', ...settings });
const plan = (user: string) => desk.client.enrollment.plan({ user, interactive: false, keyId });

/** Enrolls a user. The person does what a reset asks for. @param back the key that is plugged in again */
async function enroll(user: string, back = key, onStep: (step: string) => unknown = () => undefined) {
  const steps: string[] = [];
  const ended = await enrollAt(desk, { user, keyId, pin }, async (event: EnrollmentEvent, id) => {
    if (event.type === 'step') steps.push(event.step);
    if (event.type !== 'interaction' || event.interaction.kind !== 'reset') return;
    const { step } = event.interaction;
    steps.push(step);
    if (step === 'remove') {
      key.powerOff();
      desk.bus.plugged.clear();
    }
    if (step === 'insert') {
      back.powerOn();
      desk.bus.plug('/dev/hidraw0', back, { product: 'Key', serialNumber: '4711' });
    }
    if (onStep(step) === 'cancel') await desk.client.enrollment.cancel({ enrollmentId: id });
  });
  return { ...ended, steps };
}

const warnings = (events: readonly EnrollmentEvent[]) =>
  events.flatMap(event => (event.type === 'warning' ? [event.warning] : []));

describe('a profile that resets the key first', () => {
  test('leads through the reset, and then enrolls the blank key', async () => {
    await create({ reset: 'always', isDefault: true, alwaysUv: true });
    const log = logCommands(key);
    const { result, steps } = await enroll(USER);
    expect(steps).toEqual([
      ...['preflight', 'reset', 'remove', 'insert', 'touch'],
      ...['options', 'prepare', 'create', 'verify', 'register', 'prove', 'finish'],
    ]);
    expect(log.filter(name => name !== 'getAssertion')).toEqual([
      'reset',
      'setPIN',
      'toggleAlwaysUv',
      'makeCredential',
    ]);
    expect(result).toMatchObject({ profile: { name: 'Desk', unapplied: [] }, pin: { set: true } });
    expect(result?.erased).toBeUndefined();
    const { entries } = await desk.client.activity.list({ kinds: ['key-reset'] });
    expect(entries).toMatchObject([{ result: 'done' }]);
  });

  test('only if it has a PIN leaves a blank key as it is', async () => {
    await create({ reset: 'if-pin', isDefault: true });
    const { steps, result } = await enroll(USER);
    expect(steps).not.toContain('reset');
    await desk.client.passkeys.delete({ user: USER, id: result?.method.id ?? '' });
    expect((await enroll(OTHER)).steps).toContain('reset');
  });

  test('warns of the passkey that it erases, and names it afterwards so that it can be deleted in Entra', async () => {
    const first = (await enroll(USER)).result;
    await create({ reset: 'always', isDefault: true });
    const planned = await plan(USER);
    expect(planned).toMatchObject({
      refusals: [],
      warnings: [{ code: 'reset-erases-passkeys', params: { count: 1 } }],
    });
    const { events, result } = await enroll(USER);
    expect(warnings(events)).toMatchObject([{ code: 'reset-erases-passkeys' }]);
    expect(result?.erased).toMatchObject([
      { methodId: first?.method.id, state: 'revoked', reason: 'key-reset', user: { userPrincipalName: USER } },
    ]);
    await vi.waitFor(async () => {
      const { assignments } = await desk.client.assignments.list({ user: result?.user.id });
      expect(assignments.map(({ state }) => state).sort()).toEqual(['active', 'revoked']);
    }, 15_000);
    await desk.client.assignments.deleteErased({ id: result?.erased?.[0]?.id ?? '' });
    expect(desk.graph.state.methods.map(({ displayName }) => displayName)).toHaveLength(1);
  });

  test('is refused for the key of another user', async () => {
    await enroll(USER);
    await create({ reset: 'always', isDefault: true });
    expect((await plan(OTHER)).refusals).toMatchObject([{ code: 'key-belongs-to-another' }]);
    const { failure, steps } = await enroll(OTHER);
    expect([failure?.error.code, steps]).toEqual(['key-belongs-to-another', ['preflight']]);
  });

  test.each(['remove', 'insert', 'touch'])('can be canceled at the step %s, and the key is as it was', async at => {
    await enroll(USER);
    await create({ reset: 'always', isDefault: true });
    key.setTouch('manual');
    const { failure } = await enroll(USER, key, step => (step === at ? 'cancel' : undefined));
    expect(failure).toMatchObject({ error: { code: 'cancelled' }, cleanedUp: true, journalState: null });
    expect(key.state()).toMatchObject({ pinSet: true, credentialCount: 1 });
    expect((await desk.client.assignments.list({})).assignments).toMatchObject([{ state: 'active' }]);
  });

  test('does not reset another key that is plugged in instead', async () => {
    await enroll(USER);
    await create({ reset: 'always', isDefault: true });
    const other = await desk.key();
    other.powerOn();
    const { failure } = await enroll(USER, other);
    expect(failure?.error.code).toBe('reset-other-key');
    expect(key.state()).toMatchObject({ pinSet: true, credentialCount: 1 });
  });

  test('names the erased passkeys even if the enrollment fails afterwards', async () => {
    await enroll(USER);
    await create({ reset: 'always', isDefault: true });
    const { failure } = await enroll(USER, key, step => {
      if (step === 'touch') key.faults.statusOnCommand = { command: 0x01, status: 0x27 };
    });
    expect(failure).toMatchObject({ erased: [{ user: { userPrincipalName: USER } }] });
  });
});

test('the profile that a window chose is remembered, and the one of a command is not', async () => {
  const { id } = await create({});
  await enrollAt(desk, { user: OTHER, keyId, pin, profile: 'desk' });
  expect(await desk.client.profiles.last()).toEqual({ profileId: null });
  const begin = async (choice: { profile?: string | null }) => {
    const { id: userId, userPrincipalName, displayName } = await desk.client.users.get({ user: USER });
    const enrollmentId = randomUUID();
    const user = { id: userId, userPrincipalName, displayName };
    await desk.client.enrollment.begin({ enrollmentId, user, keyId, pin, ...choice });
    for await (const runs of await desk.client.enrollment.runs()) {
      if (runs.some(run => run.enrollmentId === enrollmentId && run.end !== null)) break;
    }
    await desk.client.enrollment.dismiss({ enrollmentId });
  };
  await begin({ profile: id });
  expect(await desk.client.profiles.last()).toEqual({ profileId: id });
  await begin({});
  expect(await desk.client.profiles.last()).toEqual({ profileId: null });
});
