import { activation } from './activation.ts';
import { activationAdvice, activationErrors } from './activationErrors.ts';
import { activity } from './activity.ts';
import { activityPage } from './activityPage.ts';
import { assignmentErrors, webhookAdvice, webhookErrors, workflowErrors } from './assignmentErrors.ts';
import { assignments } from './assignments.ts';
import { assignmentsBulk, assignmentsCodes } from './assignmentsBulk.ts';
import { assignmentsPage } from './assignmentsPage.ts';
import { batchErrors } from './batchErrors.ts';
import { batchCommands, batches } from './batches.ts';
import { batchesPage, batchPage, batchRun, newBatchPage } from './batchesPage.ts';
import { causes, cborFaults } from './causes.ts';
import { commandLine, usageErrors } from './commandLine.ts';
import { commands } from './commands/index.ts';
import { commonErrors } from './commonErrors.ts';
import { connections } from './connections.ts';
import { connectionCheck, connectionSetup, connectionsPage } from './connectionsPage.ts';
import { credentialErrors } from './credentialErrors.ts';
import { deferred, deferredCommands, deferredPage } from './deferred.ts';
import { deferredErrors } from './deferredErrors.ts';
import { desktop } from './desktop.ts';
import { directory } from './directory.ts';
import { directoryPage } from './directoryPage.ts';
import { enrollment } from './enrollment.ts';
import { enrollPage, unfinished } from './enrollPage.ts';
import { graphAnswer, graphErrors, graphGrants } from './graphErrors.ts';
import { handover, organizationCommands } from './handover.ts';
import { handoverPage, handoverSettings } from './handoverPage.ts';
import { inventory } from './inventory.ts';
import { inventoryPage } from './inventoryPage.ts';
import { keyErrors } from './keyErrors.ts';
import { keys } from './keys.ts';
import { keysPage, keyWork } from './keysPage.ts';
import { networkErrors, networkReasons } from './networkErrors.ts';
import { overview, overviewCommand, overviewPage } from './overview.ts';
import { passkeys } from './passkeys.ts';
import { pinErrors } from './pinErrors.ts';
import { policy } from './policy.ts';
import { policyErrors } from './policyErrors.ts';
import { practicePage } from './practicePage.ts';
import { profileCommands, profiles } from './profiles.ts';
import { profilesPage } from './profilesPage.ts';
import { inputDetails, inputFaults, pinWeaknesses, reasons } from './reasons.ts';
import { reconcileCommand, reconciliation } from './reconciliation.ts';
import { reconciliationPage } from './reconciliationPage.ts';
import { recordErrors } from './recordErrors.ts';
import { recordPage } from './recordPage.ts';
import { report } from './report.ts';
import {
  activationPage,
  backupPage,
  metadataPage,
  modePage,
  policyPage,
  settingsPage,
  startPage,
} from './settingsPage.ts';
import { signInErrors } from './signInErrors.ts';
import { station, stationErrors } from './station/index.ts';
import { storeAdvice, storeErrors } from './storeErrors.ts';
import { closing, signInPage, system } from './system.ts';
import { usageDetails } from './usageDetails.ts';
import { passkeysPage, userPage, usersPage } from './usersPage.ts';
import { webhooks } from './webhooks.ts';
import { webhooksPage } from './webhooksPage.ts';
import { window } from './window.ts';
import { workflows } from './workflows.ts';
import { workflowsPage } from './workflowsPage.ts';

/** Every message in English, which is the source of all other languages. */
export const en = {
  errors: {
    ...batchErrors,
    ...recordErrors,
    ...deferredErrors,
    ...commonErrors,
    ...keyErrors,
    ...pinErrors,
    ...credentialErrors,
    ...graphErrors,
    ...networkErrors,
    ...policyErrors,
    ...signInErrors,
    ...storeErrors,
    ...assignmentErrors,
    ...workflowErrors,
    ...webhookErrors,
    ...activationErrors,
  },
  activation,
  activationAdvice,
  activationPage,
  activity,
  activityPage,
  assignments,
  assignmentsBulk,
  assignmentsCodes,
  assignmentsPage,
  backupPage,
  recordPage,
  causes,
  cborFaults,
  closing,
  commandLine,
  commands,
  connectionCheck,
  connectionSetup,
  connections,
  connectionsPage,
  deferred,
  deferredCommands,
  deferredPage,
  desktop,
  directory,
  directoryPage,
  enrollPage,
  enrollment,
  graphAnswer,
  graphGrants,
  handover,
  handoverPage,
  handoverSettings,
  inputDetails,
  inputFaults,
  inventory,
  inventoryPage,
  keyWork,
  keys,
  keysPage,
  metadataPage,
  modePage,
  networkReasons,
  organizationCommands,
  newBatchPage,
  overview,
  overviewCommand,
  overviewPage,
  passkeys,
  passkeysPage,
  pinWeaknesses,
  policy,
  policyPage,
  practicePage,
  batchCommands,
  batchRun,
  batches,
  batchesPage,
  batchPage,
  profileCommands,
  profiles,
  profilesPage,
  reasons,
  reconcileCommand,
  reconciliation,
  reconciliationPage,
  report,
  settingsPage,
  signInPage,
  startPage,
  station,
  stationErrors,
  storeAdvice,
  system,
  unfinished,
  usageDetails,
  usageErrors,
  userPage,
  usersPage,
  webhookAdvice,
  webhooks,
  webhooksPage,
  window,
  workflows,
  workflowsPage,
} as const;
