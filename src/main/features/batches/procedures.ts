import { implement } from '@orpc/server';
import { batchesContract } from '../../../contract/batches/procedures.ts';
import type { Batches } from './batches.ts';
import { readBatchFile } from './reading/readFile.ts';

/** Returns the procedures for batches. */
export function batchesProcedures(scope: () => Batches) {
  const os = implement(batchesContract);
  return os.router({
    list: os.list.handler(() => scope().list()),
    get: os.get.handler(({ input }) => scope().get(input.id)),
    summary: os.summary.handler(({ input }) => scope().summary(input.id)),
    rows: os.rows.handler(({ input }) => scope().rows(input)),
    upload: os.upload.handler(({ input: { upload, content } }) => ({
      upload: scope().uploads.add(upload, Buffer.from(content, 'base64')),
    })),
    read: os.read.handler(({ input }) => {
      const content = 'upload' in input ? scope().uploads.get(input.upload) : Buffer.from(input.content, 'base64');
      return readBatchFile(content, input);
    }),
    create: os.create.handler(({ input }) => scope().create(input)),
    check: os.check.handler(({ input, signal }) => scope().check(input.id, signal ?? new AbortController().signal)),
    start: os.start.handler(({ input: { id, keys, interactive } }) => scope().start(id, { keys, interactive })),
    pause: os.pause.handler(({ input }) => scope().pause(input.id)),
    watch: os.watch.handler(({ input, signal }) => scope().watch(input.id, signal)),
    running: os.running.handler(() => scope().running()),
    retry: os.retry.handler(async ({ input: { id, rowIds, states } }) => ({
      rows: await scope().retry(id, rowIds === undefined ? { states } : { ids: rowIds }),
    })),
    skip: os.skip.handler(({ input }) => scope().skip(input.id, input.rowId)),
    later: os.later.handler(({ input }) => scope().later(input.id, input.rowId)),
    first: os.first.handler(({ input }) => scope().first(input.id, input.text)),
    note: os.note.handler(({ input }) => scope().note(input.id, input.rowId, input.note)),
    showPin: os.showPin.handler(({ input }) => scope().showPin(input.id, input.rowId)),
    handedOver: os.handedOver.handler(({ input }) => scope().handedOver(input.id, input.rowId)),
    handedOverAll: os.handedOverAll.handler(async ({ input: { id, rowIds } }) => ({
      rows: await scope().handedOverAll(id, rowIds),
    })),
    delete: os.delete.handler(({ input }) => scope().delete(input.id, input.discardPins)),
  });
}
