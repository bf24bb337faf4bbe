import { isAmong } from './procedurePaths.ts';

/**
 * What a window may go on with when a newer Keydesk has migrated the data folder: paths of the contract, or all below them. It reads, and
 * it ends what is under way. Everything else is refused before it begins, also where it would write nothing to the database: a
 * change to the settings, in Entra or on a key would be missing from the log.
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

/** Whether a procedure of the contract needs a data folder that is this Keydesk's to write. */
export function writes(path: readonly string[]): boolean {
  return !isAmong(GOES_ON, path);
}
