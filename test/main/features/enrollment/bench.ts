import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  EnrollmentRequest,
  Interaction,
  PinChoice,
  StepName,
} from '../../../../src/contract/enrollment/schema.ts';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import type { Failure } from '../../../../src/contract/errors/failure.ts';
import type { Verdict } from '../../../../src/contract/policy/schema.ts';
import type { Profile } from '../../../../src/contract/profiles/schema.ts';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { openDocuments } from '../../../../src/main/base/store/documents.ts';
import { registerInstance } from '../../../../src/main/base/store/instance.ts';
import { createDirectory } from '../../../../src/main/features/directory/directory.ts';
import { createPasskeyLists } from '../../../../src/main/features/directory/passkeyLists.ts';
import type { Attendant } from '../../../../src/main/features/enrollment/attendant.ts';
import { enroll } from '../../../../src/main/features/enrollment/ceremony.ts';
import type { CeremonyEnd } from '../../../../src/main/features/enrollment/ceremonyState.ts';
import { createHabits } from '../../../../src/main/features/enrollment/habits.ts';
import { createJournal, type Journal } from '../../../../src/main/features/enrollment/journal.ts';
import type { JournalEntry } from '../../../../src/main/features/enrollment/journalEntry.ts';
import type { CeremonyParts } from '../../../../src/main/features/enrollment/parts.ts';
import { createUnseenPins } from '../../../../src/main/features/enrollment/unseenPins.ts';
import { createGraphClient } from '../../../../src/main/services/graph/client.ts';
import { fixedToken } from '../../../../src/main/services/graph/tokens.ts';
import { openMetadata } from '../../../../src/main/services/metadata/metadata.ts';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import type { SoftwareKey, SoftwareKeyOptions } from '../../../../src/simulator/key/softwareKey.ts';
import { type KeysHere, openKeysHere } from '../../services/keys/keysHere.ts';
import { openTestActivity } from '../../services/tenant/bound.ts';

export const USER = 'user1@contoso.example';
export const PIN = '271828';
const CONNECTION = 'here';

/**
 * What one enrollment needs, all real and in this process, without a core: store, journal, activity log, keys on a
 * scripted bus, a client of a simulated tenant. The test sets only the tenant's policy.
 */
export interface Bench {
  readonly parts: CeremonyParts;
  readonly store: Store;
  readonly journal: Journal;
  readonly graph: GraphSimulator;
  readonly here: KeysHere;
  readonly log: string[];
  /** Identities of keys, by their id. A key without one cannot be distinguished from others of its model. */
  readonly identities: Map<string, string>;
  verdict: Verdict;
  tenant: string;
  profile: Profile | null;
  plug(options?: Partial<SoftwareKeyOptions>, pin?: string): Promise<{ key: SoftwareKey; keyId: string }>;
  enroll(request?: Partial<EnrollmentRequest>, person?: Person): Promise<CeremonyEnd>;
  entries(): Promise<JournalEntry[]>;
  /** Returns the only unsettled entry. */
  unfinished(): Promise<JournalEntry>;
  /** Returns the activity log: kind, user, model of key. */
  activity(): Promise<Logged[]>;
  /**
   * Enrolls a user on the plugged-in key, and changes the entry to that of an interrupted enrollment.
   * @param change changes to the entry. Default: Entra rejected the passkey and the key could not be cleaned up
   * @param inEntra whether Entra has the passkey. Default false
   */
  leave(change?: Partial<JournalEntry>, inEntra?: boolean, request?: Partial<EnrollmentRequest>): Promise<JournalEntry>;
  close(): Promise<void>;
}

interface Logged {
  readonly kind: string;
  readonly result: string;
  readonly user: readonly (string | null)[];
  readonly aaguid: string | null;
  readonly facts: Record<string, unknown>;
}

/** The person at a desk. */
export interface Person {
  readonly pin?: () => PinChoice;
  readonly cancel?: AbortController;
  readonly onStep?: (step: StepName) => unknown;
  readonly onInteraction?: (interaction: Interaction) => unknown;
  readonly warnings?: Failure[];
}

