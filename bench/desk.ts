import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnrollmentResult } from '../src/contract/enrollment/schema.ts';
import { openRecord } from '../src/main/app/record/openRecord.ts';
import { openDocuments } from '../src/main/base/store/documents.ts';
import { registerInstance } from '../src/main/base/store/instance.ts';
import { createDirectory } from '../src/main/features/directory/directory.ts';
import { groupsOfUsers } from '../src/main/features/directory/groups.ts';
import { createPasskeyLists } from '../src/main/features/directory/passkeyLists.ts';
import type { Attendant } from '../src/main/features/enrollment/attendant.ts';
import { enroll } from '../src/main/features/enrollment/ceremony.ts';
import { createHabits } from '../src/main/features/enrollment/habits.ts';
import { createJournal } from '../src/main/features/enrollment/journal.ts';
import { createUnseenPins } from '../src/main/features/enrollment/unseenPins.ts';
import { createPolicies } from '../src/main/features/policy/policies.ts';
import { createGraphClient, type GraphClient } from '../src/main/services/graph/client.ts';
import { encodeUrlToken } from '../src/main/services/graph/encoding.ts';
import { fixedToken } from '../src/main/services/graph/tokens.ts';
import { forkKeyHost } from '../src/main/services/keys/childHost.ts';
import { startKeyHost } from '../src/main/services/keys/keyHost.ts';
import { createKeys } from '../src/main/services/keys/keysOfHost.ts';
import { openMetadata } from '../src/main/services/metadata/metadata.ts';
import { freePort } from '../test/freePort.ts';
import type { KeyAnswer, KeyQuestion } from './keyPeer.ts';
import { startPeer } from './peer.ts';
import type { RecordedReport } from './reports.ts';
import type { TenantAnswer, TenantQuestion } from './tenantPeer.ts';

const PIN = '271828';
const USER = 'user1@contoso.example';

/** How long one enrollment took, and how long the key computed each answer, in ms. */
export interface Timed {
  readonly result: EnrollmentResult;
  readonly whole: number;
  readonly key: readonly number[];
  readonly recorded: readonly RecordedReport[];
}

/** A desk for measuring: the real ceremony, journal and key host. */
export interface BenchDesk {
  /** `atOnce`: Graph's answers are already in memory. `http`: the simulated tenant, a process of its own, answers and verifies over HTTP. */
  enroll(graph: 'atOnce' | 'http'): Promise<Timed>;
  close(): Promise<void>;
}

/** `keyHostModule` replaces the key host's own module. */
export async function openBenchDesk(keyHostModule?: string): Promise<BenchDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const replyPort = await freePort();
  const tenantPeer = startPeer<TenantQuestion, TenantAnswer>('tenantPeer.ts');
  const tenant = await tenantPeer.ask({ users: 400 });
  const key = startPeer<KeyQuestion, KeyAnswer>('keyPeer.ts');
  const { port } = await key.ask({ replyPort });
  const connection = { graphUrl: tenant.url, tenantId: '', version: 'v1.0' as const };
  const http = createGraphClient(connection, fixedToken(connection, tenant.token));
  const clients = { http, atOnce: await answeringAtOnce(http) };
  const store = openRecord(folder);
  const documents = openDocuments(store);
  const metadata = openMetadata(folder);
  const instance = registerInstance(folder);
  const host = startKeyHost(() => forkKeyHost(keyHostModule), {
    hid: false,
    udp: [`${port}:${replyPort}`],
    practice: null,
  });
  const activity = { record: () => undefined, recordIn: async () => undefined, note: () => undefined };
  const shared = {
    tenant: () => tenant.url,
    pinOf: async () => undefined,
    resetKey: () => Promise.reject(new Error('no profile resets a key here')),
    profiles: { forUser: () => Promise.resolve(null) },
    nameTenant: (id: string) => id,
    keys: createKeys(host),
    journal: createJournal(store, instance),
    metadata,
    unseenPins: createUnseenPins({ store, instance, activity: () => activity, log: () => undefined }),
    activity,
    newPinRule: () => undefined,
    observers: [],
    nameOf: async () => undefined,
    habits: createHabits(store),
    sleep: () => Promise.reject(new Error('the bench waits for nothing')),
    log: () => undefined,
  };

  return {
    enroll: async kind => {
      // All enrollments use one user: the key overwrites the passkey, and the tenant and the journal forget it before the
      // next enrollment, because no user has hundreds of them.
      await tenantPeer.ask('forget passkeys');
      await store.database.deleteFrom('journal').execute();
      await key.ask('forget');
      const graph = clients[kind];
      const bound = { id: tenant.url, connection, graph: () => graph };
      const kept = documents.of(() => tenant.url);
      const directory = createDirectory({
        tenant: bound,
        imported: nothingImported,
        documents: kept,
        passkeyLists: createPasskeyLists(store, () => tenant.url),
        activity: { during: (_, work) => work({}) },
      });
      const groupsOf = groupsOfUsers(bound, nothingImported, kept);
      const policies = createPolicies({
        tenant: bound,
        documents: kept,
        metadata,
        groupsOf,
        nameTargets: async () => ({}),
        membersAmong: async () => undefined,
      });
      const request = { user: USER, interactive: false, pin: { kind: 'given' as const, pin: PIN } };
      const began = performance.now();
      const end = await enroll({ ...shared, graph: () => graph, user: directory.resolve, policies }, request, silent());
      const whole = performance.now() - began;
      if (!end.ok) throw new Error(`the enrollment failed: ${end.failure.error.code}`);
      // Does what the app does. Otherwise every later enrollment would search the unfinished entries.
      await shared.journal.finish(end.result.enrollmentId, async () => undefined);
      const { times, recorded } = await key.ask('tell');
      return { result: end.result, whole, key: times, recorded };
    },
    close: async () => {
      host.close();
      key.close();
      await documents.close();
      await store.close();
      instance.close();
      tenantPeer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const nothingImported = {
  user: async () => undefined,
  groupsOf: async () => [],
  state: async () => ({
    usersAt: null,
    groupsAt: null,
    registrationsAt: null,
    users: 0,
    leftUsers: 0,
    unfinished: false,
    failure: null,
    refused: [],
    importing: false,
    version: 0,
  }),
};

function silent(): Attendant {
  return {
    signal: new AbortController().signal,
    interactive: false,
    step: () => undefined,
    interact: () => undefined,
    warn: () => undefined,
    askFinger: () => new AbortController().signal,
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

/** Returns a client whose answers were fetched before. Only the id of a new method must be that of the credential. */
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
  return { ...http, users: { ...http.users, get: async () => user }, fido2Methods };
}
