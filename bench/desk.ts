import diagnostics from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { EnrollmentResult } from '../src/contract/enrollment.ts';
import { startCore } from '../src/main/core.ts';
import { forkKeyHost } from '../src/main/keys/childHost.ts';
import type { ShellServices } from '../src/main/shellServices.ts';
import { startGraphSimulator } from '../src/simulator/graph/server.ts';
import { createSoftwareKey, type SoftwareKey } from '../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../src/simulator/key/udp.ts';
import { freePort } from '../test/freePort.ts';

const PIN = '271828';

/** A shell without a window. */
export const benchServices: ShellServices = {
  kind: 'cli',
  reason: 'the bench',
  openUrl: async () => undefined,
  sealer: null,
  spawnKeyHost: () => forkKeyHost(),
};

/** Time that went by inside the key and inside the tenant, in ms: from the last report in to the first one out, and likewise. */
export interface Peers {
  key: number;
  graph: number;
}

/** A desk for measuring: the real core, its key host in another process, key and tenant in this one so that they can be timed. */
export interface BenchDesk {
  readonly peers: Peers;
  /** Requests and answers of the last enrolment, as CTAPHID reports. */
  readonly recorded: { direction: 'out' | 'in'; report: Uint8Array }[];
  enroll(): Promise<EnrollmentResult>;
  close(): Promise<void>;
}

export async function openBenchDesk(): Promise<BenchDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const peers: Peers = { key: 0, graph: 0 };
  const recorded: BenchDesk['recorded'] = [];
  const key = timed(await createSoftwareKey({ profile: 'full' }), peers, recorded);
  const replyPort = await freePort();
  const udp = await serveUdp(key, { port: 0, replyPort });
  const graph = await startGraphSimulator({ users: 400 });
  const stopTiming = timeGraph(peers);
  const core = await startCore({
    dataFolder: folder,
    practice: false,
    udpKeys: [`${udp.port}:${replyPort}`],
    graph: { graphUrl: graph.url, version: 'v1.0', token: graph.token },
    services: benchServices,
  });
  await core.recovered;
  const client = createRouterClient(core.router);

  return {
    peers,
    recorded,
    enroll: async () => {
      recorded.length = 0;
      Object.assign(peers, { key: 0, graph: 0 });
      // One user for all: the key overwrites, and the tenant forgets before the next one.
      graph.state.methods.length = 0;
      const request = { user: 'user1@contoso.example', interactive: false, pin: { kind: 'given' as const, pin: PIN } };
      for await (const event of await client.enrollment.start(request)) {
        if (event.type === 'completed') return event.result;
        if (event.type === 'failed') throw new Error(`the enrolment failed: ${event.failure.error.code}`);
      }
      throw new Error('the enrolment had no end');
    },
    close: async () => {
      stopTiming();
      await core.close();
      await udp.close();
      await key.close();
      await graph.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function timed(key: SoftwareKey, peers: Peers, recorded: BenchDesk['recorded']): SoftwareKey {
  let askedAt: number | undefined;
  const connect: SoftwareKey['connect'] = () => {
    const transport = key.connect();
    return {
      ...transport,
      send: report => {
        askedAt = performance.now();
        recorded.push({ direction: 'out', report });
        return transport.send(report);
      },
      onReport: listener =>
        transport.onReport(report => {
          if (askedAt !== undefined) peers.key += performance.now() - askedAt;
          askedAt = undefined;
          recorded.push({ direction: 'in', report });
          listener(report);
        }),
    };
  };
  return new Proxy(key, { get: (target, name) => (name === 'connect' ? connect : Reflect.get(target, name, target)) });
}

function timeGraph(peers: Peers): () => void {
  let began = 0;
  const start = () => {
    began = performance.now();
  };
  const finish = () => {
    peers.graph += performance.now() - began;
  };
  diagnostics.subscribe('http.server.request.start', start);
  diagnostics.subscribe('http.server.response.finish', finish);
  return () => {
    diagnostics.unsubscribe('http.server.request.start', start);
    diagnostics.unsubscribe('http.server.response.finish', finish);
  };
}
