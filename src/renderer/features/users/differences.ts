import type { Difference, PasskeyReview } from '../../../contract/passkeys/review.ts';
import { strings } from '../../strings.ts';

const words = strings.passkeys;

/** Returns a sentence for each difference between Entra's list and the record. */
export function differenceLines({ passkeys, assignments, differences }: PasskeyReview): string[] {
  return differences.map(difference => {
    if (difference.kind === 'not-in-entra') {
      const name = assignments.find(({ id }) => id === difference.assignmentId)?.passkeyName;
      return words.notInEntra({ name: name ?? strings.keys.unnamed });
    }
    const name = passkeys.find(({ id }) => id === difference.passkeyId)?.displayName ?? strings.keys.unnamed;
    if (difference.kind === 'erased') return words.erased({ name });
    return difference.kind === 'not-recorded' ? words.notRecorded({ name }) : words.deletionDue({ name });
  });
}

/** Returns whether the differences need no action by a person. */
export function isHarmless(differences: readonly Difference[]): boolean {
  return differences.every(({ kind }) => kind === 'not-recorded');
}
