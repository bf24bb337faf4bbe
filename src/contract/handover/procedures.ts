import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base, nothing } from '../procedure.ts';
import { batchExportRequestSchema, logoSchema, sheetsRequestSchema } from './schema.ts';

/** What users get with their keys: sheets to print, and lists of a batch. Files are streams of base64 parts that can be joined. */
export const handoverContract = {
  /** One sheet for each user of a batch, as a PDF. */
  sheets: base.input(sheetsRequestSchema).output(eventIterator(z.string())),
  export: base.input(batchExportRequestSchema).output(eventIterator(z.string())),
  /** The organization's logo on the sheets. Its name and text are settings. */
  logo: base.output(logoSchema.nullable()),
  /** Stores a logo, or deletes it. @throws KeydeskError logo-unusable */
  setLogo: base.input(logoSchema.nullable()).output(nothing),
};
