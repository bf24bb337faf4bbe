import { afterEach, describe, expect, test } from 'vitest';
import type { ActivationEvent, PinTask } from '../../../../src/contract/activation/schema.ts';
import { type Desk, type DeskOptions, openDesk, openPracticeDesk, PIN, USER } from '../enrollment/desk.ts';

const OWN = '8264917350';

let desk: Desk;
let client: Desk['client'];
let end: () => Promise<void>;
afterEach(() => end());

async function open(options?: DeskOptions): Promise<void> {
  desk = await openDesk(options);
  ({ client } = desk);
  end = desk.close;
}

/** What the person at the station types. */
type Answer = { present?: string; chosen?: string };

const usual = ({ kind }: PinTask): Answer => {
  if (kind === 'enter') return { present: OWN };
  return kind === 'choose' ? { chosen: OWN } : { present: PIN, chosen: OWN };
};

async function prove(user = USER): Promise<string> {
  const { code } = await client.activation.codes.make({ user });
  return (await client.activation.enterCode({ user, code })).sitting;
}

/** Runs one activation to its end. */
async function activate(
  sitting: string,
  answer: (task: PinTask) => Answer = usual,
  onEvent: (event: ActivationEvent) => unknown = () => undefined,
): Promise<ActivationEvent[]> {
  const events: ActivationEvent[] = [];
  for await (const event of await client.activation.run({ sitting })) {
    events.push(event);
    await onEvent(event);
    if (event.type === 'pin-wanted') await client.activation.answerPin({ sitting, ...answer(event.task) });
  }
  return events;
}

const tasks = (events: readonly ActivationEvent[]) =>
  events.flatMap(event => (event.type === 'pin-wanted' ? [[event.task.kind, event.task.refused?.code]] : []));

async function imported(): Promise<void> {
  for await (const _ of await client.directory.import({ full: true })) {
    // Until it is done.
  }
}

const recommended = { name: 'Own keys', group: null, trigger: 'security-key-activated', existing: 'skip' } as const;

