import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base, userRef } from '../procedure.ts';
import { pastedOrEmpty } from '../text/pasted.ts';
import {
  departmentSchema,
  directoryStateSchema,
  groupRowSchema,
  importEventSchema,
  importRecordSchema,
  userExportSchema,
  userFilterSchema,
  userRowSchema,
  userRowsSchema,
} from './schema.ts';

/** Imported users and groups. Works without the network. */
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
  /** Null for a user who was not imported. */
  user: base.input(z.object({ user: userRef })).output(userRowSchema.nullable()),
  groups: base.input(z.object({ search: pastedOrEmpty(256) })).output(z.array(groupRowSchema)),
  /** The groups of a user, including those that contain these groups. */
  groupsOf: base.input(z.object({ user: userRef })).output(z.array(groupRowSchema)),
  /** The departments of present users, those with the most users first. */
  departments: base.output(z.array(departmentSchema)),
  imports: base.output(z.array(importRecordSchema)),
  /** Imports changes, or everything. If aborted, keeps what it has imported and continues from there the next time. */
  import: base.input(z.object({ full: z.boolean() })).output(eventIterator(importEventSchema)),
  /** All users that match a filter, in chunks of one text. */
  export: base.input(userExportSchema).output(eventIterator(z.string())),
};
