import { isolateArguments, wordsOf } from '../words/say.ts';

isolateArguments();

/** Joins the words of two areas. They always use the current language, also if it changes later. */
function joined<One extends object, Other extends object>(one: One, other: Other): One & Other {
  const members = { ...Object.getOwnPropertyDescriptors(one), ...Object.getOwnPropertyDescriptors(other) };
  return Object.defineProperties({}, members) as One & Other;
}

/**
 * All texts of the window except errors, by page. contract/errors/words.ts has the texts of errors. A page may keep a
 * section in a constant, but not a single text, because the language can change.
 */
export const strings = joined(wordsOf('window'), {
  practice: wordsOf('practicePage'),
  start: wordsOf('startPage'),
  mode: wordsOf('modePage'),
  users: wordsOf('usersPage'),
  user: wordsOf('userPage'),
  passkeys: wordsOf('passkeysPage'),
  enroll: wordsOf('enrollPage'),
  unfinished: wordsOf('unfinished'),
  keys: joined(wordsOf('keys'), wordsOf('keysPage')),
  keyWork: wordsOf('keyWork'),
  profiles: wordsOf('profilesPage'),
  batches: wordsOf('batchesPage'),
  batch: wordsOf('batchPage'),
  newBatch: wordsOf('newBatchPage'),
  batchRun: wordsOf('batchRun'),
  deferred: joined(wordsOf('deferred'), wordsOf('deferredPage')),
  handover: wordsOf('handoverPage'),
  handoverSettings: wordsOf('handoverSettings'),
  workflows: joined(wordsOf('workflows'), wordsOf('workflowsPage')),
  webhooks: joined(wordsOf('webhooks'), wordsOf('webhooksPage')),
  activation: wordsOf('activationPage'),
  activity: wordsOf('activityPage'),
  connections: wordsOf('connectionsPage'),
  connectionSetup: wordsOf('connectionSetup'),
  connectionCheck: wordsOf('connectionCheck'),
  overview: wordsOf('overviewPage'),
  assignments: wordsOf('assignmentsPage'),
  bulk: wordsOf('assignmentsBulk'),
  codes: wordsOf('assignmentsCodes'),
  inventory: wordsOf('inventoryPage'),
  reconciliation: wordsOf('reconciliationPage'),
  policy: wordsOf('policyPage'),
  directory: wordsOf('directoryPage'),
  backup: wordsOf('backupPage'),
  record: wordsOf('recordPage'),
  metadata: wordsOf('metadataPage'),
  settings: wordsOf('settingsPage'),
});
