import type { Kysely } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Codes } from './codes.ts';
import type { OpenSitting, Sittings } from './sittings.ts';

/** Whether one run may go on for the user who has proven who they are. */
export interface Permit {
  /** Aborts when the sitting is over. Only waits end by it: what is being written comes to its own end. */
  readonly late: AbortSignal;
  /**
   * Checks again that the sitting lasts and its code is good. Call it before anything is written to a key, to the store or to
   * Entra.
   * @param open the transaction that relies on it, or the database
   * @throws KeydeskError activation-sitting-over, activation-code-…, activation-running
   */
  confirm(open: Kysely<Schema>): Promise<void>;
  /** Lets others use the code. */
  release(): Promise<void>;
}

/**
 * Begins a run in a sitting. SECURITY: one code serves one run at a time, also where it was entered twice in advance.
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
  // A computer that slept wakes up late; the time itself is looked at before anything is written.
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
