import type { EnrollmentEvent } from '../../../contract/enrollment/schema.ts';
import type { Channel } from '../../base/stream.ts';
import type { EnrollmentScope, FinishOptions, Work } from './enrollments.ts';
import type { Journal } from './journal.ts';
import type { CeremonyParts } from './parts.ts';
import type { Recoveries } from './recoveries.ts';

/** What the operations on one tenant's enrollments share. */
export interface EnrollmentContext {
  readonly scope: EnrollmentScope;
  readonly ceremony: CeremonyParts;
  readonly journal: Journal;
  readonly recoveries: Recoveries;
  /** Starts work with a key. */
  readonly begin: (work: Work, options: FinishOptions) => Channel<EnrollmentEvent>;
  /** Call when a key was reset or its PIN changed. A random PIN that a window could still show is not valid any more. */
  readonly erased: (keyId: string) => void;
  /** Returns whether the Keydesk with this instance id is running. */
  readonly isAlive: (instance: string) => boolean;
  readonly log: (message: string) => void;
}

/** Updates the assignments from the journal. Never rejects. */
export function settle({ scope, log }: EnrollmentContext): Promise<void> {
  return scope.journalChanged().catch(error => log(`assignments: ${String(error)}`));
}

/** Runs work on journal entries while no recovery runs, then settles the assignments. */
export async function withoutRecovery(context: EnrollmentContext, work: () => Promise<void>): Promise<void> {
  await context.recoveries.giveWay();
  try {
    await work();
  } finally {
    context.recoveries.enrollmentEnded();
  }
  await settle(context);
}

/** Returns a handler for a failed read of the journal. The entries that were not found stay unfinished. */
export function noneFor({ log }: EnrollmentContext, what: string): (error: unknown) => [] {
  return error => {
    log(`journal, ${what}: ${String(error)}`);
    return [];
  };
}
