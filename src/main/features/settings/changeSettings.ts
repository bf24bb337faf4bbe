import type { ActivityFacts } from '../../../contract/activity/schema.ts';
import type { Settings, SettingsChange } from '../../../contract/settings/schema.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { SettingsStore } from '../../services/settings/settings.ts';

/** Changes the settings, and adds an entry to the activity log. */
export function changeSettings(
  settings: SettingsStore,
  activity: Pick<Activity, 'record'>,
  change: SettingsChange,
): Settings {
  const next = settings.set(change);
  // The window stores its last choice of PIN length automatically. That is not a change by a person, so it is not recorded.
  const { pinDigits: _, ...chosen } = change;
  if (Object.keys(chosen).length > 0) activity.record({ kind: 'settings-changed', facts: scalars(chosen) });
  return next;
}

/** Returns the plain values for the activity log. Drops all others. */
function scalars(values: Readonly<Record<string, unknown>>): ActivityFacts {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, ActivityFacts[string]] => isScalar(entry[1])),
  );
}

function isScalar(value: unknown): value is ActivityFacts[string] {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
