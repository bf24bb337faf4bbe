import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { rowRefSchema } from '../batches/schema.ts';
import { base, nothing } from '../procedure.ts';
import {
  batchExportRequestSchema,
  logoSchema,
  messageRequestSchema,
  messageSchema,
  sheetsRequestSchema,
} from './schema.ts';

/** What users get with their keys: sheets to print, and lists of a batch. Files are streams of base64 parts that can be joined. */
export const handoverContract = {
  /** One sheet for each user of a batch, as a PDF. */
  sheets: base.input(sheetsRequestSchema).output(eventIterator(z.string())),
  export: base.input(batchExportRequestSchema).output(eventIterator(z.string())),
  /** A message to the user of a row, in the user's language. The activity log records it if it has the PIN. */
  message: base.input(messageRequestSchema).output(messageSchema),
  /** The names of the printers that sheets can be sent to; none if the system has no printing that Keydesk can use. */
  printers: base.output(z.array(z.string())),
  /** Sends the sheet of a row with its PIN to the printer of the settings. The activity log records it. */
  print: base.input(rowRefSchema).output(nothing),
  /** The organization's logo on the sheets. Its name and text are settings. */
  logo: base.output(logoSchema.nullable()),
  /** Stores a logo, or deletes it. @throws KeydeskError logo-unusable */
  setLogo: base.input(logoSchema.nullable()).output(nothing),
};
