import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActivationEvent, PinTask } from '../../../../src/contract/activation/schema.ts';
import { takePermit } from '../../../../src/main/features/activation/permit.ts';
import type { Faults } from '../../../../src/simulator/key/faults.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';
import { enrollAt } from '../enrollment/desk.ts';

const USER = 'user1@contoso.example';
const OTHER = 'user2@contoso.example';
const OWN = '8264917350';
const MINUTE = 60_000;

let desk: BusDesk;
let now: number;
let client: BusDesk['client'];
beforeEach(async () => {
  now = Date.now();
  desk = await openBusDesk({ wall: () => now, steady: () => 0 });
  ({ client } = desk);
});
afterEach(() => desk.close());

const makeCode = async (user = USER) => (await client.activation.codes.make({ user })).code;
const enter = async (code: string, user = USER) => (await client.activation.enterCode({ user, code })).sitting;
const prove = async (user = USER) => enter(await makeCode(user), user);

type OnEvent = (event: ActivationEvent) => unknown;
const choose = ({ kind }: PinTask) => (kind === 'enter' ? { present: OWN } : { present: '271828', chosen: OWN });

/** Runs one activation to its end; the person answers every question for a PIN unless `onEvent` says `wait`. */
async function activate(sitting: string, onEvent: OnEvent = () => undefined): Promise<ActivationEvent[]> {
  const events: ActivationEvent[] = [];
  for await (const event of await client.activation.run({ sitting })) {
    events.push(event);
    if ((await onEvent(event)) === 'stop') break;
    if (event.type === 'pin-wanted') {
      const answered = client.activation.answerPin({ sitting, ...choose(event.task) });
      if (
        await answered.then(
          () => false,
          error => events.push({ type: 'failed', failure: error.data }),
        )
      )
        break;
    }
  }
  return events;
}
const endOf = (events: readonly ActivationEvent[]) => {
  const last = events.at(-1);
  return last?.type === 'failed' ? last.failure.code : last?.type;
};
const isBlank = (key: SoftwareKey) => !key.state().pinSet && key.state().credentialCount === 0;

describe('a sitting that is over', () => {
  test('registers no key that the next person plugs in three hours later', async () => {
    await client.assignments.assign({ user: USER });
    const key = await desk.key();
    const events = await activate(await prove(), async event => {
      if (event.type !== 'key-wanted') return;
      now += 180 * MINUTE;
      await desk.plug(key, 'KD-0001');
    });
    expect(endOf(events)).toBe('activation-sitting-over');
    expect(isBlank(key)).toBe(true);
    expect((await client.activity.list({ kinds: ['key-activated'] })).entries).toEqual([]);
  });

  test('takes no PIN', async () => {
    const key = await desk.key();
    await desk.plug(key, 'KD-0001');
    const events = await activate(await prove(), event => {
      if (event.type !== 'pin-wanted') return;
      now += 16 * MINUTE;
    });
    expect(endOf(events)).toBe('activation-sitting-over');
    expect(isBlank(key)).toBe(true);
  });

  test('ends when its user leaves, although the run goes on waiting', async () => {
    const key = await desk.key();
    const sitting = await prove();
    const events = await activate(sitting, async event => {
      if (event.type !== 'key-wanted') return;
      await client.activation.leave({ sitting });
      await desk.plug(key, 'KD-0001');
    });
    expect(endOf(events)).toBe('activation-sitting-over');
    expect(isBlank(key)).toBe(true);
  });

  test('stays over when the clock is set back', async () => {
    const sitting = await prove();
    now += 16 * MINUTE;
    await client.activation.codes.list();
    now -= 16 * MINUTE;
    expect(endOf(await activate(sitting))).toBe('activation-sitting-over');
  });

  test('ends what waits, by itself', async () => {
    const codes = { claim: async () => undefined, confirm: async () => undefined, release: async () => undefined };
    const user = { id: '1', userPrincipalName: USER, displayName: 'Mia' };
    const sitting = { user, proof: 'code' as const, codeId: 'code', scope: undefined, run: 'run', until: 0 };
    const permit = await takePermit(codes, { left: () => 30 }, sitting);
    await delay(60);
    expect(permit.late.aborted).toBe(true);
    await expect(permit.confirm({} as never)).rejects.toMatchObject({ code: 'activation-sitting-over' });
  });

  test('has its length in seconds for the window', async () => {
    const proven = await client.activation.enterCode({ user: USER, code: await makeCode() });
    expect(proven.secondsLeft).toBe(900);
  });
});

