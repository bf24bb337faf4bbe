import { wordsFor } from '../../../contract/errors/words.ts';
import type { Run } from '../../../contract/workflows/schema.ts';
import { skipWords } from '../../../contract/workflows/words.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { formatDate } from '../../ui/display/formatDate.ts';

const words = strings.workflows;

/**
 * Returns why a run ended as it did.
 * @param refused why the core refused a retry, which the person must see instead
 */
export function runReason({ reason, olderWorkflow, failure, nextAt, occasion }: Run, refused: unknown): string {
  if (refused !== null && refused !== undefined) return wordsFor(failureOf(refused)).message;
  const parts = [
    occasion === 'run-now' ? words.runNowOccasion : null,
    reason === 'older-workflow' && olderWorkflow !== null ? words.older({ name: olderWorkflow }) : null,
    reason !== null && reason !== 'older-workflow' ? skipWords[reason] : null,
    failure === null ? null : wordsFor(failure).message,
    nextAt === null ? null : words.nextTry({ time: formatDate(nextAt) ?? nextAt }),
  ];
  return parts.filter(part => part !== null && part !== '').join(' · ');
}
