import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { activationContract } from './activation/procedures.ts';
import {
  activityFilterSchema,
  activityHeadSchema,
  activityPageSchema,
  activityQuerySchema,
  activityVerificationSchema,
  activityVerifyRequestSchema,
} from './activity/schema.ts';
import { assignmentsContract, inventoryContract } from './assignments/procedures.ts';
import { backupContract } from './backup/schema.ts';
import { changeCountsSchema } from './changes/schema.ts';
import { connectionsContract, policyContract } from './connections/procedures.ts';
import { directoryContract, passkeysContract, usersContract } from './directory/procedures.ts';
import { enrollmentContract } from './enrollment/procedures.ts';
import { keysContract, metadataContract, practiceContract } from './keys/procedures.ts';
import { base, nothing } from './procedure.ts';
import { settingsChangeSchema, settingsSchema, systemInfoSchema } from './system/schema.ts';
import { webhooksContract, workflowsContract } from './workflows/procedures.ts';

/**
 * What crosses the border between window and core: the preload, the handlers, the loopback server and the renderer's
 * client all derive from this one value. Streams end when the caller aborts; an aborted `enrollment.start` is cancelled.
 */
export const contract = {
  system: {
    info: base.output(systemInfoSchema),
    /** Whether Microsoft Graph answers at all; null without a connection. */
    reachable: base.output(z.boolean().nullable()),
  },
  settings: {
    get: base.output(settingsSchema),
    set: base.input(settingsChangeSchema).output(settingsSchema),
    /** Starts Keydesk again in practice mode or on the real tenant: the connection ends, and the next one finds the other mode. */
    setMode: base.input(z.object({ practice: z.boolean() })).output(nothing),
    /** Keeps a bearer token in memory for the connected tenant; accepted for loopback connections only. */
    setToken: base.input(z.object({ token: z.string().min(1).max(16_384) })).output(nothing),
  },
  changes: {
    /** The counts now and whenever one has grown, of what this and other processes wrote. */
    watch: base.output(eventIterator(changeCountsSchema)),
  },
  connections: connectionsContract,
  keys: keysContract,
  metadata: metadataContract,
  policy: policyContract,
  users: usersContract,
  directory: directoryContract,
  passkeys: passkeysContract,
  enrollment: enrollmentContract,
  assignments: assignmentsContract,
  inventory: inventoryContract,
  activity: {
    list: base.input(activityQuerySchema).output(activityPageSchema),
    /** Goes through the whole log; what is wrong with it is data, not an error. */
    verify: base.input(activityVerifyRequestSchema).output(activityVerificationSchema),
    /** Writes the record of the end again, after a person has looked into why it is missing or damaged. */
    acceptHead: base.input(activityHeadSchema).output(activityHeadSchema),
    /** JSON lines, oldest first, in parts of whole lines. */
    export: base.input(activityFilterSchema).output(eventIterator(z.string())),
  },
  backup: backupContract,
  workflows: workflowsContract,
  webhooks: webhooksContract,
  activation: activationContract,
  practice: practiceContract,
};
export type Contract = typeof contract;
