import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { activationContract } from './activationContract.ts';
import {
  activityFilterSchema,
  activityPageSchema,
  activityQuerySchema,
  activityVerificationSchema,
  activityVerifyRequestSchema,
} from './activity.ts';
import {
  assignmentExportSchema,
  assignmentPageSchema,
  assignmentQuerySchema,
  assignmentRefSchema,
  assignmentSchema,
  assignRequestSchema,
} from './assignments.ts';
import {
  checkReportSchema,
  checkRequestSchema,
  connectionChangeSchema,
  connectionRefSchema,
  connectionsStateSchema,
  connectionViewSchema,
  credentialSchema,
  newConnectionSchema,
  openPageSchema,
  signInEventSchema,
  signInRequestSchema,
} from './connections.ts';
import {
  directoryStateSchema,
  groupRowSchema,
  importEventSchema,
  importRecordSchema,
  userExportSchema,
  userFilterSchema,
  userRowSchema,
  userRowsSchema,
} from './directory.ts';
import { enrollmentEventSchema, enrollmentRequestSchema, unfinishedSchema } from './enrollment.ts';
import {
  deletionsSchema,
  inventoryExportSchema,
  inventoryKeySchema,
  inventoryPageSchema,
  inventoryQuerySchema,
  inventoryRefSchema,
  lostReportSchema,
} from './inventory.ts';
import {
  configChangeSchema,
  credentialListSchema,
  credentialRefSchema,
  fingerprintEnrollSchema,
  fingerprintEventSchema,
  fingerprintNameSchema,
  fingerprintRefSchema,
  fingerprintSchema,
  keyPinSchema,
  keyRefSchema,
  pinChangeSchema,
  resetEventSchema,
  resetRequestSchema,
} from './keyManagement.ts';
import { keyDetailsSchema, keySummarySchema } from './keys.ts';
import { metadataStateSchema, metadataUpdateSchema, modelSchema } from './metadata.ts';
import { passkeyReviewRequestSchema, passkeyReviewSchema } from './passkeyReview.ts';
import { policyAnswerSchema, policyCheckSchema, policyStateRequestSchema, policyStateSchema } from './policy.ts';
import { base, nothing } from './procedure.ts';
import {
  practiceFaultSchema,
  practiceModelSchema,
  practiceStateSchema,
  settingsChangeSchema,
  settingsSchema,
  systemInfoSchema,
  touchPolicySchema,
} from './system.ts';
import { passkeySchema, userPageSchema, userSchema } from './users.ts';
import {
  deliveryPageSchema,
  deliveryQuerySchema,
  resendSchema,
  webhookAddSchema,
  webhookChangeSchema,
  webhookGiveSecretSchema,
  webhookRefSchema,
  webhookSchema,
  webhookSecretSchema,
  webhookTestSchema,
} from './webhooks.ts';
import {
  previewRequestSchema,
  previewSchema,
  runPageSchema,
  runQuerySchema,
  runSchema,
  workflowDetailsSchema,
  workflowDraftSchema,
  workflowRefSchema,
  workflowSchema,
} from './workflows.ts';

