import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base, nothing } from '../procedure.ts';
import { pasted, reference } from '../text/pasted.ts';
import { liveBatchSchema, runningBatchSchema } from './live.ts';
import {
  batchCreateSchema,
  batchRefSchema,
  batchRowSchema,
  batchSchema,
  batchSummarySchema,
  fileChoicesSchema,
  MAX_FILE,
  MAX_ROWS,
  readFileSchema,
  retriedStates,
  rowPageSchema,
  rowQuerySchema,
  rowRefSchema,
} from './schema.ts';

/** The length of the largest file in base64. A longer one is refused with words by the reader. */
const MAX_CONTENT = Math.ceil((MAX_FILE + 1024) / 3) * 4;

/** The length of the largest part of a file in base64. A window's message has at most 256 KiB. */
const MAX_PART = 192 * 1024;

/** Batches: many users, and a key for each of them. */
export const batchesContract = {
  list: base.output(z.array(batchSchema)),
  get: base.input(batchRefSchema).output(batchSchema),
  /** How the batch went, over all its rows. */
  summary: base.input(batchRefSchema).output(batchSummarySchema),
  rows: base.input(rowQuerySchema).output(rowPageSchema),
  /**
   * Receives a part of a file, as base64: a window cannot send a large file in one message. Without `upload`, a new file begins.
   * The core keeps the last files in memory.
   */
  upload: base
    .input(z.object({ upload: reference(64).optional(), content: z.base64().max(MAX_PART) }))
    .output(z.object({ upload: z.string() })),
  /** Reads a file of users, as base64, or one that `upload` received. */
  read: base
    .input(
      z.union([
        z.object({ content: z.base64().max(MAX_CONTENT), ...fileChoicesSchema.shape }),
        z.object({ upload: reference(64), ...fileChoicesSchema.shape }),
      ]),
    )
    .output(readFileSchema),
  create: base.input(batchCreateSchema).output(batchSchema),
  /** Checks the rows that wait. Returns the batch when all are checked. If aborted, the next check goes on. */
  check: base.input(batchRefSchema).output(batchSchema),
  /**
   * Starts a batch: from now on each key that is plugged in gets the next row. `keys` limits it to these keys.
   * `interactive: false` is for callers without a person: a row that needs a typed PIN fails.
   */
  start: base
    .input(z.object({ id: reference(64), keys: z.array(reference(1024)).max(64).optional(), interactive: z.boolean() }))
    .output(nothing),
  /** Stops giving rows to keys. Rows that have a key are finished. */
  pause: base.input(batchRefSchema).output(nothing),
  /** The batch, live: immediately and after every change. */
  watch: base.input(batchRefSchema).output(eventIterator(liveBatchSchema)),
  /** The batches that give rows to keys of this computer now: a key that is plugged in for something else gets a passkey of theirs. */
  running: base.output(z.array(runningBatchSchema)),
  /** Puts the rows of some states back, or these rows. They are checked again. A batch that has ended then waits for its start. */
  retry: base
    .input(
      z.object({
        id: reference(64),
        rowIds: z.array(reference(64)).max(1000).optional(),
        states: z.array(z.enum(retriedStates)).min(1).default(['failed']),
      }),
    )
    .output(z.object({ rows: z.number().int() })),
  /** Skips a row that has no key yet. */
  skip: base.input(rowRefSchema).output(batchRowSchema),
  /** Moves a row that waits for a key to the end. */
  later: base.input(rowRefSchema).output(batchRowSchema),
  /**
   * Moves the row of a user, or the row that expects a serial number, before all others. `text` is a serial number, user name, display name, mail address,
   * employee id or object id, for example from a barcode. A row that has failed or was skipped is checked again first.
   */
  first: base.input(z.object({ id: reference(64), text: pasted(512) })).output(batchRowSchema),
  note: base.input(rowRefSchema.extend({ note: z.string().max(500) })).output(batchRowSchema),
  /** Returns the PIN of a row until it is handed over. The activity log records it. */
  showPin: base.input(rowRefSchema).output(z.object({ pin: z.string() })),
  /** Confirms that the key and its PIN were handed over. The PIN is deleted. */
  handedOver: base.input(rowRefSchema).output(batchRowSchema),
  /** Confirms it for all rows that are done and whose PIN is kept, or for those among these rows. */
  handedOverAll: base
    .input(batchRefSchema.extend({ rowIds: z.array(reference(64)).max(MAX_ROWS).optional() }))
    .output(z.object({ rows: z.number().int() })),
  /** Deletes a batch. With `discardPins`, also one with PINs that nobody has handed over. */
  delete: base.input(batchRefSchema.extend({ discardPins: z.boolean().default(false) })).output(nothing),
};
