import { onTestFinished } from 'vitest';
import type { GraphSimulator } from '../../../../src/simulator/graph/server.ts';
import type { Postgres } from '../../../postgres.ts';
import { startTcpProxy } from '../../../tcpProxy.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';

/** How a key gets its PIN. */
export const how = { pin: { kind: 'given', pin: '739164' }, interactive: false } as const;

export const user = (n: number) => `user${n}@contoso.example`;

/** Opens one of several desks of a tenant, until the end of the test. */
export async function openDeskOf(graph: GraphSimulator): Promise<BusDesk> {
  const desk = await openBusDesk(undefined, undefined, undefined, graph);
  onTestFinished(desk.close);
  return desk;
}

/** Two desks on a new record. The tests can cut the way of the first one to it, by the proxy. */
export async function openCuttable(graph: GraphSimulator, { port }: Pick<Postgres, 'port'>, url: string) {
  const proxy = await startTcpProxy(port);
  onTestFinished(() => proxy.close());
  const [away, there] = [await openDeskOf(graph), await openDeskOf(graph)];
  await there.client.record.create({ url, name: 'There' });
  await away.client.record.join({ url: url.replace(String(port), String(proxy.port)), name: 'Away' });
  await there.restart();
  await away.restart();
  return { proxy, away, there };
}

/** Gives a user a new key. Returns the last event of the enrollment. */
export async function enroll(desk: BusDesk, n: number, serial: string) {
  const id = await desk.plug(await desk.key(), serial);
  for await (const event of await desk.client.enrollment.start({ user: user(n), keyId: id, ...how })) {
    if (event.type === 'completed' || event.type === 'failed') return event;
  }
  throw new Error('no end');
}
