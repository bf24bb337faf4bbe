import { z } from 'zod';
import { base } from '../procedure.ts';
import { reference } from '../text/pasted.ts';
import { profileDraftSchema, profileRefSchema, profileSchema } from './schema.ts';

/** Profiles: named sets of what is done to a key. */
export const profilesContract = {
  list: base.output(z.array(profileSchema)),
  show: base.input(profileRefSchema).output(profileSchema),
  create: base.input(profileDraftSchema).output(profileSchema),
  /** Replaces all settings of a profile. */
  change: base.input(profileDraftSchema.extend({ id: reference(64) })).output(profileSchema),
  delete: base.input(profileRefSchema).output(profileSchema.pick({ id: true, name: true })),
  /** The profile that the last enrollment of this tenant used; null for none. */
  last: base.output(z.object({ profileId: z.string().nullable() })),
};
