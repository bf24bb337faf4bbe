import type { Kysely } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Codes } from './codes.ts';
import type { OpenSitting, Sittings } from './sittings.ts';

/** The permission of one run to continue for a user who has proven their identity. */
export interface Permit {
  /** Aborts when the sitting is over. Ends only waits: running writes are completed. */
  readonly late: AbortSignal;
  /**
   * Checks that the sitting is not over and its code is valid. Call before each write to a key, to the store or to Entra.
   * @param open the transaction that relies on it, or the database
   * @throws KeydeskError activation-sitting-over, activation-code-…, activation-running
   */
  confirm(open: Kysely<Schema>): Promise<void>;
  /** Releases the code, so that another run can use it. */
  release(): Promise<void>;
}

/**
 * Begins a run in a sitting. SECURITY: one code serves one run at a time, even if it was entered twice before.
 * @throws KeydeskError activation-running
 */
export async function takePermit<Desk>(
  codes: Pick<Codes, 'claim' | 'confirm' | 'release'>,
  sittings: Pick<Sittings<Desk>, 'left'>,
  sitting: OpenSitting<Desk>,
): Promise<Permit> {
  const { codeId, run } = sitting;
  if (codeId !== null) await codes.claim(codeId, run);
  const late = new AbortController();
  // After the computer slept, the timer is late. Therefore `confirm` checks the time before each write.
  const timer = setTimeout(() => late.abort(new KeydeskError('activation-sitting-over')), sittings.left(sitting));
  timer.unref();
  return {
    late: late.signal,
    confirm: async open => {
      if (late.signal.aborted || sittings.left(sitting) === 0) throw new KeydeskError('activation-sitting-over');
      if (codeId !== null) await codes.confirm(open, codeId, run);
    },
    release: async () => {
      clearTimeout(timer);
      if (codeId !== null) await codes.release(run);
    },
  };
}
