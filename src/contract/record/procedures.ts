import { z } from 'zod';
import { base } from '../procedure.ts';
import {
  recordChangeSchema,
  recordCheckSchema,
  recordJoinedSchema,
  recordRequestSchema,
  recordReturnSchema,
  recordSightSchema,
  recordStateSchema,
  recordUpgradedSchema,
  recordUpgradeSchema,
  removeDeskSchema,
  trustDeskSchema,
} from './schema.ts';

/** The record that several desks share. */
export const recordContract = {
  show: base.output(recordStateSchema),
  /** Says whether the record can be reached, as far as this desk knows. */
  sight: base.output(recordSightSchema),
  /** Makes a record in an empty database from everything that this desk has. Keydesk must start again afterwards. */
  create: base.input(recordRequestSchema).output(z.object({ record: z.string(), rows: z.number() })),
  /** Joins this desk to a record, and merges what the desk had into it. Keydesk must start again afterwards. */
  join: base.input(recordRequestSchema).output(recordJoinedSchema),
  /** Changes how this desk reaches its record. Keydesk must start again afterwards. */
  change: base.input(recordChangeSchema).output(z.object({ url: z.string() })),
  /** Compares this desk with the record, row by row. */
  check: base.output(recordCheckSchema),
  /** Lets a desk receive secrets, because a person has compared its fingerprint. Returns the name of the desk. */
  trustDesk: base.input(trustDeskSchema).output(z.object({ name: z.string() })),
  /** Seals nothing for a desk any more. Returns its name, and the names of the desks that it has introduced and that stay. */
  removeDesk: base.input(removeDeskSchema).output(z.object({ name: z.string(), introduced: z.array(z.string()) })),
  /** Upgrades the record to the version of this Keydesk. The sign-in must be that of the owner of its tables. */
  upgrade: base.input(recordUpgradeSchema).output(recordUpgradedSchema),
  /** Gives a record back what it lost and this desk has. */
  bringBack: base.output(recordReturnSchema),
  /** Returns the SQL that makes the roles of a record, for a person who runs PostgreSQL. */
  roles: base.output(z.object({ sql: z.string() })),
  /** Ends this desk's part in the record. Everything that it has stays, as a record of its own. */
  leave: base.output(z.object({ left: z.boolean(), told: z.boolean() })),
};
