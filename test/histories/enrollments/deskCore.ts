import { setTimeout as sleep } from 'node:timers/promises';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { Contract } from '../../../src/contract/contract.ts';
import { startCore } from '../../../src/main/app/core.ts';
import { hidSource } from '../../../src/main/services/keys/hidSource.ts';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { testServices } from '../../main/app/shellServices.ts';
import { type Bus, createBus, hostHere } from '../../main/services/keys/hostHere.ts';
import type { EnrollingQuestion } from './messages.ts';

type Client = ContractRouterClient<Contract>;
type Wanted = Extract<EnrollingQuestion, { ask: 'do' }>;

/** An enrollment that failed, or something that is not there. */
export class Refusal extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(`${code} ${detail}`);
    this.code = code;
  }
}

/** A desk as people have it: the core of Keydesk, and keys at its USB ports. */
export interface DeskCore {
  /** Returns the credential id of an enrollment that is completed. */
  perform(wanted: Wanted): Promise<string | undefined>;
  /** Lets everything that waits take its way. */
  settle(): Promise<undefined>;
  close(): Promise<void>;
}

/** Waits of enrollments are shorter than in life, in ms. */
const LONGEST_WAIT = 30;
/** How long a desk may need until nothing waits any more, in ms. */
const PATIENCE = 20_000;

export async function openDeskCore({ folder, graph }: Extract<EnrollingQuestion, { ask: 'open' }>): Promise<DeskCore> {
  const bus = createBus();
  const none = async () => null;
  const core = await startCore({
    dataFolder: folder,
    practice: false,
    graph: { ...graph, version: 'v1.0' },
    sleep: async (ms, signal) => void (await sleep(Math.min(ms, LONGEST_WAIT), undefined, { signal })),
    services: {
      ...testServices(),
      spawnKeyHost: () => hostHere({ hid: async () => hidSource(bus), udp: none, practice: none }),
    },
    log: message => {
      if (process.env.KEYDESK_HISTORY_LOG !== undefined) process.stderr.write(`${folder}: ${message}\n`);
    },
  });
  const client: Client = createRouterClient(core.router);
  return {
    perform: wanted => perform(client, bus, wanted),
    settle: async () => {
      await core.recovered;
      return settle(client);
    },
    close: core.close,
  };
}

async function perform(client: Client, bus: Bus, wanted: Wanted): Promise<string | undefined> {
  const { operation, user, key } = wanted;
  if (operation === 'enroll') return enroll(client, bus, wanted);
  if (operation === 'assign') {
    await client.assignments.assign({ user });
    return undefined;
  }
  const [found] = (await client.inventory.list({ text: key.serial })).keys;
  if (found === undefined) throw new Refusal('no-such-key', key.serial);
  await client.inventory.reportLost({ id: found.id });
  return undefined;
}

async function enroll(client: Client, bus: Bus, { user, key: which }: Wanted): Promise<string> {
  const key = await createSoftwareKey({ profile: 'full', ...which });
  const path = `/dev/${which.serial}`;
  try {
    bus.plug(path, key, { product: 'Key', serialNumber: which.serial });
    await listed(client, bus, [`hid:${path}`]);
    const pin = { kind: 'given', pin: '739164' } as const;
    const events = await client.enrollment.start({ user, keyId: `hid:${path}`, pin, interactive: false });
    for await (const event of events) {
      if (event.type === 'completed') return event.result.credentialId;
      if (event.type === 'failed') throw new Refusal(event.failure.error.code, JSON.stringify(event.failure));
    }
    throw new Error('an enrollment has no end');
  } finally {
    bus.plugged.delete(path);
    await key.close();
    await listed(client, bus, []);
  }
}

/** Resolves when the core lists exactly these keys. */
async function listed(client: Client, bus: Bus, wanted: readonly string[]): Promise<void> {
  bus.event();
  for await (const keys of await client.keys.watch()) {
    if (JSON.stringify(keys.map(({ id }) => id)) === JSON.stringify(wanted)) return;
    bus.event();
  }
}

async function settle(client: Client): Promise<undefined> {
  const began = performance.now();
  for (;;) {
    const { reachable, trouble } = await client.record.sight();
    if (reachable) {
      await client.enrollment.recover();
      await client.inventory.finish();
      await client.workflows.work();
      const { waiting, behind, unmerged } = await client.record.show();
      if (waiting === 0 && behind === 0 && unmerged === 0) return undefined;
    }
    if (performance.now() - began > PATIENCE) throw new Refusal(trouble?.code ?? 'restless', JSON.stringify(trouble));
    await sleep(30);
  }
}