describe('a user who activates their own key', () => {
  test('ends with a proven passkey that a workflow assigned automatically', async () => {
    await open();
    await imported();
    const { id } = await client.workflows.create(recommended);
    const events = await activate(await prove());
    expect(events.at(-1)).toMatchObject({ type: 'done', passkey: { displayName: expect.any(String) } });
    expect(tasks(events)).toEqual([['choose', undefined]]);

    const [passkey] = await client.passkeys.list({ user: USER });
    expect(passkey?.attestationLevel).toBe('attested');
    await expect
      .poll(async () => (await client.workflows.runs({ workflowId: id })).runs.map(({ state }) => state))
      .toEqual(['registered']);
    const { entries } = await client.activity.list({ kinds: ['key-activated'] });
    expect(entries).toMatchObject([{ user: { userPrincipalName: USER }, facts: { proof: 'code' } }]);
    const { assignments } = await client.assignments.list({});
    expect(assignments).toMatchObject([{ state: 'active', user: { userPrincipalName: USER } }]);
  });

  test('fulfills what staff assigned before', async () => {
    await open();
    await client.assignments.assign({ user: USER });
    expect((await activate(await prove())).at(-1)).toMatchObject({ type: 'done', passkey: {} });
  });

  test('keeps the chosen PIN, and the key is not reset, whatever the default profile says', async () => {
    await open();
    const profile = {
      name: 'Desk',
      reset: 'always',
      pin: { kind: 'random-digits', length: 8 },
      isDefault: true,
    } as const;
    await client.profiles.create({ ...profile, forcePinChange: true });
    await client.assignments.assign({ user: USER });
    const events = await activate(await prove());
    expect(events.at(-1)).toMatchObject({ type: 'done', passkey: { displayName: expect.any(String) } });
    expect(tasks(events)).toEqual([['choose', undefined]]);
    expect((await client.keys.info({})).pin).toMatchObject({ set: true, changeRequired: false });
  });

  test('has a key that waits, if nothing is assigned', async () => {
    await open();
    expect((await activate(await prove())).at(-1)).toEqual({ type: 'done', passkey: null });
    expect(await client.passkeys.list({ user: USER })).toEqual([]);
  });

  test('must change the PIN that the key was handed over with', async () => {
    await open({ pin: PIN });
    await client.assignments.assign({ user: USER });
    const answers = [
      { present: '000000', chosen: OWN },
      { present: PIN, chosen: PIN },
      { present: PIN, chosen: '12' },
      { present: PIN, chosen: OWN },
    ];
    const events = await activate(await prove(), () => answers.shift() ?? {});
    expect(tasks(events)).toEqual([
      ['replace', undefined],
      ['replace', 'pin-wrong'],
      ['replace', 'pin-unchanged'],
      ['replace', 'pin-breaks-rule'],
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'done', passkey: {} });
  });

  test('may not choose a PIN that is easy to guess', async () => {
    await open();
    const answers = [{ chosen: '112233' }, { chosen: OWN }];
    const events = await activate(await prove(), () => answers.shift() ?? {});
    expect(tasks(events)).toEqual([
      ['choose', undefined],
      ['choose', 'pin-breaks-rule'],
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'done' });
  });

  test('is not asked for the PIN of a key that takes none', async () => {
    await open({ pin: PIN });
    desk.key.faults.blockedPin = true;
    const sitting = await prove();
    const events: ActivationEvent[] = [];
    // It waits for another key, and the user leaves.
    for await (const event of await client.activation.run({ sitting })) {
      events.push(event);
      if (event.type === 'key-wanted') break;
    }
    expect(tasks(events)).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: 'key-wanted', refused: { code: 'pin-blocked' } });
  });

  test('goes on when a key that left too early comes back, with nothing done twice', async () => {
    const practice = await openPracticeDesk();
    client = practice.client;
    end = practice.close;
    await imported();
    await client.workflows.create(recommended);
    await client.practice.setTouch({ policy: 'never' });
    const sitting = await prove();
    let touches = 0;
    const events = await activate(sitting, usual, async event => {
      if (event.type === 'key-wanted') await client.practice.insert();
      if (event.type !== 'interaction' || event.interaction.kind !== 'touch' || touches++ > 0) return;
      // Out by a hand that was too quick.
      await client.practice.remove();
      await client.practice.setTouch({ policy: 'auto' });
    });
    expect(events.at(-1)).toMatchObject({ type: 'done', passkey: {} });
    expect(events).toContainEqual({ type: 'key-wanted', several: false, again: true });
    expect(tasks(events)).toEqual([['choose', undefined]]);
    const { entries } = await client.activity.list({ kinds: ['key-activated'] });
    expect(entries).toHaveLength(1);
    expect(await client.passkeys.list({ user: USER })).toHaveLength(1);
  });

  test('goes on at another station with the same code, which then is used up', async () => {
    await open();
    await client.assignments.assign({ user: USER });
    const { code } = await client.activation.codes.make({ user: USER });
    const first = (await client.activation.enterCode({ user: USER, code })).sitting;
    desk.graph.faults.add({ path: 'creationOptions', status: 403, times: 9 });
    expect((await activate(first)).at(-1)).toMatchObject({ type: 'failed', failure: { code: 'graph-forbidden' } });
    desk.graph.faults.clear();
    await desk.restart();
    client = desk.client;

    const second = (await client.activation.enterCode({ user: USER, code })).sitting;
    // The key has no serial number: it may be another one of its model, whose PIN staff know.
    const answers = [
      { present: '111111', chosen: '5093817264' },
      { present: OWN, chosen: '5093817264' },
    ];
    const events = await activate(second, () => answers.shift() ?? {});
    expect(tasks(events)).toEqual([
      ['replace', undefined],
      ['replace', 'pin-wrong'],
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'done', passkey: {} });
    await expect(client.activation.enterCode({ user: USER, code })).rejects.toMatchObject({
      data: { code: 'activation-code-used' },
    });
  });

  test('who was deleted after the code was made gets nowhere', async () => {
    await open();
    const { code } = await client.activation.codes.make({ user: USER });
    desk.graph.tenant.removeUser((await client.users.get({ user: USER })).id);
    await expect(client.activation.enterCode({ user: USER, code })).rejects.toMatchObject({
      data: { code: 'user-not-found' },
    });
  });

  test('is refused once the sitting is over, and by a made-up handle', async () => {
    await open();
    const sitting = await prove();
    await activate(sitting);
    for (const handle of [sitting, 'made-up']) {
      expect(await activate(handle)).toMatchObject([{ type: 'failed', failure: { code: 'activation-sitting-over' } }]);
    }
  });

  test('is held up at a station where many codes were tried', async () => {
    await open();
    const guess = (n: number) =>
      client.activation.enterCode({ user: `user${n}@contoso.example`, code: '22222-22222' }).catch(e => e.data.code);
    for (let n = 1; n <= 10; n++) expect(await guess(n)).toBe('activation-code-wrong');
    expect(await guess(11)).toBe('activation-throttled');
    const { entries } = await client.activity.list({ kinds: ['activation-code-refused'] });
    expect(entries).toHaveLength(10);
    expect(JSON.stringify(entries)).not.toContain('22222');
  });
});
