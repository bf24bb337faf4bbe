import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from '../procedure.ts';
import { reference } from '../text/pasted.ts';
import {
  deferredEventSchema,
  fetchRequestSchema,
  makeRequestSchema,
  packageRefSchema,
  shownPackageSchema,
} from './schema.ts';

const stream = eventIterator(deferredEventSchema);

/** Deferred enrollment: options are fetched ahead, keys are made without a network, and registered later. */
export const deferredContract = {
  /** Checks users, and fetches their creation options into a package. Aborted, it leaves the package as far as it has come. */
  fetch: base.input(fetchRequestSchema).output(stream),
  /** Gives each key that is plugged in the next row. Needs no connection. It runs until the stream is closed. */
  make: base.input(makeRequestSchema).output(stream),
  /** Registers the keys that were made. Continues after an interruption. */
  upload: base.input(packageRefSchema).output(stream),
  show: base.input(packageRefSchema).output(shownPackageSchema),
  /** Returns until when the keys of a batch may be made with a package that was fetched here (ISO 8601); null if there is none. */
  ofBatch: base.input(z.object({ id: reference(64) })).output(z.object({ until: z.string().nullable() })),
  /** Returns a name for a new package that no file has. */
  suggest: base.output(z.object({ file: z.string() })),
};
