import { implement } from '@orpc/server';
import { deferredContract } from '../../../contract/deferred/procedures.ts';
import type { Deferred } from './deferred.ts';

/** Returns the procedures for deferred enrollments. */
export function deferredProcedures(scope: () => Deferred) {
  const os = implement(deferredContract);
  return os.router({
    fetch: os.fetch.handler(({ input, signal }) => scope().fetch(input, signal)),
    make: os.make.handler(({ input, signal }) => scope().make(input, signal)),
    upload: os.upload.handler(({ input, signal }) => scope().upload(input, signal)),
    show: os.show.handler(({ input }) => scope().show(input)),
    ofBatch: os.ofBatch.handler(async ({ input: { id } }) => ({ until: await scope().until(id) })),
    suggest: os.suggest.handler(async () => ({ file: await scope().suggest() })),
  });
}
