import type { ActivityFacts, ActivityKind } from '../../../contract/activity/schema.ts';
import { type Activity, keySubject } from '../../services/activity/activity.ts';
import type { Keys } from '../../services/keys/keys.ts';

/**
 * Changes a key and records the result in the activity log.
 * @param work gets `use`, which opens the key and adds it to the entry
 */
export function recordedChange<T>(
  { activity, keys }: { readonly activity: Activity; readonly keys: Keys },
  kind: ActivityKind,
  facts: ActivityFacts,
  work: (use: Keys['use']) => Promise<T>,
): Promise<T> {
  return activity.during(kind, async subject => {
    subject.facts = facts;
    return work((keyId, use, signal) => {
      const noted: typeof use = key => {
        subject.key = keySubject(key);
        return use(key);
      };
      return keys.use(keyId, noted, signal);
    });
  });
}
