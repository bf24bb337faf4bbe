import { activationAdvice, activationErrors } from './activationErrors.ts';
import { activity } from './activity.ts';
import { assignmentErrors, webhookAdvice, webhookErrors, workflowErrors } from './assignmentErrors.ts';
import { assignments } from './assignments.ts';
import { causes, cborFaults } from './causes.ts';
import { commandLine, usageErrors } from './commandLine.ts';
import { commands } from './commands.ts';
import { commonErrors } from './commonErrors.ts';
import { connections } from './connections.ts';
import { credentialErrors } from './credentialErrors.ts';
import { directory } from './directory.ts';
import { enrollment } from './enrollment.ts';
import { graphAnswer, graphErrors, graphGrants } from './graphErrors.ts';
import { inventory } from './inventory.ts';
import { keyErrors } from './keyErrors.ts';
import { keys } from './keys.ts';
import { networkErrors, networkReasons } from './networkErrors.ts';
import { passkeys } from './passkeys.ts';
import { pinErrors } from './pinErrors.ts';
import { policy } from './policy.ts';
import { policyErrors } from './policyErrors.ts';
import { inputDetails, inputFaults, pinWeaknesses, reasons } from './reasons.ts';
import { report } from './report.ts';
import { signInErrors } from './signInErrors.ts';
import { storeAdvice, storeErrors } from './storeErrors.ts';
import { closing, signInPage, system } from './system.ts';
import { usageDetails } from './usageDetails.ts';
import { workflows } from './workflows.ts';

/** Every message in English, which is the source of all other languages. */
export const en = {
  errors: {
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
  activationAdvice,
  activity,
  assignments,
  causes,
  cborFaults,
  closing,
  commandLine,
  commands,
  connections,
  directory,
  enrollment,
  graphAnswer,
  graphGrants,
  inputDetails,
  inputFaults,
  inventory,
  keys,
  networkReasons,
  passkeys,
  pinWeaknesses,
  policy,
  reasons,
  report,
  signInPage,
  storeAdvice,
  system,
  usageDetails,
  usageErrors,
  webhookAdvice,
  workflows,
} as const;
