import { KeydeskError } from '../../../contract/errors/errors.ts';
import { closeInOrder } from '../../base/closing.ts';
import type { KeyHost } from '../../services/keys/keyHost.ts';
import { beginRun, type RunContext } from './beginRun.ts';
import type { EnrollmentContext } from './context.ts';
import type { EnrollmentParts, EnrollmentScope, RunningEnrollments } from './enrollments.ts';
import { createHabits } from './habits.ts';
import { enrollmentsOf } from './ofTenant.ts';
import type { CeremonyParts } from './parts.ts';
import { createRecoveries } from './recoveries.ts';
import { sleep } from './sleep.ts';
import { createUnseenPins } from './unseenPins.ts';

/** Creates the enrollments of this Keydesk. */
export function startEnrollments(parts: EnrollmentParts): RunningEnrollments {
  const { journal, log } = parts;
  const running: RunContext['running'] = new Map();
  const unseen: RunContext['unseen'] = new Map();
  const unseenPins = createUnseenPins({ ...parts, activity: () => parts.bind().activity });
  const habits = createHabits(parts.store);
  const ceremonyOf = (scope: EnrollmentScope) => ceremonyParts({ ...parts, unseenPins, habits }, scope);
  const recoveries = createRecoveries({
    journal,
    bind: () => {
      const scope = parts.bind();
      return { ceremony: ceremonyOf(scope), settle: scope.journalChanged };
    },
    busy: () => running.size > 0,
    log,
  });
  const runs: RunContext = { running, unseen, recoveries, log };
  const stopWatching = watchPlugged(parts.keyHost, recoveries.plugged);
  const erasedListeners = new Set<(keyId: string) => void>();
  const erased = (keyId: string) => {
    for (const listener of erasedListeners) listener(keyId);
  };

  return {
    of: scope => {
      const begin: EnrollmentContext['begin'] = (work, options) => beginRun(runs, work, options);
      return enrollmentsOf({
        scope,
        ceremony: ceremonyOf(scope),
        journal,
        recoveries,
        begin,
        erased,
        isAlive: parts.instance.isAlive,
        log,
      });
    },
    answer: (id, pin) => answer(runs, id, pin),
    preferPin: id => running.get(id)?.preferPin?.(),
    onErased: listener => {
      erasedListeners.add(listener);
      return () => void erasedListeners.delete(listener);
    },
    busy: () => running.size > 0,
    pinSeen: id => takeUnseen(runs, id, unseenPins.forget),
    pinLost: id => takeUnseen(runs, id, unseenPins.lose),
    cancel: id => running.get(id)?.abort.abort(),
    recoverNow: () => recoveries.now(),
    close: async () => {
      stopWatching();
      for (const { abort } of running.values()) abort.abort();
      const ended = Promise.allSettled([...running.values()].map(({ done }) => done));
      await closeInOrder([
        ['recovery', recoveries.close],
        ['running enrollments', () => ended],
        ['unseen PINs', unseenPins.loseOwn],
      ]);
    },
  };
}

function ceremonyParts(
  parts: EnrollmentParts & Pick<CeremonyParts, 'unseenPins' | 'habits'>,
  scope: EnrollmentScope,
): CeremonyParts {
  return {
    graph: scope.tenant.graph,
    tenant: () => scope.tenant.id ?? '',
    nameTenant: parts.nameTenant,
    user: scope.directory.live,
    keys: parts.keys,
    observers: [],
    nameOf: scope.inventory.nameOf,
    resetKey: scope.resetKey,
    pinOf: scope.pinOf,
    profiles: scope.profiles,
    newPinRule: scope.newPinRule,
    journal: parts.journal,
    unseenPins: parts.unseenPins,
    habits: parts.habits,
    metadata: parts.metadata,
    policies: scope.policies,
    activity: scope.activity,
    sleep: parts.sleep ?? sleep,
    log: parts.log,
  };
}

/** Calls `plugged` when a key is plugged in. Returns a function that unsubscribes. */
function watchPlugged(keyHost: KeyHost, plugged: () => void): () => void {
  let known: ReadonlySet<string> = new Set(keyHost.keys().map(key => key.id));
  return keyHost.onKeys(keys => {
    const ids = new Set(keys.map(key => key.id));
    const isNew = [...ids].some(id => !known.has(id));
    known = ids;
    if (isNew) plugged();
  });
}

function answer({ running }: RunContext, id: string, pin: string): void {
  const question = running.get(id)?.answer;
  if (question === undefined) throw new KeydeskError('invalid-input', { detail: 'no-pin-asked' });
  question({ kind: 'given', pin });
}

/** Runs work once with the journal entry of an enrollment that created a random PIN. */
async function takeUnseen({ unseen }: RunContext, id: string, work: (entry: string) => Promise<void>): Promise<void> {
  const entry = unseen.get(id);
  unseen.delete(id);
  if (entry !== undefined) await work(entry);
}
