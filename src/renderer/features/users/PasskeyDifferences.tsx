import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { PasskeyReview } from '../../../contract/passkeys/review.ts';
import { strings } from '../../strings.ts';
import { differenceLines, isHarmless } from './differences.ts';

const words = strings.passkeys;

/** The differences between Entra's list and the record, one per line. */
export function PasskeyDifferences({ review }: { review: PasskeyReview }) {
  return (
    <MessageBar intent={isHarmless(review.differences) ? 'info' : 'warning'} layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{words.differences}</MessageBarTitle>
        {differenceLines(review).map(line => (
          <div key={line}>{line}</div>
        ))}
      </MessageBarBody>
    </MessageBar>
  );
}
