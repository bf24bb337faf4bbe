import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { Contract } from '../../../../src/contract/contract.ts';
import type {
  EnrollmentEvent,
  EnrollmentFailure,
  EnrollmentRequest,
  EnrollmentResult,
  FinishRequest,
} from '../../../../src/contract/enrollment/schema.ts';
import { type Core, startCore } from '../../../../src/main/app/core.ts';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import {
  createSoftwareKey,
  type SoftwareKey,
  type SoftwareKeyOptions,
} from '../../../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../../../src/simulator/key/udp.ts';
import { freePort } from '../../../freePort.ts';
import { testServices } from '../../app/shellServices.ts';

export const USER = 'user1@contoso.example';
export const PIN = '271828';

/** A whole desk: the real core with a separate key host process, a software key over UDP, a tenant over HTTP. */
export interface Desk {
  readonly key: SoftwareKey;
  readonly keyId: string;
  readonly graph: GraphSimulator;
  readonly folder: string;
  client: ContractRouterClient<Contract>;
  /** Ends the core without cleanup and starts it again on the same data folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface DeskOptions {
  key?: Partial<SoftwareKeyOptions>;
  graphClock?: () => number;
  /** The PIN of the key at the start. */
  pin?: string;
  /** How registrations wait between retries. Default: by the clock. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface Ended {
  events: EnrollmentEvent[];
  result?: EnrollmentResult;
  failure?: EnrollmentFailure;
}

export async function openDesk(options: DeskOptions = {}): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-desk-'));
  const key = await createSoftwareKey({ profile: 'full', ...options.key });
  const replyPort = await freePort();
  const udp = await serveUdp(key, { port: 0, replyPort });
  const graph = await startGraphSimulator({ users: 60, ...(options.graphClock ? { clock: options.graphClock } : {}) });
  const address = `${udp.port}:${replyPort}`;
  const start = () =>
    startCore({
      dataFolder: folder,
      practice: false,
      udpKeys: [address],
      graph: { graphUrl: graph.url, version: 'v1.0', token: graph.token },
      services: testServices(),
      ...(options.sleep ? { sleep: options.sleep } : {}),
    });
  let core: Core = await start();
  const desk: Desk = {
    key,
    keyId: `udp:${address}`,
    graph,
    folder,
    client: createRouterClient(core.router),
    restart: async () => {
      await core.close();
      core = await start();
      desk.client = createRouterClient(core.router);
      await core.recovered;
    },
    close: async () => {
      await core.close();
      await udp.close();
      await key.close();
      await graph.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await core.recovered;
  if (options.pin !== undefined) await setPin(desk, options.pin);
  return desk;
}

/** Opens the core in practice mode, whose key can be removed and inserted again. */
export async function openPracticeDesk(): Promise<Pick<Desk, 'client' | 'close'>> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-desk-'));
  const core = await startCore({ dataFolder: folder, practice: true, services: testServices() });
  await core.recovered;
  return {
    client: createRouterClient(core.router),
    close: async () => {
      await core.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type OnEvent = (event: EnrollmentEvent, enrollmentId: string) => unknown;

/** Runs one enrollment to its end. `onEvent` may react to its events. */
export async function enrollAt(
  desk: Pick<Desk, 'client'>,
  request: Partial<EnrollmentRequest> = {},
  onEvent?: OnEvent,
): Promise<Ended> {
  return follow(await desk.client.enrollment.start({ user: USER, interactive: false, ...request }), onEvent);
}

/** Finishes one unfinished enrollment. */
export async function finishAt(
  desk: Pick<Desk, 'client'>,
  request: Partial<FinishRequest> & Pick<FinishRequest, 'enrollmentId'>,
  onEvent?: OnEvent,
): Promise<Ended> {
  return follow(await desk.client.enrollment.finish({ interactive: false, ...request }), onEvent);
}

async function follow(stream: AsyncIterable<EnrollmentEvent>, onEvent: OnEvent = () => undefined): Promise<Ended> {
  const events: EnrollmentEvent[] = [];
  let id = '';
  for await (const event of stream) {
    events.push(event);
    if (event.type === 'accepted') id = event.enrollmentId;
    await onEvent(event, id);
  }
  const last = events.at(-1);
  if (last?.type === 'completed') return { events, result: last.result };
  if (last?.type === 'failed') return { events, failure: last.failure };
  throw new Error('the stream had no end');
}

/** Sets the key's PIN as the product does: by an enrollment, whose passkey is then deleted. */
async function setPin(desk: Desk, pin: string): Promise<void> {
  const { result, failure } = await enrollAt(desk, { user: 'user2@contoso.example', pin: { kind: 'given', pin } });
  if (result === undefined) throw new Error(`the PIN could not be set: ${failure?.error.code}`);
  await desk.client.passkeys.delete({ user: 'user2@contoso.example', id: result.method.id });
}
