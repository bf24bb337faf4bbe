import type { Failure } from '../../../contract/errors/failure.ts';
import type { ReconciledDifference, ReportEvent, UnreadUser } from '../../../contract/reconciliation/schema.ts';

/** The report of the tenant as far as it is made. */
export interface Report {
  readonly running: boolean;
  readonly done: number;
  readonly total: number;
  readonly differences: readonly ReconciledDifference[];
  readonly unread: readonly UnreadUser[];
  /** Why the audit log could not be read. */
  readonly audit: Failure | null;
  /** The number of differences beyond the limit of a report. */
  readonly more: number;
  readonly failure: Failure | null;
  /** Whether the report is complete. */
  readonly complete: boolean;
}

/** A report before its first event. */
export const nothing: Report = {
  running: false,
  done: 0,
  total: 0,
  differences: [],
  unread: [],
  audit: null,
  more: 0,
  failure: null,
  complete: false,
};

/** Replaces what a report says about one user. */
export function withUser(before: Report, user: string, found: Pick<Report, 'differences' | 'unread'>): Report {
  const others = before.differences.filter(difference => difference.user?.id !== user);
  return {
    ...before,
    failure: null,
    differences: [...found.differences, ...others],
    unread: [...before.unread, ...found.unread],
  };
}

/** Adds an event to a report. */
export function withEvent(before: Report, event: ReportEvent): Report {
  switch (event.type) {
    case 'progress': {
      const { done, total, differences, unread } = event;
      return {
        ...before,
        done,
        total,
        differences: differences.length === 0 ? before.differences : [...before.differences, ...differences],
        unread: unread.length === 0 ? before.unread : [...before.unread, ...unread],
      };
    }
    case 'done':
      return { ...before, complete: true, audit: event.audit, more: event.more };
    case 'failed':
      return { ...before, failure: event.failure };
  }
}
