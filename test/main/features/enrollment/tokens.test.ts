import { afterEach, describe, expect, test } from 'vitest';
import { openChannel } from '../../../../src/ctap/hid/channel.ts';
import { KeySession } from '../../../../src/ctap/session.ts';
import { type Desk, enrollAt, openDesk, PIN } from './desk.ts';

let desk: Desk;
afterEach(() => desk.close());

describe('an enrollment whose token ends before it is used', () => {
  let later = 0;
  const clock = () => Date.now() + later;

  test.each<[string, (key: Desk['key']) => unknown]>([
    [
      'after 31 seconds',
      () => {
        later += 31_000;
      },
    ],
    [
      'by another program',
      async key => {
        const other = await KeySession.open(await openChannel(key.connect()));
        await other.pinToken(PIN, { permissions: 4 });
      },
    ],
  ])('takes another one: %s', async (_what, end) => {
    desk = await openDesk({ key: { clock }, pin: PIN });
    const before = desk.key.state().credentialCount;
    const { result, failure } = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } }, async event => {
      if (event.type === 'step' && event.step === 'create') await end(desk.key);
    });
    expect(failure).toBeUndefined();
    expect(result?.proof.verified).toBe(true);
    expect(desk.key.state().credentialCount).toBe(before + 1);
    expect((await desk.client.keys.info({})).pin.retries).toBe(8);
  });
});

describe.each([
  ['legacy', 2],
  ['full', 9],
] as const)('an enrollment on a %s key, of a user who has %i passkeys already', (profile, count) => {
  test.each([{}, { keepAliveFlood: 2 }, { slow: 5, keepAliveFlood: 2 }])('is proven with %j', async faults => {
    desk = await openDesk({ key: { profile }, pin: PIN });
    const { result: first } = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
    // Others in its place, of which this key holds none, so that it is asked for each.
    const [registered] = desk.graph.state.methods.slice(-1);
    if (registered === undefined || first === undefined) throw new Error('no passkey was registered');
    const id = (n: number) => Buffer.alloc(32, n).toString('base64url');
    await desk.client.passkeys.delete({ user: first.user.id, id: first.method.id });
    for (let n = 1; n <= count; n++) desk.graph.state.methods.push({ ...registered, credentialId: id(n) });
    Object.assign(desk.key.faults, faults);
    const { result, failure } = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
    expect(failure).toBeUndefined();
    expect(result?.proof.verified).toBe(true);
    // Those part by part, and the proof.
    expect(result?.transactions.getAssertion).toBe(2 + 1);
  });
});
