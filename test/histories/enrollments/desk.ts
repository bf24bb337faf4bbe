/** A whole desk as a process of its own: the core, with software keys on a bus. The runner asks one question at a time, and kills it when it likes. */
import { createRouterClient } from '@orpc/server';
import { toFailure } from '../../../src/contract/errors/failure.ts';
import { type Core, startCore } from '../../../src/main/app/core.ts';
import { hidSource } from '../../../src/main/services/keys/hidSource.ts';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { testServices } from '../../main/app/shellServices.ts';
import { createBus, hostHere } from '../../main/services/keys/hostHere.ts';
import type { DeskAnswer, DeskQuestion } from './deskProcess.ts';

const none = async () => null;
const bus = createBus();
let core: Core | undefined;

process.on('disconnect', () => process.exit());
process.on('message', (question: DeskQuestion) => {
  void answer(question)
    .catch((error: unknown): DeskAnswer => ({ code: codeOf(error) }))
    .then(told => process.send?.(told));
});

/** A procedure's error has its code in `data`. */
function codeOf(error: unknown): string {
  const { data } = error as { readonly data?: { readonly code?: string } };
  return data?.code ?? toFailure(error).code;
}

async function answer(question: DeskQuestion): Promise<DeskAnswer> {
  if (question.ask === 'open') {
    await open(question);
    return {};
  }
  if (core === undefined) throw new Error('the desk is not open');
  const client = createRouterClient(core.router);
  switch (question.ask) {
    case 'enroll':
      return enroll(client, question);
    case 'assign':
      await client.assignments.assign({ user: question.user });
      return {};
    case 'lost': {
      const { keys } = await client.inventory.list({ limit: 100 });
      const key = keys.find(({ serial }) => serial === question.serial);
      if (key !== undefined) await client.inventory.reportLost({ id: key.id });
      return {};
    }
    case 'state': {
      const { reachable, waiting, behind } = await client.record.show();
      return { isSettled: reachable && waiting === 0 && behind === 0 };
    }
    case 'close':
      await core.close();
      core = undefined;
      return {};
  }
}

async function open({ folder, graphUrl, token, share }: Extract<DeskQuestion, { ask: 'open' }>): Promise<void> {
  const start = () =>
    startCore({
      dataFolder: folder,
      practice: false,
      graph: { graphUrl, token, version: 'v1.0' },
      services: {
        ...testServices(),
        spawnKeyHost: () => hostHere({ hid: async () => hidSource(bus), udp: none, practice: none }),
      },
    });
  core = await start();
  if (share !== undefined) {
    const { record } = createRouterClient(core.router);
    const { step, ...how } = share;
    await record[step](how);
    await core.close();
    core = await start();
  }
  await core.recovered;
}

type Client = ReturnType<typeof clientOf>;
function clientOf(from: Core) {
  return createRouterClient(from.router);
}

/** Gives a user a new key. */
async function enroll(client: Client, { user, serial }: Extract<DeskQuestion, { ask: 'enroll' }>): Promise<DeskAnswer> {
  const key = await createSoftwareKey({ profile: 'full' });
  const path = `/dev/hidraw${serial}`;
  bus.plugged.clear();
  bus.plug(path, key, { product: 'Key', serialNumber: serial });
  bus.event();
  for await (const listed of await client.keys.watch()) if (listed.some(({ id }) => id === `hid:${path}`)) break;
  const pin = { kind: 'given', pin: '739164' } as const;
  for await (const event of await client.enrollment.start({ user, keyId: `hid:${path}`, pin, interactive: false })) {
    if (event.type === 'completed') return { methodId: event.result.method.id };
    if (event.type === 'failed') return { code: event.failure.error.code };
  }
  return {};
}
