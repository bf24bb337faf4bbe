import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { passkeyReviewRequestSchema, passkeyReviewSchema } from '../passkeys/review.ts';
import { base, nothing, userRef } from '../procedure.ts';
import { pasted, pastedOrEmpty } from '../text/pasted.ts';
import { passkeySchema, userPageSchema, userSchema } from '../users/schema.ts';
import {
  directoryStateSchema,
  groupRowSchema,
  importEventSchema,
  importRecordSchema,
  userExportSchema,
  userFilterSchema,
  userRowSchema,
  userRowsSchema,
} from './schema.ts';

/** Users as Microsoft Graph tells them. */
export const usersContract = {
  search: base
    .input(z.object({ query: pastedOrEmpty(256), next: z.string().max(8192).optional() }))
    .output(userPageSchema),
  get: base.input(z.object({ user: userRef })).output(userSchema),
};

/** Users and groups as they were imported: there without the network. */
export const directoryContract = {
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
  groups: base.input(z.object({ search: pastedOrEmpty(256) })).output(z.array(groupRowSchema)),
  /** The groups of a user, those around them included. */
  groupsOf: base.input(z.object({ user: userRef })).output(z.array(groupRowSchema)),
  imports: base.output(z.array(importRecordSchema)),
  /** Imports what changed, or everything; aborted, it keeps what it has and goes on there the next time. */
  import: base.input(z.object({ full: z.boolean() })).output(eventIterator(importEventSchema)),
  /** What a filter lets through, in parts of one text. */
  export: base.input(userExportSchema).output(eventIterator(z.string())),
};

/** The passkeys of one user. */
export const passkeysContract = {
  list: base.input(z.object({ user: userRef })).output(z.array(passkeySchema)),
  /** The same held against the own record; what is kept, where Entra cannot be asked. */
  review: base.input(passkeyReviewRequestSchema).output(passkeyReviewSchema),
  delete: base
    .input(z.object({ user: userRef, id: pasted(2048).refine(id => !/^\.+$/.test(id), 'no passkey has such an id') }))
    .output(nothing),
};
