import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { Difference, PasskeyReview } from '../../../contract/passkeys/review.ts';
import { strings } from '../../strings.ts';

const words = strings.passkeys;

/** Where Entra's list and the own record do not agree, a line each. */
export function PasskeyDifferences({ review }: { review: PasskeyReview }) {
  const { passkeys, assignments, differences } = review;
  const lines = differences.map(difference => {
    if (difference.kind === 'not-in-entra') {
      const name = assignments.find(({ id }) => id === difference.assignmentId)?.passkeyName;
      return words.notInEntra(name ?? strings.keys.unnamed);
    }
    const name = passkeys.find(({ id }) => id === difference.passkeyId)?.displayName ?? strings.keys.unnamed;
    if (difference.kind === 'erased') return words.erased(name);
    return difference.kind === 'not-recorded' ? words.notRecorded(name) : words.deletionDue(name);
  });
  const harmless = differences.every(({ kind }: Difference) => kind === 'not-recorded');
  return (
    <MessageBar intent={harmless ? 'info' : 'warning'} layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{words.differences}</MessageBarTitle>
        {lines.map(line => (
          <div key={line}>{line}</div>
        ))}
      </MessageBarBody>
    </MessageBar>
  );
}