export function attendantFor({ pin, cancel, onStep, onInteraction, warnings = [] }: Person = {}): Attendant {
  return {
    signal: (cancel ?? new AbortController()).signal,
    interactive: pin !== undefined,
    step: name => onStep?.(name),
    interact: interaction => onInteraction?.(interaction),
    warn: warning => void warnings.push(warning),
    askFinger: () => new AbortController().signal,
    askPin: async () => {
      if (pin === undefined) throw new KeydeskError('pin-required');
      return pin();
    },
  };
}

export async function openBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const log: string[] = [];
  const note = (message: string) => void log.push(message);
  const store = openRecord(folder);
  const instance = registerInstance(folder);
  const journal = createJournal(store, instance, note);
  const activity = openTestActivity({ folder, store, tenant: CONNECTION, log: note });
  const simulator = await startGraphSimulator({ users: 30 });
  const connection = { graphUrl: simulator.url, tenantId: simulator.tenantId, version: 'v1.0' as const };
  const retries = { sleep: async () => undefined, random: () => 0, clock: Date.now };
  const graph = createGraphClient(connection, fixedToken(connection, simulator.token), { retries });
  const directory = createDirectory({
    tenant: { id: CONNECTION, graph: () => graph },
    imported: { user: async () => undefined },
    documents: openDocuments(store).of(() => CONNECTION),
    passkeyLists: createPasskeyLists(store, () => CONNECTION),
    activity,
  });
  const here = openKeysHere();
  const identities = new Map<string, string>();
  const bench: Bench = {
    store,
    journal,
    graph: simulator,
    here,
    log,
    identities,
    verdict: { verdict: 'allowed', profile: 'Default' },
    tenant: CONNECTION,
    profile: null,
    parts: {
      graph: () => graph,
      tenant: () => bench.tenant,
      pinOf: async () => undefined,
      resetKey: () => Promise.reject(new Error('no profile resets a key here')),
      profiles: { forUser: () => Promise.resolve(bench.profile) },
      nameTenant: id => id,
      user: directory.live,
      keys: here.keys,
      observers: [],
      nameOf: async ({ id }) => identities.get(id),
      newPinRule: () => undefined,
      journal,
      unseenPins: createUnseenPins({ store, instance, activity: () => activity, log: note }),
      habits: createHabits(store),
      metadata: openMetadata(folder),
      policies: {
        judge: async (subject, key) => {
          await Promise.all([subject, key]);
          return bench.verdict;
        },
        demandsAttestation: async () => false,
      },
      activity,
      sleep: async () => undefined,
      log: note,
    },
    plug: async (options, pin) => {
      const plugged = await here.plug(options);
      if (pin !== undefined) await here.keys.use(plugged.keyId, ({ session }) => session.setPin(pin));
      return plugged;
    },
    enroll: (request, person) =>
      enroll(
        bench.parts,
        { user: USER, interactive: person?.pin !== undefined, pin: { kind: 'given', pin: PIN }, ...request },
        attendantFor(person),
      ),
    entries: async () =>
      (await store.database.selectFrom('journal').selectAll().orderBy('started_at').execute()) as JournalEntry[],
    unfinished: async () => {
      const [entry, ...more] = await journal.abandoned();
      if (entry === undefined || more.length > 0) throw new Error(`${more.length} entries too many`);
      return entry;
    },
    activity: async () => {
      const rows = await store.database.selectFrom('activity').selectAll().orderBy('seq').execute();
      return rows.map(({ kind, result, user_id, user_principal_name, key_aaguid, facts }) => ({
        ...{ kind, result, user: [user_id, user_principal_name], aaguid: key_aaguid, facts: JSON.parse(facts) },
      }));
    },
    leave: async (change = {}, inEntra = false, request = {}) => {
      const end = await bench.enroll(request);
      if (!end.ok) throw new Error(`no enrollment: ${end.failure.error.code}`);
      const { journalId: id = '' } = end.state;
      await journal.release(id);
      const left = inEntra ? {} : { state: 'needs-attention', submission: 'refused', method_id: null };
      await store.database
        .updateTable('journal')
        .set({ recovered: 0, ...left, ...change })
        .where('id', '=', id)
        .execute();
      if (!inEntra) simulator.state.methods.length = 0;
      const entry = await journal.get(id);
      if (entry === undefined) throw new Error('no entry');
      return entry;
    },
    close: async () => {
      await here.close();
      await activity.close();
      await simulator.close();
      await store.close();
      instance.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return bench;
}
