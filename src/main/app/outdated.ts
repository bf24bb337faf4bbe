import { isAmong } from './procedurePaths.ts';

/**
 * What a window may still call after a newer Keydesk has migrated the data folder: paths of the contract, which include
 * all paths below them. They read, or end running operations. Everything else is refused before it begins, even if it
 * would not write to the database: a change to the settings, in Entra or on a key would be missing in the activity log.
 */
const GOES_ON: readonly string[] = [
  'system',
  'settings.get',
  'changes',
  'connections.watch',
  'connections.check',
  'connections.network',
  'connections.openPage',
  'keys.watch',
  'keys.problems',
  'keys.chooseByTouch',
  'keys.info',
  'keys.wink',
  'keys.credentials.list',
  'keys.fingerprints.list',
  'metadata.state',
  'metadata.model',
  'policy',
  'users',
  'directory.state',
  'directory.users',
  'directory.user',
  'directory.groups',
  'directory.groupsOf',
  'directory.imports',
  'directory.export',
  'passkeys.list',
  'passkeys.review',
  'profiles.list',
  'profiles.show',
  'profiles.last',
  'enrollment.plan',
  'enrollment.runs',
  'enrollment.showPin',
  'enrollment.pinSeen',
  'enrollment.dismiss',
  'enrollment.answerPin',
  'enrollment.preferPin',
  'enrollment.cancel',
  'enrollment.unfinished',
  'assignments.list',
  'assignments.export',
  'inventory.list',
  'inventory.get',
  'inventory.plugged',
  'inventory.export',
  'activity.list',
  'activity.verify',
  'activity.export',
  'backup.suggest',
  'workflows.list',
  'workflows.get',
  'workflows.preview',
  'workflows.runs',
  'webhooks.list',
  'webhooks.deliveries',
  'activation.state',
  'activation.answerPin',
  'activation.leave',
  'activation.codes.list',
  'practice',
];

/** Returns whether a procedure of the contract needs a data folder that this Keydesk may write to. */
export function writes(path: readonly string[]): boolean {
  return !isAmong(GOES_ON, path);
}
