import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base, userRef } from '../procedure.ts';
import { pastedOrEmpty } from '../text/pasted.ts';
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
