import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';
import { enrollAt } from './desk.ts';

let desk: BusDesk;
beforeEach(async () => {
  desk = await openBusDesk();
});
afterEach(() => desk.close());

const user = 'user1@contoso.example';

test.each([
  ['new-pin', undefined],
  ['pin', '271828'],
])('the question %s ends when its key is taken out', async (kind, pin) => {
  const keyId = await desk.plug(await desk.key(), 'KD-0001');
  if (pin !== undefined) await desk.client.keys.setPin({ keyId, pin });
  const { failure } = await enrollAt(desk, { user, interactive: true }, event =>
    event.type === 'interaction' && event.interaction.kind === kind ? desk.unplug() : undefined,
  );
  expect(failure).toMatchObject({ error: { code: 'key-removed' }, cleanedUp: true });
});

test('the question ends when another key is at the same port between two looks, and that key is left as it is', async () => {
  const [first, second] = [await desk.key(), await desk.key()];
  const keyId = await desk.plug(first, 'KD-0001');
  await desk.client.keys.setPin({ keyId, pin: '271828' });
  const { failure } = await enrollAt(desk, { user, interactive: true }, event => {
    if (event.type !== 'interaction' || event.interaction.kind !== 'pin') return;
    desk.bus.plugged.clear();
    return desk.plugToo(second, 'KD-0002');
  });
  expect(failure?.error.code).toBe('key-removed');
  expect(second.state()).toMatchObject({ pinSet: false, credentialCount: 0 });
});
