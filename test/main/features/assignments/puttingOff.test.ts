import { expect, onTestFinished, test } from 'vitest';
import { openBusDesk } from '../../services/keys/busDesk.ts';
import { enroll } from '../record/enrolling.ts';

test('a due deletion that Entra puts off for a minute holds up no start, and no end, of Keydesk', async () => {
  const desk = await openBusDesk();
  onTestFinished(desk.close);
  await enroll(desk, 1, '28041971');
  const deletion = { method: 'DELETE', path: 'fido2Methods', times: 1000 };
  desk.graph.faults.add({ ...deletion, status: 403 });
  const [key] = (await desk.client.inventory.list({})).keys;
  await desk.client.inventory.reportLost({ id: key?.id ?? '' });
  desk.graph.faults.clear();
  desk.graph.faults.add({ ...deletion, status: 503, retryAfter: 60 });
  // Each of these would wait three times for a minute.
  await desk.restart();
  await desk.restart();
  const due = async () => (await desk.client.inventory.list({})).deletionsDue;
  expect(await due()).toBe(1);
  desk.graph.faults.clear();
  await desk.restart();
  await expect.poll(due).toBe(0);
  expect(desk.graph.state.methods).toEqual([]);
});
