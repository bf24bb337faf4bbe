import type { ActivityFacts } from '../../../contract/activity/schema.ts';
import type { Settings, SettingsChange } from '../../../contract/settings/schema.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { SettingsStore } from '../../services/settings/settings.ts';

/** Changes the settings, with an entry in the activity log. */
export function changeSettings(
  settings: SettingsStore,
  activity: Pick<Activity, 'record'>,
  change: SettingsChange,
): Settings {
  const next = settings.set(change);
  // The window remembers the last choice of PIN: no person has changed a setting.
  const { pinDigits: _, ...chosen } = change;
  if (Object.keys(chosen).length > 0) activity.record({ kind: 'settings-changed', facts: scalars(chosen) });
  return next;
}

/** Returns the plain values, which the log keeps. Drops all others. */
function scalars(values: Readonly<Record<string, unknown>>): ActivityFacts {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, ActivityFacts[string]] => isScalar(entry[1])),
  );
}

function isScalar(value: unknown): value is ActivityFacts[string] {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
