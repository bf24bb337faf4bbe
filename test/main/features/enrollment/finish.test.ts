import { expect, onTestFinished, test, vi } from 'vitest';
import { enrollAt, finishAt, openPracticeDesk, PIN } from './desk.ts';

test('Finish refuses a blank key of the same model at once, and asks for no PIN', async () => {
  const desk = await openPracticeDesk();
  onTestFinished(desk.close);
  // Whether Entra has the passkey is not known: that entry stays until its key is there.
  await enrollAt(desk, { pin: { kind: 'given', pin: PIN } }, (event, enrollmentId) => {
    if (event.type === 'step' && event.step === 'verify')
      return desk.client.practice.setTenantFault({ fault: 'unreachable' });
    if (event.type === 'interaction' && event.interaction.kind === 'wait')
      return desk.client.enrollment.cancel({ enrollmentId });
  });
  const unfinished = () => desk.client.enrollment.unfinished();
  await vi.waitFor(async () => expect(await unfinished()).toMatchObject([{ submission: 'unknown' }]), 5000);
  const [entry] = await unfinished();
  await desk.client.practice.insertFresh();
  await desk.client.practice.setTenantFault({ fault: null });
  for await (const keys of await desk.client.keys.watch()) if (keys.length > 0) break;
  const asked: unknown[] = [];
  const end = await finishAt(desk, { enrollmentId: entry?.enrollmentId ?? '', interactive: true }, (event, id) => {
    if (event.type !== 'interaction' || event.interaction.kind !== 'pin') return;
    asked.push(event);
    return desk.client.enrollment.cancel({ enrollmentId: id });
  });
  expect(end.failure?.error.code).toBe('unfinished-other-key');
  expect(asked).toEqual([]);
  expect(await unfinished()).toHaveLength(1);
});
