import type { ActivityFacts } from '../../../contract/activity/schema.ts';
import type { Settings, SettingsChange } from '../../../contract/settings/schema.ts';
import type { Directory } from '../../features/directory/directory.ts';
import type { Keys } from '../keys/keys.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { type Activity, keySubject, type Subject } from './activity.ts';

/** The directory, each of whose changes leaves an entry. */
export function recordedDirectory(directory: Directory, activity: Activity): Directory {
  return {
    ...directory,
    deletePasskey: (user, id, signal) =>
      activity.during('passkey-deleted', async subject => {
        subject.user = isObjectId(user) ? { id: user } : { userPrincipalName: user };
        subject.facts = { methodId: id };
        // Asked side by side: an entry with both names is found by either.
        const [deleted, known] = await Promise.allSettled([
          directory.deletePasskey(user, id, signal),
          directory.get(user, signal),
        ]);
        if (known.status === 'fulfilled') subject.user = known.value;
        if (deleted.status === 'rejected') throw deleted.reason;
      }),
  };
}

export function recordedMetadata(metadata: Metadata, activity: Activity): Metadata {
  return {
    ...metadata,
    update: request =>
      activity.during('metadata-updated', async subject => {
        subject.facts = { source: request.file ?? request.url ?? null };
        const state = await metadata.update(request);
        subject.facts = { source: state.source, no: state.no, models: state.models };
        return state;
      }),
  };
}

/** Changes the settings. */
export function changeSettings(
  settings: SettingsStore,
  activity: Pick<Activity, 'record'>,
  change: SettingsChange,
): Settings {
  const next = settings.set(change);
  // The window remembers the choice of PIN by itself; no person has changed a setting.
  const { pinDigits: _, ...chosen } = change;
  if (Object.keys(chosen).length > 0) activity.record({ kind: 'settings-changed', facts: scalars(chosen) });
  return next;
}

/** The keys, of which each one that is opened becomes what an entry is about. */
export function notedKeys(keys: Keys, subject: Subject): Keys {
  return {
    ...keys,
    use: (keyId, work, signal) =>
      keys.use(
        keyId,
        key => {
          subject.key = keySubject(key);
          return work(key);
        },
        signal,
      ),
  };
}

/** The values that a log keeps: plain ones as they are, others not at all. */
function scalars(values: Readonly<Record<string, unknown>>): ActivityFacts {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, ActivityFacts[string]] => isScalar(entry[1])),
  );
}

function isScalar(value: unknown): value is ActivityFacts[string] {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isObjectId(user: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(user);
}
