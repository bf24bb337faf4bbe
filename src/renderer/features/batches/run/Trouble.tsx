import { makeStyles, tokens } from '@fluentui/react-components';
import type { Failure } from '../../../../contract/errors/failure.ts';
import { strings } from '../../../strings.ts';
import { FailureMessage } from '../../../ui/display/FailureMessage.tsx';
import { useSecondsUntil } from '../../../ui/display/useSecondsUntil.ts';

const useStyles = makeStyles({
  left: { fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600 },
});

/** Why the batch does not go on, and when Keydesk tries again. */
export function Trouble({ failure, retryAt }: { failure: Failure; retryAt: string }) {
  const styles = useStyles();
  const seconds = Math.ceil(useSecondsUntil(retryAt));
  return (
    <>
      <FailureMessage failure={failure} intent="warning" />
      {/* Read out once with the failure, not every second. */}
      <span className={styles.left} role="timer" aria-live="off">
        {strings.batchRun.retryIn({ seconds })}
      </span>
    </>
  );
}
