import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnrollmentResult } from '../src/contract/enrollment.ts';
import { commands, parsePacket } from '../src/ctap/hid/packets.ts';
import { createDirectory } from '../src/main/directory/directory.ts';
import { enroll } from '../src/main/enrollment/ceremony.ts';
import type { Conductor } from '../src/main/enrollment/conductor.ts';
import { openJournal } from '../src/main/enrollment/journal.ts';
import { createGraphClient, type GraphClient } from '../src/main/graph/client.ts';
import { encodeUrlToken } from '../src/main/graph/encoding.ts';
import { fixedToken } from '../src/main/graph/tokens.ts';
import { forkKeyHost } from '../src/main/keys/childHost.ts';
import { startKeyHost } from '../src/main/keys/keyHost.ts';
import { createKeys } from '../src/main/keys/keys.ts';
import { openStore } from '../src/main/store/database.ts';
import { registerInstance } from '../src/main/store/instance.ts';
import { startGraphSimulator } from '../src/simulator/graph/server.ts';
import { createSoftwareKey, type SoftwareKey } from '../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../src/simulator/key/udp.ts';
import { freePort } from '../test/freePort.ts';

const PIN = '271828';
const USER = 'user1@contoso.example';

/** What one enrolment took, and how much of it went by inside the key, from the last report in to the answer's first one. */
export interface Timed {
  readonly result: EnrollmentResult;
  readonly whole: number;
  readonly key: number;
}

/** A desk for measuring: the real ceremony, journal and key host; a software key in this process, so that it can be timed. */
export interface BenchDesk {
  /** Reports of the last enrolment. */
  readonly recorded: { direction: 'out' | 'in'; report: Uint8Array }[];
  /** `atOnce`: Graph's answers are there already; `http`: the simulated tenant gives and verifies them over HTTP. */
  enroll(graph: 'atOnce' | 'http'): Promise<Timed>;
  close(): Promise<void>;
}

export async function openBenchDesk(): Promise<BenchDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const inKey = { ms: 0 };
  const recorded: BenchDesk['recorded'] = [];
  const key = timed(await createSoftwareKey({ profile: 'full' }), inKey, recorded);
  const [replyPort, tenant] = [await freePort(), await startGraphSimulator({ users: 400 })];
  const udp = await serveUdp(key, { port: 0, replyPort });
  const connection = { graphUrl: tenant.url, tenantId: '', version: 'v1.0' as const };
  const http = createGraphClient(connection, fixedToken(connection, tenant.token));
  const clients = { http, atOnce: await answeringAtOnce(http) };
  const store = openStore(folder);
  const instance = registerInstance(folder);
  const host = startKeyHost(() => forkKeyHost(), { hid: false, udp: [`${udp.port}:${replyPort}`], practice: null });
  const shared = {
    connection: () => tenant.url,
    keys: createKeys(host),
    journal: openJournal(store, instance),
    clock: Date.now,
    sleep: () => Promise.reject(new Error('the bench waits for nothing')),
  };

  return {
    recorded,
    enroll: async kind => {
      recorded.length = 0;
      inKey.ms = 0;
      // One user for all: the key overwrites, and the tenant forgets before the next one.
      tenant.state.methods.length = 0;
      const graph = clients[kind];
      const directory = createDirectory({ ...noConnections, graph: () => graph });
      const request = { user: USER, interactive: false, pin: { kind: 'given' as const, pin: PIN } };
      const began = performance.now();
      const end = await enroll({ ...shared, graph: () => graph, directory }, request, silent());
      const whole = performance.now() - began;
      if (!end.ok) throw new Error(`the enrolment failed: ${end.failure.error.code}`);
      return { result: end.result, whole, key: inKey.ms };
    },
    close: async () => {
      host.close();
      await store.close();
      instance.close();
      await udp.close();
      await key.close();
      await tenant.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const noConnections = {
  current: () => null,
  setToken: () => undefined,
  reset: () => undefined,
  close: async () => undefined,
};

function silent(): Conductor {
  return {
    signal: new AbortController().signal,
    interactive: false,
    step: () => undefined,
    interact: () => undefined,
    askPin: () => Promise.reject(new Error('the bench answers no questions')),
  };
}

const blankMethod = {
  createdDateTime: null,
  aaGuid: null,
  model: null,
  attestationLevel: null,
  passkeyType: null,
  lastUsedDateTime: null,
};

/** A client whose answers were fetched beforehand; only the id of a new method must be the credential's own. */
async function answeringAtOnce(http: GraphClient): Promise<GraphClient> {
  const user = await http.users.get(USER);
  const options = await http.fido2Methods.creationOptions(USER);
  const fido2Methods: GraphClient['fido2Methods'] = {
    ...http.fido2Methods,
    creationOptions: async () => ({ ...options, expiresAt: Date.now() + 300_000 }),
    create: async (_user, { credentialId, displayName }) => ({
      ...blankMethod,
      id: encodeUrlToken(credentialId),
      displayName,
    }),
  };
  return { users: { ...http.users, get: async () => user }, fido2Methods };
}

function timed(key: SoftwareKey, inKey: { ms: number }, recorded: BenchDesk['recorded']): SoftwareKey {
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
          if (askedAt !== undefined && !isKeepAlive(report)) {
            inKey.ms += performance.now() - askedAt;
            askedAt = undefined;
          }
          recorded.push({ direction: 'in', report });
          listener(report);
        }),
    };
  };
  return new Proxy(key, { get: (target, name) => (name === 'connect' ? connect : Reflect.get(target, name, target)) });
}

export function isKeepAlive(report: Uint8Array): boolean {
  const packet = parsePacket(report);
  return packet?.kind === 'init' && packet.command === commands.KEEPALIVE;
}
