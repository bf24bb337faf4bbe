import { Button, makeStyles, Subtitle1, Text, tokens } from '@fluentui/react-components';
import { DismissCircleFilled, SubtractCircleFilled } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { EnrollmentFailure } from '../../../contract/enrollment/schema.ts';
import { isSettledBy } from '../../../contract/enrollment/words.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import { goTo } from '../../app/route.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { Panel } from '../../ui/Panel.tsx';
import type { RunEnd } from './run.ts';
import { useFocusOnMount } from './useFocusOnMount.ts';

const words = strings.enroll;

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, outlineStyle: 'none' },
  icon: { flexShrink: 0, fontSize: '40px', color: tokens.colorStatusDangerForeground1 },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
  calm: { color: tokens.colorNeutralForeground3 },
});

/** An enrollment that ended without a passkey: why, what to do, what is left of it, and the way to another try. */
export function FailedView(props: {
  end: Exclude<RunEnd, { kind: 'completed' }>;
  /** The key that it was about; empty where it was the only one that was plugged in. */
  keyId: string;
  pin: ReactNode;
  onDismiss(): void;
}) {
  const styles = useStyles();
  const { end, keyId, pin, onDismiss } = props;
  const error: Failure = end.kind === 'failed' ? end.failure.error : end.error;
  const cancelled = error.code === 'cancelled';
  const settled = isSettledBy(error.code);
  const outcome = end.kind === 'failed' ? end.failure.pin : undefined;
  return (
    <Panel>
      <div className={styles.head} ref={useFocusOnMount()} tabIndex={-1}>
        {cancelled || settled ? (
          <SubtractCircleFilled className={`${styles.icon} ${styles.calm}`} />
        ) : (
          <DismissCircleFilled className={styles.icon} />
        )}
        <Subtitle1 as="h2">{settled ? words.settledTitle : titleOf(end, cancelled)}</Subtitle1>
      </div>
      {!cancelled && <FailureMessage failure={error} {...(settled ? { intent: 'info' } : {})} />}
      {end.kind === 'failed' && !settled && <Text>{leftWords(end.failure)}</Text>}
      {outcome?.set && <Text>{outcome.uncertain ? words.pinMayBeSet : words.pinWasSet}</Text>}
      {pin}
      <div className={styles.actions}>
        <Button appearance="primary" onClick={onDismiss}>
          {settled ? strings.close : strings.tryAgain}
        </Button>
        {error.code === 'pin-blocked' && (
          <Button onClick={() => goTo({ page: 'keys', ...(keyId === '' ? {} : { reset: keyId }) })}>
            {words.resetKey}
          </Button>
        )}
      </div>
    </Panel>
  );
}

/** What became of the passkey: that none was made is true only where nothing is left of it. */
function titleOf(end: Exclude<RunEnd, { kind: 'completed' }>, cancelled: boolean): string {
  const state = end.kind === 'failed' ? end.failure.journalState : null;
  if (state === 'registered') return words.unprovenTitle;
  if (end.kind === 'failed' && end.failure.error.code === 'registration-unknown') return words.unknownTitle;
  if (cancelled) return words.cancelledTitle;
  return end.kind === 'failed' && !end.failure.cleanedUp ? words.unfinishedTitle : words.failedTitle;
}

function leftWords({ cleanedUp, journalState }: EnrollmentFailure): string {
  if (journalState === 'registered') return words.unprovenText;
  return cleanedUp ? words.cleanedUp : words.notCleanedUp;
}