const userRef = z.string().min(1).max(512);

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
    /** Keeps a bearer token in memory for the connected tenant; accepted for loopback connections only. */
    setToken: base.input(z.object({ token: z.string().min(1).max(16_384) })).output(nothing),
  },
  /** The tenants that are set up, and signing in to them. */
  connections: {
    /** All of them, at once and after every change. */
    watch: base.output(eventIterator(connectionsStateSchema)),
    add: base.input(newConnectionSchema).output(connectionViewSchema),
    change: base.input(connectionChangeSchema).output(connectionViewSchema),
    use: base.input(connectionRefSchema).output(nothing),
    /** Forgets its secrets too; what was recorded and imported stays. */
    remove: base.input(connectionRefSchema).output(nothing),
    /** What the app signs in with. Sealed where the shell can seal, in memory otherwise; never given back. */
    setCredential: base
      .input(connectionRefSchema.extend({ credential: credentialSchema }))
      .output(connectionViewSchema),
    /** Ends with `done` or `failed`; aborted, nobody is signed in. */
    signIn: base.input(signInRequestSchema).output(eventIterator(signInEventSchema)),
    signOut: base.input(connectionRefSchema).output(nothing),
    /** Tries the current connection part by part; nothing is written. */
    check: base.input(checkRequestSchema).output(checkReportSchema),
    /** Opens one of Microsoft's pages in the system's browser. */
    openPage: base.input(openPageSchema).output(nothing),
  },
  keys: {
    /** The whole list of plugged-in keys, at once and after every change. */
    watch: base.output(eventIterator(z.array(keySummarySchema))),
    info: base.input(keyRefSchema).output(keyDetailsSchema),
    wink: base.input(keyRefSchema).output(nothing),
    /** Sets the first PIN of a key. */
    setPin: base.input(keyPinSchema).output(nothing),
    changePin: base.input(pinChangeSchema).output(nothing),
    configure: base.input(configChangeSchema).output(keyDetailsSchema),
    credentials: {
      list: base.input(keyPinSchema).output(credentialListSchema),
      delete: base.input(credentialRefSchema).output(nothing),
    },
    fingerprints: {
      list: base.input(keyPinSchema).output(z.array(fingerprintSchema)),
      /** Ends when the finger is known; aborted, it leaves nothing on the key. */
      enroll: base.input(fingerprintEnrollSchema).output(eventIterator(fingerprintEventSchema)),
      rename: base.input(fingerprintNameSchema).output(nothing),
      remove: base.input(fingerprintRefSchema).output(nothing),
    },
    /** Erases a key; aborted before the touch, nothing happened. */
    reset: base.input(resetRequestSchema).output(eventIterator(resetEventSchema)),
  },
  metadata: {
    /** The list of key models in use; null before the first one was loaded. */
    state: base.output(metadataStateSchema.nullable()),
    update: base.input(metadataUpdateSchema).output(metadataStateSchema),
    model: base.input(z.object({ aaguid: z.guid() })).output(modelSchema.nullable()),
  },
  policy: {
    /** The tenant's passkey policy as it was read last, or now where that is long ago; without a network the old one. */
    state: base.input(policyStateRequestSchema).output(policyStateSchema),
    /** What the tenant will say to a registration. */
    check: base.input(policyCheckSchema).output(policyAnswerSchema),
  },
  users: {
    search: base
      .input(z.object({ query: z.string().max(256), next: z.string().max(8192).optional() }))
      .output(userPageSchema),
    get: base.input(z.object({ user: userRef })).output(userSchema),
  },
  /** Users and groups as they were imported: there without the network. */
  directory: {
    state: base.output(directoryStateSchema),
    users: base
      .input(
        z.object({
          filter: userFilterSchema,
          offset: z.number().int().nonnegative(),
          limit: z.number().int().min(1).max(1000),
        }),
      )
      .output(userRowsSchema),
    /** Null for somebody who was not imported. */
    user: base.input(z.object({ user: userRef })).output(userRowSchema.nullable()),
    groups: base.input(z.object({ search: z.string().max(256) })).output(z.array(groupRowSchema)),
    /** The groups of a user, those around them included. */
    groupsOf: base.input(z.object({ user: userRef })).output(z.array(groupRowSchema)),
    imports: base.output(z.array(importRecordSchema)),
    /** Imports what changed, or everything; aborted, it keeps what it has and goes on there the next time. */
    import: base.input(z.object({ full: z.boolean() })).output(eventIterator(importEventSchema)),
    /** What a filter lets through, in parts of one text. */
    export: base.input(userExportSchema).output(eventIterator(z.string())),
  },
  passkeys: {
    list: base.input(z.object({ user: userRef })).output(z.array(passkeySchema)),
    /** The same held against the own record; what is kept, where Entra cannot be asked. */
    review: base.input(passkeyReviewRequestSchema).output(passkeyReviewSchema),
    delete: base.input(z.object({ user: userRef, id: z.string().min(1).max(2048) })).output(nothing),
  },
  enrollment: {
    start: base.input(enrollmentRequestSchema).output(eventIterator(enrollmentEventSchema)),
    /** Answers a `pin` or `new-pin` interaction of a running enrolment. */
    answerPin: base.input(z.object({ enrollmentId: z.string(), pin: z.string().max(256) })).output(nothing),
    /** The PIN instead of the finger that a `fingerprint` interaction asks for. */
    preferPin: base.input(z.object({ enrollmentId: z.string() })).output(nothing),
    cancel: base.input(z.object({ enrollmentId: z.string() })).output(nothing),
    unfinished: base.output(z.array(unfinishedSchema)),
    /** Tries to finish or clean up every unfinished enrolment that no running one owns; gives what is still unfinished. */
    recover: base.output(z.array(unfinishedSchema)),
  },
  /** Which passkeys users are to have, and how far each has come. All of it is there without the network. */
  assignments: {
    list: base.input(assignmentQuerySchema).output(assignmentPageSchema),
    assign: base.input(assignRequestSchema).output(assignmentSchema),
    cancel: base.input(assignmentRefSchema).output(assignmentSchema),
    /** A failed one waits for a key again. */
    retry: base.input(assignmentRefSchema).output(assignmentSchema),
    /** Deletes the passkey in Entra too. */
    revoke: base.input(assignmentRefSchema).output(assignmentSchema),
    /** In parts of one text; a PDF is base64. */
    export: base.input(assignmentExportSchema).output(eventIterator(z.string())),
  },
  /** Every security key that was ever plugged in. */
  inventory: {
    list: base.input(inventoryQuerySchema).output(inventoryPageSchema),
    /** Which of them a plugged-in key is. */
    plugged: base.input(keyRefSchema).output(inventoryKeySchema),
    /** Marks the key, revokes its passkeys and deletes them in Entra, now or as soon as that can be reached. */
    reportLost: base.input(inventoryRefSchema).output(lostReportSchema),
    retire: base.input(inventoryRefSchema).output(lostReportSchema),
    restore: base.input(inventoryRefSchema).output(inventoryKeySchema),
    /** Deletes in Entra what is still due. */
    finish: base.output(deletionsSchema),
    export: base.input(inventoryExportSchema).output(eventIterator(z.string())),
  },
  activity: {
    list: base.input(activityQuerySchema).output(activityPageSchema),
    /** Goes through the whole log; what is wrong with it is data, not an error. */
    verify: base.input(activityVerifyRequestSchema).output(activityVerificationSchema),
    /** JSON lines, oldest first, in parts of whole lines. */
    export: base.input(activityFilterSchema).output(eventIterator(z.string())),
  },
  workflows: {
    /** Of the connected tenant, the oldest first. */
    list: base.output(z.array(workflowSchema)),
    get: base.input(workflowRefSchema).output(workflowDetailsSchema),
    create: base.input(workflowDraftSchema).output(workflowSchema),
    /** Makes a new version; runs of before keep theirs. */
    edit: base.input(workflowDraftSchema.extend(workflowRefSchema.shape)).output(workflowSchema),
    /** What happens while one is disabled passes by for good. */
    setEnabled: base.input(workflowRefSchema.extend({ enabled: z.boolean() })).output(workflowSchema),
    duplicate: base.input(workflowRefSchema).output(workflowSchema),
    /** Its run history stays. */
    delete: base.input(workflowRefSchema).output(nothing),
    /** Nothing is changed. */
    preview: base.input(previewRequestSchema).output(previewSchema),
    /** Begins to run for everybody who is in the directory now. */
    runNow: base.input(workflowRefSchema).output(nothing),
    runs: base.input(runQuerySchema).output(runPageSchema),
    /** Tries a run again that needs attention. */
    retry: base.input(z.object({ n: z.number().int().positive() })).output(runSchema),
    /** Resolves when everything that has happened is handled. */
    work: base.output(nothing),
  },
  webhooks: {
    list: base.output(z.array(webhookSchema)),
    add: base.input(webhookAddSchema).output(webhookSecretSchema),
    change: base.input(webhookChangeSchema).output(webhookSchema),
    /** Also forgets what waits for it. */
    remove: base.input(webhookRefSchema).output(nothing),
    /** Makes a new secret; for a day messages are signed with the one of before too. */
    rotate: base.input(webhookRefSchema).output(webhookSecretSchema),
    giveSecret: base.input(webhookGiveSecretSchema).output(webhookSchema),
    /** Sends a message that tells of nothing, at once. */
    test: base.input(webhookRefSchema).output(webhookTestSchema),
    deliveries: base.input(deliveryQuerySchema).output(deliveryPageSchema),
    /** Gives how many dead letters are on their way again. */
    resend: base.input(resendSchema).output(z.number().int()),
    /** Resolves when nothing is due that this Keydesk can send. */
    deliver: base.output(nothing),
  },
  activation: activationContract,
  practice: {
    watch: base.output(eventIterator(practiceStateSchema)),
    insert: base.output(nothing),
    remove: base.output(nothing),
    touch: base.output(nothing),
    setTouch: base.input(z.object({ policy: touchPolicySchema })).output(nothing),
    /** Puts the practice key away and plugs another one in, which remembers what was done with it before. */
    setModel: base.input(z.object({ model: practiceModelSchema })).output(nothing),
    /** Makes the key misbehave in one way, or in none. */
    setFault: base.input(z.object({ fault: practiceFaultSchema.nullable() })).output(nothing),
  },
};
export type Contract = typeof contract;
