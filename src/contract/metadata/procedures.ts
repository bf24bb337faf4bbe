import { z } from 'zod';
import { base } from '../procedure.ts';
import { pastedAaguid } from '../text/pasted.ts';
import { metadataStateSchema, metadataUpdateSchema, modelSchema } from './schema.ts';

/** What vendors publish about their key models. */
export const metadataContract = {
  /** The list of key models in use; null until the first one was loaded. */
  state: base.output(metadataStateSchema.nullable()),
  update: base.input(metadataUpdateSchema).output(metadataStateSchema),
  model: base.input(z.object({ aaguid: pastedAaguid })).output(modelSchema.nullable()),
};