describe('a code', () => {
  test('that is withdrawn while the PIN is chosen leaves the key as it was', async () => {
    const { code, id } = await client.activation.codes.make({ user: USER });
    const key = await desk.key();
    await desk.plug(key, 'KD-0001');
    const events = await activate(await enter(code), async event => {
      if (event.type === 'pin-wanted') await client.activation.codes.withdraw({ id });
    });
    expect(endOf(events)).toBe('activation-code-withdrawn');
    expect(isBlank(key)).toBe(true);
  });

  test.each(['withdrawn', 'replaced by a new one'])(
    'that is %s while the key waits for a touch makes no passkey',
    async how => {
      await client.assignments.assign({ user: USER });
      const { code, id } = await client.activation.codes.make({ user: USER });
      const key = await desk.key();
      key.setTouch('manual');
      await desk.plug(key, 'KD-0001');
      let waiting = false;
      const events = await activate(await enter(code), async event => {
        if (event.type !== 'interaction' || waiting) return;
        waiting = true;
        await (how === 'withdrawn' ? client.activation.codes.withdraw({ id }) : makeCode());
      });
      expect(waiting).toBe(true);
      expect(endOf(events)).toBe('activation-code-withdrawn');
      expect(key.state().credentialCount).toBe(0);
      const codes = await client.activation.codes.list();
      expect(codes.map(({ state }) => state)).not.toContain('used');
    },
  );

  test('that was entered twice in advance makes one passkey', async () => {
    const trigger = 'security-key-activated';
    for await (const _ of await client.directory.import({ full: true })) {
      // Until it is done.
    }
    await client.workflows.create({ name: 'Backups too', group: null, trigger, existing: 'backup' });
    const code = await makeCode();
    const [first, second] = [await enter(code), await enter(code)];
    const key = await desk.key();
    await desk.plug(key, 'KD-0001');
    let meanwhile: ActivationEvent[] = [];
    const events = await activate(first, async event => {
      if (event.type === 'pin-wanted') meanwhile = await activate(second);
    });
    expect(meanwhile.map(event => event.type)).toEqual(['failed']);
    expect(endOf(meanwhile)).toBe('activation-running');
    expect(events.at(-1)).toMatchObject({ type: 'done', passkey: {} });

    await desk.unplug();
    const next = await desk.key();
    await desk.plug(next, 'KD-0002');
    expect(endOf(await activate(second))).toBe('activation-code-used');
    expect(isBlank(next)).toBe(true);
    expect(await client.passkeys.list({ user: USER })).toHaveLength(1);
  });
});

describe('a key that is refused', () => {
  test('gives way to another one in the same sitting, without a name of its owner', async () => {
    await client.assignments.assign({ user: USER });
    const [theirs, mine] = [await desk.key(), await desk.key()];
    await desk.plug(theirs, 'KD-0001');
    await enrollAt(desk, { user: OTHER, pin: { kind: 'given', pin: '271828' } });
    await expect
      .poll(async () => (await client.assignments.list({})).assignments.map(({ state }) => state))
      .toContain('active');
    const { credentialCount } = theirs.state();
    const events = await activate(await prove(), async event => {
      if (event.type !== 'key-wanted' || event.refused === undefined) return;
      expect(event.refused).toEqual({ code: 'key-belongs-to-another', params: {} });
      await desk.unplug();
      await desk.plug(mine, 'KD-0002');
    });
    expect(events.at(-1)).toMatchObject({ type: 'done', passkey: {} });
    expect(JSON.stringify(events)).not.toContain(OTHER);
    expect(theirs.state().credentialCount).toBe(credentialCount);
    expect(mine.state().credentialCount).toBe(1);
    // The helpdesk sees why.
    const { entries } = await client.activity.list({ kinds: ['activation-failed'] });
    expect(entries).toMatchObject([{ cause: { code: 'key-belongs-to-another' }, user: { userPrincipalName: USER } }]);
  });

  test('of a model that the policy refuses does not end the sitting', async () => {
    const key = await desk.key();
    await desk.plug(key, 'KD-0001');
    desk.graph.state.policy.keyRestrictions = { enforcementType: 'allow', aaGuids: [] };
    const events = await activate(await prove(), event => (event.type === 'key-wanted' ? 'stop' : undefined));
    expect(events.at(-1)).toMatchObject({ type: 'key-wanted', refused: { code: 'policy-model-not-allowed' } });
    expect(events.filter(({ type }) => type === 'pin-wanted')).toEqual([]);
    expect(isBlank(key)).toBe(true);
  });

  const bad: [Faults, string][] = [
    [{ noMcGaPermissionsWithClientPin: true }, 'fingerprint-required'],
    [{ badAssertionSignature: true }, 'proof-failed'],
    [{ wrongRpIdHash: true }, 'wrong-rp-id-hash'],
    [{ withoutVerification: true }, 'credential-invalid'],
    [{ keyFull: true }, 'key-full'],
    [{ statusOnCommand: { command: 0x01, status: 0x7e } }, 'key-status'],
  ];
  test.each(bad)('with %j gives way to another one', async (faults, code) => {
    await client.assignments.assign({ user: USER });
    const [first, second] = [await desk.key(), await desk.key()];
    Object.assign(first.faults, faults);
    await desk.plug(first, 'KD-0001');
    const refusals: unknown[] = [];
    const events = await activate(await prove(), async event => {
      if (event.type !== 'key-wanted' || event.refused === undefined || refusals.length > 0) return;
      refusals.push(event.refused.code);
      await desk.plug(second, 'KD-0002');
    });
    expect(refusals).toEqual([code]);
    expect(events.at(-1)).toMatchObject({ type: 'done', passkey: {} });
    expect(second.state().credentialCount).toBe(1);
  });
});

