import type { EnrollmentEvent } from '../../../contract/enrollment/schema.ts';
import { equal } from '../../../ctap/bytes.ts';
import type { Channel } from '../../base/stream.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { enroll } from './ceremony.ts';
import type { CeremonyEnd } from './ceremonyState.ts';
import { recordDone } from './done.ts';
import { entryOfEnd, entryOfFinish } from './endEntries.ts';
import type { EnrollmentDesk, Enrollments, FinishOptions, Work } from './enrollments.ts';
import { closeErased, type Erasure, namedOn, replacedBy, unansweredOn, unfinishedOn } from './erased.ts';
import { discard, finish } from './finish.ts';
import { type Journal, type JournalEntry, toUnfinished } from './journal.ts';
import type { CeremonyParts } from './parts.ts';
import type { Recoveries } from './recoveries.ts';

interface TenantParts {
  readonly desk: EnrollmentDesk;
  readonly ceremony: CeremonyParts;
  readonly journal: Journal;
  readonly recoveries: Recoveries;
  /** Begins a run at a key. */
  readonly begin: (work: Work, options: FinishOptions) => Channel<EnrollmentEvent>;
  /** What a window was to be shown of a key is not true any more: it was reset, or has another PIN. */
  readonly erased: (keyId: string) => void;
  readonly log: (message: string) => void;
}

/** The enrollments of one tenant. */
export function enrollmentsOf({ desk, ceremony, journal, recoveries, begin, erased, log }: TenantParts): Enrollments {
  const { directory, activity } = desk;
  const keepPasskey = async (end: CeremonyEnd) => {
    if (!end.ok) return;
    const { user, method } = end.result;
    await desk.passkeyLists.add(user.id, method).catch(error => log(`passkey list: ${String(error)}`));
  };

  const start: Enrollments['start'] = (request, { identityProven = false, ...options } = {}) => {
    const user = identityProven ? directory.live : directory.resolve;
    const observers = desk.observe(request);
    return begin(
      {
        interactive: request.interactive,
        run: conductor => enroll({ ...ceremony, user, observers }, request, conductor),
        record: async (end, correlation) => {
          // After the person was told, and before anybody can ask for the log.
          const recorded = recordEnd(end, { ...entryOfEnd(end, request), correlation });
          for (const observer of observers) observer.ended?.(end);
          await recorded;
          const replaced = end.ok ? await replacedBy(ceremony, end.state).catch(noneFor('replaced')) : [];
          await closeErased(ceremony, replaced, 'key-enrolled-again').catch(error => log(`journal: ${String(error)}`));
          if (end.state.resumed || replaced.length > 0) await settle();
          await keepPasskey(end);
        },
      },
      options,
    );
  };

  /** Where it cannot be written now, the enrollment stays `proven`, and recovery records it. */
  const recordEnd = async (end: CeremonyEnd, entry: Parameters<Activity['record']>[0]): Promise<void> => {
    if (!end.ok) return activity.record(entry);
    const { enrollmentId } = end.result;
    try {
      await recordDone({ journal, activity }, enrollmentId, entry);
    } catch (error) {
      await journal.release(enrollmentId);
      log(`enrollment ${enrollmentId}: could not be recorded as done: ${String(error)}`);
    }
  };
  /** What cannot be found out stays unfinished in the journal. */
  const noneFor = (what: string) => (error: unknown) => {
    log(`journal, ${what}: ${String(error)}`);
    return [];
  };
  /** What names a key; undefined where that could not be found out. */
  const namesOf = async (key: OpenKey) => {
    try {
      return { identity: await desk.inventory.nameOf(key.summary), id: await desk.inventory.idOf(key) };
    } catch (error) {
      log(`inventory: ${String(error)}`);
      return undefined;
    }
  };
  const settle = () => desk.journalChanged().catch(error => log(`assignments: ${String(error)}`));

  const close = async (entries: readonly JournalEntry[], erasure: Erasure) => {
    if (entries.length === 0) return;
    await recoveries.giveWay();
    try {
      await closeErased(ceremony, entries, erasure);
    } finally {
      recoveries.enrollmentEnded();
    }
    await settle();
  };

  const unfinished = async () => {
    const entries = await journal.abandoned();
    const lost = await ceremony.unseenPins.lostAmong(entries.map(({ id }) => id));
    return entries.map(entry => toUnfinished(entry, lost.has(entry.id)));
  };

  return {
    start,
    finish: (request, options = {}) =>
      begin(
        {
          interactive: request.interactive,
          run: conductor => finish(ceremony, request, conductor),
          record: async (end, correlation) => {
            const entry = await journal.get(request.enrollmentId);
            if (entry !== undefined) await recordEnd(end, { ...entryOfFinish(end, entry), correlation });
            await settle();
            await keepPasskey(end);
          },
        },
        options,
      ),
    discard: async id => {
      await recoveries.giveWay();
      try {
        await discard(ceremony, id);
      } finally {
        recoveries.enrollmentEnded();
      }
      await settle();
      return unfinished();
    },
    beforeReset: async (key, named) => {
      const { aaguid, options } = key.session.info;
      const decided = await namedOn(journal, aaguid, named);
      const found = await unfinishedOn(ceremony, key).catch(noneFor('before a reset'));
      const names = await namesOf(key);
      return {
        erased: async () => {
          erased(key.summary.id);
          if (names !== undefined && isNamed(names)) await ceremony.unseenPins.known(names);
          // That a key could not be asked does not make it one that nothing names.
          else if (options.clientPin === true && (names !== undefined || named.length > 0))
            await ceremony.unseenPins.unnamedReset(aaguid, named);
          await close([...found, ...decided.filter(entry => !found.some(({ id }) => id === entry.id))], 'key-reset');
        },
      };
    },
    beforeDeletion: async (key, pin, credentialId) => {
      const known = (await journal.abandoned()).filter(
        entry => entry.credential_id !== null && equal(entry.credential_id, credentialId),
      );
      const unanswered = await unansweredOn(ceremony, key, pin);
      const made = unanswered.filter(found => equal(found.credentialId, credentialId)).map(({ entry }) => entry);
      return { erased: () => close([...known, ...made], 'credential-deleted') };
    },
    pinKnown: async key => {
      // Another PIN than the one that a window would show.
      erased(key.summary.id);
      const names = await namesOf(key);
      if (names !== undefined) await ceremony.unseenPins.known(names);
    },
    unfinished,
    recover: async () => {
      await recoveries.now({ ceremony, settle: desk.journalChanged });
      return unfinished();
    },
  };
}

const isNamed = ({ identity, id }: { identity: string | undefined; id: string | undefined }) =>
  identity !== undefined || id !== undefined;
