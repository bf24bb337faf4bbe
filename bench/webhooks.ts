/** Sends 10,000 webhooks to a receiver on this computer that fails one in ten. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecord } from '../src/main/app/record/openRecord.ts';
import { osUser } from '../src/main/base/actor.ts';
import { registerInstance } from '../src/main/base/store/instance.ts';
import { startWebhooks } from '../src/main/features/webhooks/webhookService.ts';
import { openActivity } from '../src/main/services/activity/activityLog.ts';
import { publish } from '../src/main/services/events/events.ts';
import { noDeskKeys } from '../test/main/services/deskKeys/noDeskKeys.ts';
import type { Figure } from './figure.ts';
import { startPeer } from './peer.ts';
import type { ReceiverAnswer, ReceiverQuestion } from './receiverPeer.ts';

const EVENTS = 10_000;
const USERS = 500;

export async function webhookFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const receiver = startPeer<ReceiverQuestion, ReceiverAnswer>('receiverPeer.ts');
  const { url } = await receiver.ask('start');
  const store = openRecord(folder);
  const log = openActivity({ folder, store, osUser: osUser(), log: () => undefined });
  const activity = log.of({ id: 'bench', signedIn: () => null });
  const instance = registerInstance(folder);
  const service = startWebhooks({
    store,
    instance,
    sealer: null,
    deskKeys: noDeskKeys,
    knownSecrets: [],
    bind: () => activity,
    log: message => process.stderr.write(`${message}\n`),
    // Retries without a wait. A real receiver may be down for days.
    backOff: ({ now }) => now,
  });
  const webhooks = service.of({ tenant: { id: 'bench' }, activity });
  await webhooks.add({ url });
  await store.database.write(async transaction => {
    for (let n = 0; n < EVENTS; n++) {
      const user = { id: `user ${n % USERS}`, userPrincipalName: `user${n % USERS}@contoso.example` };
      await publish(transaction, { id: `event ${n}`, type: 'passkey.registered', tenant: 'bench', user, data: {} });
    }
  });
  const began = performance.now();
  for (let waiting = EVENTS; waiting > 0; ) {
    await webhooks.deliver();
    waiting = (await webhooks.list())[0]?.waiting ?? 0;
  }
  const seconds = (performance.now() - began) / 1000;
  const { taken, messages, outOfOrder } = await receiver.ask('end');
  receiver.close();
  await service.close();
  await log.close();
  await store.close();
  instance.close();
  rmSync(folder, { recursive: true, force: true });
  const all = { name: 'all of them', value: EVENTS };
  return [
    {
      name: 'webhooks: delivered to a receiver that fails one in ten',
      value: taken,
      unit: 'events',
      floor: all,
      goal: 1,
      note: `${messages} messages, ${Math.round(taken / seconds)} events a second`,
    },
    { name: 'webhooks: users whose order was not kept', value: outOfOrder, unit: 'users', note: 'must be 0' },
  ];
}
