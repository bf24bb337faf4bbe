import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { PasskeyReview } from '../../../contract/passkeys/review.ts';
import { strings } from '../../strings.ts';
import { goTo } from '../../ui/page/route.ts';
import { differenceLines, isHarmless } from './differences.ts';

const words = strings.passkeys;

/** The differences between Entra's list and the record, one per line, and the way to the page that mends them. */
export function PasskeyDifferences({ user, review }: { user: string; review: PasskeyReview }) {
  return (
    <MessageBar intent={isHarmless(review.differences) ? 'info' : 'warning'} layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{words.differences}</MessageBarTitle>
        {differenceLines(review).map(line => (
          <div key={line}>{line}</div>
        ))}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={() => goTo({ page: 'user', user, tab: 'comparison' })}>{words.compare}</Button>
      </MessageBarActions>
    </MessageBar>
  );
}