describe('a key that leaves while its PIN is asked for', () => {
  const askedOf = (events: readonly ActivationEvent[]) =>
    events.flatMap(event => (event.type === 'pin-wanted' ? [event.task.kind] : []));

  test('is waited for', async () => {
    const key = await desk.key();
    await desk.plug(key, 'KD-0001');
    const sitting = await prove();
    const seen: string[] = [];
    for await (const event of await client.activation.run({ sitting })) {
      seen.push(event.type === 'key-wanted' ? `again: ${event.again}` : event.type);
      if (event.type === 'pin-wanted') await desk.unplug();
      if (event.type !== 'key-wanted') continue;
      // An answer that is on its way meanwhile is for a question that has ended.
      await client.activation.answerPin({ sitting, chosen: OWN });
      break;
    }
    expect(seen).toEqual(['working', 'pin-wanted', 'again: true']);
    expect(isBlank(key)).toBe(true);
  });

  test('gives way to another one in its place, whose own PIN is asked for', async () => {
    const [first, second] = [await desk.key(), await desk.key()];
    await client.keys.setPin({ keyId: await desk.plug(first, 'KD-0001'), pin: '271828' });
    const sitting = await prove();
    const events: ActivationEvent[] = [];
    for await (const event of await client.activation.run({ sitting })) {
      events.push(event);
      if (event.type !== 'pin-wanted') continue;
      if (event.task.kind === 'choose') break;
      // Between two looks at the same port.
      desk.bus.plugged.clear();
      await desk.plugToo(second, 'KD-0002');
    }
    expect(askedOf(events)).toEqual(['replace', 'choose']);
  });
});

test('the activity log names the user and the station, not who is signed in there', async () => {
  for await (const _ of await client.directory.import({ full: true })) {
    // Until it is done.
  }
  await client.workflows.create({
    name: 'Own keys',
    group: null,
    trigger: 'security-key-activated',
    existing: 'skip',
  });
  const staff = (await client.activity.list({})).entries[0]?.actor;
  const sitting = await prove();
  await client.activation.enterCode({ user: OTHER, code: 'wrong' }).catch(() => undefined);
  await desk.plug(await desk.key(), 'KD-0001');
  expect(endOf(await activate(sitting))).toBe('done');
  const actorsOf = async (
    ...kinds: ('key-activated' | 'enrollment-done' | 'passkey-assigned' | 'assignment-changed')[]
  ) => (await client.activity.list({ kinds })).entries.map(({ kind, actor }) => [kind, actor]);
  const user = { kind: 'station-user', name: `${USER} at ${hostname()}` };
  await expect.poll(() => actorsOf('assignment-changed')).toHaveLength(2);
  const entries = await actorsOf('key-activated', 'enrollment-done', 'passkey-assigned', 'assignment-changed');
  expect(new Set(entries.map(([kind]) => kind)).size).toBe(4);
  for (const [kind, actor] of entries) expect([kind, actor]).toEqual([kind, user]);
  const [refused] = (await client.activity.list({ kinds: ['activation-code-refused'] })).entries;
  expect(refused?.actor).toEqual({ kind: 'station', name: hostname() });
  const [made] = (await client.activity.list({ kinds: ['activation-code-made'] })).entries;
  expect(made?.actor).toEqual(staff);
});

test('a run that ends because Keydesk does is not called canceled', async () => {
  await client.assignments.assign({ user: USER });
  await desk.plug(await desk.key({ touch: 'never' }), 'KD-0001');
  let restarted: Promise<void> | undefined;
  const events = await activate(await prove(), event => {
    if (event.type === 'interaction' && event.interaction.kind === 'touch') restarted = desk.restart();
  });
  await restarted;
  expect(endOf(events)).toBe('keydesk-ended');
});
