import { activation } from './activation.ts';
import { activity } from './activity.ts';
import { assignments } from './assignments.ts';
import { backup } from './backup.ts';
import { completion } from './completion.ts';
import { connection } from './connection.ts';
import { enroll, enrollSteps } from './enroll.ts';
import { enrollments } from './enrollments.ts';
import { fingerprints } from './fingerprints.ts';
import { importUsers } from './import.ts';
import { inventory } from './inventory.ts';
import { keyConfig, keys } from './keys.ts';
import { metadata } from './metadata.ts';
import { network } from './network.ts';
import { passkeys } from './passkeys.ts';
import { policy } from './policy.ts';
import { record } from './record.ts';
import { reset, resetLongSteps, resetSteps } from './reset.ts';
import { simulate } from './simulate.ts';
import { station } from './station.ts';
import { users } from './users.ts';
import { webhooks } from './webhooks.ts';
import { workflows } from './workflows.ts';

/** The help of each group of commands, and its output. A file has the name of the file in src/cli/commands. */
export const commands = {
  activation,
  activity,
  assignments,
  backup,
  completion,
  connection,
  enroll,
  enrollSteps,
  enrollments,
  import: importUsers,
  inventory,
  keys,
  keyConfig,
  fingerprints,
  reset,
  resetSteps,
  resetLongSteps,
  metadata,
  network,
  passkeys,
  policy,
  record,
  simulate,
  station,
  users,
  webhooks,
  workflows,
} as const;
