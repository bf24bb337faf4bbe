import { activationAdvice, activationErrors } from './activationErrors.ts';
import { assignmentErrors, webhookAdvice, webhookErrors, workflowErrors } from './assignmentErrors.ts';
import { causes, cborFaults } from './causes.ts';
import { commonErrors } from './commonErrors.ts';
import { credentialErrors } from './credentialErrors.ts';
import { graphAnswer, graphErrors, graphGrants } from './graphErrors.ts';
import { keyErrors } from './keyErrors.ts';
import { networkErrors, networkReasons } from './networkErrors.ts';
import { pinErrors } from './pinErrors.ts';
import { policyErrors } from './policyErrors.ts';
import { inputDetails, inputFaults, pinWeaknesses, reasons } from './reasons.ts';
import { signInErrors } from './signInErrors.ts';
import { storeAdvice, storeErrors } from './storeErrors.ts';
import { activity } from './activity.ts';
import { assignments } from './assignments.ts';
import { connections } from './connections.ts';
import { directory } from './directory.ts';
import { enrollment } from './enrollment.ts';
import { inventory } from './inventory.ts';
import { keys } from './keys.ts';
import { passkeys } from './passkeys.ts';
import { policy } from './policy.ts';
import { workflows } from './workflows.ts';
import { usageDetails } from './usageDetails.ts';
import { closing, signInPage, system } from './system.ts';

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
  signInPage,
  storeAdvice,
  system,
  usageDetails,
  webhookAdvice,
  workflows,
} as const;
